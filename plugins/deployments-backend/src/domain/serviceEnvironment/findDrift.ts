import type { EnvironmentState } from '@slipway/backstage-plugin-deployments-common';
import type {
  Observation,
  ObservedInstance,
} from '@slipway/backstage-plugin-deployments-node';
import type { StoredServiceEnvironment } from '../model/serviceEnvironment';
import { hashJson } from '../deployment/plan/planHash';

/**
 * Compares an observation with the version that should be running. Returns `undefined` if they agree, or if a person
 * accepted the difference. Pure.
 *
 * @param deploymentId - the deployment that would overwrite the drift, because a consent may be for one deployment only
 */
export function findDrift(
  serviceEnvironment: Pick<
    StoredServiceEnvironment,
    'current' | 'driftAccepted'
  >,
  observed: Observation | undefined,
  deploymentId?: string,
): EnvironmentState['drift'] {
  if (!observed) {
    return undefined;
  }
  const serving = servingInstances(observed);
  const unexpected = serving.filter(
    ({ artifact }) => artifact !== serviceEnvironment.current?.version.artifact,
  );
  const expected = serviceEnvironment.current?.version.name;
  const isAsExpected =
    unexpected.length === 0 && (serving.length > 0 || !expected);
  if (isAsExpected || isAccepted(serviceEnvironment, serving, deploymentId)) {
    return undefined;
  }
  const shown = listNames(serving);
  return {
    id: hashJson([
      serviceEnvironment.current?.version.artifact ?? null,
      listArtifacts(serving),
    ]).slice(0, 16),
    message: expected
      ? `${expected} should run here, but ${shown ?? 'nothing'} does.`
      : `${shown} runs here, but was not deployed with Slipway.`,
    ...(expected ? { expected } : {}),
    ...(shown ? { observed: shown } : {}),
  };
}

function isAccepted(
  { driftAccepted }: Pick<StoredServiceEnvironment, 'driftAccepted'>,
  serving: ObservedInstance[],
  deploymentId: string | undefined,
): boolean {
  const artifacts = listArtifacts(serving);
  return (
    driftAccepted !== undefined &&
    (driftAccepted.deploymentId === undefined ||
      driftAccepted.deploymentId === deploymentId) &&
    artifacts.length === driftAccepted.observed.length &&
    artifacts.every(artifact => driftAccepted.observed.includes(artifact))
  );
}

/** Returns the instances with traffic. If the target reports no traffic at all, returns all instances. */
export function servingInstances(observed: Observation): ObservedInstance[] {
  const serving = observed.instances.filter(({ weight }) => weight > 0);
  return serving.length > 0 ? serving : observed.instances;
}

/** Returns the instance with the most traffic; `undefined` if nothing is running. */
export function mainInstance(
  observed: Observation,
): ObservedInstance | undefined {
  return [...servingInstances(observed)].sort((a, b) => b.weight - a.weight)[0];
}

/** Lists the artifacts of instances, each once, sorted. */
export function listArtifacts(instances: ObservedInstance[]): string[] {
  return [...new Set(instances.map(({ artifact }) => artifact))].sort();
}

function listNames(instances: ObservedInstance[]): string | undefined {
  const found = [...new Set(instances.map(({ versionName }) => versionName))];
  return found.length > 0 ? found.join(', ') : undefined;
}
