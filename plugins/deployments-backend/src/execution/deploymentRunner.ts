import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import { nextWork } from '../domain/deployment/nextWork';
import type { DeploymentState } from '../domain/deployment/state';
import type { WorkItem } from '../domain/deployment/work';
import { isOutage } from '../persistence/database';
import type { DeploymentRecord } from '../persistence/repositories/deployments';
import {
  readDeployment,
  releaseDeployment,
} from '../persistence/repositories/deployments';
import type { Claim, ClaimDeps } from './ownership/claim';
import type { CommitResult } from '../commit/commitResult';
import { commitResult, lock } from '../commit/commit';
import type { InFlightDeps, Report } from './inFlightEffects';
import { InFlightEffects } from './inFlightEffects';
import type { Heartbeat } from './ownership/heartbeat';
import { startHeartbeat } from './ownership/heartbeat';
import { listIntents } from './intents';
import { StateCache } from './stateCache';
import type { Release, CommitFollowUp } from '../commit/commitFollowUp';
import type { DeploymentChange } from '../changes/deploymentChange';

export interface RunDeps
  extends ClaimDeps,
    Pick<InFlightDeps, 'recordIntent' | 'perform'> {
  /** Takes the environment for one that is queued, or says why not. */
  evaluateStartConditions(
    claim: Claim,
    seen?: Claim['seen'],
  ): Promise<StartEvaluation>;
}

/** How a queued deployment stood when the policies were asked. */
export interface StartEvaluation {
  /** Its `seq` after it was asked about, and `wake_at` as it was set then: another one means that something changed. */
  seq: number;
  wakeAt?: number;
  /** As it is since, where it was asked about to the end. */
  seen?: { state: DeploymentState; now: number };
}

/** When to try again after a mistake of ours, and after the database was away. */
const AFTER_FAULT_MS = 15_000;
const AFTER_OUTAGE_MS = 500;
/** How often, and how far apart, it is tried to let go while the database does not answer. The lease does it at last. */
const LET_GO_TRIES = 10;
const LET_GO_EVERY_MS = 500;
/** setTimeout fires at once for more than 2^31 ms; waking too early only means to look again. */
const FARTHEST_TIMER_MS = 60 * 60_000;
/** What is under way when the process stops gets this long to be reported; others go on under the same keys. */
const STOP_WITHIN_MS = 1_500;

class Run {
  readonly #deps: RunDeps;
  readonly #claim: Claim;
  readonly #stop: AbortSignal;
  readonly #inFlight: InFlightEffects;
  readonly #heartbeat: Heartbeat;
  #wake: () => void = () => {};
  #woken = false;
  #timer?: NodeJS.Timeout;
  #lost = false;
  #admitted?: StartEvaluation;
  readonly #known: StateCache;
  /** Commits of ours that are under way. */
  #commits = 0;
  /** Whether a commit of ours is to let go of it, or has. */
  #letsGo: 'no' | 'trying' | 'done' = 'no';

