import { parseEntityRef } from '@backstage/catalog-model';
import type { Blocker } from '@slipway/backstage-plugin-deployments-common';
import type { DeploymentEvent } from '../deployment/events';
import { capitalized } from '../deployment/messages/conflict';
import { sentence } from '../deployment/messages/formatting';
import type { DeploymentState } from '../deployment/state';
import type { OutboxMessage } from '../model/outboxMessage';

/** Lists the signals and notifications to send after a commit. Pure. */
export function listMessages(
  before: DeploymentState | undefined,
  events: DeploymentEvent[],
  after: DeploymentState,
): OutboxMessage[] {
  const messages: OutboxMessage[] = [
    {
      kind: 'signal',
      deploymentId: after.id,
      seq: after.seq,
    },
  ];
  for (const event of events) {
    messages.push(...listNotifications(before, event, after));
  }
  return messages;
}

type Notification = Extract<OutboxMessage, { kind: 'notification' }>;

function listNotifications(
  before: DeploymentState | undefined,
  event: DeploymentEvent,
  after: DeploymentState,
): Notification[] {
  switch (event.type) {
    case 'blocked':
      return listApprovalRequests(
        event.blockers.filter(
          blocker =>
            !before?.blockers.some(
              known =>
                known.kind === 'approval' && known.message === blocker.message,
            ),
        ),
        after,
      );
    case 'stepWaiting':
      return listApprovalRequests([event.blocker], after);
    case 'stepProgressed':
      return event.externalWait && !isWaitingElsewhere(before, event.stepId)
        ? notifyOfWait(event.stepId, event.externalWait.blocker, after)
        : [];
    case 'decisionNeeded':
      return toRequester(after, {
        title: `${describeDeployment(after)} is waiting for a decision`,
        description: event.decision.message,
        severity: 'high',
        topic: `decision:${event.seq}`,
      });
    case 'rollbackStarted':
      return toRequester(after, {
        title: `${describeDeployment(after)} is being rolled back`,
        description: sentence(capitalized(event.rollback.message)),
        severity: 'high',
        topic: 'state',
      });
    case 'succeeded':
      return toRequester(after, {
        title: `${describeDeployment(after)} succeeded`,
        description: event.message,
        severity: 'normal',
        topic: 'state',
      });
    case 'rolledBack':
    case 'failed':
    case 'abandoned':
      return toRequester(after, {
        title: `${describeDeployment(after)} ${
          event.type === 'rolledBack' ? 'was rolled back' : 'failed'
        }`,
        description: event.message,
        severity: 'high',
        topic: 'state',
      });
    case 'rollbackFailed':
      return toRequester(after, {
        title: `The rollback of ${describeDeployment(after)} failed`,
        description: event.message,
        severity: 'critical',
        topic: 'state',
      });
    case 'cancelled':
    case 'expired':
    case 'superseded':
      return toRequester(after, {
        title: `${describeDeployment(after)} ${
          after.startedAt === undefined ? 'did not start' : 'was cancelled'
        }`,
        description: event.message,
        severity: 'low',
        topic: 'state',
      });
    default:
      return [];
  }
}

function notifyOfWait(
  stepId: string,
  { kind, message }: Blocker,
  after: DeploymentState,
): Notification[] {
  const isDecision = kind === 'decision';
  return toRequester(after, {
    title: `${describeDeployment(after)} is waiting for ${
      isDecision ? 'a decision' : 'somebody else'
    }`,
    description: message,
    severity: isDecision ? 'high' : 'normal',
    topic: `${isDecision ? 'decision' : 'external'}:${stepId}`,
  });
}

/** Whether the step waited elsewhere before, so that the requester knows. */
function isWaitingElsewhere(
  before: DeploymentState | undefined,
  stepId: string,
): boolean {
  return (
    before?.steps.some(
      ({ id, externalWait }) => id === stepId && externalWait !== undefined,
    ) ?? false
  );
}

function listApprovalRequests(
  blockers: Blocker[],
  after: DeploymentState,
): Notification[] {
  return blockers.flatMap(blocker =>
    blocker.kind === 'approval' && blocker.unblockedBy?.length
      ? [
          {
            kind: 'notification' as const,
            deploymentId: after.id,
            to: blocker.unblockedBy,
            title: `${describeDeployment(after)} is waiting for your approval`,
            description: blocker.message,
            severity: 'normal' as const,
            // Each rule has its own topic, because a notification replaces earlier ones of its topic.
            topic: `approval:${blocker.stepId ?? 'environment'}${
              blocker.rule === undefined || blocker.stepId !== undefined
                ? ''
                : `:${blocker.rule}`
            }`,
          },
        ]
      : [],
  );
}

/** Notifies the requester if it is a person; pipelines follow their deployments through the API. */
function toRequester(
  after: DeploymentState,
  message: Pick<Notification, 'title' | 'description' | 'severity' | 'topic'>,
): Notification[] {
  const person = [
    after.requestedBy.onBehalfOf,
    after.requestedBy.principal,
  ].find(ref => ref?.startsWith('user:'));
  return person === undefined
    ? []
    : [
        {
          kind: 'notification',
          deploymentId: after.id,
          to: [person],
          ...message,
        },
      ];
}

function describeDeployment(state: DeploymentState): string {
  const { name } = parseEntityRef(state.service);
  switch (state.kind) {
    case 'deploy':
      return `Deployment of ${name} ${state.version.name} to ${state.environment}`;
    case 'rollback':
      return `Rollback of ${name} to ${state.version.name} in ${state.environment}`;
    case 'restart':
      return `Restart of ${name} in ${state.environment}`;
    case 'remove':
      return `Removal of ${name} from ${state.environment}`;
    default: {
      const unknown: never = state.kind;
      throw new Error(`Unknown kind ${unknown}`);
    }
  }
}
