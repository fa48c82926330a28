import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import type {
  DeploymentTarget,
  StepEffects,
  StepKind,
  StepRequest,
  StepResult,
} from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import {
  listIssuePaths,
  parseWithSchema,
} from '@slipway/backstage-plugin-deployments-node/config';
import type {
  Snapshot,
  StepDefinition,
} from '../../domain/deployment/snapshot';
import type { DeploymentState } from '../../domain/deployment/state';
import type { CallScope } from './startCall';
import { confirmObserved, readUnconfirmed } from './confirmObserved';
import type { Confirmation } from './confirmObserved';
import { observeDeployment } from './observeDeployment';
import type { ObservationDeps } from './observeDeployment';
import { redactResult } from './redactResult';
import { toFailure } from './toFailure';
import { isOutage } from '../../persistence/isOutage';
import type { Renderer } from '../../domain/goldenPath/renderTemplates';
import type { StepLog } from './openStepLog';

export interface StepCallDeps extends ObservationDeps {
  stepKinds: ReadonlyMap<string, StepKind>;
  renderer: Renderer;
  openLog(state: DeploymentState, stepId: string): StepLog;
  now(): Promise<number>;
  /** How long a version may take to be seen after the target reports success, in milliseconds. */
  confirmWithinMs: number;
  /** Counts a failed call of a step kind or a target. */
  onProviderError(provider: string): void;
}

export type StepCall = StepRequest & { handle?: JsonObject };

/** Identifies an attempt of a step, with the key of its effect. */
export interface StepItem {
  stepId: string;
  attempt: number;
  idempotencyKey: string;
}

/** Builds the request and calls the step kind. An error that the call throws becomes a failed result. */
export async function callStep(
  deps: StepCallDeps,
  state: DeploymentState,
  scope: CallScope,
  item: StepItem,
  call: (kind: StepKind, request: StepCall) => Promise<StepResult>,
): Promise<StepResult> {
  const log = deps.openLog(state, item.stepId);
  try {
    const { kind, request } = await toRequest(deps, state, scope, item, log);
    const reported =
      readUnconfirmed(request.handle)?.result ??
      redactResult(await call(kind, request), deps.renderer);
    const result = redactResult(
      await confirmStep(deps, state, scope, reported, request.handle),
      deps.renderer,
    );
    return scope.isFirst ? result : mayHaveBeenSent(result);
  } catch (error) {
    const provider = getProvider(state, item.stepId);
    const failure = await recordFailure(deps, scope, log, provider, error);
    return scope.isFirst ? failure : mayHaveBeenSent(failure);
  } finally {
    await log.flush();
  }
}

/** Lets the environment's `observe` confirm a step that reports to have deployed the version, or to have removed it. */
async function confirmStep(
  deps: StepCallDeps,
  state: DeploymentState,
  scope: CallScope,
  result: StepResult,
  handle: JsonObject | undefined,
): Promise<StepResult> {
  const { observe } = state.snapshot ?? {};
  if (!observe || result.state !== 'succeeded') {
    return result;
  }
  const expected = findExpected(state, result.effects);
  return expected
    ? confirmObserved(result, {
        expected,
        observer: observe.provider,
        observe: () => observeDeployment(deps, state, scope.signal),
        handle,
        now: scope.now,
        withinMs: deps.confirmWithinMs,
      })
    : result;
}

function findExpected(
  { kind, version, trafficWeight }: DeploymentState,
  effects: StepEffects = {},
): Confirmation['expected'] | undefined {
  if (kind === 'remove') {
    return effects.baselineRetired ? 'nothing' : undefined;
  }
  return effects.candidate
    ? { version, weight: effects.trafficWeight ?? trafficWeight }
    : undefined;
}

/** Clears `notSent` in the failure of a repeated call, because an earlier call of the attempt may have been sent. */
function mayHaveBeenSent(result: StepResult): StepResult {
  return result.state === 'failed' ? { ...result, notSent: false } : result;
}

/**
 * Finds out why the request of an attempt can't be sent; `undefined` if it can. This is checked before the attempt counts
 * as started. Otherwise, a request that never left the portal would look like an unknown outcome, or like a change to undo.
 */
export function findRefusal(
  deps: Pick<StepCallDeps, 'targets' | 'stepKinds' | 'renderer'>,
  state: DeploymentState,
  stepId: string,
): Pick<Failure, 'error' | 'retryable'> | undefined {
  try {
    const { kind, settings } = collectInputs(deps, state, stepId);
    const problems = kind.findProblems?.(settings) ?? [];
    return problems.length > 0
      ? {
          error: {
            code: 'not-sent',
            message: deps.renderer.redact(
              `Nothing was sent: ${problems.join('; ')}`,
            ),
          },
          retryable: false,
        }
      : undefined;
  } catch (error) {
    const { error: why, retryable } = toFailure(error, deps.renderer);
    return { error: why, retryable };
  }
}

type Failure = Extract<StepResult, { state: 'failed' }>;

