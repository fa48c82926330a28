import { setTimeout as sleep } from 'node:timers/promises';
import { readdirSync } from 'node:fs';
import { HAS_PROC, readProcStat } from './processIdentity';

const LOOK_EVERY_MS = 50;
/** How long the kernel gets to take a process away after SIGKILL; only a hung disk makes it need longer. */
const KILL_PATIENCE_MS = 5_000;

function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-group, signal);
    return true;
  } catch (error) {
    // EPERM means that somebody is there whom we may not signal.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether anything of a process group still runs. Zombies do not: in a container nobody may ever reap them. */
function isGroupAlive(group: number): boolean {
  if (!signalGroup(group, 0)) return false;
  if (!HAS_PROC) return true;
  return readdirSync('/proc').some(name => {
    if (!/^\d+$/.test(name)) return false;
    const stat = readProcStat(Number(name));
    return stat?.group === group && stat.state !== 'Z' && stat.state !== 'X';
  });
}

async function waitUntilGone(group: number, timeoutMs: number) {
  const end = performance.now() + timeoutMs;
  while (isGroupAlive(group)) {
    if (performance.now() >= end) return false;
    await sleep(LOOK_EVERY_MS);
  }
  return true;
}

/**
 * Ends a whole process group: SIGTERM, and SIGKILL for what is left after `graceMs`. Throws when even that leaves
 * something running.
 */
export async function stopGroup(group: number, graceMs: number): Promise<void> {
  if (!isGroupAlive(group)) return;
  signalGroup(group, 'SIGTERM');
  if (await waitUntilGone(group, graceMs)) return;
  signalGroup(group, 'SIGKILL');
  if (await waitUntilGone(group, KILL_PATIENCE_MS)) return;
  throw new Error(`Process group ${group} still runs after SIGKILL`);
}
