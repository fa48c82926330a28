import type { Knex } from 'knex';
import type { OutboxMessage } from '../../domain/model/outboxMessage';
import type { StoredWatch } from '../../domain/watch/storedWatch';
import { afterCommit } from '../../persistence/afterCommit';
import {
  getDeployment,
  readOwnerGroup,
} from '../../persistence/repositories/deployments';
import { enqueueOutbox } from '../../persistence/repositories/outbox';
import type { WatchDeps } from './watchDeps';

/** The part of a deployment that messages about its watch need. */
export interface WatchAudience {
  /** The number of its last event. */
  seq: number;
  /** Entity refs of its requester, if that is a person, and of the service's owner. */
  responsible: string[];
}

export async function readAudience(
  on: Knex,
  { deploymentId }: StoredWatch,
): Promise<WatchAudience> {
  const { seq, requestedBy } = await getDeployment(on, deploymentId);
  const owner = await readOwnerGroup(on, deploymentId);
  const requester = [requestedBy.onBehalfOf, requestedBy.principal].find(ref =>
    ref?.startsWith('user:'),
  );
  return {
    seq,
    responsible: [requester, owner].flatMap(ref =>
      ref === undefined ? [] : [ref],
    ),
  };
}

/** Notifies open pages that a watch has changed, and stores the notifications to send after the commit. */
export async function publishWatch(
  { changes }: Pick<WatchDeps, 'changes'>,
  trx: Knex.Transaction,
  watch: StoredWatch,
  {
    seq,
    messages,
    now,
  }: { seq: number; messages: OutboxMessage[]; now: number },
): Promise<void> {
  const { deploymentId, service, environment } = watch;
  await enqueueOutbox(
    trx,
    [{ kind: 'signal', deploymentId, seq }, ...messages],
    now,
  );
  afterCommit(trx, () =>
    changes.publish({
      deploymentId,
      service,
      environment,
      what: 'events',
      seq,
    }),
  );
}
