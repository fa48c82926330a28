import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import type { Command } from '../pipeline/commands';
import { nextWork } from '../pipeline/nextWork';
import type { DeploymentState } from '../pipeline/state';
import type { WorkItem } from '../pipeline/work';
import type { DeploymentRecord } from '../store/deployments';
import { lockDeployment, readDeployment } from '../store/deployments';
import { releaseDeployment } from '../store/leases';
import type { AbortCause, Call, CallScope } from './call';
import { startCall } from './call';
import type { Claim, ClaimDeps } from './claim';
import type { CommitResult } from './commit';
import { commitReport } from './commit';
import { startHeartbeat } from './heartbeat';
import { isWanted, workKey } from './wanted';

/** What the effect of a work item leaves to be reported, decided at the time of the commit. */
export type Report = (facts: {
  state: DeploymentState;
  now: number;
}) => Command;

export interface RunDeps extends ClaimDeps {
  /** What must be committed before the effect, if anything. */
  announce(item: WorkItem): Report | undefined;
  /** Calls the provider. Failures of providers are reports; it throws only when aborted or when we are at fault. */
  perform(
    item: WorkItem,
    state: DeploymentState,
    scope: CallScope,
  ): Promise<Report>;
  /** Takes the environment for one that is queued, or says why not. */
  admit(claim: Claim): Promise<Admission>;
}

/** How a queued deployment stood when the policies were asked. */
export interface Admission {
  /** Its `seq` after it was asked about, and `wake_at` as it was set then: another one means that something changed. */
  seq: number;
  wakeAt?: number;
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
/** When to try again after a mistake of ours. */
const AFTER_FAULT_MS = 15_000;
/** setTimeout fires at once for more than 2^31 ms; waking too early only means to look again. */
const FARTHEST_TIMER_MS = 60 * 60_000;

const GRACE_MS: Record<AbortCause, number> = {
  deadline: 500,
  unwanted: 10_000,
  fenced: 0,
  shutdown: 1_000,
};

class Run {
  readonly #deps: RunDeps;
  readonly #claim: Claim;
  readonly #stop: AbortSignal;
  readonly #flights = new Map<string, Flight>();
  readonly #cooling = new Map<string, { until: number; delay: number }>();
  #wake: () => void = () => {};
  #woken = false;
  #lost = false;
  #admitted?: Admission;
  /** Of the last event that this run committed. */
  #seq = 0;
  #fault?: unknown;

  constructor(deps: RunDeps, claim: Claim, stop: AbortSignal) {
    this.#deps = deps;
    this.#claim = claim;
    this.#stop = stop;
  }

  async toEnd(): Promise<void> {
    const unsubscribe = this.#deps.changes.subscribe(this.#claim.id, () =>
      this.#wakeUp(),
    );
    const wakeUp = () => this.#wakeUp();
    this.#stop.addEventListener('abort', wakeUp);
    const stopHeartbeat = this.#startHeartbeat();
    try {
      while (await this.#round()) {
        await this.#nextWake();
      }
    } catch (error) {
      this.#abortAll('shutdown');
      await this.#settled();
      await this.#letGo(AFTER_FAULT_MS).catch(() => {});
      throw error;
    } finally {
      stopHeartbeat();
      this.#stop.removeEventListener('abort', wakeUp);
      unsubscribe();
    }
  }

  /** One look at the state. False: it was let go, or is not ours any more. */
  async #round(): Promise<boolean> {
    if (this.#fault !== undefined) {
      throw this.#fault;
    }
    if (this.#stop.aborted) {
      this.#abortAll('shutdown');
      await this.#settled();
      await this.#letGo(0);
      return false;
    }
    const record = this.#lost
      ? undefined
      : await readDeployment(this.#deps.database.knex, this.#claim.id);
    if (!record || record.epoch !== this.#claim.epoch) {
      this.#abortAll('fenced');
      await this.#settled();
      return false;
    }
    const { state } = record;
    const now = Math.max(
      await this.#deps.database.now(this.#deps.database.knex),
      state.at,
    );
    if (state.seq < this.#seq) {
      // Read before what a call of ours has reported since.
      this.#wakeUp();
      return true;
    }
    this.#abortUnwanted(state);
    const tainted = this.#deps.tainted.has(this.#claim.id);
    const work = nextWork(state, now);
    const wakeTimes = [work.wakeAt];
    if (!tainted && !this.#hasUnwanted(state)) {
      for (const item of work.items) {
        wakeTimes.push(this.#begin(item, state, now));
      }
    }
    if (this.#flights.size > 0) {
      this.#wakeUpAt(earliest(wakeTimes), now);
      return true;
    }
    // A new claim brings the new fence that a call which went on makes necessary.
    const wakeAt = tainted ? now : earliest(wakeTimes);
    return !(await this.#release(state, wakeAt));
  }

  /** Returns when to come back to an item that is not begun now. */
  #begin(
    item: WorkItem,
    state: DeploymentState,
    now: number,
  ): number | undefined {
    const key = workKey(item);
    const isAdmitted =
      item.type === 'admit' && this.#admitted?.seq === state.seq;
    if (this.#flights.has(key) || isAdmitted) {
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
        this.#fault = error;
      })
      .finally(() => {
        this.#flights.delete(key);
        this.#wakeUp();
      });
    return undefined;
  }

