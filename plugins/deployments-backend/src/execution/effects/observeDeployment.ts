import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import type {
  DeploymentTarget,
  Observation,
} from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import { selectObserver } from '../../config/environments/selectObserver';
import type { DeploymentState } from '../../domain/deployment/state';

/**
 * Reads what runs in the service environment of a deployment, from the provider that its plan names.
 *
 * @param settings - The target's settings instead of those of the plan, if the target itself is asked.
 */
export async function observeDeployment(
  { targets }: { targets: ReadonlyMap<string, DeploymentTarget> },
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
  return observer.target.observe({
    service,
    environment: snapshot.environment,
    settings: observer.settings,
    signal,
  });
}
