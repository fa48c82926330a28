import type { Observation } from '@slipway/backstage-plugin-deployments-node';
import type { Instance } from '@slipway/backstage-plugin-deployments-common';
import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type { DeploymentState } from '../../domain/deployment/state';

/** The service's stable URL. Undefined while no instance gets traffic, because the URL would lead to an error. */
export function toServiceUrlView(
  observation: Observation | undefined,
): string | undefined {
  return observation?.instances.some(({ weight }) => weight > 0)
    ? observation.url
    : undefined;
}

/**
 * The candidate, with its own URL only while the deployment runs. Once the candidate has taken over or was stopped, the
 * target may give that address to another instance.
 */
export function toCandidateView({
  candidate,
  status,
  rollback,
}: Pick<DeploymentState, 'candidate' | 'status' | 'rollback'>):
  | Instance
  | undefined {
  if (!candidate) {
    return undefined;
  }
  const isStopped = rollback?.steps.some(
    ({ action, status: step }) => action === 'restore' && step === 'succeeded',
  );
  if (!isTerminal(status) && !isStopped) {
    return candidate;
  }
  const { url: _, ...rest } = candidate;
  return rest;
}
