import { skipsStages } from '../messages/commandMessages';
import { nameOfRef, orList, sentence } from '../../text/formatting';
import { awaitsVerdict, findStep } from '../stepGraph';
import { describeRemaining, failureMessage } from '../messages/outcomeMessages';
import { sayFailure, sayRemaining } from '../messages/outcomeSentences';
import { say, sayReason } from '../../text/say';
import type { Draft } from './draft';
import {
  refuseBy,
  refuseOffPath,
  refuseWithoutReason,
  type CommandOf,
  type Refusal,
} from './refusal';
import { rollBack, stop } from './termination';

/** Applies a person's choice in the open decision. */
export function decideChoice(
  draft: Draft,
  command: CommandOf<'decide'>,
): Refusal {
  const { state } = draft;
  const { decision } = state;
  if (!decision) {
    return refuseBy(say('refused_decision_none'));
  }
  if (command.stepId !== undefined && command.stepId !== decision.stepId) {
    return refuseBy(say('refused_decision_other'));
  }
  const { choice } = command;
  if (!decision.choices.includes(choice)) {
    return {
      message: `“${choice}” isn't one of the choices. Choose ${orList(
        decision.choices,
      )}.`,
    };
  }
  const missing =
    choice === 'continue'
      ? refuseWithoutReason(command, 'continue without a passed step')
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
  // Who reads this later wants to know first what there was to decide.
  const failed =
    decision.stepId === undefined
      ? undefined
      : findStep(state, decision.stepId);
  const isFailed = failed?.state.error !== undefined;
  const cause = isFailed ? `${sentence(failureMessage(failed))} ` : '';
  const why = `${cause}Decided by ${nameOfRef(command.by)}${
    command.reason ? `: ${command.reason}` : ''
  }.`;
  const sentences = [
    ...(isFailed ? sayFailure(failed) : []),
    say('decided_by', { person: command.by }),
    ...sayReason(command.reason),
  ];
  switch (choice) {
    case 'continue':
    case 'retry':
      return undefined;
    case 'rollback':
      rollBack(draft, {
        cause: 'decision',
        message: why,
        sentences,
        by: command.by,
      });
      return undefined;
    case 'fail':
      stop(draft, {
        as: 'failed',
        by: command.by,
        message: `${why} ${describeRemaining(state)}`,
        sentences: [...sentences, sayRemaining(state)],
      });
      return undefined;
    default: {
      const unknown: never = choice;
      throw new Error(`Unknown choice: ${String(unknown)}`);
    }
  }
}

/** Starts a new attempt of the step that the open decision is about. */
export function retryStep(
  draft: Draft,
  command: CommandOf<'retryStep'>,
): Refusal {
  const { state } = draft;
  const step = findStep(state, command.stepId);
  if (!step) {
    return {
      message: `There is no step ${command.stepId} in this deployment.`,
    };
  }
  const { decision } = state;
  if (
    decision?.stepId !== command.stepId ||
    !decision.choices.includes('retry')
  ) {
    return refuseBy(say('refused_retry', { step: step.definition.title }));
  }
  draft.add({
    type: 'decided',
    choice: 'retry',
    stepId: command.stepId,
    reason: command.reason,
  });
  return undefined;
}

/** Skips a running step that only checks or waits. */
export function skipStep(
  draft: Draft,
  command: CommandOf<'skipStep'>,
): Refusal {
  const { state } = draft;
  const step = findStep(state, command.stepId);
  if (!step) {
    return {
      message: `There is no step ${command.stepId} in this deployment.`,
    };
  }
  const refusal = refuseOffPath(state, 'change');
  if (refusal !== undefined) {
    return refusal;
  }
  const { definition } = step;
  const changesNothing =
    definition.changes === 'none' &&
    (definition.checks.length > 0 ||
      definition.use === 'check' ||
      definition.use === 'wait');
  if (!changesNothing) {
    return refuseBy(say('refused_skip', { step: definition.title }));
  }
  const isOpen = step.state.status === 'running' || awaitsVerdict(step.state);
  if (!isOpen) {
    return refuseBy(say('refused_skip_idle', { step: definition.title }));
  }
  const missing = refuseWithoutReason(command, 'skip the step');
  if (missing !== undefined) {
    return missing;
  }
  draft.add({
    type: 'stepSkipped',
    stepId: command.stepId,
    reason: `Skipped by ${nameOfRef(command.by)}${
      command.reason ? `: ${command.reason}` : ''
    }`,
    sentences: [
      say('skipped_by', { person: command.by }),
      ...sayReason(command.reason),
    ],
  });
  return undefined;
}

/** Lets a step that makes changes in stages go on before its stage has ended. */
export function promote(draft: Draft, command: CommandOf<'promote'>): Refusal {
  const { state } = draft;
  const step = findStep(state, command.stepId);
  if (!step) {
    return {
      message: `There is no step ${command.stepId} in this deployment.`,
    };
  }
  const refusal = refuseOffPath(state, 'promote');
  if (refusal !== undefined) {
    return refusal;
  }
  if (state.decision) {
    return refuseBy(say('refused_promote_decision'));
  }
  if (state.paused) {
    return refuseBy(say('refused_promote_paused'));
  }
  const { promotable, attempt } = step.state;
  if (!promotable) {
    return refuseBy(
      say('refused_promote_idle', { step: step.definition.title }),
    );
  }
  const unusual = [
    [promotable.needsReason, 'promote a version whose analysis has not passed'],
    [skipsStages(promotable, command.to), 'skip the stages that are left'],
  ] as const;
  const why = unusual.find(([applies]) => applies)?.[1];
  const missing = why && refuseWithoutReason(command, why);
  if (missing !== undefined) {
    return missing;
  }
  draft.add({
    type: 'stepPromoted',
    stepId: command.stepId,
    attempt,
    to: command.to,
    weight: command.to === 'full' ? 100 : promotable.nextWeight,
    reason: command.reason,
  });
  return undefined;
}
