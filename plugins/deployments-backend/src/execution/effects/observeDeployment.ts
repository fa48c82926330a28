import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import type {
  DeploymentTarget,
  Observation,
} from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import { selectObserver } from '../../config/environments/selectObserver';
import type { DeploymentState } from '../../domain/deployment/state';
import { nameVersions } from '../../targets/nameVersions';
import type { FindVersionNames } from '../../targets/nameVersions';

export interface ObservationDeps {
  targets: ReadonlyMap<string, DeploymentTarget>;
  findVersionNames: FindVersionNames;
}

/**
 * Reads what runs in the service environment of a deployment, from the provider that its plan names. Registered versions
 * have their names, because messages repeat them.
 *
 * @param settings - The target's settings instead of those of the plan, if the target itself is asked.
 */
export async function observeDeployment(
  { targets, findVersionNames }: ObservationDeps,
  { service, snapshot }: Pick<DeploymentState, 'service' | 'snapshot'>,
  signal: AbortSignal,
  settings?: JsonObject,
): Promise<Observation> {
  const observer = snapshot && selectObserver(targets, snapshot, settings);
  if (!observer) {
    throw new EffectError(
      `No installed module provides the target '${snapshot?.observe?.provider}' any more, which reads what runs. Install its module again.`,
      { code: 'no-target', retryable: true },
    );
  }
  const observation = await observer.target.observe({
    service,
    environment: snapshot.environment,
    settings: observer.settings,
    signal,
  });
  const [named] = await nameVersions(findVersionNames, [
    { service, observation },
  ]);
  return named;
}
