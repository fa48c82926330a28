import type { Database } from '../persistence/database';
import type { ListedReplica } from '../persistence/ownership/replicaRows';
import { listReplicas } from '../persistence/ownership/replicaRows';

/** A registered replica, and whether it is alive. */
export interface SeenReplica extends ListedReplica {
  alive: boolean;
}

/** After how long without a heartbeat a replica counts as dead. Replicas send a heartbeat every 5 s. */
const DEAD_AFTER_MS = 20_000;

/**
 * Lists the replicas. A replica that has lost its lock is dead. One that has its lock but sends no heartbeats is frozen or
 * disconnected.
 */
export async function readReplicas(
  database: Database,
  now: number,
): Promise<SeenReplica[]> {
  const replicas = await listReplicas(database.knex);
  return replicas.map(replica => ({
    ...replica,
    alive: replica.holdsLock !== false && now - replica.seenAt <= DEAD_AFTER_MS,
  }));
}
