import type { DeploymentEvent } from '../deployment/events';
import type { DeploymentState } from '../deployment/state';
import type { OutboxMessage } from '../model/outboxMessage';
import { createEvent } from './createEvent';
import { notifyApprovers } from './notifyApprovers';
import { notifyRequester } from './notifyRequester';

/** Lists the signals, events and notifications to send after a commit. Pure. */
export function listMessages(
  before: DeploymentState | undefined,
  events: DeploymentEvent[],
  after: DeploymentState,
): OutboxMessage[] {
  const notifications = [
    // In this order, because a requester may also be among the approvers, and a later notification replaces an earlier one.
    ...notifyApprovers(before, events, after),
    ...notifyRequester(before, events, after),
  ];
  const payload = createEvent(before, after);
  return [
    { kind: 'signal', deploymentId: after.id, seq: after.seq },
    ...(payload
      ? [{ kind: 'event' as const, deploymentId: after.id, payload }]
      : []),
    ...notifications.filter(({ to, toOwner }) => to.length > 0 || toOwner),
  ];
}
