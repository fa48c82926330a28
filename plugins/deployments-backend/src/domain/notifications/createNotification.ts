import type { DeploymentState } from '../deployment/state';
import type { NotificationMessage } from '../model/outboxMessage';

/** Completes a notification about a deployment with what it is about. */
export function createNotification(
  { id, service, environment }: DeploymentState,
  message: Omit<
    NotificationMessage,
    'kind' | 'deploymentId' | 'service' | 'environment'
  >,
): NotificationMessage {
  return {
    kind: 'notification',
    deploymentId: id,
    service,
    environment,
    ...message,
  };
}

/** A person's reason at the end of a sentence. */
export function describeReason(reason: string | undefined): string {
  return reason ? `: “${reason}”` : '';
}
