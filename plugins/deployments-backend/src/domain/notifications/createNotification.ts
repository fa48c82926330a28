import type { DeploymentState } from '../deployment/state';
import { serviceEnvironment } from '../text/formatting';
import type { NotificationMessage } from '../model/outboxMessage';

/** Completes a notification about a deployment with what it is about, which its texts name by placeholders. */
export function createNotification(
  {
    id,
    service,
    environment,
  }: Pick<DeploymentState, 'id' | 'service' | 'environment'>,
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
    title: withPlaceholders(message.title, { service, environment }),
    description: withPlaceholders(message.description, {
      service,
      environment,
    }),
  };
}

/** A person's reason at the end of a sentence. */
export function describeReason(reason: string | undefined): string {
  return reason ? `: “${reason}”` : '';
}

/** The engine's sentences name a service and an environment by their names; people know their titles. */
function withPlaceholders(
  text: string,
  named: Pick<DeploymentState, 'service' | 'environment'>,
): string {
  return text
    .replaceAll(serviceEnvironment(named), '{service} in {environment}')
    .replaceAll(` in ${named.environment}.`, ' in {environment}.');
}
