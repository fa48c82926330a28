import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import { isBusy, isDone, isInFlight } from '../stepGraph';
import { reduceRollback } from './reduceRollback';
import { reduceStep } from './reduceStep';
import type { DeploymentEvent } from '../events';
import { withoutUndefined } from '../plainData';
import { deriveStatus } from './deriveStatus';
import type { DeploymentState, StepState } from '../state';

/** Applies an event to a state. After a terminal status, only `seq` and `at` change. */
export function reduce(
  state: DeploymentState | undefined,
  event: DeploymentEvent,
): DeploymentState {
  if (event.type === 'requested') {
    if (state) {
      throw new Error(`Deployment ${state.id} has already been requested`);
    }
    return begin(event);
  }
  if (!state) {
    throw new Error(`The first event must be "requested", not "${event.type}"`);
  }
  const numbered = { ...state, seq: event.seq, at: event.at };
  if (isTerminal(state.status)) {
    return numbered;
  }
  const changed = isProgress(event)
    ? numbered
    : { ...numbered, changedSeq: event.seq };
  return deriveStatus(
    restartPause(state, withoutUndefined(apply(changed, event))),
  );
}

/** Replays all events of a deployment from the first; `undefined` without events. */
export function fold(
  events: Iterable<DeploymentEvent>,
): DeploymentState | undefined {
  let state: DeploymentState | undefined;
  for (const event of events) {
    state = reduce(state, event);
  }
  return state;
}

/** Whether an event is mere progress: a decision that a person made before it still counts. */
function isProgress(event: DeploymentEvent): boolean {
  return (
    event.type === 'stepProgressed' ||
    event.type === 'rollbackStepProgressed' ||
    event.type === 'claimed'
  );
}

function begin(
  event: Extract<DeploymentEvent, { type: 'requested' }>,
): DeploymentState {
  return withoutUndefined({
    ...event.request,
    requestedAt: event.at,
    seq: event.seq,
    changedSeq: event.seq,
    at: event.at,
    status: 'queued',
    blockers: [],
    overridden: [],
    approvals: [],
    mayHaveChanged: false,
    steps: [],
    trafficWeight: 0,
    trafficHistory: [],
    baselineRetired: false,
  });
}

function apply(
  state: DeploymentState,
  event: Exclude<DeploymentEvent, { type: 'requested' }>,
): DeploymentState {
  switch (event.type) {
    case 'blocked':
      return {
        ...state,
        blockers: event.blockers,
        planHash: event.planHash ?? state.planHash,
        version: event.version ?? state.version,
      };
    case 'approvalDecided': {
      const { approval } = event;
      return {
        ...state,
        // A person counts once: a new approval renews an expired one, and a rejection replaces an approval.
        approvals: [
          ...state.approvals.filter(
            ({ by, stepId }) =>
              by !== approval.by || stepId !== approval.stepId,
          ),
          withoutUndefined({ ...approval, atMs: event.at }),
        ],
        // Polls the waiting step, so that it counts its approvals again.
        steps: state.steps.map(step =>
          step.id === approval.stepId && step.status === 'waiting'
            ? { ...step, pollAt: event.at }
            : step,
        ),
      };
    }
    case 'approvalsVoided':
      return {
        ...state,
        planHash: event.planHash,
        approvals: state.approvals.filter(
          ({ stepId, planHash }) =>
            stepId !== undefined || planHash === event.planHash,
        ),
      };
    case 'overridden':
      return {
        ...state,
        overridden: [
          ...state.overridden,
          ...event.kinds.map(kind =>
            withoutUndefined({
              kind,
              conditions: kind === 'condition' ? event.conditions : undefined,
              by: event.by ?? 'system',
              at: event.at,
              reason: event.reason,
            }),
          ),
        ],
        blockers: state.blockers.filter(
          ({ kind, overridable }) =>
            !overridable || !event.kinds.includes(kind),
        ),
      };
    case 'started':
      return {
        ...state,
        status: 'running',
        startedAt: event.at,
        // A restart applies to the version that is running now, which may not be the one at the request.
        version: event.snapshot.version,
        snapshot: event.snapshot,
        planHash: event.planHash,
        fence: event.fence,
        blockers: [],
        steps: event.snapshot.steps.map(({ id, skipped }) =>
          skipped === undefined
            ? { id, status: 'pending', attempt: 0 }
            : { id, status: 'skipped', attempt: 0, message: skipped },
        ),
      };
    case 'claimed':
      return { ...state, fence: event.fence };
    case 'stepStarted':
    case 'stepProgressed':
    case 'stepWaiting':
    case 'stepSucceeded':
    case 'stepRetrying':
    case 'stepFailed':
    case 'stepCancelling':
    case 'stepCancelled':
    case 'stepSkipped':
    case 'stepPromoted':
      return reduceStep(state, event);
    case 'candidateReady':
      return { ...state, candidate: event.candidate };
    case 'trafficShifted':
      return {
        ...state,
        trafficWeight: event.weight,
        trafficHistory: [
          ...state.trafficHistory,
          { at: event.at, weight: event.weight },
        ],
        trafficAt: state.trafficAt ?? (event.weight > 0 ? event.at : undefined),
      };
    case 'baselineRetired':
      return { ...state, baselineRetired: true };
    case 'decisionNeeded':
      return { ...state, decision: event.decision };
    case 'decided':
      return decided(state, event);
    case 'paused':
      return {
        ...state,
        steps: pollIdle(state.steps, event),
        paused: withoutUndefined({
          by: event.by ?? 'system',
          at: event.at,
          reason: event.reason,
          decideBy: event.decideBy,
        }),
      };
    case 'resumed':
      return {
        ...state,
        steps: pollIdle(state.steps, event),
        paused: undefined,
      };
    case 'stopping':
      return {
        ...state,
        stopping: event.stopping,
        message: event.stopping.message,
        decision: undefined,
        paused: undefined,
      };
    case 'rollbackStarted':
    case 'rollbackPlanned':
    case 'rollbackStepStarted':
    case 'rollbackStepProgressed':
    case 'rollbackStepSucceeded':
    case 'rollbackStepRetrying':
    case 'rollbackStepUnknown':
    case 'rollbackStepFailed':
      return reduceRollback(state, event);
    case 'succeeded':
      return {
        ...end(state, event, 'succeeded'),
        verification: event.verification,
      };
    case 'failed':
      return { ...end(state, event, 'failed'), cause: event.cause };
    case 'rolledBack':
      return {
        ...end(state, event, 'rolled_back'),
        verification: event.verification,
        rollback: state.rollback && {
          ...state.rollback,
          finishedAt: event.at,
          verification: event.verification,
        },
      };
    case 'rollbackFailed':
      return {
        ...end(state, event, 'rollback_failed'),
        rollback: state.rollback && { ...state.rollback, finishedAt: event.at },
      };
    case 'cancelled':
      return { ...end(state, event, 'cancelled'), cause: event.cause };
    case 'expired':
      return { ...end(state, event, 'expired'), cause: 'expired' };
    case 'superseded':
      return { ...end(state, event, 'superseded'), cause: 'superseded' };
    case 'abandoned':
      return {
        ...end(
          state,
          event,
          state.status === 'rolling_back' ? 'rollback_failed' : 'failed',
        ),
        cause: 'abandoned',
        rollback: state.rollback && { ...state.rollback, finishedAt: event.at },
      };
    default: {
      const unknown: never = event;
      throw new Error(`Unknown event: ${JSON.stringify(unknown)}`);
    }
  }
}

