import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConflictError } from '@backstage/errors';
import { readProcessIdentity } from '../process/processIdentity';

export interface DirLock {
  release(): Promise<void>;
}

interface Holder {
  pid: number;
  identity: string;
  token: string;
}

/** Locks of this very process, which a pid cannot tell apart. */
const heldHere = new Set<string>();

async function readHolder(file: string): Promise<Holder | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return JSON.parse(text) as Holder;
  } catch {
    // Cut short by a power loss: whoever wrote it is gone.
    return { pid: 0, identity: 'unreadable', token: 'unreadable' };
  }
}

/**
 * Makes this process the only one that works on a data directory. Waits for a live holder (the previous run of the
 * backend may be stopping its processes), and takes the lock over from a dead one.
 *
 * The lock appears complete or not at all: it is written beside and hard-linked into place. A stale one is moved aside
 * under a name of our own and looked at again, so that of two that find it only one takes it.
 */
export async function lockDirectory(
  dataDir: string,
  options: { waitMs: number; onWait?: (holder: number) => void },
): Promise<DirLock> {
  const file = path.join(dataDir, 'lock');
  const token = randomUUID();
  const mine = path.join(dataDir, `lock.${token}`);
  const identity = await readProcessIdentity(process.pid);
  const content: Holder = { pid: process.pid, identity: identity ?? '', token };
  await writeFile(mine, JSON.stringify(content), { mode: 0o600 });

  const giveUpAt = performance.now() + options.waitMs;
  let waited = false;
  try {
    for (;;) {
      try {
        await link(mine, file);
        break;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = await readHolder(file);
      if (!holder) continue;
      const alive =
        heldHere.has(holder.token) ||
        (holder.pid !== process.pid &&
          (await readProcessIdentity(holder.pid)) === holder.identity);
      if (!alive) {
        await takeAside(file, holder, path.join(dataDir, `stale.${token}`));
        continue;
      }
      if (performance.now() >= giveUpAt) {
        throw new ConflictError(
          `The data directory ${dataDir} is in use by process ${holder.pid}: two backends cannot share it. ` +
            `Stop that one, or set deployments.local.dataDir to another folder`,
        );
      }
      if (!waited) options.onWait?.(holder.pid);
      waited = true;
      await sleep(100);
    }
  } finally {
    await rm(mine, { force: true });
  }
  heldHere.add(token);
  return {
    async release() {
      heldHere.delete(token);
      if ((await readHolder(file))?.token === token) {
        await rm(file, { force: true });
      }
    },
  };
}

async function takeAside(file: string, stale: Holder, aside: string) {
  try {
    await rename(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const taken = await readHolder(aside);
  if (taken && taken.token !== stale.token) {
    // Somebody else had taken over in between: give it back.
    await link(aside, file).catch(() => {});
  }
  await rm(aside, { force: true });
}
