import type {
  AllowedCommand,
  PromoteTo,
} from '@slipway/backstage-plugin-deployments-common';
import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type { PersonCommand } from '../commands';
import {
  awaitsApproval,
  awaitsVerdict,
  isOutcomeUnknown,
  listSteps,
} from '../stepGraph';
import { findRefusal } from './decide';
import {
  abandonMessages,
  approvalMessages,
  cancelMessages,
  decisionMessages,
  overrideMessages,
  pauseMessages,
  promoteMessages,
  resumeMessages,
  retryMessages,
  rollbackMessages,
  skipMessages,
  type CommandMessages,
} from '../messages/commandMessages';
import { sayCommand } from '../messages/commandSentences';
import type { DeploymentState } from '../state';

/** A command that a person may be offered, with the texts of its button. */
interface Offer {
  command: PersonCommand;
  messages: CommandMessages;
}

/**
 * Lists the commands to offer people now, each with its consequence. It asks the rules of `decide` whether a command is
 * allowed, so that no button offers a command that would be refused. Permissions and approvers are not checked here.
 *
 * @param now - epoch milliseconds
 */
export function allowedCommands(
  state: DeploymentState,
  now: number,
): AllowedCommand[] {
  if (isTerminal(state.status)) {
    return [];
  }
  return listOffers(state, now).map(({ command, messages }) => {
    const { label, consequence, needsReason, destructive } = messages;
    const refusal = findRefusal(state, command);
    const said = sayCommand(state, command);
    return {
      type: command.type,
      label,
      labelSentence: said.label,
      consequence,
      sentences: said.consequence,
      needsReason,
      allowed: refusal === undefined,
      ...(refusal && {
        refusal: refusal.message,
        refusalSentences: refusal.sentences,
      }),
      ...(command.type === 'decide' ? { choice: command.choice } : {}),
      ...(command.type === 'promote' ? { to: command.to } : {}),
      ...('stepId' in command && command.stepId !== undefined
        ? { stepId: command.stepId }
        : {}),
      ...(destructive ? { destructive } : {}),
    };
  });
}

function listOffers(state: DeploymentState, now: number): Offer[] {
  // These are placeholders, because this only finds out whether the command would be accepted.
  const common = { now, by: 'user:default/anyone', reason: 'because' };
  const { decision } = state;
  const result: Offer[] = [];

  if (decision) {
    for (const choice of decision.choices) {
      result.push({
        command: {
          ...common,
          type: 'decide',
          choice,
          ...(decision.stepId === undefined ? {} : { stepId: decision.stepId }),
        },
        messages: decisionMessages(state, decision, choice),
      });
    }
  }
  if (state.status === 'queued') {
    for (const type of ['approve', 'reject'] as const) {
      if (state.blockers.some(({ kind }) => kind === 'approval')) {
        result.push({
          command: { ...common, type, groups: [] },
          messages: approvalMessages(state, type),
        });
      }
    }
    if (state.blockers.some(({ overridable }) => overridable)) {
      result.push({
        command: { ...common, type: 'override' },
        messages: overrideMessages(state),
      });
    }
  }
  for (const step of listSteps(state)) {
    const stepId = step.definition.id;
    if (awaitsApproval(step.state)) {
      for (const type of ['approve', 'reject'] as const) {
        result.push({
          command: { ...common, type, stepId, groups: [] },
          messages: approvalMessages(state, type, step.definition),
        });
      }
    }
    const mayBeSkipped =
      step.definition.changes === 'none' &&
      (step.state.status === 'running' || awaitsVerdict(step.state));
    if (mayBeSkipped) {
      result.push({
        command: { ...common, type: 'skipStep', stepId },
        messages: skipMessages(state, step.definition),
      });
    }
    const { promotable } = step.state;
    if (promotable) {
      // With only one stage left, both mean the same.
      const choices: PromoteTo[] =
        promotable.nextWeight < 100 ? ['next', 'full'] : ['next'];
      for (const to of choices) {
        result.push({
          command: { ...common, type: 'promote', stepId, to },
          messages: promoteMessages(state, step.definition, promotable, to),
        });
      }
    }
    if (step.state.status === 'failed' || decision?.stepId === stepId) {
      result.push({
        command: { ...common, type: 'retryStep', stepId },
        messages: retryMessages(step.definition),
      });
    }
  }
  result.push(
    state.paused
      ? {
          command: { ...common, type: 'resume' },
          messages: resumeMessages(state),
        }
      : {
          command: { ...common, type: 'pause' },
          messages: pauseMessages(state),
        },
    // Before the deployment changes the environment, there is nothing to roll back. Then `cancel` is enough.
    ...(state.mayHaveChanged
      ? [
          {
            command: { ...common, type: 'rollback' as const },
            messages: rollbackMessages(state),
          },
        ]
      : []),
    { command: { ...common, type: 'cancel' }, messages: cancelMessages(state) },
  );
  if (isOutcomeUnknown(state)) {
    result.push({
      command: { ...common, type: 'abandon' },
      messages: abandonMessages(state),
    });
  }
  return result;
}
