import type { ChildProcess } from 'node:child_process';
import type { ProcessRecord } from '../state/serviceEnvironmentState';
import { readProcessIdentity } from './processIdentity';

/** How a process ended. Nobody but its parent learns the exit code: of an adopted one it stays unknown. */
export type Exit =
  | { kind: 'code'; code: number }
  | { kind: 'signal'; signal: string }
  | { kind: 'unknown' };

export interface WatchedProcess {
  record: ProcessRecord;
  exited: Promise<Exit>;
  hasExited(): boolean;
  /** Stops looking; the process goes on. */
  unwatch(): void;
}

const LOOK_EVERY_MS = 250;

export async function watchChild(
  child: ChildProcess,
  pid: number,
): Promise<WatchedProcess> {
  let ended = false;
  const exited = new Promise<Exit>(resolve => {
    // An 'error' after the start, e.g. a signal that could not be sent, says nothing about the end.
    child.on('error', () => {});
    child.once('exit', (code, signal) => {
      ended = true;
      if (code !== null) resolve({ kind: 'code', code });
      else if (signal !== null) resolve({ kind: 'signal', signal });
      else resolve({ kind: 'unknown' });
    });
  });
  return {
    // A process that is gone before we can look never matches anything later, which is right.
    record: { pid, identity: (await readProcessIdentity(pid)) ?? 'gone' },
    exited,
    hasExited: () => ended,
    unwatch: () => child.removeAllListeners('exit'),
  };
}

export function watchAdopted(pid: number, identity: string): WatchedProcess {
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  const exited = new Promise<Exit>(resolve => {
    timer = setInterval(async () => {
      if (ended || (await readProcessIdentity(pid)) === identity) return;
      ended = true;
      clearInterval(timer);
      resolve({ kind: 'unknown' });
    }, LOOK_EVERY_MS);
    timer.unref();
  });
  return {
    record: { pid, identity },
    exited,
    hasExited: () => ended,
    unwatch: () => clearInterval(timer),
  };
}

export function describeExit(exit: Exit): string {
  switch (exit.kind) {
    case 'code':
      return `exited with code ${exit.code}`;
    case 'signal':
      return `was ended by ${exit.signal}`;
    case 'unknown':
      return 'ended';
    default: {
      const never: never = exit;
      return never;
    }
  }
}
