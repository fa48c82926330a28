import type { DeploymentState } from '../domain/deployment/state';

/**
 * What the owner of a deployment knows of it without asking: nobody else commits anything about it, but for persons'
 * commands, of which it is told. Whether it still holds is seen at each commit, under the row's lock.
 */
export class StateCache {
  #state: DeploymentState;
  /** The database's time when that was so, and the time since then by a clock that nobody sets. */
  #now: number;
  #at = performance.now();
  /** Number of the last event that somebody told of. */
  #told = 0;

  constructor({ state, now }: { state: DeploymentState; now: number }) {
    this.#state = state;
    this.#now = now;
  }

  get state(): DeploymentState {
    return this.#state;
  }

  /** False: there is more than is known here. */
  get isCurrent(): boolean {
    return this.#told <= this.#state.seq;
  }

  /** Epoch milliseconds by the database's clock, never ahead of it but for what two clocks drift apart. */
  now(): number {
    return Math.floor(this.#now + performance.now() - this.#at);
  }

  /** What was read or committed; what is older than what is known is passed over. */
  update({ state, now }: { state: DeploymentState; now: number }): void {
    if (state.seq >= this.#state.seq) {
      this.#state = state;
      this.#now = now;
      this.#at = performance.now();
    }
  }

  /** `seq`: of an event that was committed; absent: of one that is not known. */
  invalidate(seq: number = Infinity): void {
    this.#told = Math.max(this.#told, seq);
  }

  /** It is about to be read: what is told from now on is newer. */
  clearInvalidations(): void {
    this.#told = 0;
  }
}
