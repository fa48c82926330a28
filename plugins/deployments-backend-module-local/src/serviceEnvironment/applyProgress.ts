import type { TargetProgress } from '@slipway/backstage-plugin-deployments-node';
import type { InstanceRunner } from '../instance/instanceRunner';
import {
  listActive,
  type ServiceEnvironmentState,
} from '../state/serviceEnvironmentState';
import { describeProgress } from './describeProgress';
import { toInstance } from './observeInstances';

/** How an apply is doing. */
export interface ApplyProgress {
  progress: TargetProgress;
  /** The replica whose last output explains the result; absent while the apply is in progress. */
  explainedBy?: string;
}

/**
 * Says how an apply is doing. It is ready when all replicas of the candidate have been, and those of its fresh baseline.
 *
 * @param instanceId - The candidate, or the baseline if the version was running before.
 */
export function readApplyProgress(
  state: Readonly<ServiceEnvironmentState>,
  instanceId: string,
  options: {
    host: string;
    findRunner(replicaId: string): InstanceRunner | undefined;
  },
): ApplyProgress {
  const { host, findRunner } = options;
  const instance = state.instances.find(({ id }) => id === instanceId);
  if (!instance || instance.role === 'retired') {
    return {
      progress: {
        state: 'failed',
        code: 'gone',
        message: 'This instance was stopped: another deployment replaced it',
        retryable: true,
      },
    };
  }
  const freshBaseline =
    instance.role === 'candidate'
      ? state.instances.find(({ role }) => role === 'fresh-baseline')
      : undefined;
  const started = freshBaseline ? [instance, freshBaseline] : [instance];
  for (const one of started) {
    const failed = listActive(one).find(({ failure }) => failure);
    if (failed?.failure) {
      const { message, ...failure } = failed.failure;
      return {
        progress: {
          state: 'failed',
          ...failure,
          message:
            one === freshBaseline
              ? `The fresh baseline, which the candidate is to be compared with, didn't start. ${message}`
              : message,
        },
        explainedBy: failed.id,
      };
    }
  }
  for (const one of started) {
    const message = describeProgress(state, one, findRunner);
    if (message !== undefined) {
      return { progress: { state: 'working', message } };
    }
  }
  const baseline = state.instances.find(
    one =>
      one.role === 'baseline' && one !== instance && listActive(one).length > 0,
  );
  return {
    progress: {
      state: 'ready',
      candidate: toInstance(instance, host),
      baseline: baseline && toInstance(baseline, host),
      message:
        instance.role === 'baseline'
          ? `${instance.versionName} is already running here`
          : undefined,
    },
    explainedBy: listActive(instance)[0]?.id,
  };
}
