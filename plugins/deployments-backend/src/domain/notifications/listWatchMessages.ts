import { parseEntityRef } from '@backstage/catalog-model';
import { NOTIFICATION_TOPICS } from '@slipway/backstage-plugin-deployments-common';
import type { DeploymentState } from '../deployment/state';
import type { NotificationMessage } from '../model/outboxMessage';
import type { BreachResponse, StoredWatch } from '../watch/storedWatch';
import { createNotification } from './createNotification';
import { describeCause } from './describeSubject';

/**
 * Lists the notifications about a breach of a watch. Pure.
 *
 * @param to - entity refs of the people responsible; without any, nobody is notified
 */
export function listBreachMessages(
  watch: StoredWatch,
  response: BreachResponse,
  to: readonly string[],
): NotificationMessage[] {
  const why =
    response.kind === 'asked' && response.why !== undefined
      ? [`Slipway took no automatic action: ${response.why}`]
      : [];
  return notify(watch, to, {
    ...describeResponse(watch, response),
    description: [`${watch.reason ?? 'A check failed'}.`, ...why].join(' '),
    severity: 'high',
  });
}

/** Lists the notifications about the end of a rollback after a breach, which no person requested. Pure. */
export function listRollbackMessages(
  watch: StoredWatch,
  rollback: Pick<DeploymentState, 'status' | 'version' | 'message'> | undefined,
  to: readonly string[],
): NotificationMessage[] {
  const subject = `{service} ${watch.version.name}`;
  return notify(watch, to, {
    topic: NOTIFICATION_TOPICS.rollbacks,
    ...(rollback?.status === 'succeeded'
      ? {
          title: `${subject} was rolled back in {environment}${describeCause(
            watch.reason,
          )}`,
          description: `{environment} runs ${rollback.version.name} again.`,
          severity: 'high',
        }
      : {
          title: `The rollback of ${subject} failed in {environment}`,
          description: rollback?.message ?? 'It did not succeed.',
          severity: 'critical',
        }),
  });
}

function describeResponse(
  { version, reason }: StoredWatch,
  response: BreachResponse,
): Pick<NotificationMessage, 'title' | 'topic'> {
  const subject = `{service} ${version.name}`;
  switch (response.kind) {
    case 'rollback':
      return {
        title: `${subject} is being rolled back in {environment}${describeCause(
          reason,
        )}`,
        topic: NOTIFICATION_TOPICS.rollbacks,
      };
    case 'incident':
      return {
        title: `${subject} breached its watch in {environment}, and an incident was opened`,
        topic: NOTIFICATION_TOPICS.rollbacks,
      };
    case 'asked':
      return {
        title: `Needs you: decide about ${subject} in {environment}, which breached its watch`,
        topic: NOTIFICATION_TOPICS.waiting,
      };
    default: {
      const unknown: never = response;
      throw new Error(`Unknown response ${JSON.stringify(unknown)}`);
    }
  }
}

/** Names the watched version with its service and environment. */
export function describeVersion({
  service,
  version,
  environment,
}: Pick<StoredWatch, 'service' | 'version' | 'environment'>): string {
  return `${parseEntityRef(service).name} ${version.name} in ${environment}`;
}

function notify(
  { deploymentId, service, environment }: StoredWatch,
  to: readonly string[],
  message: Pick<
    NotificationMessage,
    'title' | 'description' | 'severity' | 'topic'
  >,
): NotificationMessage[] {
  return to.length === 0
    ? []
    : [
        createNotification(
          { id: deploymentId, service, environment },
          { to: [...to], ...message },
        ),
      ];
}
