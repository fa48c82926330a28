import type { EngineHealth } from '@slipway/backstage-plugin-deployments-common';
import type { WakeQueue } from '../queue/WakeQueue';
import type { Database } from '../store/database';
import { summarizeDue } from '../store/leases';

/** Work that is due for longer than this without anybody at it is not picked up, in milliseconds. */
const STALLED_AFTER_MS = 30_000;

/** Whether due work is picked up. Looks at the rows alone, so that any replica can tell of all. */
export async function engineHealth(
  database: Database,
  queue: WakeQueue,
): Promise<EngineHealth> {
  const now = await database.now(database.knex);
  const { count, oldestAt } = await summarizeDue(database.knex, now);
  const oldestDueMs = oldestAt === undefined ? 0 : now - oldestAt;
  const isStalled = oldestDueMs > STALLED_AFTER_MS;
  return {
    status: isStalled ? 'stalled' : 'ok',
    dueWork: count,
    oldestDueMs,
    queue: queue.description,
    ...(isStalled
      ? {
          message: `${count} deployments have work that nobody has picked up, the oldest for ${Math.round(
            oldestDueMs / 1000,
          )} s. Look at the backend's log, or restart it: nothing is lost.`,
        }
      : {}),
  };
}
