import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import type {
  ApplyRequest,
  DeploymentTarget,
  EffectRequest,
  StepEffects,
  StepResult,
  TargetHandle,
  TargetVersion,
} from '@slipway/backstage-plugin-deployments-node';
import type { Instance } from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';
import { formatEffectKey, toEffectRequest } from './effectRequest';

/** How to deploy a version. */
export interface CandidateDeployment {
  version: TargetVersion;
  intent: ApplyRequest['intent'];
  /** Whether to start a new instance even if this version is already running. */
  restart: boolean;
  /** The share of the traffic that the candidate gets once it is ready, in percent. */
  weight: number;
  /** Whether to stop all other instances afterwards. */
  retireOthers: boolean;
  /** How often to poll whether it is ready, in milliseconds. */
  pollAfterMs: number;
}

/** The progress between two calls, stored as the step's handle. */
interface Progress {
  apply: TargetHandle;
  /** Present once the candidate is ready. */
  candidate?: Instance;
  baselineGone?: boolean;
  shifted?: boolean;
}

type Request = EffectRequest & { target: DeploymentTarget };

export async function startCandidate(
  request: Request,
  deployment: CandidateDeployment,
): Promise<StepResult> {
  const { target } = request;
  const effect = toEffectRequest(request);
  const apply = await target.apply({
    ...effect,
    version: deployment.version,
    intent: deployment.intent,
    ...(deployment.restart ? { restart: true } : {}),
  });
  return toRunning(
    { apply },
    deployment,
    `Deploying ${deployment.version.name}`,
  );
}

/**
 * Continues a deployment that `startCandidate` began. Each call performs at most one effect, under its own key. So after a
 * crash, a repeated effect always has the same body.
 */
export async function pollCandidate(
  request: Request,
  handle: JsonObject | undefined,
  deployment: CandidateDeployment,
): Promise<StepResult> {
  const progress = readProgress(handle);
  if (!progress) {
    return startCandidate(request, deployment);
  }
  const { target } = request;
  const effect = toEffectRequest(request);
  if (!progress.candidate) {
    return pollApply(target, effect, progress, deployment);
  }
  const { candidate } = progress;
  if (!progress.shifted && deployment.weight > 0) {
    await shiftTraffic(target, effect, candidate, deployment.weight);
    const shifted = { ...progress, shifted: true };
    return deployment.retireOthers
      ? toRunning(shifted, deployment, 'Stopping the previous version', {
          candidate,
          trafficWeight: deployment.weight,
        })
      : toSucceeded(shifted, deployment);
  }
  if (deployment.retireOthers) {
    await target.finalize({
      ...effect,
      idempotencyKey: formatEffectKey(effect.idempotencyKey, 3),
      candidate,
    });
  }
  return toSucceeded(progress, deployment);
}

async function pollApply(
  target: DeploymentTarget,
  effect: EffectRequest,
  progress: Progress,
  deployment: CandidateDeployment,
): Promise<StepResult> {
  const applyProgress = await target.poll({
    ...effect,
    handle: progress.apply,
  });
  switch (applyProgress.state) {
    case 'working':
    case 'waiting':
      return toRunning(progress, deployment, applyProgress.message);
    case 'done':
      throw new Error(
        `The target '${target.id}' reported an apply as done without naming the instance that is ready`,
      );
    case 'failed':
      return {
        state: 'failed',
        error: { code: applyProgress.code, message: applyProgress.message },
        retryable: applyProgress.retryable,
      };
    case 'ready': {
      const ready: Progress = {
        apply: progress.apply,
        candidate: applyProgress.candidate,
        ...(applyProgress.baseline ? {} : { baselineGone: true }),
      };
      return deployment.weight > 0 || deployment.retireOthers
        ? toRunning(ready, { ...deployment, pollAfterMs: 0 }, 'Ready', {
            candidate: applyProgress.candidate,
          })
        : toSucceeded(ready, deployment);
    }
    default: {
      const unknown: never = applyProgress;
      throw new Error(`Unknown progress ${JSON.stringify(unknown)}`);
    }
  }
}

async function shiftTraffic(
  target: DeploymentTarget,
  effect: EffectRequest,
  candidate: Instance,
  weight: number,
): Promise<void> {
  // A target that runs one version at a time has already shifted the traffic.
  if (!target.setTraffic) {
    if (weight < 100) {
      throw new EffectError(`The target '${target.id}' can't split traffic`, {
        code: 'unsupported',
        retryable: false,
      });
    }
    return;
  }
  await target.setTraffic({
    ...effect,
    idempotencyKey: formatEffectKey(effect.idempotencyKey, 2),
    weight,
    candidate,
  });
}

function toSucceeded(
  progress: Progress,
  deployment: CandidateDeployment,
): StepResult {
  const effects: StepEffects = {
    ...(progress.candidate ? { candidate: progress.candidate } : {}),
    trafficWeight: deployment.weight,
    ...(deployment.retireOthers ||
    (progress.baselineGone && deployment.weight === 100)
      ? { baselineRetired: true }
      : {}),
  };
  return {
    state: 'succeeded',
    message: deployment.weight
      ? `${deployment.version.name} gets ${deployment.weight} % of the traffic`
      : `${deployment.version.name} is ready, without traffic`,
    effects,
  };
}

function toRunning(
  progress: Progress,
  deployment: CandidateDeployment,
  message: string,
  effects?: StepEffects,
): StepResult {
  return {
    state: 'running',
    // Instances and handles are plain data. This copy drops undefined fields.
    handle: JSON.parse(JSON.stringify(progress)),
    pollAfterMs: deployment.pollAfterMs,
    message,
    ...(effects ? { effects } : {}),
  };
}

/** Reads the progress from a handle that `toRunning` created. */
function readProgress(handle: JsonObject | undefined): Progress | undefined {
  return handle?.apply ? (handle as unknown as Progress) : undefined;
}

/** Returns the target's handle to cancel a candidate that is still starting; `undefined` once it is ready. */
export function findUnfinishedApply(
  handle: JsonObject | undefined,
): TargetHandle | undefined {
  const progress = readProgress(handle);
  return progress?.candidate ? undefined : progress?.apply;
}
