import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConflictError } from '@backstage/errors';
import { readProcessIdentity } from '../process/processIdentity';

/** A lock on a directory. */
export interface DirectoryLock {
  release(): Promise<void>;
}

/** Content of the lock file. Earlier releases read and write it too. */
interface LockOwner {
  pid: number;
  identity: string;
  token: string;
}

/** Tokens of locks that this process owns: its pid cannot distinguish them. */
const ownTokens = new Set<string>();

async function readOwner(file: string): Promise<LockOwner | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return JSON.parse(text) as LockOwner;
  } catch {
    // Truncated by a power loss, so its owner is dead.
    return { pid: 0, identity: 'unreadable', token: 'unreadable' };
  }
}

/**
 * Locks a data directory for this process. Waits for a live owner, since the previous run of the backend may still be
 * stopping its processes, and takes the lock over from a dead one.
 *
 * The lock file appears complete or not at all: it is written under another name and hard-linked. A stale lock is first
 * moved to a name of our own and read again, so that only one of two processes that find it takes it over.
 *
 * @param options - `waitMs`: how long to wait for a live owner. `onWait`: called once with its pid.
 * @throws ConflictError if the owner is still alive after that.
 */
export async function lockDirectory(
  dataDir: string,
  options: { waitMs: number; onWait?: (owner: number) => void },
): Promise<DirectoryLock> {
  const file = path.join(dataDir, 'lock');
  const token = randomUUID();
  const mine = path.join(dataDir, `lock.${token}`);
  const identity = await readProcessIdentity(process.pid);
  const content: LockOwner = {
    pid: process.pid,
    identity: identity ?? '',
    token,
  };
  await writeFile(mine, JSON.stringify(content), { mode: 0o600 });

  const deadline = performance.now() + options.waitMs;
  let hasWaited = false;
  try {
    for (;;) {
      try {
        await link(mine, file);
        break;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const owner = await readOwner(file);
      if (!owner) continue;
      const alive =
        ownTokens.has(owner.token) ||
        (owner.pid !== process.pid &&
          (await readProcessIdentity(owner.pid)) === owner.identity);
      if (!alive) {
        await moveAside(file, owner, path.join(dataDir, `stale.${token}`));
        continue;
      }
      if (performance.now() >= deadline) {
        throw new ConflictError(
          `The data directory ${dataDir} is in use by process ${owner.pid}: two backends cannot share it. ` +
            `Stop that process, or set deployments.local.dataDir to another folder`,
        );
      }
      if (!hasWaited) options.onWait?.(owner.pid);
      hasWaited = true;
      await sleep(100);
    }
  } finally {
    await rm(mine, { force: true });
  }
  ownTokens.add(token);
  return {
    async release() {
      ownTokens.delete(token);
      if ((await readOwner(file))?.token === token) {
        await rm(file, { force: true });
      }
    },
  };
}

async function moveAside(file: string, stale: LockOwner, aside: string) {
  try {
    await rename(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const taken = await readOwner(aside);
  if (taken && taken.token !== stale.token) {
    // Another process took over in between: restore its lock.
    await link(aside, file).catch(() => {});
  }
  await rm(aside, { force: true });
}
