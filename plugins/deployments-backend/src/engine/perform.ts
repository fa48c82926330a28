import {
  EffectError,
  FencedError,
} from '@slipway/backstage-plugin-deployments-node';
import type {
  DeploymentTarget,
  StepKind,
  StepRequest,
  StepResult,
} from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import type { RollbackStepResult } from '../pipeline/commands';
import type { Snapshot, StepDefinition } from '../pipeline/snapshot';
import type { DeploymentState } from '../pipeline/state';
import type { WorkItem } from '../pipeline/work';
import type { CallScope } from './call';
import type { Renderer } from './render';
import { rollbackPart } from './rollback';
import type { Report } from './run';
import type { StepLog } from './stepLogs';

export interface PerformDeps {
  targets: ReadonlyMap<string, DeploymentTarget>;
  stepKinds: ReadonlyMap<string, StepKind>;
  renderer: Renderer;
  openLog(state: DeploymentState, stepId: string): StepLog;
  now(): Promise<number>;
  rollback: RollbackActions;
}

/** What a rollback does itself; cancel and undo belong to step kinds. */
export interface RollbackActions {
  restore(call: RollbackCall): Promise<RollbackStepResult>;
  verify(call: RollbackCall): Promise<RollbackStepResult>;
}

export interface RollbackCall {
  state: DeploymentState;
  snapshot: Snapshot;
  target: DeploymentTarget;
  step: NonNullable<DeploymentState['rollback']>['steps'][number];
  idempotencyKey: string;
  now: number;
  scope: CallScope;
  log: StepLog;
}

type StepCall = StepRequest & { handle?: JsonObject };

/** What has to be committed before the effect of an item. */
export function announce(item: WorkItem): Report | undefined {
  switch (item.type) {
    case 'tick':
      return ({ now }) => ({ type: 'tick', now });
    case 'startStep':
      return ({ now }) => ({
        type: 'startStep',
        now,
        stepId: item.stepId,
        attempt: item.attempt,
      });
    case 'startRollbackStep':
      return ({ now }) => ({
        type: 'startRollbackStep',
        now,
        id: item.id,
        attempt: item.attempt,
      });
    default:
      return undefined;
  }
}

/** Calls the provider that an item is about. Whatever a provider throws is a result; an abort is not. */
export function createPerform(deps: PerformDeps) {
  return async function perform(
    item: WorkItem,
    state: DeploymentState,
    scope: CallScope,
  ): Promise<Report> {
    switch (item.type) {
      case 'startStep':
      case 'resumeStep':
      case 'pollStep': {
        const result = await callStep(deps, state, scope, item, (kind, call) =>
          item.type === 'pollStep' ? kind.poll(call) : kind.start(call),
        );
        return ({ now }) => ({
          type: 'reportStep',
          now,
          stepId: item.stepId,
          attempt: item.attempt,
          result,
          random: Math.random(),
        });
      }
      case 'cancelStep': {
        const { outcome, message } = await cancelStep(deps, state, scope, item);
        return ({ now }) => ({
          type: 'reportCancel',
          now,
          stepId: item.stepId,
          attempt: item.attempt,
          outcome,
          ...(message === undefined ? {} : { message }),
          random: Math.random(),
        });
      }
      case 'startRollbackStep':
      case 'resumeRollbackStep':
      case 'pollRollbackStep': {
        const result = await rollBackStep(deps, state, scope, item);
        return ({ now }) => ({
          type: 'reportRollbackStep',
          now,
          id: item.id,
          attempt: item.attempt,
          result,
          random: Math.random(),
        });
      }
      case 'admit':
      case 'tick':
        throw new Error(`${item.type} has no effect to perform`);
      default: {
        const unknown: never = item;
        throw new Error(`Unknown work ${JSON.stringify(unknown)}`);
      }
    }
  };
}

interface StepItem {
  stepId: string;
  attempt: number;
  idempotencyKey: string;
}

