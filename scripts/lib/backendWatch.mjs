import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './child.mjs';

const POLL_MS = 300;
/**
 * A reload replaces the process within this time; a process that is gone for
 * longer is not coming back.
 */
const GRACE_MS = 2_000;

/** The process id that the backend left in its file, if there is one. */
export function readPid(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8').trim());
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Resolves with the process id of a backend that ended without removing its
 * file: killed, or failed. The CLI that started it only waits for a change of a
 * source file then.
 *
 * @param {string} file
 * @param {{signal: AbortSignal, ignore?: number}} options - `ignore` is a dead
 *   process that is known already
 * @returns {Promise<number | undefined>} undefined when aborted
 */
export async function untilBackendDies(file, { signal, ignore }) {
  let dead;
  while (!signal.aborted) {
    const pid = readPid(file);
    if (pid === undefined || pid === ignore || isAlive(pid)) {
      dead = undefined;
    } else if (dead?.pid !== pid) {
      dead = { pid, since: Date.now() };
    } else if (Date.now() - dead.since > GRACE_MS) {
      return pid;
    }
    await sleep(POLL_MS);
  }
  return undefined;
}
