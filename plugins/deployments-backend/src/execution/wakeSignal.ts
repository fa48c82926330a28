/** setTimeout fires immediately for delays above 2^31 ms. Waking too early only costs one more read of the state. */
const FARTHEST_TIMER_MS = 60 * 60_000;

/** Lets a loop sleep until it is woken or a timer fires. A wake-up while the loop is busy is not lost. */
export class WakeSignal {
  #resolve: () => void = () => {};
  #isWoken = false;
  #timer?: NodeJS.Timeout;

  wake(): void {
    this.#isWoken = true;
    this.#resolve();
  }

  /**
   * Replaces the timer. `at` and `now` are epoch milliseconds by the same clock; without `at`, no timer wakes the loop.
   */
  wakeAt(at: number | undefined, now: number): void {
    clearTimeout(this.#timer);
    if (at !== undefined) {
      this.#timer = setTimeout(
        () => this.wake(),
        Math.min(Math.max(at - now, 1), FARTHEST_TIMER_MS),
      );
    }
  }

  /** Resolves on the next wake-up, or immediately if there was one since the last wait. Also clears the timer. */
  async wait(): Promise<void> {
    if (!this.#isWoken) {
      await new Promise<void>(resolve => {
        this.#resolve = resolve;
      });
    }
    clearTimeout(this.#timer);
    this.#isWoken = false;
  }
}
