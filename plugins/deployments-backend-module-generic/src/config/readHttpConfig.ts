import type { Config } from '@backstage/config';
import { httpConfigSchema, type EndpointConfig } from './httpConfigSchema';
import { parseConfig } from './parseConfig';

/**
 * Reads the endpoints of `deployments.http`, by name. Returns `undefined` if the key is absent: the target can then not be
 * used.
 *
 * @throws InputError that lists all mistakes with their config paths, without values.
 */
export function readHttpConfig(
  config: Config,
): ReadonlyMap<string, EndpointConfig> | undefined {
  const parsed = parseConfig(config, 'deployments.http', httpConfigSchema);
  return parsed && new Map(Object.entries(parsed.endpoints));
}
