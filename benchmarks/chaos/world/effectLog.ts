import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { EffectKind, ServiceEnvironmentRef } from './protocol';

/** Result of one call. `begin` is followed by `end` or `failed`; the others are single entries. */
export interface EffectEntry extends ServiceEnvironmentRef {
  /** Position in the log, starting at 1. */
  n: number;
  /** Epoch milliseconds. */
  at: number;
  what: 'begin' | 'end' | 'failed' | 'repeated' | 'refused' | 'conflict';
  /** Why it was rejected. */
  why?: 'fence' | 'deadline';
  kind: EffectKind | 'poll';
  pid: number;
  deploymentId: string;
  key: string;
  fence: number;
  fenced: boolean;
  deadline?: number;
  /** The requested change as text, which differs for different changes. */
  body: string;
}

export interface EffectLog {
  append(entry: Omit<EffectEntry, 'n' | 'at'>): void;
  close(): void;
}

/**
 * Opens a log with one JSON object per line, each written before the response. The world keeps it, outside of all
 * processes and databases that faults affect.
 */
export function openEffectLog(file: string): EffectLog {
  const log = openSync(file, 'a');
  let n = 0;
  return {
    append(entry) {
      n += 1;
      writeSync(log, `${JSON.stringify({ n, at: Date.now(), ...entry })}\n`);
    },
    close: () => closeSync(log),
  };
}

export function readEffectLog(file: string): EffectEntry[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line));
}
