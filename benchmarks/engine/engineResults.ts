import type { Machine } from '../lib/machine';
import type { BenchmarkOptions, DatabaseName } from './engineOptions';
import type { ApprovalTimes } from './phases/approvals';

/** All results of a run, as stored in the JSON file. Times in milliseconds, memory in bytes. */
export interface Results {
  /** ISO time of the run's end. */
  at: string;
  machine: Machine;
  options: BenchmarkOptions;
  scaffolderVersion?: string;
  comparisons: Comparison[];
  waiting: WaitingResult[];
  /** Duration of the whole run. */
  seconds: number;
}

/** Slipway and its peer on one database, measured alternately. */
export interface Comparison {
  database: DatabaseName;
  processes: number;
  rounds: Round[];
}

export interface Round {
  slipway: Measured & { firstStep: number[] };
  peer?: Measured;
}

export interface Measured {
  /** From the request until the client saw the end; empty if only throughput was measured. */
  latencies: number[];
  /** Jobs per second. */
  perSecond: number;
  /** Resident memory of all processes after the round. */
  memory: number;
}

/** Latency while many deployments wait for an approval, and approvals. */
export interface WaitingResult {
  database: DatabaseName;
  waiting: number;
  firstStepBefore: number[];
  latenciesBefore: number[];
  firstStep: number[];
  latencies: number[];
  approvals: ApprovalTimes[];
  memory: number;
}
