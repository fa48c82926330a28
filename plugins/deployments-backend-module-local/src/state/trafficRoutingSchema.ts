import {
  EffectError,
  type TrafficRouting,
} from '@slipway/backstage-plugin-deployments-node';
import { z } from 'zod';

/** A header's or a cookie's name (RFC 9110, section 5.6.2). */
const name = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'expected a name without spaces');
const value = z.string().max(4_096);

/** Schema of `TrafficRouting`. */
export const trafficRoutingSchema = z.strictObject({
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
 * Validates routing rules.
 *
 * @throws EffectError `bad_routing`
 */
export function readTrafficRouting(routing: TrafficRouting): TrafficRouting {
  const parsed = trafficRoutingSchema.safeParse(routing);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map(
    ({ path, message }) => `routing.${path.join('.')}: ${message}`,
  );
  throw new EffectError(`The routing is not valid. ${mistakes.join('; ')}`, {
    code: 'bad_routing',
    retryable: false,
  });
}
