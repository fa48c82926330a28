import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks per second in /proc, on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Processor time that a process and its children have used, in milliseconds. Only on Linux. */
export function processorTime(pid: number): number {
  const own = readStat(pid);
  return own.ownMs + own.waitedForMs;
}

/** Processor time of a server process and its workers, including those that have ended. Only on Linux. */
export function processorTimeOfServer(pid: number): number {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .reduce((sum, name) => {
      try {
        const { parent, ownMs } = readStat(Number(name));
        return parent === pid ? sum + ownMs : sum;
      } catch {
        // It has just ended, and the server has its time.
        return sum;
      }
    }, processorTime(pid));
}

export function readParent(pid: number): number {
  return readStat(pid).parent;
}

function readStat(pid: number): {
  parent: number;
  ownMs: number;
  /** Of children that have ended. */
  waitedForMs: number;
} {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may contain spaces.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ms = (index: number) =>
    (Number(fields[index]) * 1_000) / TICKS_PER_SECOND;
  return {
    parent: Number(fields[1]),
    ownMs: ms(11) + ms(12),
    waitedForMs: ms(13) + ms(14),
  };
}
