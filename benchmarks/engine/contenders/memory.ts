import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Resident memory of a process, in bytes. */
export function residentMemory(pid: number): number {
  try {
    const kilobytes = /^VmRSS:\s*(\d+) kB/m.exec(
      readFileSync(`/proc/${pid}/status`, 'utf8'),
    )?.[1];
    if (kilobytes !== undefined) {
      return Number(kilobytes) * 1024;
    }
  } catch {
    // Not on Linux.
  }
  const printed = execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], {
    encoding: 'utf8',
  });
  return Number(printed.trim()) * 1024;
}
