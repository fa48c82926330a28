import type { AllowedCommand } from '@slipway/backstage-plugin-deployments-common';
import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type { PersonCommand } from '../commands';
import { awaitsApproval, awaitsVerdict, listStepsFor } from '../stepGraph';
import { decide } from './decide';
import {
  abandonWords,
  approvalMessages,
  cancelWords,
  decisionMessages,
  overrideWords,
  pauseWords,
  resumeWords,
  retryMessages,
  rollbackMessages,
  skipWords,
  type CommandMessages,
} from '../messages/commandMessages';
import type { DeploymentState } from '../state';
import { isOutcomeUnknown } from './decidePerson';

interface Offer {
  command: PersonCommand;
  words: CommandMessages;
}

/**
 * What a person may be offered now, each with what it will do. Whether it is allowed is asked of `decide` itself, so
 * that a button never promises what is then refused. Who the person is, is not looked at: permissions and approvers are
 * asked elsewhere.
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
  return offers(state, now).map(({ command, words }) => {
    const { label, consequence, needsReason, destructive } = words;
    const answer = decide(state, command);
    return {
      type: command.type,
      label,
      consequence,
      needsReason,
      allowed: answer.result === 'events',
      ...(answer.result === 'refused' ? { refusal: answer.message } : {}),
      ...(command.type === 'decide' ? { choice: command.choice } : {}),
      ...('stepId' in command && command.stepId !== undefined
        ? { stepId: command.stepId }
        : {}),
      ...(destructive ? { destructive } : {}),
    };
  });
}

function offers(state: DeploymentState, now: number): Offer[] {
  // Only whether it would be followed matters here, so any person with any reason will do.
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
        words: decisionMessages(state, decision, choice),
      });
    }
  }
  if (state.status === 'queued') {
    for (const type of ['approve', 'reject'] as const) {
      if (state.blockers.some(({ kind }) => kind === 'approval')) {
        result.push({
          command: { ...common, type, groups: [] },
          words: approvalMessages(state, type),
        });
      }
    }
    if (state.blockers.some(({ overridable }) => overridable)) {
      result.push({
        command: { ...common, type: 'override' },
        words: overrideWords(state),
      });
    }
  }
  for (const step of listStepsFor(state)) {
    const stepId = step.definition.id;
    if (awaitsApproval(step.state)) {
      for (const type of ['approve', 'reject'] as const) {
        result.push({
          command: { ...common, type, stepId, groups: [] },
          words: approvalMessages(state, type, step.definition),
        });
      }
    }
    const mayBeSkipped =
      step.definition.changes === 'none' &&
      (step.state.status === 'running' || awaitsVerdict(step.state));
    if (mayBeSkipped) {
      result.push({
        command: { ...common, type: 'skipStep', stepId },
        words: skipWords(state, step.definition),
      });
    }
    if (step.state.status === 'failed' || decision?.stepId === stepId) {
      result.push({
        command: { ...common, type: 'retryStep', stepId },
        words: retryMessages(step.definition),
      });
    }
  }
  result.push(
    state.paused
      ? { command: { ...common, type: 'resume' }, words: resumeWords(state) }
      : { command: { ...common, type: 'pause' }, words: pauseWords(state) },
    // Before anything ran there is nothing to roll back or to stop: cancelling does all there is to do.
    ...(state.touched
      ? [
          {
            command: { ...common, type: 'rollback' as const },
            words: rollbackMessages(state),
          },
        ]
      : []),
    { command: { ...common, type: 'cancel' }, words: cancelWords(state) },
  );
  if (isOutcomeUnknown(state)) {
    result.push({
      command: { ...common, type: 'abandon' },
      words: abandonWords(state),
    });
  }
  return result;
}