/** Builds the request and calls the step kind; what is thrown becomes a failure. */
async function callStep(
  deps: PerformDeps,
  state: DeploymentState,
  scope: CallScope,
  item: StepItem,
  call: (kind: StepKind, request: StepCall) => Promise<StepResult>,
): Promise<StepResult> {
  const log = deps.openLog(state, item.stepId);
  try {
    const { kind, request } = await requestOf(deps, state, scope, item, log);
    return redacted(await call(kind, request), deps.renderer);
  } catch (error) {
    scope.signal.throwIfAborted();
    const failure = failureOf(error, deps.renderer);
    log.write(failure.error.message, 'error');
    return failure;
  } finally {
    await log.flush();
  }
}

async function cancelStep(
  deps: PerformDeps,
  state: DeploymentState,
  scope: CallScope,
  item: StepItem,
): Promise<{ outcome: 'cancelled' | 'unknown'; message?: string }> {
  const log = deps.openLog(state, item.stepId);
  try {
    const { kind, request } = await requestOf(deps, state, scope, item, log);
    return { outcome: await kind.cancel(request) };
  } catch (error) {
    scope.signal.throwIfAborted();
    const { message } = failureOf(error, deps.renderer).error;
    log.write(`It could not be asked to stop: ${message}`, 'error');
    return { outcome: 'unknown', message };
  } finally {
    await log.flush();
  }
}

async function rollBackStep(
  deps: PerformDeps,
  state: DeploymentState,
  scope: CallScope,
  item: Extract<WorkItem, { id: string }>,
): Promise<RollbackStepResult> {
  const step = state.rollback?.steps.find(({ id }) => id === item.id);
  if (!step) {
    throw new Error(`Deployment ${state.id} has no rollback step ${item.id}`);
  }
  const log = deps.openLog(state, rollbackPart(item.id));
  try {
    switch (step.action) {
      case 'cancel': {
        const { kind, request } = await stepOfRollback(deps, state, scope, {
          item,
          stepId: step.stepId,
          log,
        });
        const outcome = await kind.cancel(request);
        return outcome === 'cancelled'
          ? { state: 'succeeded' }
          : {
              state: 'unknown',
              message: 'Nobody can say whether it still goes on',
            };
      }
      case 'undo': {
        const { kind, request } = await stepOfRollback(deps, state, scope, {
          item,
          stepId: step.stepId,
          log,
        });
        // Its own handle once it is under way; the step's before, to say what is to be undone.
        const handle = step.handle ?? request.handle;
        if (!kind.undo) {
          throw new EffectError(`${kind.id} cannot take its change back`, {
            code: 'unsupported',
            retryable: false,
          });
        }
        return redacted(
          await kind.undo({ ...request, ...(handle ? { handle } : {}) }),
          deps.renderer,
        );
      }
      case 'restore':
      case 'verify': {
        const { snapshot, target } = placeOf(deps, state);
        return await deps.rollback[step.action]({
          state,
          snapshot,
          target,
          step,
          idempotencyKey: item.idempotencyKey,
          now: await deps.now(),
          scope,
          log,
        });
      }
      default: {
        const unknown: never = step.action;
        throw new Error(`Unknown rollback action ${unknown}`);
      }
    }
  } catch (error) {
    scope.signal.throwIfAborted();
    const failure = failureOf(error, deps.renderer);
    log.write(failure.error.message, 'error');
    return failure;
  } finally {
    await log.flush();
  }
}

async function stepOfRollback(
  deps: PerformDeps,
  state: DeploymentState,
  scope: CallScope,
  of: {
    item: { idempotencyKey: string };
    stepId: string | undefined;
    log: StepLog;
  },
) {
  const step = state.steps.find(({ id }) => id === of.stepId);
  if (!step) {
    throw new Error(`Deployment ${state.id} has no step ${of.stepId}`);
  }
  return requestOf(
    deps,
    state,
    scope,
    {
      stepId: step.id,
      attempt: step.attempt,
      idempotencyKey: of.item.idempotencyKey,
    },
    of.log,
  );
}

function placeOf(
  deps: PerformDeps,
  state: DeploymentState,
): { snapshot: Snapshot; target: DeploymentTarget } {
  const { snapshot } = state;
  if (!snapshot) {
    throw new Error(`Deployment ${state.id} has not started`);
  }
  const target = deps.targets.get(snapshot.target.provider);
  if (!target) {
    throw new EffectError(
      `The portal no longer has the target ${snapshot.target.provider}; add its module again`,
      { code: 'no-target', retryable: true },
    );
  }
  return { snapshot, target };
}