  constructor(deps: RunDeps, claim: Claim, stop: AbortSignal) {
    this.#deps = deps;
    this.#claim = claim;
    this.#stop = stop;
    this.#known = new StateCache(claim.seen);
    this.#heartbeat = startHeartbeat(deps, claim, {
      // Another replica may have committed a person's command.
      onKept: seq => this.#invalidate(seq),
      onLost: () => this.#lose(),
    });
    this.#inFlight = new InFlightEffects({
      recordIntent: deps.recordIntent,
      perform: deps.perform,
      evaluateStartConditions: () => this.#evaluateStartConditions(),
      commit: (report, key) => this.#commit(report, key),
      // What others wait for, if it cannot be fenced, is our lease.
      callMs: () => Math.min(deps.leaseMs / 2, this.#heartbeat.leftMs()),
      onUnsettled: deadline => this.#taint(deadline),
      onLanded: () => this.#wakeUp(),
      mayHaveBeenCalled: claim.mayHaveBeenCalled,
    });
  }

  async runToEnd(): Promise<void> {
    const wakeUp = () => this.#wakeUp();
    const onChange = (change: DeploymentChange) => this.#onChange(change);
    const lose = () => this.#lose();
    const { lost } = this.#claim.identity;
    const unsubscribe = this.#deps.changes.subscribe(this.#claim.id, onChange);
    this.#stop.addEventListener('abort', wakeUp);
    lost.addEventListener('abort', lose);
    if (lost.aborted) {
      lose();
    }
    try {
      while (await this.#round()) {
        await this.#nextWake();
      }
    } catch (error) {
      this.#inFlight.abortAll('shutdown');
      await this.#inFlight.settled();
      await this.#releaseAfterFault(error);
      throw error;
    } finally {
      this.#heartbeat.stop();
      this.#stop.removeEventListener('abort', wakeUp);
      lost.removeEventListener('abort', lose);
      unsubscribe();
    }
  }

  /** One look at the state. False: it was let go, or is not ours any more. */
  async #round(): Promise<boolean> {
    this.#inFlight.throwFault();
    if (this.#letsGo === 'done') {
      await this.#inFlight.settled();
      return false;
    }
    if (this.#stop.aborted) {
      this.#inFlight.abortAll('shutdown');
      await Promise.race([this.#inFlight.settled(), sleep(STOP_WITHIN_MS)]);
      await this.#releaseIfUnchanged(0);
      // What still comes is too late; whoever goes on asks again under the same key.
      this.#lost = true;
      return false;
    }
    if (this.#letsGo === 'trying') {
      return true;
    }
    const seen = this.#lost ? undefined : await this.#look();
    if (!seen) {
      this.#inFlight.abortAll('fenced');
      await this.#inFlight.settled();
      return false;
    }
    return this.#work(seen.state, seen.now);
  }

  /** `undefined`: it is not ours any more. */
  async #look(): Promise<{ state: DeploymentState; now: number } | undefined> {
    const known = this.#known;
    if (!known.isCurrent) {
      known.clearInvalidations();
      const { database } = this.#deps;
      const record = await readDeployment(database.knex, this.#claim.id);
      if (record?.epoch !== this.#claim.epoch) {
        // Unless it was a commit of ours meanwhile.
        return this.#letsGo === 'no' ? undefined : this.#knownNow();
      }
      known.update({
        state: record.state,
        now: await database.now(database.knex),
      });
    }
    return this.#knownNow();
  }

  #knownNow(): { state: DeploymentState; now: number } {
    const { state } = this.#known;
    return { state, now: Math.max(this.#known.now(), state.at) };
  }

  /** For what is committed: what follows from an effect is not dated before it. */
  #knownAtMost(): { state: DeploymentState; now: number } {
    const { state } = this.#known;
    const now = this.#deps.database.estimateNow();
    return { state, now: Math.max(now, state.at) };
  }

  async #work(state: DeploymentState, now: number): Promise<boolean> {
    const unknownOutcome = this.#deps.unknownOutcome.has(this.#claim.id);
    const work = nextWork(state, now);
    const wakeTimes = [work.wakeAt];
    this.#inFlight.abortUnwanted(state);
    if (!unknownOutcome && !this.#inFlight.hasObsolete(state)) {
      for (const item of work.items) {
        if (!this.#isAsked(item, state)) {
          wakeTimes.push(this.#inFlight.start(item, state, now));
        }
      }
    }
    if (this.#inFlight.size > 0) {
      this.#wakeUpAt(earliest(wakeTimes), now);
      return true;
    }
    // A new claim brings the new fence that a call which went on makes necessary.
    const wakeAt = unknownOutcome ? now : earliest(wakeTimes);
    const isReleased = await this.#release(state, wakeAt);
    if (!isReleased) {
      this.#known.invalidate();
      this.#wakeUp();
    }
    return !isReleased;
  }

  #isAsked(item: WorkItem, state: DeploymentState): boolean {
    return item.type === 'admit' && this.#admitted?.seq === state.seq;
  }

  async #evaluateStartConditions(): Promise<void> {
    const first = this.#admitted ? undefined : this.#claim.seen;
    this.#commits += 1;
    try {
      this.#admitted = await this.#deps.evaluateStartConditions(
        this.#claim,
        first,
      );
      if (this.#admitted.seen) {
        this.#known.update(this.#admitted.seen);
      } else {
        this.#known.invalidate();
      }
    } finally {
      this.#commits -= 1;
      this.#wakeForNews();
    }
  }

  async #commit(report: Report, key: string): Promise<CommitResult> {
    if (this.#lost) {
      return { result: 'fenced' };
    }
    const { id, epoch } = this.#claim;
    this.#commits += 1;
    try {
      const result = await commitResult(this.#deps, {
        id,
        epoch,
        command: report,
        known: this.#knownAtMost(),
        followUp: this.#followUp(key),
      });
      if (result.result === 'fenced' || result.result === 'missing') {
        this.#letsGo = 'no';
        this.#lose();
        return result;
      }
      this.#letsGo =
        result.result === 'committed' && result.isReleased ? 'done' : 'no';
      this.#known.update(result);
      return result;
    } catch (error) {
      this.#letsGo = 'no';
      throw error;
    } finally {
      this.#commits -= 1;
      this.#wakeForNews();
    }
  }

  /** What goes into the commit of a flight's report besides. */
  #followUp(key: string): CommitFollowUp {
    const mayGoOn = (state: DeploymentState) =>
      !this.#lost &&
      !this.#stop.aborted &&
      !this.#deps.unknownOutcome.has(this.#claim.id) &&
      !this.#inFlight.hasObsolete(state, key);
    return {
      recordIntent: (state, now) =>
        mayGoOn(state) ? listIntents(this.#deps.recordIntent, state, now) : [],
      release: (state, now) => {
        const releaseIfUnchanged =
          mayGoOn(state) && this.#inFlight.isAlone(key)
            ? getRelease(state, now)
            : undefined;
        // Nothing may begin while that is being committed.
        this.#letsGo = releaseIfUnchanged ? 'trying' : 'no';
        return releaseIfUnchanged;
      },
    };
  }

  #onChange(change: DeploymentChange): void {
    if (change.what === 'missed') {
      this.#invalidate();
    } else if (change.what === 'events') {
      this.#invalidate(change.seq);
    }
  }

  #invalidate(seq?: number): void {
    this.#known.invalidate(seq);
    this.#wakeForNews();
  }

  /** Of what a commit of ours leads to, it knows when that is done. */
  #wakeForNews(): void {
    if (this.#commits === 0 && !this.#known.isCurrent) {
      this.#wakeUp();
    }
  }

  /** Somebody else has it, or may have it by now: nothing of ours may have an effect any more. */
  #lose(): void {
    if (!this.#lost) {
      this.#deps.logger.warn(
        `Stopped working on deployment ${
          this.#claim.id
        }: another process owns it, or may own it by now`,
      );
    }
    this.#lost = true;
    this.#inFlight.abortAll('fenced');
    this.#wakeUp();
  }

  #taint(deadline: number): void {
    const { unknownOutcome } = this.#deps;
    const known = unknownOutcome.get(this.#claim.id) ?? 0;
    unknownOutcome.set(this.#claim.id, Math.max(known, deadline));
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
  async #releaseIfUnchanged(afterMs: number): Promise<void> {
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

  async #releaseAfterFault(because: unknown): Promise<void> {
    let afterMs = isOutage(because) ? AFTER_OUTAGE_MS : AFTER_FAULT_MS;
    for (let tries = 0; tries < LET_GO_TRIES && !this.#lost; tries++) {
      try {
        await this.#releaseIfUnchanged(afterMs);
        return;
      } catch {
        afterMs = AFTER_OUTAGE_MS;
        await sleep(LET_GO_EVERY_MS);
      }
    }
  }

  /** True as well when it is not ours any more. */
  async #withOwned(
    work: (trx: Knex.Transaction, record: DeploymentRecord) => Promise<boolean>,
  ): Promise<boolean> {
    const { id, epoch, identity } = this.#claim;
    return this.#deps.database.transaction(async trx => {
      const locked = await lock(this.#deps, trx, id, this.#known.state);
      const record = locked?.record;
      const isOurs = record?.epoch === epoch && record.owner === identity.owner;
      return record && isOurs ? work(trx, record) : true;
    });
  }

  /** The wake-up is for whoever has room, also when this process stops. */
  async #leave(
    trx: Knex.Transaction,
    state: DeploymentState,
    wakeAt: number | undefined,
  ): Promise<void> {
    const until = isTerminal(state.status) ? undefined : wakeAt;
    await releaseDeployment(trx, state.id, {
      wakeAt: until,
      leaseUntil: this.#deps.unknownOutcome.get(state.id),
    });
    if (until !== undefined) {
      await this.#deps.queue.enqueue(trx, state.id, until);
    }
  }

  #wakeUp(): void {
    this.#woken = true;
    this.#wake();
  }

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
  await new Run(deps, claim, stop).runToEnd();
}

/** Whether nothing is left to do now. One that is queued is let go of by what the policies said. */
function getRelease(state: DeploymentState, now: number): Release | undefined {
  const { items, wakeAt } = nextWork(state, now);
  return state.status === 'queued' || items.length > 0 ? undefined : { wakeAt };
}

function earliest(times: (number | undefined)[]): number | undefined {
  const known = times.filter(time => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

function sleep(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms).unref());
}
