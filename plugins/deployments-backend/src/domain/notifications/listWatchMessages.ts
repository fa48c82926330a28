import { parseEntityRef } from '@backstage/catalog-model';
import type { OutboxMessage } from '../model/outboxMessage';
import type { BreachResponse, StoredWatch } from '../watch/storedWatch';

/**
 * Lists the notifications about a breach of a watch. Pure.
 *
 * @param to - entity refs of the people responsible; without any, nobody is notified
 */
export function listBreachMessages(
  watch: StoredWatch,
  response: BreachResponse,
  to: readonly string[],
): OutboxMessage[] {
  const why =
    response.kind === 'asked' && response.why !== undefined
      ? [`Slipway took no automatic action: ${response.why}`]
      : [];
  return notify(watch, to, {
    title: describeResponse(watch, response),
    description: [`${watch.reason ?? 'A check failed'}.`, ...why].join(' '),
    severity: 'high',
  });
}

/** Lists the notifications about a rollback after a breach that did not succeed. Pure. */
export function listFailedRollbackMessages(
  watch: StoredWatch,
  message: string | undefined,
  to: readonly string[],
): OutboxMessage[] {
  return notify(watch, to, {
    title: `The rollback of ${describeVersion(watch)} failed`,
    description: message ?? 'It did not succeed.',
    severity: 'critical',
  });
}

function describeResponse(
  watch: StoredWatch,
  response: BreachResponse,
): string {
  const version = describeVersion(watch);
  switch (response.kind) {
    case 'rollback':
      return `${version} breached its watch and is being rolled back`;
    case 'incident':
      return `${version} breached its watch, and an incident was opened`;
    case 'asked':
      return `${version} breached its watch. Decide what to do`;
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
  { deploymentId }: StoredWatch,
  to: readonly string[],
  message: {
    title: string;
    description: string;
    severity: 'critical' | 'high';
  },
): OutboxMessage[] {
  return to.length === 0
    ? []
    : [
        {
          kind: 'notification',
          deploymentId,
          to: [...to],
          topic: 'watch',
          ...message,
        },
      ];
}
