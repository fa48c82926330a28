import { z } from 'zod';
import { parseDuration } from './parseDuration';

/**
 * Creates a zod schema that parses a duration in Backstage's notation (`10s`, `PT10S`, `{ seconds: 10 }`) into milliseconds.
 *
 * @param limits - The shortest and the longest duration, both included and in the same notation.
 * @public
 */
export function createDurationSchema(limits?: { min: string; max: string }) {
  const min = limits ? toLimit(limits.min) : 0;
  const max = limits ? toLimit(limits.max) : Number.POSITIVE_INFINITY;
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
