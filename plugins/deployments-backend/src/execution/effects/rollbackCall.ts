import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import type { RollbackStepResult } from '../../domain/deployment/commands';
import type { DeploymentState } from '../../domain/deployment/state';
import type { WorkItem } from '../../domain/deployment/work';
import type { CallScope } from './call';
import { redacted } from './failure';
import { rollbackPart } from './rollbackActions';
import type { StepCallDeps } from './stepCall';
import {
  failed,
  toServiceEnvironment,
  getProvider,
  toRequest,
} from './stepCall';
import type { RollbackActions, RollbackCall } from './rollbackActions';

export type RollbackCallDeps = StepCallDeps & { rollback: RollbackActions };

/** Takes one step back; what is thrown becomes a failure. */
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
  const log = deps.openLog(state, rollbackPart(item.id));
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
        return await deps.rollback[step.action]({
          ...call,
          ...toServiceEnvironment(deps, state),
          now: scope.now,
        });
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
    return await failed(deps, scope, log, provider, error);
  } finally {
    await log.flush();
  }
}

type StepOfRollbackCall = Pick<
  RollbackCall,
  'state' | 'scope' | 'step' | 'idempotencyKey' | 'log'
>;

async function cancel(
  deps: RollbackCallDeps,
  call: StepOfRollbackCall,
): Promise<RollbackStepResult> {
  const { kind, request } = await requestOfStep(deps, call);
  const outcome = await kind.cancel(request);
  return outcome === 'cancelled'
    ? { state: 'succeeded' }
    : {
        state: 'unknown',
        message: 'Nobody can say whether it still goes on',
      };
}

async function undo(
  deps: RollbackCallDeps,
  call: StepOfRollbackCall,
): Promise<RollbackStepResult> {
  const { kind, request } = await requestOfStep(deps, call);
  // Its own handle once it is under way; the step's before, to say what is to be undone.
  const handle = call.step.handle ?? request.handle;
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

async function requestOfStep(
  deps: RollbackCallDeps,
  { state, scope, step, idempotencyKey, log }: StepOfRollbackCall,
) {
  const of = state.steps.find(({ id }) => id === step.stepId);
  if (!of) {
    throw new Error(`Deployment ${state.id} has no step ${step.stepId}`);
  }
  return toRequest(
    deps,
    state,
    scope,
    { stepId: of.id, attempt: of.attempt, idempotencyKey },
    log,
  );
}
