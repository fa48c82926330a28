import type { ChildProcess } from 'node:child_process';
import type { ProcessRecord } from '../state/serviceEnvironmentState';
import { readProcessIdentity } from './processIdentity';

/** How a process ended. Only the parent gets the exit code, so it is unknown for adopted processes. */
export type Exit =
  | { kind: 'code'; code: number }
  | { kind: 'signal'; signal: string }
  | { kind: 'unknown' };

/** A running process whose exit is reported. */
export interface WatchedProcess {
  /** Identifies the process, also after a restart of the backend. */
  record: ProcessRecord;
  /** Resolves when the process has exited. Never rejects. */
  exited: Promise<Exit>;
  hasExited(): boolean;
  /** Stops watching; the process keeps running. */
  unwatch(): void;
}

const POLL_INTERVAL_MS = 250;

/** Watches a process that we started. */
export async function watchChild(
  child: ChildProcess,
  pid: number,
): Promise<WatchedProcess> {
  let ended = false;
  const exited = new Promise<Exit>(resolve => {
    // An 'error' after the start, e.g. a signal that could not be sent, does not mean that the process ended.
    child.on('error', () => {});
    child.once('exit', (code, signal) => {
      ended = true;
      if (code !== null) resolve({ kind: 'code', code });
      else if (signal !== null) resolve({ kind: 'signal', signal });
      else resolve({ kind: 'unknown' });
    });
  });
  return {
    // 'gone' matches no process later, which is correct for one that has already exited.
    record: { pid, identity: (await readProcessIdentity(pid)) ?? 'gone' },
    exited,
    hasExited: () => ended,
    unwatch: () => child.removeAllListeners('exit'),
  };
}

/** Watches a process that an earlier run of the backend started, by polling. */
export function watchAdopted(pid: number, identity: string): WatchedProcess {
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  const exited = new Promise<Exit>(resolve => {
    timer = setInterval(async () => {
      if (ended || (await readProcessIdentity(pid)) === identity) return;
      ended = true;
      clearInterval(timer);
      resolve({ kind: 'unknown' });
    }, POLL_INTERVAL_MS);
    timer.unref();
  });
  return {
    record: { pid, identity },
    exited,
    hasExited: () => ended,
    unwatch: () => clearInterval(timer),
  };
}

/** Says how a process ended, as a phrase that follows its name. */
export function describeExit(exit: Exit): string {
  switch (exit.kind) {
    case 'code':
      return `exited with code ${exit.code}`;
    case 'signal':
      return `was terminated by ${exit.signal}`;
    case 'unknown':
      return 'ended';
    default: {
      const never: never = exit;
      return never;
    }
  }
}
