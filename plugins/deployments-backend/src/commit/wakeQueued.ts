import type { Knex } from 'knex';
import { afterCommit } from '../persistence/groupCommit';
import {
  makeQueuedDue,
  wakeQueuedDeployments,
} from '../persistence/repositories/deploymentsByServiceEnvironment';
import type { CommitDeps } from './commitDeps';

/**
 * Has those of a service asked about again that are queued, in whatever environment: promotion looks at the one before.
 * What somebody is just at work on is made due afterwards: waiting for its row here, while this transaction has a place
 * for which that one may wait, would be a deadlock.
 */
export async function wakeQueued(
  { database, queue }: Pick<CommitDeps, 'database' | 'queue'>,
  trx: Knex.Transaction,
  service: string,
  now: number,
): Promise<void> {
  const { due, busy } = await wakeQueuedDeployments(
    trx,
    database.dialect,
    service,
    now,
  );
  for (const id of [...due, ...busy]) {
    await queue.enqueue(trx, id);
  }
  if (busy.length > 0) {
    // Should it not come to that, the wake-up does it.
    afterCommit(trx, () => {
      makeQueuedDue(database.knex, busy, now).catch(() => {});
    });
  }
}
