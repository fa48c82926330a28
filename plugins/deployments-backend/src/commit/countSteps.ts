import type { DeploymentEvent } from '../domain/deployment/events';
import type { DeploymentState } from '../domain/deployment/state';
import type {
  EngineCounters,
  StepOutcome,
} from '../observability/engineCounters';

/** Counts the step attempts that ended in a commit. */
export function countSteps(
  counters: EngineCounters,
  before: DeploymentState,
  events: DeploymentEvent[],
): void {
  for (const event of events) {
    const outcome = getOutcome(event);
    if (outcome === undefined || !('stepId' in event)) {
      continue;
    }
    const started = before.steps.find(
      ({ id }) => id === event.stepId,
    )?.attemptStartedAt;
    const kind = before.snapshot?.steps.find(
      ({ id }) => id === event.stepId,
    )?.use;
    if (started !== undefined && kind !== undefined) {
      counters.stepFinished(kind, event.at - started, outcome);
    }
  }
}

function getOutcome(event: DeploymentEvent): StepOutcome | undefined {
  switch (event.type) {
    case 'stepSucceeded':
      return 'succeeded';
    case 'stepFailed':
      return 'failed';
    case 'stepRetrying':
      return 'retried';
    case 'stepCancelled':
      return event.outcome === 'cancelled' ? 'cancelled' : undefined;
    default:
      return undefined;
  }
}
