import type { DeploymentEvent } from '../deployment/events';
import { describeRestored } from '../deployment/messages/rolledBackMessage';
import type { DeploymentState } from '../deployment/state';
import type { NotificationMessage } from '../model/outboxMessage';
import {
  describeCause,
  describeSubject,
  describeSuccess,
  inSentence,
} from './describeSubject';

type Outcome = Pick<
  NotificationMessage,
  'title' | 'description' | 'severity' | 'person'
> & {
  /** Whether users had the version and lost it. */
  isRollback?: boolean;
};

/** Describes how a deployment ended, or that it is being rolled back. `undefined` for all other events. */
export function describeOutcome(
  event: DeploymentEvent,
  state: DeploymentState,
): Outcome | undefined {
  const { rollback } = state;
  const subject = describeSubject(state);
  switch (event.type) {
    case 'succeeded':
      return {
        title: describeSuccess(state),
        description: event.message,
        severity: 'low',
      };
    case 'rollbackStarted':
      return {
        title: `${subject} is being rolled back in {environment}${describeRollbackCause(
          state,
        )}`,
        ...describeRollback(state),
        severity: 'high',
      };
    case 'rolledBack':
      return {
        title: `${subject} was rolled back in {environment}${describeRollbackCause(
          state,
        )}`,
        ...describeRollback(
          state,
          rollback ? describeRestored(state, rollback) : event.message,
        ),
        severity: 'high',
        isRollback: true,
      };
    case 'rollbackFailed':
      return {
        title: `The rollback of ${inSentence(subject)} failed in {environment}`,
        description: event.message,
        severity: 'critical',
        isRollback: true,
      };
    case 'failed':
    case 'abandoned':
      return {
        title: `${subject} ${
          event.type === 'failed' ? 'failed' : 'was abandoned'
        } in {environment}${describeCause(event.message)}`,
        description: event.message,
        severity: 'high',
      };
    case 'cancelled':
    case 'expired':
    case 'superseded':
      return {
        title: `${subject} ${describeEnd(event, state)} {environment}`,
        description: event.message,
        severity:
          event.type === 'cancelled' && event.cause === 'rejected'
            ? 'normal'
            : 'low',
      };
    default:
      return undefined;
  }
}

function describeEnd(
  event: { type: 'cancelled' | 'expired' | 'superseded'; cause?: string },
  { startedAt }: DeploymentState,
): string {
  if (event.cause === 'rejected') {
    return 'was rejected for';
  }
  return startedAt === undefined ? 'did not start in' : 'was cancelled in';
}

/** Why it is rolled back, unless a person asked for it, who is named in the description. */
function describeRollbackCause(state: DeploymentState): string {
  const { rollback } = state;
  return rollback?.by === undefined ? describeCause(rollback?.message) : '';
}

function describeRollback(
  state: DeploymentState,
  result = '',
): Pick<Outcome, 'description' | 'person'> {
  const person = state.rollback?.by;
  return {
    description: [
      ...(person === undefined ? [] : ['{person} rolled it back.']),
      result,
    ]
      .filter(Boolean)
      .join(' '),
    person,
  };
}