async function requestOf(
  deps: PerformDeps,
  state: DeploymentState,
  scope: CallScope,
  item: StepItem,
  log: StepLog,
): Promise<{ kind: StepKind; request: StepCall }> {
  const { snapshot, target } = placeOf(deps, state);
  const definition = snapshot.steps.find(({ id }) => id === item.stepId);
  const step = state.steps.find(({ id }) => id === item.stepId);
  if (!definition || !step) {
    throw new Error(`Deployment ${state.id} has no step ${item.stepId}`);
  }
  const kind = deps.stepKinds.get(definition.use);
  if (!kind) {
    throw new EffectError(
      `The portal no longer has the step kind ${definition.use}; add its module again`,
      { code: 'no-step-kind', retryable: true },
    );
  }
  const now = await deps.now();
  const { flags: _, ...version } = snapshot.version;
  return {
    kind,
    request: {
      service: state.service,
      environment: snapshot.environment,
      settings: snapshot.target.settings,
      deploymentId: state.id,
      idempotencyKey: item.idempotencyKey,
      fence: state.fence ?? 0,
      deadline: scope.deadline,
      signal: scope.signal,
      log: log.write,
      stepId: item.stepId,
      attempt: item.attempt,
      now,
      startedAt: step.attemptStartedAt ?? now,
      with: settingsOf(deps, definition, kind, state),
      kind: state.kind,
      target,
      version,
      ...(snapshot.baseline ? { baseline: snapshot.baseline } : {}),
      ...(state.candidate ? { candidate: state.candidate } : {}),
      trafficWeight: state.trafficWeight,
      ...(step.handle ? { handle: step.handle } : {}),
    },
  };
}

function settingsOf(
  deps: PerformDeps,
  definition: StepDefinition,
  kind: StepKind,
  state: DeploymentState,
) {
  const { snapshot } = state;
  const rendered = deps.renderer.render(definition.with, state, {
    candidate: state.candidate,
    baseline: snapshot?.baselineInstance,
    version: state.version,
  });
  if (rendered.result === 'missing') {
    throw new EffectError(rendered.message, {
      code: 'template',
      retryable: false,
    });
  }
  const settings = kind.schema.safeParse(rendered.value);
  if (!settings.success) {
    // The values that were filled in may be secrets: only where the mistake is may be told.
    throw new EffectError(
      `Its settings are not valid once {{ … }} is filled in: ${settings.error.issues
        .map(({ path, code }) => `${path.join('.')} (${code})`)
        .join(', ')}`,
      { code: 'settings', retryable: false },
    );
  }
  return settings.data;
}

/** What is kept of a result as text goes through the same filter as logs and errors. */
function redacted(result: StepResult, { redact }: Renderer): StepResult {
  switch (result.state) {
    case 'running':
    case 'succeeded':
      return result.message === undefined
        ? result
        : { ...result, message: redact(result.message) };
    case 'failed':
      return {
        ...result,
        error: { ...result.error, message: redact(result.error.message) },
      };
    case 'undecided':
      return { ...result, message: redact(result.message) };
    case 'waiting':
      return {
        ...result,
        blocker: {
          ...result.blocker,
          message: redact(result.blocker.message),
        },
      };
    default: {
      const unknown: never = result;
      throw new Error(`Unknown result ${JSON.stringify(unknown)}`);
    }
  }
}

/** What a provider's error means for the attempt. */
export function failureOf(
  error: unknown,
  renderer: Renderer,
): Extract<StepResult, { state: 'failed' }> {
  const message = renderer
    .redact(error instanceof Error ? error.message : String(error))
    .slice(0, 2000);
  if (error instanceof EffectError) {
    return {
      state: 'failed',
      error: { code: error.code, message },
      retryable: error.retryable,
    };
  }
  // By name as well: a module may bring its own copy of the contracts.
  const isFenced =
    error instanceof FencedError ||
    (error instanceof Error && error.name === 'FencedError');
  return {
    state: 'failed',
    error: { code: isFenced ? 'fenced' : 'error', message },
    retryable: !isFenced,
  };
}
