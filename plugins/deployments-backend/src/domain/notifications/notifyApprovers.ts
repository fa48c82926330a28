import type { Blocker } from '@slipway/backstage-plugin-deployments-common';
import {
  isTerminal,
  NOTIFICATION_TOPICS,
} from '@slipway/backstage-plugin-deployments-common';
import type { DeploymentEvent } from '../deployment/events';
import type { DeploymentState } from '../deployment/state';
import type { NotificationMessage } from '../model/outboxMessage';
import { createNotification, describeReason } from './createNotification';
import { describePlanned, describeSubject } from './describeSubject';
import {
  findApprovalWait,
  listApprovers,
  type ApprovalWait,
} from './findWaits';

/** Notifies those who can approve that they are needed, and later that they no longer are. Pure. */
export function notifyApprovers(
  before: DeploymentState | undefined,
  events: readonly DeploymentEvent[],
  after: DeploymentState,
): NotificationMessage[] {
  const earlier = findApprovalWait(before);
  const open = findApprovalWait(after);
  const released = earlier.asked.filter(ref => !open.asked.includes(ref));
  return [
    ...(released.length > 0
      ? [release(released, earlier, open, events, after)]
      : []),
    // After the others, because a person can be in the groups of several rules.
    ...(isChanged(earlier, open, events) ? [request(open, after)] : []),
    ...confirmApprovals(open, events, after),
  ];
}

function request(
  { asked, blockers, approved, ineligible }: ApprovalWait,
  after: DeploymentState,
): NotificationMessage {
  const { requestedBy, hotfix, reason } = after;
  return createNotification(after, {
    to: asked,
    except: [...approved, ...ineligible],
    title: `Needs you: approve ${describePlanned(after)}{deadline}`,
    description: [
      `Requested by {person}${hotfix ? ' as a hotfix' : ''}${describeReason(
        reason,
      )}.`,
      ...blockers.map(({ message }) => message),
    ].join(' '),
    person: requestedBy.onBehalfOf ?? requestedBy.principal,
    severity: 'high',
    topic: NOTIFICATION_TOPICS.waiting,
    deadline:
      after.decideBy === undefined
        ? { queuedAt: Math.max(after.requestedAt, after.notBefore ?? 0) }
        : { at: after.decideBy },
  });
}

function release(
  to: string[],
  earlier: ApprovalWait,
  open: ApprovalWait,
  events: readonly DeploymentEvent[],
  after: DeploymentState,
): NotificationMessage {
  const message = {
    to,
    except: earlier.ineligible,
    severity: 'low',
    topic: NOTIFICATION_TOPICS.waiting,
  } as const;
  const rejection = findRejection(events);
  if (rejection) {
    return createNotification(after, {
      ...message,
      title: `${describeSubject(after)} was rejected for {environment}`,
      description: `Rejected by {person}${describeReason(rejection.reason)}.`,
      person: rejection.by,
    });
  }
  const closed = earlier.blockers.filter(
    ({ stepId, rule }) =>
      !open.blockers.some(it => it.stepId === stepId && it.rule === rule),
  );
  if (!closed.every(blocker => isApproved(blocker, after))) {
    return createNotification(after, {
      ...message,
      title: `${describeSubject(after)} ${
        after.status === 'expired'
          ? 'expired without approval'
          : 'no longer needs approval'
      } for {environment}`,
      description: after.message ?? '',
    });
  }
  const approvers = listApprovers(after, closed);
  return createNotification(after, {
    ...message,
    except: [...approvers, ...earlier.ineligible],
    title: `${describeSubject(after)} ${
      open.asked.length > 0 ? 'no longer needs you' : 'was approved'
    } for {environment}`,
    description: 'Approved by {person}.',
    person: approvers[approvers.length - 1],
  });
}

function isApproved({ stepId }: Blocker, after: DeploymentState): boolean {
  return stepId === undefined
    ? !isTerminal(after.status) && listApprovers(after, [{ stepId }]).length > 0
    : after.steps.some(
        ({ id, status }) => id === stepId && status === 'succeeded',
      );
}

/** Tells each person who approved that the deployment no longer waits for them. */
function confirmApprovals(
  open: ApprovalWait,
  events: readonly DeploymentEvent[],
  after: DeploymentState,
): NotificationMessage[] {
  return events.flatMap(event =>
    event.type === 'approvalDecided' && event.approval.decision === 'approve'
      ? [
          createNotification(after, {
            to: [event.approval.by],
            title: `You approved ${describePlanned(after)}`,
            description: open.blockers.some(
              ({ stepId }) => stepId === event.approval.stepId,
            )
              ? 'It continues when it has all approvals and nothing else blocks it.'
              : '',
            severity: 'low',
            topic: NOTIFICATION_TOPICS.waiting,
          }),
        ]
      : [],
  );
}

function findRejection(events: readonly DeploymentEvent[]) {
  return events
    .flatMap(event => (event.type === 'approvalDecided' ? event.approval : []))
    .find(({ decision }) => decision === 'reject');
}

function isChanged(
  earlier: ApprovalWait,
  open: ApprovalWait,
  events: readonly DeploymentEvent[],
): boolean {
  const describe = ({ blockers }: ApprovalWait) =>
    JSON.stringify(
      blockers.map(({ stepId, rule, message }) => [stepId, rule, message]),
    );
  return (
    open.asked.length > 0 &&
    (describe(earlier) !== describe(open) ||
      events.some(({ type }) => type === 'approvalsVoided'))
  );
}
