import type { Blocker } from '@slipway/backstage-plugin-deployments-common';
import type { Decision, DeploymentState } from '../state';
import { nameOfRef, quote, utcMinute } from '../messages/formatting';
import { withoutUndefined } from '../plainData';
import { awaitsVerdict, findStep } from '../stepGraph';

/** What a deployment waits for, one entry for each, with when that is over. */
interface Waiting {
  blocker: Blocker;
  decideBy: number;
}

/**
 * Derives `status`, `blockers` and `decideBy` of a deployment that owns its environment from what it waits for, so that
 * the three can never disagree: it is `waiting` exactly if it waits for something.
 */
export function deriveStatus(state: DeploymentState): DeploymentState {
  switch (state.status) {
    case 'running':
    case 'waiting': {
      const waiting = waitsFor(state);
      return withoutUndefined({
        ...state,
        status: waiting.length > 0 ? 'waiting' : 'running',
        blockers: waiting.map(({ blocker }) => blocker),
        decideBy: earliest(waiting),
      });
    }
    case 'rolling_back': {
      const waiting = rollbackWaitsFor(state);
      return withoutUndefined({
        ...state,
        blockers: waiting.map(({ blocker }) => blocker),
        decideBy: earliest(waiting),
      });
    }
    case 'queued':
    case 'succeeded':
    case 'failed':
    case 'rolled_back':
    case 'rollback_failed':
    case 'cancelled':
    case 'expired':
    case 'superseded':
      return state;
    default: {
      const unknown: never = state.status;
      throw new Error(`Unknown status: ${String(unknown)}`);
    }
  }
}

/** Paused and nothing at work any more: somebody must resume it. */
export function isPausedAndQuiet(state: DeploymentState): boolean {
  return (
    state.paused !== undefined &&
    !state.steps.some(({ status }) => status === 'running')
  );
}

export function decisionBlocker(decision: Decision): Blocker {
  return withoutUndefined({
    kind: 'decision' as const,
    message: decision.message,
    until: new Date(decision.decideBy).toISOString(),
    stepId: decision.stepId,
  });
}

function waitsFor(state: DeploymentState): Waiting[] {
  const waiting: Waiting[] = [];
  if (state.decision) {
    waiting.push({
      blocker: decisionBlocker(state.decision),
      decideBy: state.decision.decideBy,
    });
  }
  for (const step of state.steps) {
    // One that waits for a verdict has its decision above, or will when its turn comes.
    if (step.status === 'waiting' && step.blocker && !awaitsVerdict(step)) {
      waiting.push({
        blocker: step.blocker,
        decideBy: step.decideBy ?? state.at,
      });
    }
  }
  // Whoever decides decides on the pause as well.
  if (state.paused && !state.decision && isPausedAndQuiet(state)) {
    waiting.push({
      blocker: {
        kind: 'paused',
        message: `Paused by ${nameOfRef(state.paused.by)}${
          state.paused.reason ? `: ${state.paused.reason}` : ''
        }`,
        until: new Date(state.paused.decideBy).toISOString(),
      },
      decideBy: state.paused.decideBy,
    });
  }
  return waiting;
}

function rollbackWaitsFor(state: DeploymentState): Waiting[] {
  return (state.rollback?.steps ?? []).flatMap(step => {
    if (step.outcomeUnknown !== true) {
      return [];
    }
    const decideBy = step.retryAt ?? step.timeoutAt ?? state.at;
    return [
      {
        blocker: withoutUndefined({
          kind: 'unknown_outcome' as const,
          message: `Nobody can say whether ${
            step.title
          } still goes on; it is asked again until ${utcMinute(decideBy)}`,
          stepId: step.stepId,
        }),
        decideBy,
      },
    ];
  });
}

/** For a step whose cancel nobody confirmed. */
export function unknownOutcomeBlocker(
  state: DeploymentState,
  stepId: string,
  decideBy: number,
  message?: string,
): Blocker {
  const step = findStep(state, stepId);
  const title = step ? quote(step.definition) : stepId;
  return {
    kind: 'unknown_outcome',
    message: `${title} was asked to stop, and nobody can say whether it did${
      message ? ` (${message})` : ''
    }. It is asked again at ${utcMinute(
      decideBy,
    )}; an administrator can abandon the deployment`,
    stepId,
  };
}

function earliest(waiting: Waiting[]): number | undefined {
  return waiting.length > 0
    ? Math.min(...waiting.map(({ decideBy }) => decideBy))
    : undefined;
}
