import { z } from 'zod';

/**
 * Parses a weight of the traffic in percent, from 0 to 100 in tenths: targets distribute requests in steps of 0.1 %, so a
 * smaller weight could get no request at all.
 */
export const trafficWeight = z
  .number()
  .min(0)
  .max(100)
  .refine(value => Number(value.toFixed(1)) === value, {
    message:
      'expected a percentage with at most one decimal place, such as 0.1 or 12.5',
  });
