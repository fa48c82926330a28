import type { EnvironmentState } from '@slipway/backstage-plugin-deployments-common';
import type {
  Observation,
  ObservedInstance,
} from '@slipway/backstage-plugin-deployments-node';
import type { StoredServiceEnvironment } from '../model/serviceEnvironment';
import { hashJson } from '../deployment/plan/planHash';

/**
 * What an observation says against what should run. Pure.
 *
 * @param deploymentId - the deployment for which it is asked, if it is for one
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
  const strangers = serving.filter(
    ({ artifact }) => artifact !== serviceEnvironment.current?.version.artifact,
  );
  const expected = serviceEnvironment.current?.version.name;
  const isAsExpected =
    strangers.length === 0 && (serving.length > 0 || !expected);
  if (isAsExpected || isAccepted(serviceEnvironment, serving, deploymentId)) {
    return undefined;
  }
  const shown = names(serving);
  return {
    id: hashJson([
      serviceEnvironment.current?.version.artifact ?? null,
      listArtifacts(serving),
    ]).slice(0, 16),
    message: expected
      ? `${expected} should run here, but ${shown ?? 'nothing'} does.`
      : `${shown} runs here, but was not deployed from here.`,
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

/** Those that take traffic; where the target tells of no traffic at all, everything that runs. */
export function servingInstances(observed: Observation): ObservedInstance[] {
  const serving = observed.instances.filter(({ weight }) => weight > 0);
  return serving.length > 0 ? serving : observed.instances;
}

/** What runs, if one can say so: the instance with the most traffic. */
export function mainInstance(
  observed: Observation,
): ObservedInstance | undefined {
  return [...servingInstances(observed)].sort((a, b) => b.weight - a.weight)[0];
}

export function listArtifacts(instances: ObservedInstance[]): string[] {
  return [...new Set(instances.map(({ artifact }) => artifact))].sort();
}

function names(instances: ObservedInstance[]): string | undefined {
  const found = [...new Set(instances.map(({ versionName }) => versionName))];
  return found.length > 0 ? found.join(', ') : undefined;
}
