import { z } from 'zod';

const PERCENTAGE = /^(\d{1,3}) ?%$/;

/** A number of instances, or a percentage of them, e.g. `1` or `25 %`. */
const countSchema = z.custom<number | string>(
  value =>
    typeof value === 'string'
      ? Number(PERCENTAGE.exec(value)?.[1] ?? 101) <= 100
      : Number.isInteger(value) && Number(value) >= 0,
  { error: 'expected a whole number or a percentage, such as 1 or 25 %' },
);

/** The setting `rolling`: what may happen at the same time when instances are replaced in batches. */
export const rollingSchema = z
  .strictObject({
    maxUnavailable: countSchema.default('25 %'),
    surge: countSchema.default('25 %'),
  })
  .refine(
    ({ maxUnavailable, surge }) => !isZero(maxUnavailable) || !isZero(surge),
    {
      error:
        'expected `maxUnavailable` or `surge` to be above 0: otherwise no instance can be replaced',
    },
  )
  .prefault({});

type RollingSettings = z.infer<typeof rollingSchema>;

/**
 * Converts the setting to numbers of instances. Like in Kubernetes, the percentage of `surge` is rounded up and that of
 * `maxUnavailable` down; if both are 0 then, one instance may be unavailable.
 */
export function resolveRollingLimits(
  { maxUnavailable, surge }: RollingSettings,
  instances: number,
): { maxUnavailable: number; surge: number } {
  const limits = {
    maxUnavailable: Math.floor(toCount(maxUnavailable, instances)),
    surge: Math.ceil(toCount(surge, instances)),
  };
  return limits.maxUnavailable === 0 && limits.surge === 0
    ? { ...limits, maxUnavailable: 1 }
    : limits;
}

function toCount(value: number | string, instances: number): number {
  if (typeof value === 'number') return value;
  return (Number(PERCENTAGE.exec(value)?.[1]) * instances) / 100;
}

function isZero(value: number | string): boolean {
  return toCount(value, 100) === 0;
}
