/** What this process knows about an effect. */
export interface LedgerEntry {
  /** Hash of what is requested. */
  body: string;
  /** Hash of the deployment, if the effect belongs to one. */
  deployment?: string;
  /**
   * Until when the run of an earlier dispatch may still appear, in epoch milliseconds. Before that, nothing is dispatched
   * again.
   */
  quietUntil: number;
  /** When GitHub accepted the dispatch. */
  acceptedAt?: number;
  runId?: number;
  /** Artifact that should have been running before, if it was known. */
  previous?: string;
  /** When its cancellation was requested. */
  cancelledAt?: number;
}

const MAX_ENTRIES = 2_000;

/**
 * Remembers which effects this process has dispatched. A run appears in GitHub's lists some seconds after its dispatch; until
 * then, only the ledger knows that it exists. After a crash the ledger is empty, so that a repeated effect waits before it is
 * dispatched again.
 */
export class DispatchLedger {
  readonly #entries = new Map<string, LedgerEntry>();
  readonly #turns = new Map<string, Promise<unknown>>();

  get(key: string): LedgerEntry | undefined {
    return this.#entries.get(key);
  }

  /** Returns the entry of an effect, which is created if there is none. */
  open(key: string, create: () => LedgerEntry): LedgerEntry {
    const known = this.#entries.get(key);
    if (known) return known;
    const created = create();
    this.#entries.set(key, created);
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= MAX_ENTRIES) break;
      this.#entries.delete(oldest);
    }
    return created;
  }

  /**
   * Whether a run of a deployment may exist that GitHub does not list yet.
   *
   * @param exceptKey - Of an effect that does not count.
   */
  mayHaveUnseenRun(
    deployment: string,
    { now, exceptKey }: { now: number; exceptKey: string },
  ): boolean {
    return [...this.#entries].some(
      ([key, entry]) =>
        key !== exceptKey &&
        entry.deployment === deployment &&
        entry.runId === undefined &&
        now < entry.quietUntil,
    );
  }

  /** Runs one task at a time for each key. */
  async takeTurn<T>(key: string, task: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(key) ?? Promise.resolve()).then(task, task);
    this.#turns.set(key, turn);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(key) === turn) this.#turns.delete(key);
    }
  }
}
