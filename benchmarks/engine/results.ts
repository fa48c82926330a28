import type { Machine } from '../lib/machine';
import type { BenchmarkOptions, DatabaseName } from './options';
import type { ApprovalTimes } from './phases/approvals';

/** Everything that one run measured, as it goes into the JSON file. Times in milliseconds, memory in bytes. */
export interface Results {
  /** ISO time of the run's end. */
  at: string;
  machine: Machine;
  options: BenchmarkOptions;
  scaffolderVersion?: string;
  comparisons: Comparison[];
  waiting: WaitingResult[];
  /** Of the whole run. */
  seconds: number;
}

/** Slipway and the Scaffolder on one database, by turns. */
export interface Comparison {
  database: DatabaseName;
  processes: number;
  rounds: Round[];
}

export interface Round {
  slipway: Measured & { firstStep: number[] };
  scaffolder?: Measured;
}

export interface Measured {
  /** From the request until the client was told of the end; none where only throughput was measured. */
  latencies: number[];
  /** Jobs a second. */
  perSecond: number;
  /** Resident, of all processes, after the round. */
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
