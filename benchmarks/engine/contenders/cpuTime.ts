import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks per second in /proc, on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Reads the CPU time of a process, in milliseconds. Only on Linux. */
export function readCpuTime(pid: number): number {
  return readStat(pid).ownMs;
}

/** Reads the CPU time of a server process and its workers, including those that have ended. Only on Linux. */
export function readServerCpuTime(pid: number): number {
  const workersMs = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .reduce((sum, name) => {
      try {
        const { parent, ownMs } = readStat(Number(name));
        return parent === pid ? sum + ownMs : sum;
      } catch {
        // It has just ended, and the server, which is read afterwards, has its time.
        return sum;
      }
    }, 0);
  const { ownMs, endedMs } = readStat(pid);
  return workersMs + ownMs + endedMs;
}

/** Reads the id of the process that started another one. Only on Linux. */
export function readParent(pid: number): number {
  return readStat(pid).parent;
}

function readStat(pid: number): {
  parent: number;
  ownMs: number;
  /** Of its children that have ended. */
  endedMs: number;
} {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may contain spaces.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ms = (index: number) =>
    (Number(fields[index]) * 1_000) / TICKS_PER_SECOND;
  return {
    parent: Number(fields[1]),
    ownMs: ms(11) + ms(12),
    endedMs: ms(13) + ms(14),
  };
}
