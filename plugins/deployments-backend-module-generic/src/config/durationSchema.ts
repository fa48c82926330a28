import { ConfigReader, readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds, type JsonValue } from '@backstage/types';
import { z } from 'zod';

const DAY_MS = 24 * 60 * 60_000;

/** Parses a duration of Backstage (`10s`, `PT10S`, `{ seconds: 10 }`) into milliseconds, from one second to a day. */
export const durationSchema = z.unknown().transform((value, ctx): number => {
  try {
    const config = new ConfigReader({ duration: value as JsonValue });
    const milliseconds = durationToMilliseconds(
      readDurationFromConfig(config, { key: 'duration' }),
    );
    if (milliseconds >= 1000 && milliseconds <= DAY_MS) return milliseconds;
  } catch {
    // The message names a key that is not in the configuration.
  }
  ctx.addIssue({
    code: 'custom',
    message:
      'expected a duration from 1s to 24h, such as 10s, 2m or { seconds: 10 }',
  });
  return z.NEVER;
});
