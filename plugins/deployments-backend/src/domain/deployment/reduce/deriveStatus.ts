import type { Blocker } from '@slipway/backstage-plugin-deployments-common';
import type { Decision, DeploymentState, ExternalWait } from '../state';
import { nameOfRef, quote, utcMinute } from '../../text/formatting';
import { withoutUndefined } from '../plainData';
import {
  awaitsVerdict,
  findStep,
  isBusy,
  promotesAfterPause,
} from '../stepGraph';

/** One reason why a deployment waits, with its deadline. */
interface Waiting {
  blocker: Blocker;
  /** Absent while a pause defers it. */
  decideBy?: number;
}

/**
 * Derives `status`, `blockers` and `decideBy` of a deployment that owns its environment. All come from the same list, so that
 * they always agree: the status is `waiting` exactly if there is a blocker.
 */
export function deriveStatus(state: DeploymentState): DeploymentState {
  switch (state.status) {
    case 'running':
    case 'waiting': {
      const waiting = listWaits(state);
      return withoutUndefined({
        ...state,
        status: waiting.length > 0 ? 'waiting' : 'running',
        blockers: waiting.map(({ blocker }) => blocker),
        decideBy: earliest(waiting),
      });
    }
    case 'rolling_back': {
      const waiting = listRollbackWaits(state);
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

/** Whether the deployment is paused and no step is busy, so that somebody must resume it. */
export function isPausedAndQuiet(state: DeploymentState): boolean {
  return state.paused !== undefined && !state.steps.some(isBusy);
}

export function decisionBlocker(decision: Decision): Blocker {
  return withoutUndefined({
    kind: 'decision' as const,
    message: decision.message,
    sentences: decision.sentences,
    until: new Date(decision.decideBy).toISOString(),
    stepId: decision.stepId,
  });
}

function listWaits(state: DeploymentState): Waiting[] {
  const waiting: Waiting[] = [];
  if (state.decision) {
    waiting.push({
      blocker: decisionBlocker(state.decision),
      decideBy: state.decision.decideBy,
    });
  }
  for (const step of state.steps) {
    // A step without a clear verdict is represented by its decision, which is open now or will be next.
    if (step.status === 'waiting' && step.blocker && !awaitsVerdict(step)) {
      waiting.push({
        blocker: step.blocker,
        decideBy: step.decideBy ?? state.at,
      });
    }
    if (step.externalWait) {
      waiting.push(
        promotesAfterPause(state, step)
          ? { blocker: withoutUntil(step.externalWait) }
          : toWaiting(step.externalWait),
      );
    }
  }
  // An open decision comes before the pause.
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

function toWaiting({ blocker, decideBy }: ExternalWait): Waiting {
  return { blocker, decideBy };
}

function withoutUntil({ blocker }: ExternalWait): Blocker {
  const { until: _, ...rest } = blocker;
  return rest;
}

function listRollbackWaits(state: DeploymentState): Waiting[] {
  return (state.rollback?.steps ?? []).flatMap(step => {
    if (step.externalWait) {
      return [toWaiting(step.externalWait)];
    }
    if (step.outcomeUnknown !== true) {
      return [];
    }
    const decideBy = step.retryAt ?? step.timeoutAt ?? state.at;
    return [
      {
        blocker: withoutUndefined({
          kind: 'unknown_outcome' as const,
          message: `It is unknown whether ${
            step.title
          } is still running. Slipway keeps asking until ${utcMinute(
            decideBy,
          )}.`,
          stepId: step.stepId,
        }),
        decideBy,
      },
    ];
  });
}

/** The blocker of a step whose cancel was not confirmed. */
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
    message: `${title} was asked to stop, and it is unknown whether it did${
      message ? ` (${message})` : ''
    }. Slipway asks again at ${utcMinute(
      decideBy,
    )}. A portal operator can abandon the deployment.`,
    stepId,
  };
}

function earliest(waiting: Waiting[]): number | undefined {
  const deadlines = waiting.flatMap(({ decideBy }) => decideBy ?? []);
  return deadlines.length > 0 ? Math.min(...deadlines) : undefined;
}
