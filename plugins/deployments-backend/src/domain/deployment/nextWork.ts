import {
  awaitsApproval,
  isInFlight,
  isOverdue,
  mayStartSteps,
  startableAt,
  listSteps,
  type StepWithState,
} from './stepGraph';
import {
  openRollbackSteps,
  rollbackStartableAt,
} from './decide/decideRollback';
import { ADMIT_EVERY_MS } from './retry';
import type { DeploymentState, RollbackStepState } from './state';
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

  isOverdue(attempt: { timeoutAt?: number; pollAt?: number }): boolean {
    return isOverdue(attempt, this.#now);
  }

  /** Adds work that is due, or a wake-up for work that is due later. Without a time it adds nothing. */
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
 * Lists the work that is due now, and when more is due. Committing an item's result changes the state, except for
 * `evaluateStart`, whose result depends on facts outside the state.
 */
export function nextWork(state: DeploymentState, now: number): NextWork {
  const agenda = new Agenda(now);
  switch (state.status) {
    case 'queued':
      addStartEvaluation(state, now, agenda);
      break;
    case 'running':
    case 'waiting':
      followPath(state, agenda);
      break;
    case 'rolling_back':
      for (const step of openRollbackSteps(state)) {
        workOnRollback(state, step, agenda);
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

function addStartEvaluation(
  state: DeploymentState,
  now: number,
  agenda: Agenda,
): void {
  agenda.now({ type: 'evaluateStart' });
  agenda.wake(now + ADMIT_EVERY_MS);
  const times = [
    state.notBefore,
    ...state.blockers.map(({ until }) =>
      until === undefined ? undefined : Date.parse(until),
    ),
  ];
  times.forEach(time => agenda.wake(time));
}

function followPath(state: DeploymentState, agenda: Agenda): void {
  const mayStart = mayStartSteps(state);
  for (const step of listSteps(state)) {
    if (isInFlight(step.state)) {
      workOnStep(state, step, agenda);
    } else if (awaitsApproval(step.state)) {
      const pollAt = step.state.pollAt ?? recheckApprovalAt(step);
      if (!agenda.isDue(step.state.decideBy)) {
        agenda.at(pollAt, item('pollStep', state, step));
      }
    } else if (mayStart) {
      const work = item('startStep', state, step, 1);
      agenda.at(startableAt(state, step), work);
    }
  }
  agenda.at(state.decideBy, { type: 'tick' });
}

/**
 * When to poll a step that the previous release left waiting for approvals. That release let one person count for
 * several rules and stored no rule with the step, so the approvals are counted once more.
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

function workOnStep(
  state: DeploymentState,
  step: StepWithState,
  agenda: Agenda,
): void {
  const { cancelling, outcomeUnknown, timeoutAt, pollAt, decideBy } =
    step.state;
  if (cancelling) {
    if (agenda.isDue(cancelling.timeoutAt)) {
      agenda.now({ type: 'tick' });
    } else {
      agenda.at(cancelling.askAt, item('cancelStep', state, step));
      agenda.wake(cancelling.timeoutAt);
    }
    return;
  }
  if (outcomeUnknown) {
    agenda.at(decideBy ?? state.at, { type: 'tick' });
    return;
  }
  if (agenda.isOverdue(step.state)) {
    // Stop the step first: a result that still arrives is too late to continue with.
    agenda.now({ type: 'tick' });
    return;
  }
  agenda.wake(timeoutAt);
  if (pollAt === undefined) {
    agenda.now(item('resumeStep', state, step));
  } else {
    agenda.at(pollAt, item('pollStep', state, step));
  }
}

function workOnRollback(
  state: DeploymentState,
  step: RollbackStepState,
  agenda: Agenda,
): void {
  const startAt = rollbackStartableAt(state, step);
  if (startAt !== undefined) {
    agenda.at(startAt, rollbackItem('startRollbackStep', state, step, 1));
    return;
  }
  if (agenda.isOverdue(step)) {
    agenda.now({ type: 'tick' });
    return;
  }
  agenda.wake(step.timeoutAt);
  if (step.pollAt === undefined) {
    agenda.now(rollbackItem('resumeRollbackStep', state, step));
  } else {
    agenda.at(step.pollAt, rollbackItem('pollRollbackStep', state, step));
  }
}

function item(
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

/** The `rollback:` prefix keeps a golden path's step called `restore` from sharing a key. */
function rollbackItem(
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
