/** How it was noticed that a deployment's owner is dead. */
type RecoveryCause =
  /** The owner's session ended, so its lock is free. */
  | 'lock'
  /** The owner did not renew its lease. */
  | 'lease';

export type StepOutcome = 'succeeded' | 'failed' | 'retried' | 'cancelled';

/** Counts what the engine does. No method may throw or block. */
export interface EngineCounters {
  /** Counts a deployment that was reclaimed from a dead owner. */
  recovered(cause: RecoveryCause): void;
  /** Counts a step result that was rejected because the deployment has a new owner. */
  fencedWrite(): void;
  /** Counts a failed call. `provider` is the step kind, or the target if the engine calls it directly. */
  providerError(provider: string): void;
  /** Counts a step attempt that ended. `durationMs` includes the time spent waiting. */
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

/** Creates counters in memory, which start at zero. */
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
