import { readFileSync } from 'node:fs';
import { isAlive } from './child.mjs';
import { pollUntil } from './pollUntil.mjs';

const POLL_MS = 300;
/**
 * A reload replaces the process within this time; a process that has been missing
 * for longer has died.
 */
const GRACE_MS = 2_000;

/** Reads the process id in the backend's file, if there is one. */
export function readPid(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8').trim());
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Resolves with the process id of a backend that exited without removing its file,
 * because it was killed or failed. The CLI that started it then only waits for a
 * change of a source file.
 *
 * @param {string} file
 * @param {{signal: AbortSignal, ignore?: number}} options - `ignore`: a dead process
 *   that was already reported
 * @returns {Promise<number | undefined>} Undefined if the signal aborted.
 */
export async function untilBackendDies(file, { signal, ignore }) {
  let dead;
  return pollUntil(
    () => {
      const pid = readPid(file);
      if (pid === undefined || pid === ignore || isAlive(pid)) {
        dead = undefined;
      } else if (dead?.pid !== pid) {
        dead = { pid, since: Date.now() };
      } else if (Date.now() - dead.since > GRACE_MS) {
        return pid;
      }
      return undefined;
    },
    { intervalMs: POLL_MS, signal },
  );
}
