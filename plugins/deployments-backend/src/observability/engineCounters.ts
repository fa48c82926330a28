/** How a deployment was noticed whose owner did not let go of it. */
type RecoveryCause =
  /** The owner's session ended: its lock is free. */
  | 'lock'
  /** The owner did not renew its lease. */
  | 'lease';

export type StepOutcome = 'succeeded' | 'failed' | 'retried' | 'cancelled';

/** Told by the engine what it does, to be counted. Nothing in here may throw or wait. */
export interface EngineCounters {
  /** A deployment was taken from an owner that was gone. */
  recovered(cause: RecoveryCause): void;
  /** A report came from an owner that had been replaced, and was refused. */
  fencedWrite(): void;
  /** A call of a provider failed. `provider`: the step kind, or the target where the engine calls it itself. */
  providerError(provider: string): void;
  /** An attempt of a step came to an end. `durationMs`: since it started, waiting included. */
  stepFinished(kind: string, durationMs: number, outcome: StepOutcome): void;
}

export interface EngineTotals {
  recoveries: Record<RecoveryCause, number>;
  fencedWrites: number;
  providerErrors: Record<string, number>;
  /** By step kind. */
  steps: Record<
    string,
    { finished: Partial<Record<StepOutcome, number>>; totalMs: number }
  >;
}

/** Counts in memory since the start of the process. */
export function createEngineCounters(): EngineCounters & {
  totals(): EngineTotals;
} {
  const totals: EngineTotals = {
    recoveries: { lock: 0, lease: 0 },
    fencedWrites: 0,
    providerErrors: {},
    steps: {},
  };
  return {
    totals: () => totals,
    recovered(cause) {
      totals.recoveries[cause] += 1;
    },
    fencedWrite() {
      totals.fencedWrites += 1;
    },
    providerError(provider) {
      totals.providerErrors[provider] =
        (totals.providerErrors[provider] ?? 0) + 1;
    },
    stepFinished(kind, durationMs, outcome) {
      totals.steps[kind] ??= { finished: {}, totalMs: 0 };
      const { finished } = totals.steps[kind];
      finished[outcome] = (finished[outcome] ?? 0) + 1;
      totals.steps[kind].totalMs += durationMs;
    },
  };
}
