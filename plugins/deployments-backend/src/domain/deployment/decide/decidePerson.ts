import {
  isTerminal,
  type Blocker,
} from '@slipway/backstage-plugin-deployments-common';
import { approvalScope } from './approvalScope';
import type { PersonCommand } from '../commands';
import { awaitsApproval, awaitsVerdict, findStep } from '../stepGraph';
import type { Draft } from './draft';
import {
  decideWithinMs,
  ERROR_CODES,
  mayRollBack,
  rollBack,
  rollBackOrAsk,
  stop,
} from './termination';
import { whatIsLeft } from './applyConsequences';
import type { DeploymentState } from '../state';
import {
  list,
  nameOfRef,
  serviceEnvironment,
  quote,
  versionName,
} from '../messages/formatting';

/** Why a command is refused and what can be done instead, as sentences; `undefined`: it is followed. */
type Refusal = string | undefined;

type Of<T extends PersonCommand['type']> = PersonCommand & { type: T };

/** Adds what a person's command leads to, or says why it cannot be followed. */
export function decidePerson(draft: Draft, command: PersonCommand): Refusal {
  const { state } = draft;
  if (isTerminal(state.status)) {
    return isRollback(command)
      ? `This deployment has ended (${words(
          state.status,
        )}). To go back, start a deployment of kind rollback that reverts it.`
      : `This deployment has ended (${words(
          state.status,
        )}) and cannot change any more.`;
  }
  if (isOutdated(state, command)) {
    return 'The deployment changed since you looked: look again, then decide.';
  }
  switch (command.type) {
    case 'approve':
      return approve(draft, command);
    case 'reject':
      return reject(draft, command);
    case 'override':
      return override(draft, command);
    case 'pause':
      return pause(draft, command);
    case 'resume':
      return resume(draft);
    case 'cancel':
      return cancel(draft, command);
    case 'rollback':
      return manualRollback(draft, command);
    case 'retryStep':
      return retryStep(draft, command);
    case 'skipStep':
      return skipStep(draft, command);
    case 'decide':
      return decideOpen(draft, command);
    case 'abandon':
      return abandon(draft, command);
    default: {
      const unknown: never = command;
      throw new Error(`Unknown command: ${JSON.stringify(unknown)}`);
    }
  }
}

/**
 * Whether a person decided on another state. What a step reports while it goes on is not another state: with a check
 * that reports every few seconds nobody could decide anything. Pausing and resuming mean the same whatever happened.
 */
function isOutdated(
  { seq, changedSeq }: DeploymentState,
  { type, expectedSeq }: PersonCommand,
): boolean {
  return (
    expectedSeq !== undefined &&
    type !== 'pause' &&
    type !== 'resume' &&
    (expectedSeq < changedSeq || expectedSeq > seq)
  );
}

function approve(draft: Draft, command: Of<'approve'>): Refusal {
  const { state } = draft;
  const scope = approvalScope(state, command.stepId);
  if (scope.result === 'refused') {
    return scope.message;
  }
  const refusal = refuseAnswer(state, scope.stepId, 'approve');
  if (refusal !== undefined) {
    return refusal;
  }
  if (
    command.planHash !== undefined &&
    state.planHash !== undefined &&
    command.planHash !== state.planHash
  ) {
    return 'The plan changed since you looked: look at what would be done now, then approve that.';
  }
  addAnswer(draft, { ...command, stepId: scope.stepId }, 'approve', {
    planHash: command.planHash ?? state.planHash,
    groups: command.groups,
  });
  return undefined;
}

function reject(draft: Draft, command: Of<'reject'>): Refusal {
  const scope = approvalScope(draft.state, command.stepId);
  if (scope.result === 'refused') {
    return scope.message;
  }
  const { stepId } = scope;
  const refusal =
    refuseAnswer(draft.state, stepId, 'reject') ??
    refuseWithoutReason(command, 'reject it');
  if (refusal !== undefined) {
    return refusal;
  }
  addAnswer(draft, { ...command, stepId }, 'reject', { groups: [] });
  const why = `Rejected by ${nameOfRef(command.by)}${
    command.reason ? `: ${command.reason}` : ''
  }`;
  const step = stepId ? findStep(draft.state, stepId) : undefined;
  if (step) {
    draft.add({
      type: 'stepFailed',
      stepId: step.definition.id,
      attempt: step.state.attempt,
      error: { code: ERROR_CODES.rejected, message: why },
    });
  } else {
    draft.add({
      type: 'cancelled',
      cause: 'rejected',
      message: `${why}. Nothing changed for ${serviceEnvironment(
        draft.state,
      )}.`,
    });
  }
  return undefined;
}

