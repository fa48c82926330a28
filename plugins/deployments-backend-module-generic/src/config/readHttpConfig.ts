import type { Config } from '@backstage/config';
import { parseConfig } from '@slipway/backstage-plugin-deployments-node/config';
import { httpConfigSchema, type EndpointConfig } from './httpConfigSchema';

/**
 * Reads the endpoints of `deployments.http`, by name. Returns `undefined` if the key is absent: the target can then not be
 * used.
 *
 * @throws InputError that lists all mistakes with their config paths, without secrets.
 */
export function readHttpConfig(
  config: Config,
): ReadonlyMap<string, EndpointConfig> | undefined {
  const parsed = parseConfig(config, 'deployments.http', httpConfigSchema);
  return parsed && new Map(Object.entries(parsed.endpoints));
}
