import type { Command } from '../domain/deployment/commands';
import type { DeploymentState } from '../domain/deployment/state';
import type { WorkItem } from '../domain/deployment/work';
import type { AbortCause, Call, CallScope } from './effects/startCall';
import { startCall } from './effects/startCall';
import type { CommitResult } from '../commit/commitResult';
import { isStillRequired, workKey } from '../domain/deployment/isStillRequired';

/** Builds the command that reports a work item's intent or result. Called at the time of the commit. */
export type Report = (facts: {
  state: DeploymentState;
  now: number;
}) => Command;

export interface InFlightDeps {
  /** Returns what must be committed before the effect, if anything. */
  recordIntent(item: WorkItem, state: DeploymentState): Report | undefined;
  /**
   * Calls the provider. A provider's failure is a report. Throws only if the call is aborted, or on an error of ours.
   */
  perform(
    item: WorkItem,
    state: DeploymentState,
    scope: CallScope,
  ): Promise<Report>;
  /** Locks the environment for a queued deployment, or finds out why it cannot start. */
  evaluateStartConditions(): Promise<void>;
  /** Commits a report of the effect with this key. */
  commit(report: Report, key: string): Promise<CommitResult>;
  /** How long a call may take now, in milliseconds. Within that time, no other process may claim the deployment. */
  callMs(): number;
  /** A call did not end when it was aborted. It was asked to end by `deadline`, in epoch milliseconds. */
  onUnknownOutcome(deadline: number): void;
  /** An effect has ended, so there may be more to do. */
  onSettled(): void;
  /** Work whose call may have been sent before; see `workKey`. */
  mayHaveBeenCalled: ReadonlySet<string>;
}

interface InFlightEffect {
  item: WorkItem;
  /** Set once its intent is committed. Before that, there is nothing to abort. */
  call?: Call<Report>;
  done: Promise<void>;
}

/** When to repeat a call that did not answer by its deadline. The pause doubles up to the maximum. */
const FIRST_COOLING_MS = 1_000;
const MAX_COOLING_MS = 60_000;

/** How long an aborted call gets to end, in milliseconds. */
const GRACE_MS: Record<AbortCause, number> = {
  deadline: 500,
  obsolete: 10_000,
  fenced: 0,
  shutdown: 1_000,
};

/**
 * The effects in flight for one deployment. For each, it commits the intent, calls the provider and commits the result.
 */
export class InFlightEffects {
  readonly #deps: InFlightDeps;
  readonly #inFlight = new Map<string, InFlightEffect>();
  readonly #called: Set<string>;
  readonly #cooling = new Map<string, { until: number; delay: number }>();
  #abortedBecause?: AbortCause;
  #fault?: { error: unknown };

  constructor(deps: InFlightDeps) {
    this.#deps = deps;
    this.#called = new Set(deps.mayHaveBeenCalled);
  }

  get size(): number {
    return this.#inFlight.size;
  }

  /** Rethrows an error of ours, as opposed to a provider's failure, which is a result. */
  throwFault(): void {
    if (this.#fault) {
      throw this.#fault.error;
    }
  }

  /** Starts an item unless it is in flight already. Returns the time to try again if it must not start yet. */
  start(
    item: WorkItem,
    state: DeploymentState,
    now: number,
  ): number | undefined {
    const key = workKey(item);
    if (this.#inFlight.has(key)) {
      return undefined;
    }
    const cooling = this.#cooling.get(key);
    if (cooling && cooling.until > now) {
      return cooling.until;
    }
    const effect: InFlightEffect = { item, done: Promise.resolve() };
    this.#inFlight.set(key, effect);
    effect.done = this.#perform(key, effect, state, now)
      .catch(error => {
        this.#fault = { error };
      })
      .finally(() => {
        this.#inFlight.delete(key);
        this.#deps.onSettled();
      });
    return undefined;
  }

  abortObsolete(state: DeploymentState): void {
    for (const { item, call } of this.#inFlight.values()) {
      if (call && !isStillRequired(item, state)) {
        call.abort('obsolete');
      }
    }
  }

  /**
   * Whether a call is in flight that the state no longer requires. Its opposite must not start before it has ended. The
   * effect with the key `except` does not count: it has ended and is reporting.
   */
  hasObsolete(state: DeploymentState, except?: string): boolean {
    return [...this.#inFlight].some(
      ([key, { item, call }]) =>
        key !== except && call !== undefined && !isStillRequired(item, state),
    );
  }

  /** Whether nothing else is in flight. */
  isAlone(key: string): boolean {
    return this.#inFlight.size === 1 && this.#inFlight.has(key);
  }

  /** Aborts all calls in flight and prevents new ones. */
  abortAll(cause: AbortCause): void {
    this.#abortedBecause = cause;
    for (const { call } of this.#inFlight.values()) {
      call?.abort(cause);
    }
  }

  async settled(): Promise<void> {
    await Promise.all([...this.#inFlight.values()].map(({ done }) => done));
  }

  async #perform(
    key: string,
    effect: InFlightEffect,
    seen: DeploymentState,
    now: number,
  ): Promise<void> {
    const { item } = effect;
    if (item.type === 'evaluateStart') {
      await this.#deps.evaluateStartConditions();
      return;
    }
    const intent = this.#deps.recordIntent(item, seen);
    let started = { state: seen, now };
    if (intent) {
      const committed = await this.#deps.commit(intent, key);
      if (committed.result !== 'committed') {
        this.#coolDown(key, now);
        return;
      }
      started = committed;
    }
    // If the request could not be built, its attempt has failed and the call is no longer required.
    const isRefused = intent && !isStillRequired(item, started.state);
    if (item.type === 'tick' || isRefused || this.#abortedBecause) {
      return;
    }
    await this.#call(key, effect, started.state, started.now);
  }

  async #call(
    key: string,
    effect: InFlightEffect,
    state: DeploymentState,
    now: number,
  ): Promise<void> {
    const deadlineMs = this.#deps.callMs();
    const isFirst = !this.#called.has(key);
    this.#called.add(key);
    effect.call = startCall(
      scope => this.#deps.perform(effect.item, state, { ...scope, isFirst }),
      { deadlineMs, now, graceMs: GRACE_MS },
    );
    const called = await effect.call.result;
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
          this.#deps.onUnknownOutcome(now + deadlineMs);
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

  /**
   * A missing response is not a failure: the effect may have happened, so the call is repeated later under the same
   * key.
   */
  #coolDown(key: string, now: number): void {
    const delay = Math.min(
      (this.#cooling.get(key)?.delay ?? FIRST_COOLING_MS / 2) * 2,
      MAX_COOLING_MS,
    );
    this.#cooling.set(key, { until: now + delay, delay });
  }
}
