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

/**
 * Says by codes how a deployment ended, for translations: what `message` of the state says, without the service and the
 * environment, which readers know. What persons and steps said stays as it is. Empty while the deployment has not ended.
 */
export function listOutcomeSentences(state: DeploymentState): Sentence[] {
  const { status, rollback } = state;
  switch (status) {
    case 'succeeded':
      return [describeSuccess(state)];
    case 'rolled_back':
      return rollback
        ? [
            ...describeFailure(state, findFailure(rollback)),
            describeRestored(state, rollback),
          ]
        : [];
    case 'expired':
    case 'superseded':
      return [{ code: status }, { code: 'unchanged' }];
    case 'failed':
    case 'cancelled':
      return describeEnd(state);
    case 'rollback_failed':
      return describeFailedRollback(state);
    case 'queued':
    case 'running':
    case 'waiting':
    case 'rolling_back':
      return [];
    default: {
      const unknown: never = status;
      throw new Error(`Unknown status: ${String(unknown)}`);
    }
  }
}

function describeSuccess(state: DeploymentState): Sentence {
  if (state.kind === 'remove') {
    return { code: 'removed' };
  }
  const verification = deriveVerification(state);
  const params = { version: state.version.name };
  return verification === 'passed' || verification === 'overridden'
    ? { code: `running_${verification}`, params }
    : { code: 'running_unverified', params };
}

/** A step that failed, or what somebody or something else said. */
function describeFailure(
  state: DeploymentState,
  said: string | undefined,
): Sentence[] {
  if (said === undefined) {
    return [];
  }
  const step = listSteps(state).find(
    each => each.state.error && isSame(failureMessage(each), said),
  );
  return step && !isFailedCheck(step)
    ? [describeFailedStep(step)]
    : [toStated(said)];
}

function describeFailedStep({ definition, state }: StepWithState): Sentence {
  const detail = state.error?.message;
  return detail
    ? { code: 'step_failed', params: { step: definition.title, detail } }
    : { code: 'step_failed_silently', params: { step: definition.title } };
}

function describeRestored(
  state: DeploymentState,
  rollback: RollbackState,
): Sentence {
  return rollback.to
    ? {
        code: `restored_${findVerification(state, rollback)}`,
        params: { version: rollback.to.name },
      }
    : { code: 'stopped', params: { version: state.version.name } };
}

/** The message of a failed or cancelled deployment says why it ended, and mostly what it left. */
function describeEnd(state: DeploymentState): Sentence[] {
  const { message } = state;
  const left = describeRemaining(state);
  return message?.endsWith(left)
    ? [
        ...describeFailure(state, message.slice(0, -left.length).trim()),
        toRemaining(state),
      ]
    : describeFailure(state, message);
}

function toRemaining(state: DeploymentState): Sentence {
  if (!state.mayHaveChanged) {
    return { code: 'unchanged' };
  }
  return keepsTraffic(state)
    ? {
        code: 'keeps_traffic',
        params: { version: state.version.name, weight: state.trafficWeight },
      }
    : { code: 'left_as_is' };
}

function describeFailedRollback({
  message,
  rollback,
}: DeploymentState): Sentence[] {
  const failed = rollback?.steps.find(({ status }) => status === 'failed');
  if (failed?.error) {
    return [
      {
        code: 'rollback_failed',
        params: { step: failed.title, detail: failed.error.message },
      },
      { code: 'check_now' },
    ];
  }
  return message === undefined ? [] : [toStated(message)];
}

function toStated(text: string): Sentence {
  return { code: 'stated', params: { text: capitalized(text) } };
}

/** Compares sentences, of which the first letter and the period depend on what is before and after them. */
function isSame(a: string, b: string): boolean {
  const normalize = (text: string) =>
    capitalized(text.trim()).replace(/\.$/, '');
  return normalize(a) === normalize(b);
}
