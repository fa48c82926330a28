import { readdirSync } from 'node:fs';
import { pollUntil } from '../concurrency/abortableWait';
import { HAS_PROC, readProcStat } from './processIdentity';

const POLL_INTERVAL_MS = 50;
/** How long the kernel may take to remove a process after SIGKILL; only a hung disk makes it take longer. */
const KILL_TIMEOUT_MS = 5_000;

function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-group, signal);
    return true;
  } catch (error) {
    // EPERM means that the group exists but we may not signal it.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether a process of the group is still running. Zombies do not count: in a container they may never be reaped. */
function isGroupAlive(group: number): boolean {
  if (!signalGroup(group, 0)) return false;
  if (!HAS_PROC) return true;
  return readdirSync('/proc').some(name => {
    if (!/^\d+$/.test(name)) return false;
    const stat = readProcStat(Number(name));
    return stat?.group === group && stat.state !== 'Z' && stat.state !== 'X';
  });
}

/** Returns whether the group ended in time. */
async function waitForExit(group: number, timeoutMs: number): Promise<boolean> {
  const hasExited = await pollUntil(
    () => (isGroupAlive(group) ? undefined : true),
    { intervalMs: POLL_INTERVAL_MS, timeoutMs },
  );
  return hasExited ?? false;
}

/**
 * Stops a whole process group with SIGTERM, and with SIGKILL after `graceMs`.
 *
 * @throws Error if a process is still running after SIGKILL.
 */
export async function stopGroup(group: number, graceMs: number): Promise<void> {
  if (!isGroupAlive(group)) return;
  signalGroup(group, 'SIGTERM');
  if (await waitForExit(group, graceMs)) return;
  signalGroup(group, 'SIGKILL');
  if (await waitForExit(group, KILL_TIMEOUT_MS)) return;
  throw new Error(`Process group ${group} is still running after SIGKILL`);
}
