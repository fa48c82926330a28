import { nextWork } from '../domain/deployment/nextWork';
import type { DeploymentState } from '../domain/deployment/state';
import type { WorkItem } from '../domain/deployment/work';
import { readDeployment } from '../persistence/repositories/deployments';
import type { Claim, ClaimDeps } from './ownership/claim';
import type { BuildCommand, CommitResult } from '../commit/commitResult';
import { commitStepResult } from '../commit/commitStepResult';
import type { InFlightDeps } from './inFlightEffects';
import { InFlightEffects } from './inFlightEffects';
import type { Heartbeat } from './ownership/startHeartbeat';
import { startHeartbeat } from './ownership/startHeartbeat';
import {
  releaseAfterFault,
  releaseClaim,
  releaseUnconditionally,
} from './ownership/releaseClaim';
import type { StartEvaluation } from './startGate';
import { StateCache } from './stateCache';
import { WakeSignal } from './wakeSignal';
import type { CommitFollowUp } from '../commit/commitFollowUp';
import type { Release } from '../commit/commitContents';
import type { DeploymentChange } from '../changes/deploymentChange';

export interface RunnerDeps
  extends ClaimDeps,
    Pick<InFlightDeps, 'buildIntent' | 'perform'> {
  /** Starts a queued deployment if nothing blocks it. Otherwise, finds out why it cannot start. */
  evaluateStartGate(
    claim: Claim,
    seen?: Claim['seen'],
  ): Promise<StartEvaluation>;
}

/**
 * How long calls in flight may take to report when the process stops. The next owner repeats those that don't, under
 * the same keys.
 */
const STOP_WITHIN_MS = 1_500;

/**
 * Runs one claimed deployment until it has no work that is due. Then it schedules the next wake-up and releases the
 * deployment. It waits only for calls in flight.
 */
export class DeploymentRunner {
  readonly #deps: RunnerDeps;
  readonly #claim: Claim;
  readonly #stop: AbortSignal;
  readonly #inFlight: InFlightEffects;
  readonly #heartbeat: Heartbeat;
  readonly #cache: StateCache;
  readonly #wakeUp = new WakeSignal();
  #isLost = false;
  #evaluation?: StartEvaluation;
  /** The number of this runner's commits in progress. */
  #commits = 0;
  /** `committing`: a commit that releases the deployment is in progress. */
  #releaseState: 'none' | 'committing' | 'released' = 'none';

