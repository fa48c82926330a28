import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { EffectKind, ServiceEnvironmentName } from './protocol';

/** What became of one call. `begin` is followed by `end` or `failed`; the others stand for themselves. */
export interface EffectEntry extends ServiceEnvironmentName {
  /** Place in the log, from 1. */
  n: number;
  /** Epoch milliseconds. */
  at: number;
  what: 'begin' | 'end' | 'failed' | 'repeated' | 'refused' | 'conflict';
  /** Why it was refused. */
  why?: 'fence' | 'deadline';
  kind: EffectKind | 'poll';
  pid: number;
  deploymentId: string;
  key: string;
  fence: number;
  fenced: boolean;
  deadline?: number;
  /** What is asked for, in words that differ when it differs. */
  body: string;
}

export interface EffectLog {
  append(entry: Omit<EffectEntry, 'n' | 'at'>): void;
  close(): void;
}

/**
 * One JSON object a line, written before the call is answered. It is kept by the world, outside of every process and
 * database that a fault hits.
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
