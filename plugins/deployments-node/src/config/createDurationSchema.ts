import { z } from 'zod';
import { parseDuration } from './parseDuration';

/** About 1,000 years in milliseconds. Times much further in the future can't be written as dates. */
const LONGEST_MS = 365_000 * 24 * 3600_000;

/**
 * Creates a zod schema that parses a duration in Backstage's notation (`10s`, `PT10S`, `{ seconds: 10 }`) into milliseconds. It
 * accepts at most 1,000 years.
 *
 * @param limits - The shortest and the longest duration, both included and in the same notation.
 * @public
 */
export function createDurationSchema(limits?: { min: string; max: string }) {
  const min = limits ? toLimit(limits.min) : 0;
  const max = limits ? toLimit(limits.max) : LONGEST_MS;
  const range = limits ? ` from ${limits.min} to ${limits.max}` : '';
  return z.unknown().transform((value, ctx): number => {
    const milliseconds = parseDuration(value);
    if (
      milliseconds !== undefined &&
      milliseconds >= min &&
      milliseconds <= max
    ) {
      return milliseconds;
    }
    if (!limits && milliseconds !== undefined) {
      ctx.addIssue({
        code: 'custom',
        message: 'is too long; expected a duration of at most 1,000 years',
      });
      return z.NEVER;
    }
    ctx.addIssue({
      code: 'custom',
      message: `${
        value === undefined ? 'is missing; ' : ''
      }expected a duration${range}, such as 10s, PT10S or { seconds: 10 }`,
    });
    return z.NEVER;
  });
}

function toLimit(written: string): number {
  const milliseconds = parseDuration(written);
  if (milliseconds === undefined) {
    throw new Error(`The limit ${written} is not a duration`);
  }
  return milliseconds;
}
