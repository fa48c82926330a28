import type { Blocker } from '@slipway/backstage-plugin-deployments-common';
import {
  isTerminal,
  NOTIFICATION_TOPICS,
} from '@slipway/backstage-plugin-deployments-common';
import type { DeploymentEvent } from '../deployment/events';
import type { DeploymentState } from '../deployment/state';
import type { NotificationMessage } from '../model/outboxMessage';
import { createNotification } from './createNotification';
import { describeSubject, inSentence } from './describeSubject';
import { findRequester, findRequesterWait } from './findWaits';
import { describeOutcome } from './describeOutcome';

/**
 * Notifies the requester of waits and of the end of a deployment. If no person requested it, the owner of the service decides,
 * and hears of rollbacks. Pure.
 */
export function notifyRequester(
  before: DeploymentState | undefined,
  events: readonly DeploymentEvent[],
  after: DeploymentState,
): NotificationMessage[] {
  return [
    ...notifyOfWait(before, events, after),
    ...events.flatMap(event => notifyOfOutcome(event, after)),
  ];
}

function notifyOfWait(
  before: DeploymentState | undefined,
  events: readonly DeploymentEvent[],
  after: DeploymentState,
): NotificationMessage[] {
  const earlier = findRequesterWait(before);
  const open = findRequesterWait(after);
  if (open && isNews(earlier, open)) {
    return [describeWait(open, after)];
  }
  if (earlier && !open) {
    return earlier.kind === 'decision'
      ? [describeDecided(events, after)]
      : describeContinued(after);
  }
  return [];
}

/** A wait for somebody elsewhere is reported once, however its description changes. */
function isNews(earlier: Blocker | undefined, open: Blocker): boolean {
  return (
    earlier?.kind !== open.kind ||
    earlier.stepId !== open.stepId ||
    (open.kind === 'decision' && earlier.message !== open.message)
  );
}

function describeWait(
  blocker: Blocker,
  after: DeploymentState,
): NotificationMessage {
  const description = blocker.message;
  const requester = findRequester(after);
  return blocker.kind === 'decision'
    ? createNotification(after, {
        ...toDecider(requester),
        title: `Needs you: decide about ${inSentence(
          describeSubject(after),
        )} in {environment}{deadline}`,
        description,
        severity: 'high',
        topic: NOTIFICATION_TOPICS.waiting,
        deadline:
          after.decideBy === undefined ? undefined : { at: after.decideBy },
      })
    : createNotification(after, {
        to: toList(requester),
        title: `${describeSubject(
          after,
        )} is waiting for somebody else in {environment}`,
        description,
        severity: 'normal',
        topic: NOTIFICATION_TOPICS.own,
      });
}

function describeDecided(
  events: readonly DeploymentEvent[],
  after: DeploymentState,
): NotificationMessage {
  const person = events.find(({ by }) => by?.startsWith('user:'))?.by;
  return createNotification(after, {
    ...toDecider(findRequester(after)),
    title: `${describeSubject(
      after,
    )} no longer waits for a decision in {environment}`,
    description: person ? '{person} decided.' : after.message ?? '',
    severity: 'low',
    topic: NOTIFICATION_TOPICS.waiting,
    person,
  });
}

function describeContinued(after: DeploymentState): NotificationMessage[] {
  return isTerminal(after.status) || after.status === 'rolling_back'
    ? []
    : [
        createNotification(after, {
          to: toList(findRequester(after)),
          title: `${describeSubject(after)} continues in {environment}`,
          description: '',
          severity: 'low',
          topic: NOTIFICATION_TOPICS.own,
        }),
      ];
}

function notifyOfOutcome(
  event: DeploymentEvent,
  after: DeploymentState,
): NotificationMessage[] {
  const outcome = describeOutcome(event, after);
  if (!outcome) {
    return [];
  }
  const { isRollback, ...message } = outcome;
  const requester = findRequester(after);
  return [
    createNotification(after, {
      ...message,
      to: toList(requester),
      topic: NOTIFICATION_TOPICS.own,
    }),
    // The responses of a watch have messages of their own.
    ...(isRollback && after.requestedBy.via !== 'system'
      ? [
          createNotification(after, {
            ...message,
            to: [],
            toOwner: true,
            except: toList(requester),
            severity:
              message.severity === 'critical' ? message.severity : 'normal',
            topic: NOTIFICATION_TOPICS.rollbacks,
          }),
        ]
      : []),
  ];
}

function toDecider(requester: string | undefined) {
  return requester === undefined
    ? { to: [], toOwner: true }
    : { to: [requester] };
}

function toList(ref: string | undefined): string[] {
  return ref === undefined ? [] : [ref];
}