/** Whether an answer is asked for: of an environment's rules while queued, of a step while it waits. */
function refuseAnswer(
  state: DeploymentState,
  stepId: string | undefined,
  what: 'approve' | 'reject',
): Refusal {
  if (stepId === undefined) {
    if (state.status !== 'queued') {
      return `It has started already, so there is nothing to ${what}.`;
    }
    return state.blockers.some(isOpenApproval)
      ? undefined
      : `It waits for nobody's approval, so there is nothing to ${what}.`;
  }
  const step = findStep(state, stepId);
  if (!step) {
    return `There is no step ${stepId} in this deployment.`;
  }
  if (state.status === 'rolling_back' || state.stopping) {
    return `The deployment is ending; ${quote(
      step.definition,
    )} needs no answer any more.`;
  }
  return awaitsApproval(step.state)
    ? undefined
    : `${quote(step.definition)} does not wait for an approval now.`;
}

function isOpenApproval({ kind, stepId }: Blocker): boolean {
  return kind === 'approval' && stepId === undefined;
}

function addAnswer(
  draft: Draft,
  command: Of<'approve'> | Of<'reject'>,
  choice: 'approve' | 'reject',
  given: { planHash?: string; groups: string[] },
): void {
  const { by, reason, stepId } = command;
  draft.add({
    type: 'approved',
    approval: {
      by,
      at: new Date(draft.now).toISOString(),
      choice,
      groups: given.groups,
      ...(reason === undefined ? {} : { reason }),
      ...(stepId === undefined ? {} : { stepId }),
      ...(given.planHash === undefined ? {} : { planHash: given.planHash }),
    },
  });
}

function override(draft: Draft, command: Of<'override'>): Refusal {
  const { state } = draft;
  if (state.status !== 'queued') {
    return 'It has started already; nothing keeps it from starting.';
  }
  const kinds = [
    ...new Set(
      state.blockers
        .filter(({ overridable }) => overridable)
        .map(({ kind }) => kind),
    ),
  ];
  if (kinds.length === 0) {
    return state.blockers.length === 0
      ? 'Nothing keeps it from starting.'
      : `What it waits for cannot be overridden: ${list(
          state.blockers.map(({ message }) => message),
        )}.`;
  }
  const refusal = refuseWithoutReason(command, 'override');
  if (refusal !== undefined) {
    return refusal;
  }
  draft.add({ type: 'overridden', kinds, reason: command.reason });
  return undefined;
}

function pause(draft: Draft, command: Of<'pause'>): Refusal {
  const { state } = draft;
  const refusal = refuseOutsideOfPath(state, 'paused');
  if (refusal !== undefined) {
    return refusal;
  }
  if (state.paused) {
    return `It is paused already, by ${nameOfRef(state.paused.by)}.`;
  }
  if (state.decision) {
    return 'It waits for a decision, and nothing new starts meanwhile: decide how to go on.';
  }
  draft.add({
    type: 'paused',
    reason: command.reason,
    decideBy: draft.now + decideWithinMs(state),
  });
  return undefined;
}

function resume(draft: Draft): Refusal {
  if (!draft.state.paused) {
    return 'It is not paused.';
  }
  draft.add({ type: 'resumed' });
  return undefined;
}

function cancel(draft: Draft, command: Of<'cancel'>): Refusal {
  const { state } = draft;
  const why = `Cancelled by ${nameOfRef(command.by)}${
    command.reason ? `: ${command.reason}` : ''
  }.`;
  if (state.status === 'queued') {
    draft.add({
      type: 'cancelled',
      cause: 'cancel',
      message: `${why} Nothing changed for ${serviceEnvironment(state)}.`,
    });
    return undefined;
  }
  const refusal = refuseOutsideOfPath(state, 'cancelled');
  if (refusal !== undefined) {
    return refusal;
  }
  if (!state.touched) {
    stop(draft, {
      as: 'cancelled',
      cause: 'cancel',
      by: command.by,
      message: `${why} Nothing changed for ${serviceEnvironment(state)}.`,
    });
    return undefined;
  }
  if (!mayRollBack(state)) {
    return isItselfRollback(state);
  }
  return rollBackOrAsk(draft, {
    cause: 'cancel',
    message: why,
    by: command.by,
  })
    ? undefined
    : 'It already waits for a decision on whether to roll back: decide there.';
}

function manualRollback(draft: Draft, command: Of<'rollback'>): Refusal {
  const { state } = draft;
  const refusal = refuseOutsideOfPath(state, 'rolled back');
  if (refusal !== undefined) {
    return refusal;
  }
  if (!state.touched) {
    return `Nothing changed for ${serviceEnvironment(
      state,
    )} yet, so there is nothing to roll back: cancel it instead.`;
  }
  if (!mayRollBack(state)) {
    return isItselfRollback(state);
  }
  rollBack(draft, {
    cause: 'manual',
    message: `Rolled back by ${nameOfRef(command.by)}${
      command.reason ? `: ${command.reason}` : ''
    }.`,
    by: command.by,
  });
  return undefined;
}

/** For commands about a path that is being followed. */
function refuseOutsideOfPath(state: DeploymentState, what: string): Refusal {
  if (state.status === 'queued') {
    return `It has not started yet and cannot be ${what}; it can be cancelled.`;
  }
  if (state.status === 'rolling_back') {
    return `It is being rolled back, and a rollback cannot be ${what}: wait for its end.`;
  }
  if (state.stopping) {
    return `It is ending and cannot be ${what} any more: it waits for what is under way to stop.`;
  }
  return undefined;
}