  async #fly(
    key: string,
    flight: Flight,
    seen: DeploymentState,
    now: number,
  ): Promise<void> {
    const { item } = flight;
    if (item.type === 'admit') {
      this.#admitted = await this.#deps.admit(this.#claim);
      return;
    }
    const announcement = this.#deps.announce(item);
    let state = seen;
    if (announcement) {
      const committed = await this.#commit(announcement);
      if (committed.result !== 'committed') {
        this.#coolDown(key, now);
        return;
      }
      state = committed.state;
    }
    if (item.type === 'tick') {
      return;
    }
    flight.call = startCall(scope => this.#deps.perform(item, state, scope), {
      deadlineMs: this.#deps.leaseMs / 2,
      now,
      graceMs: GRACE_MS,
    });
    if (this.#lost) {
      flight.call.abort('fenced');
    }
    const called = await flight.call.result;
    switch (called.result) {
      case 'answered': {
        const committed = await this.#commit(called.value);
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
          this.#deps.tainted.add(this.#claim.id);
        }
        if (called.cause === 'deadline') {
          this.#coolDown(key, now + this.#deps.leaseMs / 2);
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

  async #commit(report: Report): Promise<CommitResult> {
    const result = await commitReport(
      this.#deps,
      this.#claim.id,
      this.#claim.epoch,
      report,
    );
    if (result.result === 'committed') {
      this.#seq = Math.max(this.#seq, result.state.seq);
    }
    if (result.result === 'fenced' || result.result === 'missing') {
      this.#lost = true;
      this.#deps.logger.warn(
        `Stopped working on deployment ${
          this.#claim.id
        }: another process owns it`,
      );
    }
    return result;
  }

  #abortUnwanted(state: DeploymentState): void {
    for (const { item, call } of this.#flights.values()) {
      if (call && !isWanted(item, state)) {
        call.abort('unwanted');
      }
    }
  }

  /** Until an unwanted call has come to an end, its opposite must not begin. */
  #hasUnwanted(state: DeploymentState): boolean {
    return [...this.#flights.values()].some(
      ({ item, call }) => call !== undefined && !isWanted(item, state),
    );
  }

  #abortAll(cause: AbortCause): void {
    for (const { call } of this.#flights.values()) {
      call?.abort(cause);
    }
  }

  async #settled(): Promise<void> {
    await Promise.all([...this.#flights.values()].map(({ done }) => done));
  }

  /** Lets go and sets when to look again. False: something changed since, so there may be something to do. */
  async #release(
    seen: DeploymentState,
    wakeAt: number | undefined,
  ): Promise<boolean> {
    return this.#withOwned(async (trx, record) => {
      const { state } = record;
      if (state.seq !== seen.seq) {
        return false;
      }
      if (state.status === 'queued' && this.#admitted) {
        // Those who make room for it set its `wake_at`.
        const isAsAsked = record.wakeAt === this.#admitted.wakeAt;
        if (!isAsAsked) {
          this.#admitted = undefined;
          return false;
        }
        await this.#leave(trx, state, record.wakeAt);
        return true;
      }
      await this.#leave(trx, state, wakeAt);
      return true;
    });
  }

  /** Lets go whatever there is to do. */
  async #letGo(afterMs: number): Promise<void> {
    const now = await this.#deps.database.now(this.#deps.database.knex);
    await this.#withOwned(async (trx, record) => {
      const wakeAt =
        afterMs === 0
          ? record.wakeAt
          : Math.max(record.wakeAt ?? 0, now + afterMs);
      await this.#leave(trx, record.state, wakeAt);
      return true;
    });
  }

  /** True as well when it is not ours any more. */
  async #withOwned(
    work: (trx: Knex.Transaction, record: DeploymentRecord) => Promise<boolean>,
  ): Promise<boolean> {
    return this.#deps.database.transaction(async trx => {
      const record = await lockDeployment(trx, this.#claim.id);
      const isOurs =
        record?.epoch === this.#claim.epoch &&
        record.owner === this.#deps.owner;
      return record && isOurs ? work(trx, record) : true;
    });
  }

  async #leave(
    trx: Knex.Transaction,
    state: DeploymentState,
    wakeAt: number | undefined,
  ): Promise<void> {
    const until = isTerminal(state.status) ? undefined : wakeAt;
    await releaseDeployment(trx, state.id, until);
    if (until !== undefined && !this.#stop.aborted) {
      await this.#deps.queue.enqueue(trx, state.id, until);
    }
  }

  #startHeartbeat(): () => void {
    return startHeartbeat(this.#deps, this.#claim, {
      // Another replica may have committed a person's command.
      onKept: () => this.#wakeUp(),
      onLost: () => this.#lose(),
    });
  }

  #lose(): void {
    this.#lost = true;
    this.#abortAll('fenced');
    this.#wakeUp();
  }

  #wakeUp(): void {
    this.#woken = true;
    this.#wake();
  }

  #timer?: NodeJS.Timeout;

  #wakeUpAt(at: number | undefined, now: number): void {
    clearTimeout(this.#timer);
    if (at !== undefined) {
      this.#timer = setTimeout(
        () => this.#wakeUp(),
        Math.min(Math.max(at - now, 1), FARTHEST_TIMER_MS),
      );
    }
  }

  /** While calls are under way: until one ends, the state changes, or time brings more. */
  async #nextWake(): Promise<void> {
    if (!this.#woken) {
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
    }
    clearTimeout(this.#timer);
    this.#woken = false;
  }
}

/**
 * Works on one claimed deployment until nothing is left to do now: then it sets when to look again and lets go. Nothing
 * sleeps in here but calls that are under way.
 */
export async function runClaimed(
  deps: RunDeps,
  claim: Claim,
  stop: AbortSignal,
): Promise<void> {
  await new Run(deps, claim, stop).toEnd();
}

function earliest(times: (number | undefined)[]): number | undefined {
  const known = times.filter(time => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
