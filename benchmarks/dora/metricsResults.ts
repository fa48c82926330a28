import type { Load } from '../lib/load';
import type { Machine } from '../lib/machine';
import type { Quantiles } from '../lib/quantiles';
import type { IngestionResult } from './ingestion';
import type { BenchmarkOptions } from './metricsOptions';

/** Durations of one kind of request. */
export interface QueryResult {
  request: string;
  /** Slipway over HTTP, with or without rollups, or plain SQL statements in the database. */
  by: 'Slipway' | 'without rollups' | 'plain SQL';
  of: 'one team, 90 days' | 'all teams, a year';
  /** Milliseconds. */
  took: Quantiles;
  /** Limit at p95 in milliseconds. */
  atMost?: number;
}

export interface Results {
  at: string;
  machine: Machine;
  load: Load;
  options: BenchmarkOptions;
  fillSeconds: number;
  recomputeSeconds: number;
  /** Seconds after that until all daily rollups were written. */
  rollupSeconds: number;
  queries: QueryResult[];
  ingestion: IngestionResult[];
}
