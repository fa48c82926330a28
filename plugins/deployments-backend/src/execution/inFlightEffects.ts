import type { DeploymentState } from '../domain/deployment/state';
import type { WorkItem } from '../domain/deployment/work';
import type { AbortCause, Call, CallScope } from './effects/startCall';
import { startCall } from './effects/startCall';
import type { BuildCommand, CommitResult } from '../commit/commitResult';
import { isStillRequired, workKey } from '../domain/deployment/isStillRequired';

export interface InFlightDeps {
  /** Returns the command to commit before the effect; `undefined` if the effect needs none. */
  buildIntent(item: WorkItem, state: DeploymentState): BuildCommand | undefined;
  /** Calls the provider and reports its result, even a failure. Throws only after an abort or on an internal error. */
  perform(
    item: WorkItem,
    state: DeploymentState,
    scope: CallScope,
  ): Promise<BuildCommand>;
  /** Starts a queued deployment if nothing blocks it. Otherwise, finds out why it cannot start. */
  evaluateStartGate(): Promise<void>;
  /** Commits an intent or a result of the effect with this key. */
  commit(command: BuildCommand, key: string): Promise<CommitResult>;
  /** How long a call may take now, in milliseconds. Within that time, no other process may claim the deployment. */
  callMs(): number;
  /** Called if an aborted call did not end. `deadline`: when it should have ended, in epoch milliseconds. */
  onUnknownOutcome(deadline: number): void;
  /** Called when an effect has ended, because more work may be due. */
  onSettled(): void;
  /** The keys (`workKey`) of work whose call may have been sent before. */
  mayHaveBeenCalled: ReadonlySet<string>;
}

interface InFlightEffect {
  item: WorkItem;
  /** Present once its intent is committed. Before that, there is no call to abort. */
  call?: Call<BuildCommand>;
  done: Promise<void>;
}

/** How long to wait before repeating a call that was not answered in time. The pause doubles up to the maximum. */
const FIRST_COOLING_MS = 1_000;
const MAX_COOLING_MS = 60_000;

/** How long an aborted call may take to end, in milliseconds. */
const GRACE_MS: Record<AbortCause, number> = {
  deadline: 500,
  obsolete: 10_000,
  fenced: 0,
  shutdown: 1_000,
};

/** Performs the effects of one deployment: commits each intent, calls the provider, and commits the result. */
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

  /** Rethrows an internal error. A provider's failure is a result, not an error. */
  throwFault(): void {
    if (this.#fault) {
      throw this.#fault.error;
    }
  }

  /** Starts an item unless it is in flight already. If it must not start yet, returns when to try again. */
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
   * Whether a call is in flight that the state no longer requires. A call that would undo it must not start before it has
   * ended. `except` is the key of an effect that has ended and is committing its result.
   */
  hasObsolete(state: DeploymentState, except?: string): boolean {
    return [...this.#inFlight].some(
      ([key, { item, call }]) =>
        key !== except && call !== undefined && !isStillRequired(item, state),
    );
  }

  /** Whether the effect with this key is the only one in flight. */
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
      await this.#deps.evaluateStartGate();
      return;
    }
    const intent = this.#deps.buildIntent(item, seen);
    let started = { state: seen, now };
    if (intent) {
      const committed = await this.#deps.commit(intent, key);
      if (committed.result !== 'committed') {
        this.#coolDown(key, now);
        return;
      }
      started = committed;
    }
    // If the request could not be built, the attempt has failed, and the call is no longer required.
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
   * Delays the next call of an item. Without a response, the effect may still have happened, so the call is repeated under
   * the same key rather than reported as a failure.
   */
  #coolDown(key: string, now: number): void {
    const delay = Math.min(
      (this.#cooling.get(key)?.delay ?? FIRST_COOLING_MS / 2) * 2,
      MAX_COOLING_MS,
    );
    this.#cooling.set(key, { until: now + delay, delay });
  }
}
