import {
  EffectError,
  type TrafficRouting,
} from '@slipway/backstage-plugin-deployments-node';
import { trafficRoutingSchema } from '@slipway/backstage-plugin-deployments-node/config';

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
