import type { DeploymentState } from './state';
import type { WorkItem } from './work';

/**
 * Returns the key of the attempt that a work item is for. Only one item with the same key runs at a time. Starting, resuming
 * and polling an attempt share one key.
 */
export function workKey(item: WorkItem): string {
  switch (item.type) {
    case 'evaluateStart':
    case 'tick':
      return item.type;
    case 'startStep':
    case 'resumeStep':
    case 'pollStep':
      return `step/${item.stepId}/${item.attempt}`;
    case 'cancelStep':
      return `cancel/${item.stepId}/${item.attempt}`;
    case 'startRollbackStep':
    case 'resumeRollbackStep':
    case 'pollRollbackStep':
      return `rollback/${item.id}/${item.attempt}`;
    default: {
      const unknown: never = item;
      throw new Error(`Unknown work ${JSON.stringify(unknown)}`);
    }
  }
}

/** Returns the keys (`workKey`) of all attempts that have started. */
export function startedWork({
  steps,
  rollback,
}: DeploymentState): ReadonlySet<string> {
  return new Set([
    ...steps.map(({ id, attempt }) => `step/${id}/${attempt}`),
    ...(rollback?.steps ?? []).map(
      ({ id, attempt }) => `rollback/${id}/${attempt}`,
    ),
  ]);
}

/** Whether the effect of a running call is still required by the state. */
export function isStillRequired(
  item: WorkItem,
  state: DeploymentState,
): boolean {
  switch (item.type) {
    case 'evaluateStart':
      return state.status === 'queued';
    case 'tick':
      return true;
    case 'startStep':
    case 'resumeStep':
    case 'pollStep': {
      const step = state.steps.find(({ id }) => id === item.stepId);
      return (
        step !== undefined &&
        step.attempt === item.attempt &&
        (step.status === 'running' || step.status === 'waiting') &&
        step.cancelling === undefined &&
        state.rollback === undefined &&
        state.stopping === undefined &&
        (state.status === 'running' || state.status === 'waiting')
      );
    }
    case 'cancelStep': {
      const step = state.steps.find(({ id }) => id === item.stepId);
      return step?.attempt === item.attempt && step.cancelling !== undefined;
    }
    case 'startRollbackStep':
    case 'resumeRollbackStep':
    case 'pollRollbackStep': {
      const step = state.rollback?.steps.find(({ id }) => id === item.id);
      return (
        state.status === 'rolling_back' &&
        step !== undefined &&
        step.attempt === item.attempt &&
        (step.status === 'running' || step.status === 'undoing')
      );
    }
    default: {
      const unknown: never = item;
      throw new Error(`Unknown work ${JSON.stringify(unknown)}`);
    }
  }
}
