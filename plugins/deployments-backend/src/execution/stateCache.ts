import type { DeploymentState } from '../domain/deployment/state';

/**
 * The deployment's state as its owner last saw it, so that the owner need not read it again. Only the owner and people's
 * commands change a deployment, and commands invalidate the cache. Each commit checks that the cached state is
 * still the stored one.
 */
export class StateCache {
  #state: DeploymentState;
  /** The database's time of the state. */
  #now: number;
  /** The same moment by the monotonic clock. */
  #at = performance.now();
  /** `seq` of the newest event that was reported here. */
  #reportedSeq = 0;

  constructor({ state, now }: { state: DeploymentState; now: number }) {
    this.#state = state;
    this.#now = now;
  }

  get state(): DeploymentState {
    return this.#state;
  }

  /** False if a newer event was reported than the cached state contains. */
  get isCurrent(): boolean {
    return this.#reportedSeq <= this.#state.seq;
  }

  /** The database's time in epoch milliseconds. Apart from clock drift, it is never ahead of the database. */
  now(): number {
    return Math.floor(this.#now + performance.now() - this.#at);
  }

  /** Stores what was read or committed, unless the cache has a newer state. */
  update({ state, now }: { state: DeploymentState; now: number }): void {
    if (state.seq >= this.#state.seq) {
      this.#state = state;
      this.#now = now;
      this.#at = performance.now();
    }
  }

  /**
   * Reports a committed event by its `seq`. Without a `seq`, the state is outdated until the next `clearInvalidations`.
   */
  invalidate(seq: number = Infinity): void {
    this.#reportedSeq = Math.max(this.#reportedSeq, seq);
  }

  /** Call before reading the state, which then contains everything reported so far. */
  clearInvalidations(): void {
    this.#reportedSeq = 0;
  }
}
