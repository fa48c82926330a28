import type { Database } from '../persistence/database';
import type { ListedReplica } from '../persistence/ownership/replicaRows';
import { listReplicas } from '../persistence/ownership/replicaRows';

/** A process that works on deployments, and whether it does. */
export interface SeenReplica extends ListedReplica {
  alive: boolean;
}

/** Replicas say every 5 s that they are there, in milliseconds. */
const MISSED_AFTER_MS = 20_000;

/** A replica without its lock is gone; one that holds it and says nothing is frozen, or cut off. */
export async function readReplicas(
  database: Database,
  now: number,
): Promise<SeenReplica[]> {
  const replicas = await listReplicas(database);
  return replicas.map(replica => ({
    ...replica,
    alive:
      replica.holdsLock !== false && now - replica.seenAt <= MISSED_AFTER_MS,
  }));
}
