/** Counts the probes of an instance that failed in a row. */
export class ProbeStreak {
  #failed = 0;
  #since: number | undefined;

  get failed(): number {
    return this.#failed;
  }

  /** When the first of them was sent, in epoch milliseconds; undefined if the last probe succeeded. */
  get since(): number | undefined {
    return this.#since;
  }

  /** @param sentAt - epoch milliseconds */
  add(sentAt: number): void {
    this.#failed += 1;
    this.#since ??= sentAt;
  }

  reset(): void {
    this.#failed = 0;
    this.#since = undefined;
  }
}
