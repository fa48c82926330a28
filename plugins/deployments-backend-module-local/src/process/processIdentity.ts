import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const HAS_PROC = process.platform === 'linux';

let bootId: string | undefined;

function readBootId(): string {
  // Start times are relative to the boot: after a reboot the same number belongs to another process.
  bootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return bootId;
}

export interface ProcStat {
  state: string;
  group: number;
  startTicks: string;
}

/** Reads the fields of `/proc/<pid>/stat` that we use; `undefined` if there is no such process. Linux only. */
export function readProcStat(pid: number): ProcStat | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // The second field is the program's name in parentheses. It can contain any character, even spaces and parentheses.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, , group] = fields;
  const startTicks = fields[19];
  if (!state || !group || !startTicks) return undefined;
  return { state, group: Number(group), startTicks };
}

/**
 * Reads a text that distinguishes a process from all others that had or will have its pid. `undefined` if it is not
 * running; zombies count as not running.
 */
export async function readProcessIdentity(
  pid: number,
): Promise<string | undefined> {
  if (HAS_PROC) {
    const stat = readProcStat(pid);
    if (!stat || stat.state === 'Z' || stat.state === 'X') return undefined;
    return `${readBootId()}:${stat.startTicks}`;
  }
  try {
    const { stdout } = await run('ps', [
      '-o',
      'state=,lstart=',
      '-p',
      String(pid),
    ]);
    const [state, ...started] = stdout.trim().split(/\s+/);
    if (!state || state.startsWith('Z')) return undefined;
    return started.join(' ');
  } catch {
    return undefined;
  }
}
