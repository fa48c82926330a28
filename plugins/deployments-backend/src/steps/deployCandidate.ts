import {
  EffectError,
  formatStartKey,
} from '@slipway/backstage-plugin-deployments-node';
import type {
  ApplyRequest,
  DeploymentTarget,
  EffectRequest,
  StepEffects,
  StepRequest,
  StepResult,
  TargetHandle,
  TargetVersion,
  TrafficRouting,
} from '@slipway/backstage-plugin-deployments-node';
import type {
  Instance,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';
import { say } from '../domain/text/say';
import { sayDeploying, toPhrase } from '../domain/text/stepSentences';
import { formatEffectKey, toEffectRequest } from './effectRequest';
import { advanceEffect, toPlainData } from './longEffect';
import type { EffectState } from './longEffect';
import { DEFAULT_POLL_AFTER_MS, toFailed, toRunning } from './toStepReport';

/** How to deploy a version. */
export interface CandidateDeployment {
  version: TargetVersion;
  intent: ApplyRequest['intent'];
  /** The artifact that should be running before; absent if that is not known. */
  expected?: string;
  /** Whether to start a new instance even if this version is already running. */
  restart: boolean;
  /** Whether the target may replace the previous version in batches. Default: false. */
  rolling?: boolean;
  /** Whether to start an instance of the previous version with it, to compare them. Default: false. */
  freshBaseline?: boolean;
  /** The share of the traffic that the candidate gets once it is ready, in percent. */
  weight: number;
  /** Which requests go to the candidate, apart from its weight. */
  routing?: TrafficRouting;
  /** Whether to stop all other instances afterwards. */
  retireOthers: boolean;
}

/** The progress between two calls, stored as the step's handle. */
interface Progress {
  apply: TargetHandle;
  /** Present once the candidate is ready. */
  candidate?: Instance;
  baselineGone?: boolean;
  /** The traffic shift in progress, if it takes longer than a call. */
  shift?: TargetHandle;
  shifted?: boolean;
  /** The stop of the other instances in progress, if it takes longer than a call. */
  finalize?: TargetHandle;
}

type Request = EffectRequest & { target: DeploymentTarget };

/** Picks the fields of a version that a target needs. */
export function toTargetVersion({
  name,
  artifact,
  commitId,
}: VersionSummary): TargetVersion {
  return {
    name,
    artifact,
    ...(commitId === undefined ? {} : { commit: commitId }),
  };
}

/** Calls the target's `apply`. Repeated under its key, it returns the handle of the same effect. */
export function applyCandidate(
  { target, ...request }: Request,
  {
    version,
    intent,
    expected,
    restart,
    rolling,
    freshBaseline,
  }: CandidateDeployment,
): Promise<TargetHandle> {
  return target.apply({
    ...toEffectRequest(request),
    version,
    intent,
    ...(expected === undefined ? {} : { expected }),
    ...(restart ? { restart: true } : {}),
    ...(rolling ? { rolling: true } : {}),
    ...(freshBaseline ? { freshBaseline: true } : {}),
  });
}

export async function startCandidate(
  request: Request,
  deployment: CandidateDeployment,
): Promise<StepResult> {
  const apply = await applyCandidate(request, deployment);
  return {
    state: 'running',
    handle: toHandle({ apply }),
    pollAfterMs: DEFAULT_POLL_AFTER_MS,
    ...toPhrase([sayDeploying(deployment.version)]),
  };
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
  const { candidate } = progress;
  if (!candidate) {
    return pollApply(target, effect, progress, deployment);
  }
  if (!progress.shifted && shiftsTraffic(deployment)) {
    return advanceShift(target, effect, { ...progress, candidate }, deployment);
  }
  if (deployment.retireOthers) {
    return advanceFinalize(
      target,
      effect,
      { ...progress, candidate },
      deployment,
    );
  }
  return toSucceeded(progress, deployment);
}

async function pollApply(
  target: DeploymentTarget,
  effect: EffectRequest,
  progress: Progress,
  deployment: CandidateDeployment,
): Promise<StepResult> {
  const applied = await advanceApply(target, effect, progress.apply);
  switch (applied.state) {
    case 'running':
      return { ...applied, handle: toHandle(progress) };
    case 'failed':
      return applied;
    case 'ready': {
      const ready: Progress = {
        apply: progress.apply,
        candidate: applied.candidate,
        ...(applied.hasBaseline ? {} : { baselineGone: true }),
      };
      return shiftsTraffic(deployment) || deployment.retireOthers
        ? { ...applied.report, handle: toHandle(ready) }
        : toSucceeded(ready, deployment);
    }
    default: {
      const unknown: never = applied;
      throw new Error(`Unknown state ${JSON.stringify(unknown)}`);
    }
  }
}

type Running = Extract<StepResult, { state: 'running' }>;

/** The state of an `apply`. The caller adds its own handle to a running result. */
export type ApplyState =
  | Running
  | Extract<StepResult, { state: 'failed' }>
  | {
      state: 'ready';
      candidate: Instance;
      /** Whether the baseline still runs next to the candidate. */
      hasBaseline: boolean;
      /** What to report if the step has more to do. */
      report: Running;
    };

/** Polls an `apply` until the candidate is ready. */
export async function advanceApply(
  target: DeploymentTarget,
  effect: EffectRequest,
  handle: TargetHandle,
): Promise<ApplyState> {
  const progress = await target.poll({ ...effect, handle });
  switch (progress.state) {
    case 'working':
    case 'waiting':
      return toRunning(progress, {});
    case 'done':
      throw new Error(
        `The target '${target.id}' reported an apply as done without naming the instance that is ready`,
      );
    case 'failed':
      return toFailed(progress);
    case 'ready':
      return {
        state: 'ready',
        candidate: progress.candidate,
        hasBaseline: progress.baseline !== undefined,
        report: {
          state: 'running',
          pollAfterMs: 0,
          ...toPhrase([say('result_ready')]),
          effects: { candidate: progress.candidate },
          links: progress.links ?? [],
          problems: progress.problems ?? [],
        },
      };
    default: {
      const unknown: never = progress;
      throw new Error(`Unknown progress ${JSON.stringify(unknown)}`);
    }
  }
}

/** Whether requests go to the candidate before it is finalized. */
function shiftsTraffic({ weight, routing }: CandidateDeployment): boolean {
  return weight > 0 || routing !== undefined;
}

type ReadyProgress = Progress & { candidate: Instance };

async function advanceShift(
  target: DeploymentTarget,
  effect: EffectRequest,
  progress: ReadyProgress,
  deployment: CandidateDeployment,
): Promise<StepResult> {
  const { candidate } = progress;
  const { version } = deployment;
  const shift = await advanceEffect(
    target,
    {
      ...effect,
      idempotencyKey: formatEffectKey(effect.idempotencyKey, 2),
    },
    progress.shift,
    {
      doing: toPhrase([say('result_shifting_to', { version: version.name })]),
      start: request => shiftTraffic(target, request, candidate, deployment),
    },
  );
  if (shift.state !== 'done') {
    return toUnfinished(shift, handle => ({ ...progress, shift: handle }));
  }
  const { shift: _, ...rest } = progress;
  const shifted = { ...rest, shifted: true };
  return deployment.retireOthers
    ? {
        state: 'running',
        handle: toHandle(shifted),
        pollAfterMs: DEFAULT_POLL_AFTER_MS,
        ...toPhrase([say('result_stopping_previous')]),
        effects: { candidate, trafficWeight: deployment.weight },
      }
    : toSucceeded(shifted, deployment);
}

async function advanceFinalize(
  target: DeploymentTarget,
  effect: EffectRequest,
  progress: ReadyProgress,
  deployment: CandidateDeployment,
): Promise<StepResult> {
  const { candidate } = progress;
  const finalize = await advanceEffect(
    target,
    {
      ...effect,
      idempotencyKey: formatEffectKey(effect.idempotencyKey, 3),
    },
    progress.finalize,
    {
      doing: toPhrase([say('result_stopping_previous')]),
      start: request => target.finalize({ ...request, candidate }),
    },
  );
  return finalize.state === 'done'
    ? toSucceeded(progress, deployment)
    : toUnfinished(finalize, handle => ({ ...progress, finalize: handle }));
}

function toUnfinished(
  effect: Exclude<EffectState, { state: 'done' }>,
  toProgress: (handle: TargetHandle) => Progress,
): StepResult {
  return effect.state === 'failed'
    ? effect
    : { ...effect.report, handle: toHandle(toProgress(effect.handle)) };
}

async function shiftTraffic(
  target: DeploymentTarget,
  request: EffectRequest,
  candidate: Instance,
  { weight, routing }: CandidateDeployment,
): Promise<void | TargetHandle> {
  // A target that runs one version at a time has already shifted the traffic.
  if (!target.setTraffic) {
    if (weight < 100) {
      throw new EffectError(`The target '${target.id}' can't split traffic`, {
        code: 'unsupported',
        retryable: false,
      });
    }
    return undefined;
  }
  return target.setTraffic({
    ...request,
    weight,
    candidate,
    ...(routing && { routing }),
  });
}

function toSucceeded(
  progress: Progress,
  deployment: CandidateDeployment,
): StepResult {
  const { version, weight } = deployment;
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
    ...toPhrase([
      weight > 0
        ? say('result_gets', { version: version.name, weight })
        : say('result_ready_idle', { version: version.name }),
    ]),
    effects,
  };
}

