import {
  awaitsApproval,
  hasWaitedTooLong,
  isInFlight,
  isOverdue,
  mayStartSteps,
  promotesAfterPause,
  startableAt,
  listSteps,
  type StepWithState,
} from './stepGraph';
import {
  openRollbackSteps,
  rollbackStartableAt,
} from './decide/decideRollback';
import type { DeploymentState, RollbackStepState, StepState } from './state';
import type { NextWork, WorkItem } from './work';

/** Collects work, and the earliest time at which more work is due. */
class Agenda {
  readonly #now: number;
  readonly #items: WorkItem[] = [];
  #wakeAt: number | undefined;

  constructor(now: number) {
    this.#now = now;
  }

  isDue(at = Infinity): boolean {
    return at <= this.#now;
  }

  isOverdue(
    attempt: Pick<StepState, 'timeoutAt' | 'pollAt' | 'externalWait'>,
  ): boolean {
    return (
      isOverdue(attempt, this.#now) || hasWaitedTooLong(attempt, this.#now)
    );
  }

  /** Adds work if `time` has come, or else a wake-up at that time. Without a time, adds nothing. */
  at(time: number | undefined, work: WorkItem): void {
    if (this.isDue(time)) {
      this.now(work);
    } else {
      this.wake(time);
    }
  }

  now(work: WorkItem): void {
    const isTick = work.type === 'tick';
    if (!isTick || !this.#items.some(({ type }) => type === 'tick')) {
      this.#items.push(work);
    }
  }

  wake(at = this.#now): void {
    if (at > this.#now) {
      this.#wakeAt = Math.min(this.#wakeAt ?? at, at);
    }
  }

  result(): NextWork {
    return this.#wakeAt === undefined
      ? { items: this.#items }
      : { items: this.#items, wakeAt: this.#wakeAt };
  }
}

/**
 * Lists the work that is due now, and when more will be due. Committing the result of an item changes the state, so that the
 * item isn't listed again. Only `evaluateStart` is, because its result depends on facts outside the state.
 */
export function nextWork(state: DeploymentState, now: number): NextWork {
  const agenda = new Agenda(now);
  switch (state.status) {
    case 'queued':
      // The start gate stores when to evaluate again: policies depend on more than the state.
      agenda.now({ type: 'evaluateStart' });
      break;
    case 'running':
    case 'waiting':
      addPathWork(state, agenda);
      break;
    case 'rolling_back':
      for (const step of openRollbackSteps(state)) {
        addRollbackWork(state, step, agenda);
      }
      break;
    case 'succeeded':
    case 'failed':
    case 'rolled_back':
    case 'rollback_failed':
    case 'cancelled':
    case 'expired':
    case 'superseded':
      break;
    default: {
      const unknown: never = state.status;
      throw new Error(`Unknown status: ${String(unknown)}`);
    }
  }
  return agenda.result();
}

function addPathWork(state: DeploymentState, agenda: Agenda): void {
  const mayStart = mayStartSteps(state);
  for (const step of listSteps(state)) {
    if (isInFlight(step.state)) {
      addStepWork(state, step, agenda);
    } else if (awaitsApproval(step.state)) {
      const pollAt = step.state.pollAt ?? recheckApprovalAt(step);
      if (!agenda.isDue(step.state.decideBy)) {
        agenda.at(pollAt, toStepItem('pollStep', state, step));
      }
    } else if (mayStart) {
      const work = toStepItem('startStep', state, step, 1);
      agenda.at(startableAt(state, step), work);
    }
  }
  // The deadline of a wait elsewhere is listed with its step, because a poll that is due comes first.
  const isOfExternalWait = state.steps.some(
    step =>
      step.externalWait !== undefined &&
      step.externalWait.decideBy === state.decideBy &&
      !promotesAfterPause(state, step),
  );
  if (!isOfExternalWait) {
    agenda.at(state.decideBy, { type: 'tick' });
  }
}

/**
 * Returns when to count the approvals of a step again that the previous release left waiting for approvals. That release let
 * one person count for several rules, and stored no rule with the step.
 */
function recheckApprovalAt({
  definition,
  state,
}: StepWithState): number | undefined {
  const isFromPreviousRelease =
    definition.use === 'approve' &&
    state.blocker?.kind === 'approval' &&
    state.blocker.rule === undefined;
  return isFromPreviousRelease ? state.attemptStartedAt ?? 0 : undefined;
}

function addStepWork(
  state: DeploymentState,
  step: StepWithState,
  agenda: Agenda,
): void {
  const { cancelling, outcomeUnknown, externalWait, pollAt, decideBy } =
    step.state;
  if (cancelling) {
    if (agenda.isDue(cancelling.timeoutAt)) {
      agenda.now({ type: 'tick' });
    } else {
      agenda.at(cancelling.askAt, toStepItem('cancelStep', state, step));
      agenda.wake(cancelling.timeoutAt);
    }
    return;
  }
  if (outcomeUnknown) {
    agenda.at(decideBy ?? state.at, { type: 'tick' });
    return;
  }
  if (agenda.isOverdue(step.state) && !promotesAfterPause(state, step.state)) {
    // The step is stopped first. If its result still arrives, it is too late to continue with.
    agenda.now({ type: 'tick' });
    return;
  }
  agenda.wake(externalWait?.decideBy ?? step.state.timeoutAt);
  if (pollAt === undefined) {
    agenda.now(toStepItem('resumeStep', state, step));
  } else {
    agenda.at(pollAt, toStepItem('pollStep', state, step));
  }
}

function addRollbackWork(
  state: DeploymentState,
  step: RollbackStepState,
  agenda: Agenda,
): void {
  const startAt = rollbackStartableAt(state, step);
  if (startAt !== undefined) {
    agenda.at(startAt, toRollbackItem('startRollbackStep', state, step, 1));
    return;
  }
  if (agenda.isOverdue(step)) {
    agenda.now({ type: 'tick' });
    return;
  }
  agenda.wake(step.externalWait?.decideBy ?? step.timeoutAt);
  if (step.pollAt === undefined) {
    agenda.now(toRollbackItem('resumeRollbackStep', state, step));
  } else {
    agenda.at(step.pollAt, toRollbackItem('pollRollbackStep', state, step));
  }
}

function toStepItem(
  type: 'startStep' | 'resumeStep' | 'pollStep' | 'cancelStep',
  state: DeploymentState,
  step: StepWithState,
  more = 0,
): WorkItem {
  const stepId = step.definition.id;
  const attempt = step.state.attempt + more;
  const effect =
    type === 'cancelStep' ? `cancel-${step.state.cancelling?.ask ?? 1}` : '1';
  return {
    type,
    stepId,
    attempt,
    idempotencyKey: `${state.id}/${stepId}/${attempt}/${effect}`,
  };
}

/** Builds a work item. The prefix `rollback:` makes its key differ from that of a golden path's step named `restore`. */
function toRollbackItem(
  type: 'startRollbackStep' | 'resumeRollbackStep' | 'pollRollbackStep',
  state: DeploymentState,
  step: RollbackStepState,
  more = 0,
): WorkItem {
  const attempt = step.attempt + more;
  return {
    type,
    id: step.id,
    attempt,
    idempotencyKey: `${state.id}/rollback:${step.id}/${attempt}/1`,
  };
}
