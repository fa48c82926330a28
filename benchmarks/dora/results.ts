import type { Load } from '../lib/load';
import type { Machine } from '../lib/machine';
import type { Quantiles } from '../lib/quantiles';
import type { IngestionResult } from './ingestion';
import type { BenchmarkOptions } from './options';

export interface Answered {
  question: string;
  /** Whether Slipway answered over HTTP, or the plain statements did in the database. */
  by: 'Slipway' | 'plain SQL';
  of: 'one team, 90 days' | 'everybody, a year';
  /** Milliseconds. */
  took: Quantiles;
  /** What it may take at p95, milliseconds. */
  atMost?: number;
}

export interface Results {
  at: string;
  machine: Machine;
  load: Load;
  options: BenchmarkOptions;
  fillSeconds: number;
  workedInSeconds: number;
  /** After that, until the days were packed. */
  packedSeconds: number;
  answered: Answered[];
  ingestion: IngestionResult[];
}
