import type { Config } from '@backstage/config';

/**
 * Reads the values of `deployments.secrets`, by name. Snapshots, events and logs contain only the reference
 * `{{ secrets.<name> }}`, which is resolved for each call.
 */
export function readSecrets(config: Config): ReadonlyMap<string, string> {
  const secrets = config.getOptionalConfig('deployments.secrets');
  return new Map(
    (secrets?.keys() ?? []).flatMap(name => {
      const value = secrets?.getOptionalString(name);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}
