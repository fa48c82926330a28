import { ConfigReader, readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds, type JsonValue } from '@backstage/types';
import { z } from 'zod';

/** Parses a duration of Backstage (`10s`, `PT10S`, `{ seconds: 10 }`) into milliseconds; at least one second. */
export const durationSchema = z.unknown().transform((value, ctx): number => {
  try {
    const config = new ConfigReader({ duration: value as JsonValue });
    const milliseconds = durationToMilliseconds(
      readDurationFromConfig(config, { key: 'duration' }),
    );
    if (milliseconds >= 1000 && milliseconds <= 3_600_000) return milliseconds;
  } catch {
    // The message names a key that is not in the configuration.
  }
  ctx.addIssue({
    code: 'custom',
    message:
      'expected a duration from 1s to 1h, such as 10s, 2m or { seconds: 10 }',
  });
  return z.NEVER;
});
