import type { Config } from '@backstage/config';
import { parseConfig } from '@slipway/backstage-plugin-deployments-node/config';
import { z } from 'zod';
import { instanceSchema, type InstanceConfig } from './instanceSchema';

const schema = z.strictObject({
  instances: z.record(z.string().min(1).max(100), instanceSchema),
});

/**
 * Reads the instances of a section of app-config by name. Returns none if the section is absent.
 *
 * @param root - `deployments.prometheus` or `deployments.alertmanager`.
 * @throws InputError that lists all mistakes with their config paths, without secrets.
 */
export function readInstances(
  config: Config,
  root: string,
): Record<string, InstanceConfig> {
  return parseConfig(config, root, schema)?.instances ?? {};
}
