import { ConfigReader, readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds, type JsonValue } from '@backstage/types';
import { z } from 'zod';

/**
 * Creates a schema that parses a duration of Backstage (`10s`, `PT10S`, `{ seconds: 10 }`) into milliseconds.
 *
 * @param limits - The shortest and the longest duration, in seconds, both included.
 */
export function createDurationSchema(limits: { min: number; max: number }) {
  return z.unknown().transform((value, ctx): number => {
    try {
      const config = new ConfigReader({ duration: value as JsonValue });
      const milliseconds = durationToMilliseconds(
        readDurationFromConfig(config, { key: 'duration' }),
      );
      if (
        milliseconds >= limits.min * 1000 &&
        milliseconds <= limits.max * 1000
      ) {
        return milliseconds;
      }
    } catch {
      // The message names a key that is not in the configuration.
    }
    ctx.addIssue({
      code: 'custom',
      message: `expected a duration from ${limits.min}s to ${limits.max}s, such as 10s, PT10S or { seconds: 10 }`,
    });
    return z.NEVER;
  });
}
