import { ConfigReader, readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds } from '@backstage/types';
import type { JsonValue } from '@backstage/types';
import { z } from 'zod';

/**
 * A duration as Backstage writes them (`30s`, `PT30S`, `{ seconds: 30 }`), in milliseconds of elapsed time; `undefined`
 * when it is none.
 *
 * Backstage reads `62h` as 2 days and 14 hours. Summed up that is 62 hours again; added to a date by the calendar it
 * would be 61 or 63 where the clock changes between.
 */
export function toMilliseconds(value: unknown): number | undefined {
  try {
    const milliseconds = durationToMilliseconds(
      readDurationFromConfig(
        new ConfigReader({ duration: value as JsonValue }),
        { key: 'duration' },
      ),
    );
    return Number.isFinite(milliseconds) && milliseconds >= 0
      ? milliseconds
      : undefined;
  } catch {
    // Backstage's message names the key of the wrapper above, which nobody wrote.
    return undefined;
  }
}

/** Reads a duration into milliseconds. */
export const duration = z.unknown().transform((value, ctx): number => {
  const milliseconds = toMilliseconds(value);
  if (milliseconds === undefined) {
    ctx.addIssue({
      code: 'custom',
      message:
        'is not a duration; expected one such as 30s, 5m, 62h or { minutes: 5 }',
    });
    return z.NEVER;
  }
  return milliseconds;
});

/** As `duration`, but 0 makes no sense. */
export const positiveDuration = duration.refine(
  milliseconds => milliseconds > 0,
  { message: 'must be longer than 0' },
);