function isItselfRollback(state: DeploymentState): string {
  return `This deployment is itself a rollback and has begun to change ${serviceEnvironment(
    state,
  )}; it is not rolled back. Let it finish, or deploy another version after it.`;
}

function retryStep(draft: Draft, command: Of<'retryStep'>): Refusal {
  const { state } = draft;
  const step = findStep(state, command.stepId);
  if (!step) {
    return `There is no step ${command.stepId} in this deployment.`;
  }
  const { decision } = state;
  if (
    decision?.stepId !== command.stepId ||
    !decision.choices.includes('retry')
  ) {
    return `${quote(
      step.definition,
    )} can only be tried again while a decision about it is open.`;
  }
  draft.add({
    type: 'decided',
    choice: 'retry',
    stepId: command.stepId,
    reason: command.reason,
  });
  return undefined;
}

function skipStep(draft: Draft, command: Of<'skipStep'>): Refusal {
  const { state } = draft;
  const step = findStep(state, command.stepId);
  if (!step) {
    return `There is no step ${command.stepId} in this deployment.`;
  }
  const refusal = refuseOutsideOfPath(state, 'changed');
  if (refusal !== undefined) {
    return refusal;
  }
  const { definition } = step;
  const onlyLooks =
    definition.changes === 'none' &&
    (definition.checks.length > 0 ||
      definition.use === 'check' ||
      definition.use === 'wait');
  if (!onlyLooks) {
    return `${quote(
      definition,
    )} cannot be skipped: only a step that checks or waits can.`;
  }
  const isOpen = step.state.status === 'running' || awaitsVerdict(step.state);
  if (!isOpen) {
    return `${quote(definition)} is not at work, so there is nothing to skip.`;
  }
  const missing = refuseWithoutReason(command, 'skip it');
  if (missing !== undefined) {
    return missing;
  }
  draft.add({
    type: 'stepSkipped',
    stepId: command.stepId,
    reason: `Skipped by ${nameOfRef(command.by)}${
      command.reason ? `: ${command.reason}` : ''
    }`,
  });
  return undefined;
}

function decideOpen(draft: Draft, command: Of<'decide'>): Refusal {
  const { state } = draft;
  const { decision } = state;
  if (!decision) {
    return 'There is nothing to decide now.';
  }
  if (command.stepId !== undefined && command.stepId !== decision.stepId) {
    return 'The open decision is about something else: look again, then decide.';
  }
  const { choice } = command;
  if (!decision.choices.includes(choice)) {
    return `“${choice}” is no choice here; what can be chosen is ${list(
      decision.choices,
    )}.`;
  }
  const missing =
    choice === 'continue'
      ? refuseWithoutReason(command, 'go on without a passed step')
      : undefined;
  if (missing !== undefined) {
    return missing;
  }
  draft.add({
    type: 'decided',
    choice,
    reason: command.reason,
    stepId: decision.stepId,
  });
  const why = `Decided by ${nameOfRef(command.by)}${
    command.reason ? `: ${command.reason}` : ''
  }.`;
  switch (choice) {
    case 'continue':
    case 'retry':
      return undefined;
    case 'rollback':
      rollBack(draft, { cause: 'decision', message: why, by: command.by });
      return undefined;
    case 'fail':
      stop(draft, {
        as: 'failed',
        by: command.by,
        message: `${why} ${whatIsLeft(state)}`,
      });
      return undefined;
    default: {
      const unknown: never = choice;
      throw new Error(`Unknown choice: ${String(unknown)}`);
    }
  }
}

function abandon(draft: Draft, command: Of<'abandon'>): Refusal {
  const { state } = draft;
  if (!isOutcomeUnknown(state)) {
    return 'Only a deployment that nobody can stop can be abandoned: here everything under way can still be told.';
  }
  const missing = refuseWithoutReason(command, 'abandon it');
  if (missing !== undefined) {
    return missing;
  }
  draft.add({
    type: 'abandoned',
    message: `Abandoned by ${nameOfRef(command.by)}: ${
      command.reason ?? ''
    }. What runs as ${serviceEnvironment(state)} is not known; ${versionName(
      state,
    )} may still be changing it.`,
  });
  return undefined;
}

/** Nobody can say whether something that it started still goes on. */
export function isOutcomeUnknown(state: DeploymentState): boolean {
  return (
    state.steps.some(({ outcomeUnknown }) => outcomeUnknown) ||
    (state.rollback?.steps ?? []).some(({ outcomeUnknown }) => outcomeUnknown)
  );
}

function refuseWithoutReason(command: PersonCommand, what: string): Refusal {
  return command.reason?.trim()
    ? undefined
    : `Say why you ${what}: it is kept with the deployment.`;
}

function isRollback(command: PersonCommand): boolean {
  return command.type === 'rollback';
}

function words(status: string): string {
  return status.replace('_', ' ');
}
