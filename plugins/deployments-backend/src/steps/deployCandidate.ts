import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import type {
  DeploymentTarget,
  EffectRequest,
  StepEffects,
  StepResult,
  TargetHandle,
  TargetVersion,
} from '@slipway/backstage-plugin-deployments-node';
import type { Instance } from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';
import { effectKey, toEffect } from './effect';

/** How to deploy a version. */
export interface CandidateDeployment {
  version: TargetVersion;
  /** Start a new instance even if this version is already running. */
  restart: boolean;
  /** Percent of the traffic once the candidate is ready. */
  weight: number;
  /** Whether to stop all other instances after that. */
  retireOthers: boolean;
  /** How often to poll whether it is ready, in milliseconds. */
  pollAfterMs: number;
}

/** The progress between two calls, stored as the step's handle. */
interface Progress {
  apply: TargetHandle;
  /** Set once the candidate is ready. */
  candidate?: Instance;
  baselineGone?: boolean;
  shifted?: boolean;
}

type Request = EffectRequest & { target: DeploymentTarget };

export async function startCandidate(
  request: Request,
  what: CandidateDeployment,
): Promise<StepResult> {
  const { target } = request;
  const effect = toEffect(request);
  const apply = await target.apply({
    ...effect,
    version: what.version,
    ...(what.restart ? { restart: true } : {}),
  });
  return working({ apply }, what, `Deploying ${what.version.name}`);
}

/**
 * Performs at most one effect per call, each under its own key, so that a crash between two never repeats one with
 * another body.
 */
export async function pollCandidate(
  request: Request,
  handle: JsonObject | undefined,
  what: CandidateDeployment,
): Promise<StepResult> {
  const progress = toProgress(handle);
  if (!progress) {
    return startCandidate(request, what);
  }
  const { target } = request;
  const effect = toEffect(request);
  if (!progress.candidate) {
    return pollApply(target, effect, progress, what);
  }
  const { candidate } = progress;
  if (!progress.shifted && what.weight > 0) {
    await shift(target, effect, candidate, what.weight);
    const shifted = { ...progress, shifted: true };
    return what.retireOthers
      ? working(shifted, what, 'Stopping the previous version', {
          candidate,
          trafficWeight: what.weight,
        })
      : done(shifted, what);
  }
  if (what.retireOthers) {
    await target.finalize({
      ...effect,
      idempotencyKey: effectKey(effect.idempotencyKey, 3),
      candidate,
    });
  }
  return done(progress, what);
}

async function pollApply(
  target: DeploymentTarget,
  effect: EffectRequest,
  progress: Progress,
  what: CandidateDeployment,
): Promise<StepResult> {
  const answer = await target.poll({ ...effect, handle: progress.apply });
  switch (answer.state) {
    case 'working':
      return working(progress, what, answer.message);
    case 'failed':
      return {
        state: 'failed',
        error: { code: answer.code, message: answer.message },
        retryable: answer.retryable,
      };
    case 'ready': {
      const ready: Progress = {
        apply: progress.apply,
        candidate: answer.candidate,
        ...(answer.baseline ? {} : { baselineGone: true }),
      };
      return what.weight > 0 || what.retireOthers
        ? working(ready, { ...what, pollAfterMs: 0 }, 'Ready', {
            candidate: answer.candidate,
          })
        : done(ready, what);
    }
    default: {
      const unknown: never = answer;
      throw new Error(`Unknown progress ${JSON.stringify(unknown)}`);
    }
  }
}

async function shift(
  target: DeploymentTarget,
  effect: EffectRequest,
  candidate: Instance,
  weight: number,
): Promise<void> {
  // A target that runs one version at a time has already shifted the traffic.
  if (!target.setTraffic) {
    if (weight < 100) {
      throw new EffectError(`The target ${target.id} cannot split traffic`, {
        code: 'unsupported',
        retryable: false,
      });
    }
    return;
  }
  await target.setTraffic({
    ...effect,
    idempotencyKey: effectKey(effect.idempotencyKey, 2),
    weight,
    candidate,
  });
}

function done(progress: Progress, what: CandidateDeployment): StepResult {
  const effects: StepEffects = {
    ...(progress.candidate ? { candidate: progress.candidate } : {}),
    trafficWeight: what.weight,
    ...(what.retireOthers || (progress.baselineGone && what.weight === 100)
      ? { baselineRetired: true }
      : {}),
  };
  return {
    state: 'succeeded',
    message: what.weight
      ? `${what.version.name} gets ${what.weight} % of the traffic`
      : `${what.version.name} is ready, without traffic`,
    effects,
  };
}

function working(
  progress: Progress,
  what: CandidateDeployment,
  message: string,
  effects?: StepEffects,
): StepResult {
  return {
    state: 'running',
    // Instances and handles of targets are plain data; this drops undefined fields.
    handle: JSON.parse(JSON.stringify(progress)),
    pollAfterMs: what.pollAfterMs,
    message,
    ...(effects ? { effects } : {}),
  };
}

/** Reads the progress from a handle that `working` created. */
function toProgress(handle: JsonObject | undefined): Progress | undefined {
  return handle?.apply ? (handle as unknown as Progress) : undefined;
}

/** The target's handle of a candidate that is still starting, to cancel it. Undefined once it is ready. */
export function applyUnderWay(
  handle: JsonObject | undefined,
): TargetHandle | undefined {
  const progress = toProgress(handle);
  return progress?.candidate ? undefined : progress?.apply;
}