/** Requests that a running step stop. An error that the call throws becomes an unknown outcome. */
export async function cancelStep(
  deps: StepCallDeps,
  state: DeploymentState,
  scope: CallScope,
  item: StepItem,
): Promise<{ outcome: 'cancelled' | 'unknown'; message?: string }> {
  const log = deps.openLog(state, item.stepId);
  try {
    const { kind, request } = await toRequest(deps, state, scope, item, log);
    return { outcome: await kind.cancel(request) };
  } catch (error) {
    const provider = getProvider(state, item.stepId);
    const failure = await recordFailure(deps, scope, log, provider, error);
    return { outcome: 'unknown', message: failure.error.message };
  } finally {
    await log.flush();
  }
}

/**
 * Records an error that a call threw as the provider's failure. Throws if the call was aborted or our own database is
 * unavailable, because neither is the provider's failure. Then the call is repeated under the same key.
 */
export async function recordFailure(
  deps: StepCallDeps,
  scope: CallScope,
  log: StepLog,
  provider: string,
  error: unknown,
): Promise<Extract<StepResult, { state: 'failed' }>> {
  scope.signal.throwIfAborted();
  if (isOutage(error)) {
    throw error;
  }
  // Throws if the database is unavailable.
  await deps.now();
  deps.onProviderError(provider);
  const failure = toFailure(error, deps.renderer);
  log.write(failure.error.message, 'error');
  return failure;
}

/** Returns the step kind, which is the provider that failed calls of a step are counted for. */
export function getProvider(
  { snapshot }: DeploymentState,
  stepId: string | undefined,
): string {
  return snapshot?.steps.find(({ id }) => id === stepId)?.use ?? 'unknown';
}

/** Returns the snapshot and the target of a started deployment. */
export function toServiceEnvironment(
  deps: Pick<StepCallDeps, 'targets'>,
  state: DeploymentState,
): { snapshot: Snapshot; target: DeploymentTarget } {
  const { snapshot } = state;
  if (!snapshot) {
    throw new Error(`Deployment ${state.id} has not started`);
  }
  const target = deps.targets.get(snapshot.target.provider);
  if (!target) {
    throw new EffectError(
      `No installed module provides the target '${snapshot.target.provider}' any more. Install its module again.`,
      { code: 'no-target', retryable: true },
    );
  }
  return { snapshot, target };
}

/** Builds the request for a step kind from the deployment's state. */
export async function toRequest(
  deps: StepCallDeps,
  state: DeploymentState,
  scope: CallScope,
  item: StepItem,
  log: StepLog,
): Promise<{ kind: StepKind; request: StepCall }> {
  const { snapshot, target, kind, step, settings } = collectInputs(
    deps,
    state,
    item.stepId,
  );
  const { now } = scope;
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
      ...(step.unsentAttempts ? { unsentAttempts: step.unsentAttempts } : {}),
      now,
      startedAt: step.attemptStartedAt ?? now,
      with: settings,
      kind: state.kind,
      target,
      version,
      // A retired baseline is no longer running.
      ...(snapshot.baseline && !state.baselineRetired
        ? { baseline: snapshot.baseline }
        : {}),
      ...(state.candidate ? { candidate: state.candidate } : {}),
      trafficWeight: state.trafficWeight,
      ...(state.paused ? { paused: true } : {}),
      ...(step.promotions ? { promotions: step.promotions } : {}),
      ...(step.handle ? { handle: step.handle } : {}),
      ...(scope.isFirst ? {} : { isRepeat: true }),
      ...(step.kept ? { kept: step.kept } : {}),
    },
  };
}

/** Collects what a call of a step needs. Throws if any of it is missing. */
function collectInputs(
  deps: Pick<StepCallDeps, 'targets' | 'stepKinds' | 'renderer'>,
  state: DeploymentState,
  stepId: string,
) {
  const { snapshot, target } = toServiceEnvironment(deps, state);
  const definition = snapshot.steps.find(({ id }) => id === stepId);
  const step = state.steps.find(({ id }) => id === stepId);
  if (!definition || !step) {
    throw new Error(`Deployment ${state.id} has no step ${stepId}`);
  }
  const kind = deps.stepKinds.get(definition.use);
  if (!kind) {
    throw new EffectError(
      `No installed module provides the step kind '${definition.use}' any more. Install its module again.`,
      { code: 'no-step-kind', retryable: true },
    );
  }
  const settings = getSettings(deps, definition, kind, state);
  return { snapshot, target, kind, step, settings };
}

function getSettings(
  deps: Pick<StepCallDeps, 'renderer'>,
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
  const settings = parseWithSchema(kind.schema, rendered.value);
  if (!settings.success) {
    // The values may contain secrets, so the message names only the invalid settings.
    throw new EffectError(
      `The step's settings are invalid after {{ … }} was filled in: ${listIssuePaths(
        settings.issues,
      )}`,
      { code: 'settings', retryable: false },
    );
  }
  return settings.data;
}
