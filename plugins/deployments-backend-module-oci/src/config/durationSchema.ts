import { ConfigReader, readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds, type JsonValue } from '@backstage/types';
import { z } from 'zod';

const SHORTEST_MS = 10_000;
const LONGEST_MS = 3_600_000;

/** Parses a duration of Backstage (`1m`, `PT1M`, `{ minutes: 1 }`) into milliseconds; from 10 seconds to an hour. */
export const durationSchema = z.unknown().transform((value, ctx): number => {
  try {
    const config = new ConfigReader({ duration: value as JsonValue });
    const milliseconds = durationToMilliseconds(
      readDurationFromConfig(config, { key: 'duration' }),
    );
    if (milliseconds >= SHORTEST_MS && milliseconds <= LONGEST_MS) {
      return milliseconds;
    }
  } catch {
    // The message names a key that is not in the configuration.
  }
  ctx.addIssue({
    code: 'custom',
    message:
      'expected a duration from 10s to 1h, such as 30s, 1m or { minutes: 1 }',
  });
  return z.NEVER;
});
