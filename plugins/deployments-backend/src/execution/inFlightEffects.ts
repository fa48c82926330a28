import type { Command } from '../domain/deployment/commands';
import type { DeploymentState } from '../domain/deployment/state';
import type { WorkItem } from '../domain/deployment/work';
import type { AbortCause, Call, CallScope } from './effects/call';
import { startCall } from './effects/call';
import type { CommitResult } from '../commit/commitResult';
import { isStillRequired, workKey } from '../domain/deployment/isStillRequired';

/** What the effect of a work item leaves to be reported, decided at the time of the commit. */
export type Report = (facts: {
  state: DeploymentState;
  now: number;
}) => Command;

export interface InFlightDeps {
  /** What must be committed before the effect, if anything. */
  recordIntent(item: WorkItem, state: DeploymentState): Report | undefined;
  /** Calls the provider. Failures of providers are reports; it throws only when aborted or when we are at fault. */
  perform(
    item: WorkItem,
    state: DeploymentState,
    scope: CallScope,
  ): Promise<Report>;
  /** Takes the environment for one that is queued, or finds out why not. */
  evaluateStartConditions(): Promise<void>;
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

interface InFlightEffect {
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
export class InFlightEffects {
  readonly #deps: InFlightDeps;
  readonly #inFlight = new Map<string, InFlightEffect>();
  readonly #called: Set<string>;
  readonly #cooling = new Map<string, { until: number; delay: number }>();
  #grounded?: AbortCause;
  #fault?: { error: unknown };

  constructor(deps: InFlightDeps) {
    this.#deps = deps;
    this.#called = new Set(deps.mayHaveBeenCalled);
  }

  get size(): number {
    return this.#inFlight.size;
  }

  /** A mistake of ours: no provider's failure. */
  throwFault(): void {
    if (this.#fault) {
      throw this.#fault.error;
    }
  }

  /** Returns when to come back to an item that is not begun now. */
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
    effect.done = this.#fly(key, effect, state, now)
      .catch(error => {
        this.#fault = { error };
      })
      .finally(() => {
        this.#inFlight.delete(key);
        this.#deps.onLanded();
      });
    return undefined;
  }

  abortUnwanted(state: DeploymentState): void {
    for (const { item, call } of this.#inFlight.values()) {
      if (call && !isStillRequired(item, state)) {
        call.abort('unwanted');
      }
    }
  }

  /** Until an unwanted call has come to an end, its opposite must not begin. `except`: has ended, and reports. */
  hasObsolete(state: DeploymentState, except?: string): boolean {
    return [...this.#inFlight].some(
      ([key, { item, call }]) =>
        key !== except && call !== undefined && !isStillRequired(item, state),
    );
  }

  /** Whether nothing else is under way. */
  isAlone(key: string): boolean {
    return this.#inFlight.size === 1 && this.#inFlight.has(key);
  }

  /** Nothing is called any more; what is under way is to end. */
  abortAll(cause: AbortCause): void {
    this.#grounded = cause;
    for (const { call } of this.#inFlight.values()) {
      call?.abort(cause);
    }
  }

  async settled(): Promise<void> {
    await Promise.all([...this.#inFlight.values()].map(({ done }) => done));
  }

  async #fly(
    key: string,
    effect: InFlightEffect,
    seen: DeploymentState,
    now: number,
  ): Promise<void> {
    const { item } = effect;
    if (item.type === 'admit') {
      await this.#deps.evaluateStartConditions();
      return;
    }
    const intent = this.#deps.recordIntent(item, seen);
    let begun = { state: seen, now };
    if (intent) {
      const committed = await this.#deps.commit(intent, key);
      if (committed.result !== 'committed') {
        this.#coolDown(key, now);
        return;
      }
      begun = committed;
    }
    // What could not be built is not wanted any more: its attempt has failed.
    const isRefused = intent && !isStillRequired(item, begun.state);
    if (item.type === 'tick' || isRefused || this.#grounded) {
      return;
    }
    await this.#call(key, effect, begun.state, begun.now);
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
