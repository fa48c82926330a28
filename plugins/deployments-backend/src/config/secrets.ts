import type { Config } from '@backstage/config';

/**
 * The values of `deployments.secrets`, by name. Golden paths refer to them by `{{ secrets.<name> }}`; the reference is
 * what snapshots, events and logs keep, and it is resolved for the call alone.
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
