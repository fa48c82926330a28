import type { DeploymentState } from '../../domain/deployment/state';
import type { WorkItem } from '../../domain/deployment/work';
import type { CallScope } from './startCall';
import type { BuildCommand } from '../../commit/commitResult';
import type { RollbackCallDeps } from './rollBackStep';
import { rollBackStep } from './rollBackStep';
import type { StepCallDeps } from './callStep';
import { callStep, cancelStep, findRefusal } from './callStep';

/** Returns the command to commit before an item's effect; `undefined` if the effect needs none. */
export type BuildIntent = (
  item: WorkItem,
  state: DeploymentState,
) => BuildCommand | undefined;

export function createBuildIntent(
  deps: Pick<StepCallDeps, 'targets' | 'stepKinds' | 'renderer'>,
): BuildIntent {
  return (item, state) => buildIntent(deps, item, state);
}

function buildIntent(
  deps: Pick<StepCallDeps, 'targets' | 'stepKinds' | 'renderer'>,
  item: WorkItem,
  state: DeploymentState,
): BuildCommand | undefined {
  switch (item.type) {
    case 'tick':
      return ({ now }) => ({ type: 'tick', now });
    case 'startStep': {
      const { stepId, attempt } = item;
      const refusal = findRefusal(deps, state, stepId);
      return ({ now }) =>
        refusal
          ? {
              type: 'refuseStep',
              now,
              stepId,
              attempt,
              ...refusal,
              random: Math.random(),
            }
          : { type: 'startStep', now, stepId, attempt };
    }
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

/**
 * Creates the function that calls the provider for a work item. An error of the provider becomes a result. An abort is
 * thrown.
 */
export function createPerform(deps: RollbackCallDeps) {
  return async function perform(
    item: WorkItem,
    state: DeploymentState,
    scope: CallScope,
  ): Promise<BuildCommand> {
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
          seenSeq: state.seq,
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
      case 'evaluateStart':
      case 'tick':
        throw new Error(`${item.type} has no effect to perform`);
      default: {
        const unknown: never = item;
        throw new Error(`Unknown work ${JSON.stringify(unknown)}`);
      }
    }
  };
}
