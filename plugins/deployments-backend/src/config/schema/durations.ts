import { ConfigReader, readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds } from '@backstage/types';
import type { JsonValue } from '@backstage/types';
import { z } from 'zod';

/**
 * Converts a duration in Backstage's notation (`30s`, `PT30S`, `{ seconds: 30 }`) to milliseconds; `undefined` if it
 * isn't one.
 *
 * Backstage reads `62h` as 2 days and 14 hours. Adding these up gives 62 hours again. Calendar arithmetic would give 61 or 63
 * hours across a DST change.
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
    // Backstage's message would name the wrapper's key, which is not in app-config.
    return undefined;
  }
}

/** Parses a duration into milliseconds. */
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

/** Parses a duration longer than 0 into milliseconds. */
export const positiveDuration = duration.refine(
  milliseconds => milliseconds > 0,
  { message: 'must be longer than 0' },
);
