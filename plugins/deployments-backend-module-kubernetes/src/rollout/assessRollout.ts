import type { TargetProblem } from '@slipway/backstage-plugin-deployments-node';
import type { Condition, Workload } from '../client/kubernetesObjects';
import { explainReplicaFailure } from './explainReplicaFailure';

/** How far a rollout has come. */
export type RolloutAssessment =
  | { state: 'working'; message: string; problems: TargetProblem[] }
  /** Somebody paused it. */
  | { state: 'paused'; message: string }
  /** All replicas run the template, and no others are left. */
  | { state: 'complete'; replicas: number }
  /** It made no progress for as long as the Deployment allows. */
  | { state: 'stuck'; message: string; problems: TargetProblem[] };

/**
 * Assesses the rollout of a Deployment's current template, with the rules of `kubectl rollout status`.
 *
 * @param staleDeadline - `lastUpdateTime` of an exceeded deadline that belongs to an earlier template. The controller does
 *   not reset it when it goes back to pods that it already has.
 */
export function assessRollout(
  deployment: Workload,
  staleDeadline?: string,
): RolloutAssessment {
  const { metadata, spec, status } = deployment;
  const generation = metadata.generation ?? 0;
  if (Number(status?.observedGeneration ?? 0) < generation) {
    return {
      state: 'working',
      message: 'Waiting until Kubernetes has seen the change',
      problems: [],
    };
  }
  if (spec?.paused) {
    return {
      state: 'paused',
      message: `Somebody paused the rollout. Resume it with: kubectl rollout resume deployment/${
        metadata.name
      }${metadata.namespace ? ` -n ${metadata.namespace}` : ''}`,
    };
  }
  const desired = spec?.replicas ?? 1;
  const total = status?.replicas ?? 0;
  const updated = status?.updatedReplicas ?? 0;
  const available = status?.availableReplicas ?? 0;
  const problems = explainReplicaFailure(
    findCondition(deployment, 'ReplicaFailure'),
    metadata.name,
  );
  const progressing = findCondition(deployment, 'Progressing');
  if (
    progressing?.reason === 'ProgressDeadlineExceeded' &&
    progressing.lastUpdateTime !== staleDeadline
  ) {
    return {
      state: 'stuck',
      // Pods of the previous version that still run are ready, which doesn't say that the new ones are.
      message: `The rollout made no progress for ${
        spec?.progressDeadlineSeconds ?? 600
      } s: ${formatReady(available, Math.max(desired, total))}`,
      problems,
    };
  }
  if (updated < desired) {
    return {
      state: 'working',
      message: `${updated} of ${formatPods(desired)} updated`,
      problems,
    };
  }
  if (total > updated) {
    return {
      state: 'working',
      message: `Waiting until ${formatPods(
        total - updated,
      )} of the previous version ${
        total - updated === 1 ? 'has' : 'have'
      } ended`,
      problems,
    };
  }
  if (available < updated) {
    return {
      state: 'working',
      message: formatReady(available, updated),
      problems,
    };
  }
  return { state: 'complete', replicas: desired };
}

/** Returns when the deadline of an earlier template was exceeded, so that it isn't taken for the new one's. */
export function readStaleDeadline(deployment: Workload): string | undefined {
  const progressing = findCondition(deployment, 'Progressing');
  return progressing?.reason === 'ProgressDeadlineExceeded'
    ? progressing.lastUpdateTime
    : undefined;
}

function findCondition(
  { status }: Workload,
  type: string,
): Condition | undefined {
  return status?.conditions?.find(condition => condition.type === type);
}

function formatReady(ready: number, total: number): string {
  return `${ready} of ${formatPods(total)} ${total === 1 ? 'is' : 'are'} ready`;
}

function formatPods(count: number): string {
  return count === 1 ? '1 pod' : `${count} pods`;
}
