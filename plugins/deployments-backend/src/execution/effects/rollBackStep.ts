import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import type { RollbackStepResult } from '../../domain/deployment/commands';
import type { DeploymentState } from '../../domain/deployment/state';
import type { WorkItem } from '../../domain/deployment/work';
import type { CallScope } from './startCall';
import { observeDeployment } from './observeDeployment';
import { redactResult } from './redactResult';
import { toRollbackLogId } from './rollbackActions';
import type { StepCallDeps } from './callStep';
import {
  recordFailure,
  toServiceEnvironment,
  getProvider,
  toRequest,
} from './callStep';
import type { RollbackActions } from './rollbackActions';
import type { RollbackCall } from './rollbackCall';

export type RollbackCallDeps = StepCallDeps & { rollback: RollbackActions };

/** Performs one step of a rollback. An error that the provider throws becomes a failed result. */
export async function rollBackStep(
  deps: RollbackCallDeps,
  state: DeploymentState,
  scope: CallScope,
  item: Extract<WorkItem, { id: string }>,
): Promise<RollbackStepResult> {
  const step = state.rollback?.steps.find(({ id }) => id === item.id);
  if (!step) {
    throw new Error(`Deployment ${state.id} has no rollback step ${item.id}`);
  }
  const log = deps.openLog(state, toRollbackLogId(item.id));
  const { idempotencyKey } = item;
  const call = { state, scope, step, idempotencyKey, log };
  try {
    switch (step.action) {
      case 'cancel':
        return await cancel(deps, call);
      case 'undo':
        return await undo(deps, call);
      case 'restore':
      case 'verify':
        return redactRollback(
          await deps.rollback[step.action]({
            ...call,
            ...toServiceEnvironment(deps, state),
            observe: settings =>
              observeDeployment(deps, state, scope.signal, settings),
            confirmWithinMs: deps.confirmWithinMs,
            now: scope.now,
          }),
          deps,
        );
      default: {
        const unknown: never = step.action;
        throw new Error(`Unknown rollback action ${unknown}`);
      }
    }
  } catch (error) {
    const provider =
      step.stepId === undefined
        ? state.snapshot?.target.provider ?? 'unknown'
        : getProvider(state, step.stepId);
    return await recordFailure(deps, scope, log, provider, error);
  } finally {
    await log.flush();
  }
}

function redactRollback(
  result: RollbackStepResult,
  { renderer }: RollbackCallDeps,
): RollbackStepResult {
  return result.state === 'unknown'
    ? { ...result, message: renderer.redact(result.message) }
    : redactResult(result, renderer);
}

type StepOfRollbackCall = Pick<
  RollbackCall,
  'state' | 'scope' | 'step' | 'idempotencyKey' | 'log'
>;

async function cancel(
  deps: RollbackCallDeps,
  call: StepOfRollbackCall,
): Promise<RollbackStepResult> {
  const { kind, request } = await toStepRequest(deps, call);
  const outcome = await kind.cancel(request);
  return outcome === 'cancelled'
    ? { state: 'succeeded' }
    : {
        state: 'unknown',
        message: "Slipway couldn't find out whether the step is still running",
      };
}

async function undo(
  deps: RollbackCallDeps,
  call: StepOfRollbackCall,
): Promise<RollbackStepResult> {
  const { kind, request } = await toStepRequest(deps, call);
  // An undo in progress has its own handle. Before that, the step's handle says what to undo.
  const handle = call.step.handle ?? request.handle;
  if (!kind.undo) {
    throw new EffectError(`The step kind '${kind.id}' can't undo its change`, {
      code: 'unsupported',
      retryable: false,
    });
  }
  return redactResult(
    await kind.undo({ ...request, ...(handle ? { handle } : {}) }),
    deps.renderer,
  );
}

async function toStepRequest(
  deps: RollbackCallDeps,
  { state, scope, step, idempotencyKey, log }: StepOfRollbackCall,
) {
  const original = state.steps.find(({ id }) => id === step.stepId);
  if (!original) {
    throw new Error(`Deployment ${state.id} has no step ${step.stepId}`);
  }
  return toRequest(
    deps,
    state,
    scope,
    { stepId: original.id, attempt: original.attempt, idempotencyKey },
    log,
  );
}
