import type { Knex } from 'knex';
import { afterCommit } from '../persistence/afterCommit';
import {
  makeQueuedDue,
  wakeQueuedDeployments,
} from '../persistence/repositories/deploymentsByServiceEnvironment';
import type { CommitDeps } from './commitDeps';

/**
 * Wakes a service's queued deployments in all environments, because promotion depends on the environment before.
 * Deployments that another transaction has locked are made due after the commit. Waiting for their rows here would be a
 * deadlock if that transaction waits for the service environment that this one has locked.
 */
export async function wakeQueued(
  { database, queue }: Pick<CommitDeps, 'database' | 'queue'>,
  trx: Knex.Transaction,
  service: string,
  now: number,
): Promise<void> {
  const { due, busy } = await wakeQueuedDeployments(trx, service, now);
  for (const id of [...due, ...busy]) {
    await queue.enqueue(trx, id);
  }
  if (busy.length > 0) {
    // If this fails, the enqueued wake-up still arrives.
    afterCommit(trx, () => {
      makeQueuedDue(database.knex, busy, now).catch(() => {});
    });
  }
}
