import type { Sentence } from '@slipway/backstage-plugin-deployments-common';
import type { DeploymentState, RollbackState } from '../state';
import { listSteps, type StepWithState } from '../stepGraph';
import { deriveVerification } from '../verification';
import { capitalized } from './conflict';
import {
  describeRemaining,
  failureMessage,
  isFailedCheck,
  keepsTraffic,
} from './outcomeMessages';
import { findFailure, findVerification } from './rolledBackMessage';
import { describeFailedRollback } from './rollbackSentences';
import { say, sayStated } from '../../text/say';

/**
 * Says by codes how a deployment ended, or why it stops or rolls back, for translations: what `message` of the state says,
 * without the service and the environment, which readers know. What persons and steps said stays as it is. Empty before.
 */
export function listOutcomeSentences(state: DeploymentState): Sentence[] {
  const { status, rollback } = state;
  switch (status) {
    case 'succeeded':
      return [saySuccess(state)];
    case 'rolled_back':
      return rollback
        ? [...sayCause(state, rollback), sayRestored(state, rollback)]
        : [];
    case 'expired':
    case 'superseded':
      return [say(status), say('unchanged')];
    case 'failed':
    case 'cancelled':
      return state.sentences ?? sayStoredEnd(state);
    case 'rollback_failed':
      return state.sentences ?? sayStoredRollbackFailure(state);
    case 'rolling_back':
      return rollback?.sentences ?? [];
    case 'running':
    case 'waiting':
      return state.stopping?.sentences ?? [];
    case 'queued':
      return [];
    default: {
      const unknown: never = status;
      throw new Error(`Unknown status: ${String(unknown)}`);
    }
  }
}

/** Which step failed and why. A failed check says it all, so the step's title is left out. */
export function sayFailure(step: StepWithState): Sentence[] {
  const { error } = step.state;
  const title = step.definition.title;
  if (!error?.message) {
    return [say('step_failed_silently', { step: title })];
  }
  return isFailedCheck(step)
    ? sayStated(error)
    : [say('step_failed_because', { step: title }), ...sayStated(error)];
}

/** What a failed deployment leaves behind. */
export function sayRemaining(state: DeploymentState): Sentence {
  if (!state.mayHaveChanged) {
    return say('unchanged');
  }
  return keepsTraffic(state)
    ? say('keeps_traffic', {
        version: state.version.name,
        weight: state.trafficWeight,
      })
    : say('left_as_is');
}

function saySuccess(state: DeploymentState): Sentence {
  if (state.kind === 'remove') {
    return say('removed');
  }
  const verification = deriveVerification(state);
  const isVerified = verification === 'passed' || verification === 'overridden';
  return say(isVerified ? `running_${verification}` : 'running_unverified', {
    version: state.version.name,
  });
}

/** The failure that led to a rollback. */
function sayCause(state: DeploymentState, rollback: RollbackState): Sentence[] {
  const message = findFailure(rollback);
  if (message === undefined) {
    return [];
  }
  return rollback.sentences ?? sayStoredFailure(state, message);
}

function sayRestored(
  state: DeploymentState,
  rollback: RollbackState,
): Sentence {
  return rollback.to
    ? say(`restored_${findVerification(state, rollback)}`, {
        version: rollback.to.name,
      })
    : say('stopped', { version: state.version.name });
}

/** For messages that were stored before their sentences were: a step that failed, or what somebody or something said. */
function sayStoredFailure(state: DeploymentState, message: string): Sentence[] {
  const step = listSteps(state).find(
    each => each.state.error && isSame(failureMessage(each), message),
  );
  return step ? capitalizeStated(sayFailure(step)) : toStated(message);
}

/** A stored message of a failed or cancelled deployment says why it ended, and mostly what it left. */
function sayStoredEnd(state: DeploymentState): Sentence[] {
  const { message } = state;
  if (message === undefined) {
    return [];
  }
  const left = describeRemaining(state);
  return message.endsWith(left)
    ? [
        ...sayStoredFailure(state, message.slice(0, -left.length).trim()),
        sayRemaining(state),
      ]
    : sayStoredFailure(state, message);
}

function sayStoredRollbackFailure(state: DeploymentState): Sentence[] {
  const { message, rollback } = state;
  const failed = rollback?.steps.find(({ status }) => status === 'failed');
  if (failed?.error) {
    return describeFailedRollback(state, failed, failed.error).sentences;
  }
  return message === undefined ? [] : toStated(message);
}

function toStated(message: string): Sentence[] {
  return sayStated({ message: capitalized(message) });
}

/** A failed check of an earlier release begins the outcome. */
function capitalizeStated([first, ...others]: Sentence[]): Sentence[] {
  return first?.code === 'stated'
    ? [...toStated(String(first.params?.text ?? '')), ...others]
    : [...(first ? [first] : []), ...others];
}

/** Compares sentences, of which the first letter and the period depend on what is before and after them. */
function isSame(a: string, b: string): boolean {
  const normalize = (text: string) =>
    capitalized(text.trim()).replace(/\.$/, '');
  return normalize(a) === normalize(b);
}
