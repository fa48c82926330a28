import type { Command } from '../domain/deployment/commands';
import type { DeploymentState } from '../domain/deployment/state';
import type { WorkItem } from '../domain/deployment/work';
import type { AbortCause, Call, CallScope } from './effects/call';
import { startCall } from './effects/call';
import type { CommitResult } from '../commit/commitResult';
import { isWanted, workKey } from '../domain/deployment/stillRequired';

/** What the effect of a work item leaves to be reported, decided at the time of the commit. */
export type Report = (facts: {
  state: DeploymentState;
  now: number;
}) => Command;

export interface FlightDeps {
  /** What must be committed before the effect, if anything. */
  announce(item: WorkItem, state: DeploymentState): Report | undefined;
  /** Calls the provider. Failures of providers are reports; it throws only when aborted or when we are at fault. */
  perform(
    item: WorkItem,
    state: DeploymentState,
    scope: CallScope,
  ): Promise<Report>;
  /** Takes the environment for one that is queued, or finds out why not. */
  admit(): Promise<void>;
  /** `key`: of the flight whose report it is. */
  commit(report: Report, key: string): Promise<CommitResult>;
  /** What a call gets to answer now, in milliseconds: nobody else may take the deployment meanwhile. */
  callMs(): number;
  /** A call goes on although it was aborted; it has been told to end at `deadline`, in epoch milliseconds. */
  onUnsettled(deadline: number): void;
  /** One came to an end: there may be more to do. */
  onLanded(): void;
  /** Work whose call may have been sent before; see `workKey`. */
  mayHaveBeenCalled: ReadonlySet<string>;
}

interface Flight {
  item: WorkItem;
  /** Committed as started; before, there is nothing to abort. */
  call?: Call<Report>;
  done: Promise<void>;
}

/** How soon a call is made again that did not answer by its deadline; doubles up to the maximum. */
const FIRST_COOLING_MS = 1_000;
const MAX_COOLING_MS = 60_000;

/** What an aborted call gets to come to an end. */
const GRACE_MS: Record<AbortCause, number> = {
  deadline: 500,
  unwanted: 10_000,
  fenced: 0,
  shutdown: 1_000,
};

/** What is under way for one deployment: each piece of work is announced, called for and reported, by itself. */
export class Flights {
  readonly #deps: FlightDeps;
  readonly #flights = new Map<string, Flight>();
  readonly #called: Set<string>;
  readonly #cooling = new Map<string, { until: number; delay: number }>();
  #grounded?: AbortCause;
  #fault?: { error: unknown };

  constructor(deps: FlightDeps) {
    this.#deps = deps;
    this.#called = new Set(deps.mayHaveBeenCalled);
  }

  get size(): number {
    return this.#flights.size;
  }

  /** A mistake of ours: no provider's failure. */
  throwFault(): void {
    if (this.#fault) {
      throw this.#fault.error;
    }
  }

  /** Returns when to come back to an item that is not begun now. */
  begin(
    item: WorkItem,
    state: DeploymentState,
    now: number,
  ): number | undefined {
    const key = workKey(item);
    if (this.#flights.has(key)) {
      return undefined;
    }
    const cooling = this.#cooling.get(key);
    if (cooling && cooling.until > now) {
      return cooling.until;
    }
    const flight: Flight = { item, done: Promise.resolve() };
    this.#flights.set(key, flight);
    flight.done = this.#fly(key, flight, state, now)
      .catch(error => {
        this.#fault = { error };
      })
      .finally(() => {
        this.#flights.delete(key);
        this.#deps.onLanded();
      });
    return undefined;
  }

  abortUnwanted(state: DeploymentState): void {
    for (const { item, call } of this.#flights.values()) {
      if (call && !isWanted(item, state)) {
        call.abort('unwanted');
      }
    }
  }

  /** Until an unwanted call has come to an end, its opposite must not begin. `except`: has ended, and reports. */
  hasUnwanted(state: DeploymentState, except?: string): boolean {
    return [...this.#flights].some(
      ([key, { item, call }]) =>
        key !== except && call !== undefined && !isWanted(item, state),
    );
  }

  /** Whether nothing else is under way. */
  isAlone(key: string): boolean {
    return this.#flights.size === 1 && this.#flights.has(key);
  }

  /** Nothing is called any more; what is under way is to end. */
  ground(cause: AbortCause): void {
    this.#grounded = cause;
    for (const { call } of this.#flights.values()) {
      call?.abort(cause);
    }
  }

  async landed(): Promise<void> {
    await Promise.all([...this.#flights.values()].map(({ done }) => done));
  }

  async #fly(
    key: string,
    flight: Flight,
    seen: DeploymentState,
    now: number,
  ): Promise<void> {
    const { item } = flight;
    if (item.type === 'admit') {
      await this.#deps.admit();
      return;
    }
    const announcement = this.#deps.announce(item, seen);
    let begun = { state: seen, now };
    if (announcement) {
      const committed = await this.#deps.commit(announcement, key);
      if (committed.result !== 'committed') {
        this.#coolDown(key, now);
        return;
      }
      begun = committed;
    }
    // What could not be built is not wanted any more: its attempt has failed.
    const isRefused = announcement && !isWanted(item, begun.state);
    if (item.type === 'tick' || isRefused || this.#grounded) {
      return;
    }
    await this.#call(key, flight, begun.state, begun.now);
  }

  async #call(
    key: string,
    flight: Flight,
    state: DeploymentState,
    now: number,
  ): Promise<void> {
    const deadlineMs = this.#deps.callMs();
    const isFirst = !this.#called.has(key);
    this.#called.add(key);
    flight.call = startCall(
      scope => this.#deps.perform(flight.item, state, { ...scope, isFirst }),
      { deadlineMs, now, graceMs: GRACE_MS },
    );
    const called = await flight.call.result;
    switch (called.result) {
      case 'answered': {
        const committed = await this.#deps.commit(called.value, key);
        if (committed.result === 'committed') {
          this.#cooling.delete(key);
        } else {
          this.#coolDown(key, now);
        }
        return;
      }
      case 'threw':
        throw called.error;
      case 'aborted':
        if (!called.settled) {
          this.#deps.onUnsettled(now + deadlineMs);
        }
        if (called.cause === 'deadline') {
          this.#coolDown(key, now + deadlineMs);
        }
        return;
      default: {
        const unknown: never = called;
        throw new Error(`Unknown result ${JSON.stringify(unknown)}`);
      }
    }
  }

  /** No answer is no failure: the effect may have happened, so it is asked for again under the same key. */
  #coolDown(key: string, now: number): void {
    const delay = Math.min(
      (this.#cooling.get(key)?.delay ?? FIRST_COOLING_MS / 2) * 2,
      MAX_COOLING_MS,
    );
    this.#cooling.set(key, { until: now + delay, delay });
  }
}
