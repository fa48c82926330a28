import { ConfigReader, readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds, type JsonValue } from '@backstage/types';
import { z } from 'zod';

/**
 * Parses a duration of Backstage (`10s`, `PT10S`, `{ seconds: 10 }`) into milliseconds.
 */
export const durationSchema = z.unknown().transform((value, ctx): number => {
  try {
    const milliseconds = durationToMilliseconds(
      readDurationFromConfig(
        new ConfigReader({ duration: value as JsonValue }),
        { key: 'duration' },
      ),
    );
    if (Number.isFinite(milliseconds) && milliseconds >= 0) {
      return milliseconds;
    }
  } catch {
    // Backstage's message names the key of the wrapper above, which is not in the configuration.
  }
  ctx.addIssue({
    code: 'custom',
    message: 'expected a duration such as 10s, 2m or { seconds: 10 }',
  });
  return z.NEVER;
});