function end(
  state: DeploymentState,
  event: {
    at: number;
    message: string;
    sentences?: DeploymentState['sentences'];
  },
  status: DeploymentState['status'],
): DeploymentState {
  return {
    ...state,
    status,
    message: event.message,
    sentences: event.sentences,
    finishedAt: event.at,
    blockers: [],
    decision: undefined,
    decideBy: undefined,
    paused: undefined,
    stopping: undefined,
    steps: state.steps.map(step => closeStep(step, event.at)),
  };
}

/** Lets steps that wait as planned act on a command soon. */
function pollIdle(
  steps: StepState[],
  { at, seq }: DeploymentEvent,
): StepState[] {
  return steps.map(step =>
    step.idle ? { ...step, pollAt: at, commandSeq: seq } : step,
  );
}

/** Cancels a step that had not ended when the deployment did. */
function closeStep(step: StepState, at: number): StepState {
  return isInFlight(step) ||
    step.status === 'waiting' ||
    step.status === 'retrying'
    ? withoutUndefined({
        ...step,
        status: 'cancelled',
        finishedAt: at,
        retryAt: undefined,
        pollAt: undefined,
        timeoutAt: undefined,
        blocker: undefined,
        decideBy: undefined,
        externalWait: undefined,
        idle: undefined,
        promotable: undefined,
        cancelling: undefined,
      })
    : step;
}

function decided(
  state: DeploymentState,
  event: Extract<DeploymentEvent, { type: 'decided' }>,
): DeploymentState {
  const open = {
    ...state,
    decision: undefined,
    // The time to resume a paused deployment starts again with the decision.
    paused: state.paused &&
      state.snapshot && {
        ...state.paused,
        decideBy: event.at + state.snapshot.decideWithinMs,
      },
  };
  switch (event.choice) {
    case 'retry':
      return {
        ...open,
        steps: state.steps.map(step =>
          step.id === event.stepId && !isDone(step)
            ? withoutUndefined({
                ...step,
                status: 'retrying',
                retryAt: event.at,
                finishedAt: undefined,
                blocker: undefined,
                decideBy: undefined,
              })
            : step,
        ),
      };
    case 'continue':
      return {
        ...open,
        steps: state.steps.map(step =>
          step.id === event.stepId && !isDone(step)
            ? withoutUndefined({
                ...step,
                // A check without a clear verdict has done its work; a failed step has not.
                status: step.status === 'waiting' ? 'succeeded' : 'skipped',
                verdict: 'overridden',
                finishedAt: event.at,
                message: event.reason ?? step.message,
                messageSentences: event.reason
                  ? undefined
                  : step.messageSentences,
                blocker: undefined,
                decideBy: undefined,
              })
            : step,
        ),
      };
    case 'rollback':
    case 'fail':
      return open;
    default: {
      const unknown: never = event.choice;
      throw new Error(`Unknown choice: ${String(unknown)}`);
    }
  }
}

/** When the last running step of a paused deployment ends, restarts the time that people have to resume it. */
function restartPause(
  before: DeploymentState,
  after: DeploymentState,
): DeploymentState {
  return after.paused &&
    after.snapshot &&
    before.steps.some(isBusy) &&
    !after.steps.some(isBusy)
    ? {
        ...after,
        paused: {
          ...after.paused,
          decideBy: after.at + after.snapshot.decideWithinMs,
        },
      }
    : after;
}
