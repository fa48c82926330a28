import { z } from 'zod';
import type { TargetCapability } from '../target';
import type { TrafficRouting } from '../targetTraffic';

/** A header's or a cookie's name (RFC 9110, section 5.6.2). */
const name = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'expected a name without spaces');
const value = z.string().max(4_096);

/**
 * Schema of `TrafficRouting`.
 *
 * @public
 */
export const trafficRoutingSchema: z.ZodType<TrafficRouting> = z.strictObject({
  sticky: z
    .strictObject({
      cookie: name,
      maxAgeSeconds: z.number().int().positive().optional(),
    })
    .optional(),
  match: z
    .array(
      z.union([
        z.strictObject({ header: name, value }),
        z.strictObject({ cookie: name, value }),
      ]),
    )
    .max(20)
    .optional(),
  mirror: z
    .strictObject({
      percent: z.number().min(0).max(100),
      methods: z.array(z.string().regex(/^[A-Z]+$/)).optional(),
      ignoredFields: z.array(z.string().min(1)).max(100).optional(),
    })
    .optional(),
});

/**
 * Lists the capabilities that a target needs for routing rules.
 *
 * @public
 */
export function listRoutingCapabilities(
  routing: TrafficRouting | undefined,
): TargetCapability[] {
  return (['sticky', 'match', 'mirror'] as const).filter(
    rule => routing?.[rule] !== undefined,
  );
}
