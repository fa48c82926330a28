import type {
  DeploymentTarget,
  EffectRequest,
  StepRequest,
  StepResult,
  TargetHandle,
} from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import type { Sentence } from '@slipway/backstage-plugin-deployments-common';
import { toEffectRequest } from './effectRequest';
import { DEFAULT_POLL_AFTER_MS, toFailed, toRunning } from './toStepReport';

type CallRequest<TWith> = StepRequest<TWith> & { handle?: JsonObject };

/** The state of an effect that may take longer than a call. */
export type EffectState =
  | { state: 'done' }
  | {
      state: 'running';
      handle: TargetHandle;
      /** What to report of it; the caller adds its own handle. */
      report: Extract<StepResult, { state: 'running' }>;
    }
  | Extract<StepResult, { state: 'failed' }>;

/**
 * Starts an effect, or polls the one in progress. An effect that returns no handle is done.
 *
 * @param effect - With the effect's idempotency key.
 * @param handle - Of the effect in progress; absent before it has started.
 * @param doing - What is happening, until the target reports it.
 */
export async function advanceEffect(
  target: DeploymentTarget,
  effect: EffectRequest,
  handle: TargetHandle | undefined,
  options: {
    doing: { message: string; sentences?: Sentence[] };
    start(effect: EffectRequest): Promise<void | TargetHandle>;
  },
): Promise<EffectState> {
  if (!handle) {
    const started = await options.start(effect);
    return started
      ? {
          state: 'running',
          handle: started,
          report: {
            state: 'running',
            pollAfterMs: DEFAULT_POLL_AFTER_MS,
            ...options.doing,
          },
        }
      : { state: 'done' };
  }
  const progress = await target.poll({ ...effect, handle });
  switch (progress.state) {
    case 'working':
    case 'waiting':
      return { state: 'running', handle, report: toRunning(progress, {}) };
    case 'done':
      return { state: 'done' };
    case 'failed':
      return toFailed(progress);
    case 'ready':
      throw new Error(
        `The target '${target.id}' reported 'ready' for an effect that starts no instance. It must report 'done'.`,
      );
    default: {
      const unknown: never = progress;
      throw new Error(`Unknown progress ${JSON.stringify(unknown)}`);
    }
  }
}

/** Performs the only effect of a step, in as many calls as it takes. */
export async function performEffect<TWith>(
  request: CallRequest<TWith>,
  options: {
    doing: { message: string; sentences?: Sentence[] };
    start(effect: EffectRequest): Promise<void | TargetHandle>;
    /** The step's result once the effect is done. */
    done: Extract<StepResult, { state: 'succeeded' }>;
  },
): Promise<StepResult> {
  const effect = await advanceEffect(
    request.target,
    toEffectRequest(request),
    readHandle(request.handle),
    options,
  );
  switch (effect.state) {
    case 'done':
      return options.done;
    case 'running':
      return {
        ...effect.report,
        handle: toPlainData({ effect: effect.handle }),
      };
    case 'failed':
      return effect;
    default: {
      const unknown: never = effect;
      throw new Error(`Unknown state ${JSON.stringify(unknown)}`);
    }
  }
}

/**
 * Cancels the only effect of a step if it is in progress.
 *
 * @param otherwise - The outcome if the effect returned no handle.
 */
export async function cancelEffect<TWith>(
  request: CallRequest<TWith>,
  otherwise: 'cancelled' | 'unknown',
): Promise<'cancelled' | 'unknown'> {
  const handle = readHandle(request.handle);
  return handle
    ? request.target.cancel({ ...toEffectRequest(request), handle })
    : otherwise;
}

/** Copies instances and handles, which are plain data, without undefined fields. */
export function toPlainData(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value));
}

/** Reads the handle that `performEffect` stored. */
function readHandle(handle: JsonObject | undefined): TargetHandle | undefined {
  return handle?.effect as TargetHandle | undefined;
}
