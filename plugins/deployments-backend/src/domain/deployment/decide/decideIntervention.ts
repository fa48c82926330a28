import {
  list,
  nameOfRef,
  serviceEnvironment,
  versionName,
  withoutPeriod,
} from '../../text/formatting';
import { say, sayReason } from '../../text/say';
import { isOutcomeUnknown } from '../stepGraph';
import type { Draft } from './draft';
import {
  refuseBy,
  refuseOffPath,
  refuseWithoutReason,
  type CommandOf,
  type Refusal,
} from './refusal';
import {
  decideWithinMs,
  mayRollBack,
  rollBack,
  rollBackOrAsk,
  stop,
} from './termination';

/** Starts a queued deployment despite its overridable blockers. */
export function override(
  draft: Draft,
  command: CommandOf<'override'>,
): Refusal {
  const { state } = draft;
  if (state.status !== 'queued') {
    return refuseBy(say('refused_override_started'));
  }
  const overridden = state.blockers.filter(({ overridable }) => overridable);
  const kinds = [...new Set(overridden.map(({ kind }) => kind))];
  const conditions = overridden.flatMap(({ condition }) => condition ?? []);
  if (state.blockers.length === 0) {
    return refuseBy(say('refused_override_none'));
  }
  if (kinds.length === 0) {
    return {
      message: `These blockers can't be overridden: ${list(
        state.blockers.map(({ message }) => withoutPeriod(message)),
      )}.`,
    };
  }
  const refusal = refuseWithoutReason(command, 'override the blockers');
  if (refusal !== undefined) {
    return refusal;
  }
  draft.add({
    type: 'overridden',
    kinds,
    ...(conditions.length > 0 ? { conditions } : {}),
    reason: command.reason,
  });
  return undefined;
}

export function pause(draft: Draft, command: CommandOf<'pause'>): Refusal {
  const { state } = draft;
  const refusal = refuseOffPath(state, 'pause');
  if (refusal !== undefined) {
    return refusal;
  }
  if (state.paused) {
    return refuseBy(say('refused_paused_already', { person: state.paused.by }));
  }
  if (state.decision) {
    return refuseBy(say('refused_pause_decision'));
  }
  draft.add({
    type: 'paused',
    reason: command.reason,
    decideBy: draft.now + decideWithinMs(state),
  });
  return undefined;
}

export function resume(draft: Draft): Refusal {
  if (!draft.state.paused) {
    return refuseBy(say('refused_resume'));
  }
  draft.add({ type: 'resumed' });
  return undefined;
}

export function cancel(draft: Draft, command: CommandOf<'cancel'>): Refusal {
  const { state } = draft;
  const why = `Cancelled by ${nameOfRef(command.by)}${
    command.reason ? `: ${command.reason}` : ''
  }.`;
  const sentences = [
    say('cancelled_by', { person: command.by }),
    ...sayReason(command.reason),
  ];
  if (state.status === 'queued') {
    draft.add({
      type: 'cancelled',
      cause: 'cancel',
      message: `${why} Nothing changed for ${serviceEnvironment(state)}.`,
      sentences: [...sentences, say('unchanged')],
    });
    return undefined;
  }
  const refusal = refuseOffPath(state, 'cancel');
  if (refusal !== undefined) {
    return refusal;
  }
  if (!state.mayHaveChanged) {
    stop(draft, {
      as: 'cancelled',
      cause: 'cancel',
      by: command.by,
      message: `${why} Nothing changed for ${serviceEnvironment(state)}.`,
      sentences: [...sentences, say('unchanged')],
    });
    return undefined;
  }
  if (!mayRollBack(state)) {
    return refuseBy(say('refused_rollback_itself'));
  }
  return rollBackOrAsk(draft, {
    cause: 'cancel',
    message: why,
    sentences,
    by: command.by,
  })
    ? undefined
    : refuseBy(say('refused_cancel_decision'));
}

/** Rolls back a deployment that has changed its environment and has not ended. */
export function rollBackManually(
  draft: Draft,
  command: CommandOf<'rollback'>,
): Refusal {
  const { state } = draft;
  const refusal = refuseOffPath(state, 'roll_back');
  if (refusal !== undefined) {
    return refusal;
  }
  if (!state.mayHaveChanged) {
    return refuseBy(say('refused_roll_back_unchanged'));
  }
  if (!mayRollBack(state)) {
    return refuseBy(say('refused_rollback_itself'));
  }
  rollBack(draft, {
    cause: 'manual',
    message: `Rolled back by ${nameOfRef(command.by)}${
      command.reason ? `: ${command.reason}` : ''
    }.`,
    sentences: [
      say('rolled_back_by', { person: command.by }),
      ...sayReason(command.reason),
    ],
    by: command.by,
  });
  return undefined;
}

/** Ends a deployment that has a step with an unknown outcome, so that other deployments can start. */
export function abandon(draft: Draft, command: CommandOf<'abandon'>): Refusal {
  const { state } = draft;
  if (!isOutcomeUnknown(state)) {
    return refuseBy(say('refused_abandon'));
  }
  const missing = refuseWithoutReason(command, 'abandon the deployment');
  if (missing !== undefined) {
    return missing;
  }
  draft.add({
    type: 'abandoned',
    message: `Abandoned by ${nameOfRef(command.by)}: ${
      command.reason ?? ''
    }. It is unknown which version ${serviceEnvironment(
      state,
    )} runs; ${versionName(state)} may still be changing it.`,
    sentences: [
      say('abandoned_by', { person: command.by }),
      ...sayReason(command.reason),
      say('abandoned_unknown', { version: versionName(state) }),
    ],
  });
  return undefined;
}
