import type { Config } from '@backstage/config';
import type { AllowedValues } from './findAnnotationProblems';

/**
 * Reads which values annotations may have. Returns `undefined` if the configuration has no golden paths: the deployments
 * plugin then runs in another backend, whose configuration this one doesn't know.
 */
export function readAllowedValues(config: Config): AllowedValues | undefined {
  const goldenPaths = config.getOptionalConfig('deployments.goldenPaths');
  if (!goldenPaths) return undefined;
  const registries = config.getOptionalConfig('deployments.oci.registries');
  return {
    goldenPaths: goldenPaths.keys(),
    registries: new Map(
      registries
        ?.keys()
        .map(host => [host.toLowerCase(), readRepositories(registries, host)]),
    ),
  };
}

/** Hosts contain dots, which separate keys in paths of the configuration. */
function readRepositories(
  registries: Config,
  host: string,
): string[] | undefined {
  const { repositories } =
    registries.get<Record<string, { repositories?: string[] }>>()[host];
  return repositories;
}