  constructor(deps: RunnerDeps, claim: Claim, stop: AbortSignal) {
    this.#deps = deps;
    this.#claim = claim;
    this.#stop = stop;
    this.#cache = new StateCache(claim.seen);
    this.#heartbeat = startHeartbeat(deps, claim, {
      // Another replica may have committed a person's command.
      onRenewed: seq => this.#invalidate(seq),
      onLost: () => this.#lose(),
    });
    this.#inFlight = new InFlightEffects({
      buildIntent: deps.buildIntent,
      perform: deps.perform,
      evaluateStartGate: () => this.#evaluateStartGate(),
      commit: (command, key) => this.#commit(command, key),
      // Without fences in the target, the next owner waits until our lease expires, so our calls must end before that.
      callMs: () => Math.min(deps.leaseMs / 2, this.#heartbeat.leftMs()),
      onUnknownOutcome: deadline => this.#addUnknownOutcome(deadline),
      onSettled: () => this.#wakeUp.wake(),
      mayHaveBeenCalled: claim.mayHaveBeenCalled,
    });
  }

  /** Resolves when the deployment is released or lost. After an internal error, tries to release it, then throws. */
  async run(): Promise<void> {
    const wake = () => this.#wakeUp.wake();
    const onChange = (change: DeploymentChange) => this.#onChange(change);
    const lose = () => this.#lose();
    const { lost } = this.#claim.identity;
    const unsubscribe = this.#deps.changes.subscribe(this.#claim.id, onChange);
    this.#stop.addEventListener('abort', wake);
    lost.addEventListener('abort', lose);
    if (lost.aborted) {
      lose();
    }
    try {
      while (await this.#advance()) {
        await this.#wakeUp.wait();
      }
    } catch (error) {
      this.#inFlight.abortAll('shutdown');
      await this.#inFlight.settled();
      await releaseAfterFault(this.#deps, this.#claim, this.#cache.state, {
        cause: error,
        isLost: () => this.#isLost,
      });
      throw error;
    } finally {
      this.#heartbeat.stop();
      this.#stop.removeEventListener('abort', wake);
      lost.removeEventListener('abort', lose);
      unsubscribe();
    }
  }

  /** Reads the state once and starts the work that is due. Returns false if the deployment is released or lost. */
  async #advance(): Promise<boolean> {
    this.#inFlight.throwFault();
    if (this.#releaseState === 'released') {
      await this.#inFlight.settled();
      return false;
    }
    if (this.#stop.aborted) {
      this.#inFlight.abortAll('shutdown');
      await Promise.race([this.#inFlight.settled(), sleep(STOP_WITHIN_MS)]);
      await releaseUnconditionally(
        this.#deps,
        this.#claim,
        this.#cache.state,
        0,
      );
      // From here on, results are dropped: the next owner repeats the calls under the same keys.
      this.#isLost = true;
      return false;
    }
    if (this.#releaseState === 'committing') {
      return true;
    }
    const seen = this.#isLost ? undefined : await this.#readState();
    if (!seen) {
      this.#inFlight.abortAll('fenced');
      await this.#inFlight.settled();
      return false;
    }
    return this.#startWork(seen.state, seen.now);
  }

  /** Returns `undefined` if another process owns the deployment. */
  async #readState(): Promise<
    { state: DeploymentState; now: number } | undefined
  > {
    const cache = this.#cache;
    if (!cache.isCurrent) {
      cache.clearInvalidations();
      const { database } = this.#deps;
      const record = await readDeployment(database.knex, this.#claim.id);
      if (record?.epoch !== this.#claim.epoch) {
        // This runner's own commit may have released it.
        return this.#releaseState === 'none' ? undefined : this.#cachedState();
      }
      cache.update({
        state: record.state,
        now: await database.now(database.knex),
      });
    }
    return this.#cachedState();
  }

  #cachedState(): { state: DeploymentState; now: number } {
    const { state } = this.#cache;
    return { state, now: Math.max(this.#cache.now(), state.at) };
  }

  /** The cached state, with a time that is never before the state's last event: a result must not precede its cause. */
  #stateToCommit(): { state: DeploymentState; now: number } {
    const { state } = this.#cache;
    const now = this.#deps.database.estimateNow();
    return { state, now: Math.max(now, state.at) };
  }

  async #startWork(state: DeploymentState, now: number): Promise<boolean> {
    const hasUnknownOutcome = this.#deps.unknownOutcome.has(this.#claim.id);
    const work = nextWork(state, now);
    const wakeTimes = [work.wakeAt];
    this.#inFlight.abortObsolete(state);
    if (!hasUnknownOutcome && !this.#inFlight.hasObsolete(state)) {
      for (const item of work.items) {
        if (!this.#isEvaluated(item, state)) {
          wakeTimes.push(this.#inFlight.start(item, state, now));
        }
      }
    }
    if (this.#inFlight.size > 0) {
      this.#wakeUp.wakeAt(findEarliest(wakeTimes), now);
      return true;
    }
    // If an aborted call did not end, the deployment needs a new fence, which only a new claim gives it.
    const wakeAt = hasUnknownOutcome ? now : findEarliest(wakeTimes);
    const isReleased = await this.#releaseIfUnchanged(state, wakeAt);
    if (!isReleased) {
      this.#cache.invalidate();
      this.#wakeUp.wake();
    }
    return !isReleased;
  }

  #isEvaluated(item: WorkItem, state: DeploymentState): boolean {
    return item.type === 'evaluateStart' && this.#evaluation?.seq === state.seq;
  }

  async #evaluateStartGate(): Promise<void> {
    const seen = this.#evaluation ? undefined : this.#claim.seen;
    this.#commits += 1;
    try {
      this.#evaluation = await this.#deps.evaluateStartGate(this.#claim, seen);
      if (this.#evaluation.seen) {
        this.#cache.update(this.#evaluation.seen);
      } else {
        this.#cache.invalidate();
      }
    } finally {
      this.#commits -= 1;
      this.#wakeIfOutdated();
    }
  }

  async #commit(command: BuildCommand, key: string): Promise<CommitResult> {
    if (this.#isLost) {
      return { result: 'fenced' };
    }
    const { id, epoch } = this.#claim;
    this.#commits += 1;
    try {
      const result = await commitStepResult(this.#deps, {
        id,
        epoch,
        command,
        cached: this.#stateToCommit(),
        followUp: this.#createFollowUp(key),
      });
      if (result.result === 'fenced' || result.result === 'missing') {
        this.#releaseState = 'none';
        this.#lose();
        return result;
      }
      this.#releaseState =
        result.result === 'committed' && result.isReleased
          ? 'released'
          : 'none';
      this.#cache.update(result);
      return result;
    } catch (error) {
      this.#releaseState = 'none';
      throw error;
    } finally {
      this.#commits -= 1;
      this.#wakeIfOutdated();
    }
  }

  /** Adds to the commit of an effect's result: the intents of the next effects, or the release. */
  #createFollowUp(key: string): CommitFollowUp {
    const canContinue = (state: DeploymentState) =>
      !this.#isLost &&
      !this.#stop.aborted &&
      !this.#deps.unknownOutcome.has(this.#claim.id) &&
      !this.#inFlight.hasObsolete(state, key);
    return {
      listIntents: (state, now) =>
        canContinue(state) ? this.#deps.listIntents(state, now) : [],
      release: (state, now) => {
        const release =
          canContinue(state) && this.#inFlight.isAlone(key)
            ? findRelease(state, now)
            : undefined;
        // No effect may start while the release is being committed.
        this.#releaseState = release ? 'committing' : 'none';
        return release;
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
    this.#cache.invalidate(seq);
    this.#wakeIfOutdated();
  }

  /** While a commit is in progress, no wake-up is needed: the commit updates the cache when it is done. */
  #wakeIfOutdated(): void {
    if (this.#commits === 0 && !this.#cache.isCurrent) {
      this.#wakeUp.wake();
    }
  }

  /** Stops all work, because another process owns the deployment or may own it by now. */
  #lose(): void {
    if (!this.#isLost) {
      this.#deps.logger.warn(
        `Stopped working on deployment ${
          this.#claim.id
        }: another process owns it, or may own it by now`,
      );
    }
    this.#isLost = true;
    this.#inFlight.abortAll('fenced');
    this.#wakeUp.wake();
  }

  #addUnknownOutcome(deadline: number): void {
    const { unknownOutcome } = this.#deps;
    const current = unknownOutcome.get(this.#claim.id) ?? 0;
    unknownOutcome.set(this.#claim.id, Math.max(current, deadline));
  }

  /** Schedules the next wake-up and releases the deployment. Returns false if it has changed since `seen`. */
  async #releaseIfUnchanged(
    seen: DeploymentState,
    wakeAt: number | undefined,
  ): Promise<boolean> {
    return releaseClaim(
      this.#deps,
      this.#claim,
      this.#cache.state,
      ({ state, wakeAt: storedWakeAt }) => {
        if (state.seq !== seen.seq) {
          return undefined;
        }
        if (state.status !== 'queued' || !this.#evaluation) {
          return { wakeAt };
        }
        // A change that may let the queued deployment start sets the stored `wakeAt`, so evaluate it again.
        if (storedWakeAt !== this.#evaluation.wakeAt) {
          this.#evaluation = undefined;
          return undefined;
        }
        return { wakeAt: storedWakeAt };
      },
    );
  }
}

/** Returns the release if no work is due. A queued deployment is released after its start gate was evaluated instead. */
function findRelease(state: DeploymentState, now: number): Release | undefined {
  const { items, wakeAt } = nextWork(state, now);
  return state.status === 'queued' || items.length > 0 ? undefined : { wakeAt };
}

function findEarliest(times: (number | undefined)[]): number | undefined {
  const defined = times.filter(time => time !== undefined);
  return defined.length === 0 ? undefined : Math.min(...defined);
}

function sleep(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms).unref());
}