function toHandle(progress: Progress): JsonObject {
  return toPlainData(progress);
}

/** Reads the progress from a handle that `toHandle` created. */
function readProgress(handle: JsonObject | undefined): Progress | undefined {
  return handle?.apply ? (handle as unknown as Progress) : undefined;
}

/** Returns the target's handle of the effect in progress, to cancel it; `undefined` if nothing is in progress. */
export function findEffectInProgress(
  handle: JsonObject | undefined,
): TargetHandle | undefined {
  const progress = readProgress(handle);
  return progress?.candidate
    ? progress.finalize ?? progress.shift
    : progress?.apply;
}

/**
 * Returns the artifact that should be running before the deployment's first change; `undefined` if it has started an instance,
 * which an earlier attempt of the step may have done.
 */
export function findExpected({
  attempt,
  unsentAttempts = 0,
  candidate,
  baseline,
}: Pick<StepRequest, 'attempt' | 'unsentAttempts' | 'candidate' | 'baseline'>):
  | string
  | undefined {
  return attempt - 1 === unsentAttempts && candidate === undefined
    ? baseline?.artifact
    : undefined;
}

/**
 * Cancels a start whose response was lost. Repeating the call with the same idempotency key returns the handle of the
 * same effect, which can then be cancelled.
 */
export async function cancelUnknownStart(
  request: Request & Pick<StepRequest, 'stepId' | 'attempt'>,
  deployment: CandidateDeployment,
): Promise<'cancelled' | 'unknown'> {
  const apply = await applyCandidate(
    { ...request, idempotencyKey: formatStartKey(request), isRepeat: true },
    deployment,
  );
  return request.target.cancel({ ...toEffectRequest(request), handle: apply });
}
