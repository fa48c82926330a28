import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { locateSource } from '../locateSource';

/** Begin of the name of every cluster's folder in the machine's folder for temporary files. */
export const CLUSTER_PREFIX = 'slipway-cluster-';

/** Between the creation of a lock file and the lock itself. */
const STARTING_MS = 10_000;

/** Removes a cluster whose processes have ended: its control groups and its folder. Does nothing while it is alive. */
export function removeIfDead(folder: string, id: string): boolean {
  try {
    execFileSync(
      'flock',
      [
        ...['--nonblock', join(folder, 'lock')],
        ...['bash', locateSource('cluster/removeCluster.sh'), folder, id],
      ],
      { stdio: 'ignore' },
    );
    return true;
  } catch {
    // Somebody holds the lock, so it is alive; or its folder has gone meanwhile.
    return false;
  }
}

/**
 * Removes what is left of clusters that were killed together with the process that cleans up after them.
 *
 * @returns The ids of the removed clusters.
 */
export function removeStaleClusters(): string[] {
  return readdirSync(tmpdir()).filter(name => {
    if (!name.startsWith(CLUSTER_PREFIX)) return false;
    const folder = join(tmpdir(), name);
    const lock = statSync(join(folder, 'lock'), { throwIfNoEntry: false });
    const since = lock ?? statSync(folder, { throwIfNoEntry: false });
    if (!since || Date.now() - since.mtimeMs < STARTING_MS) return false;
    return removeIfDead(folder, name);
  });
}
