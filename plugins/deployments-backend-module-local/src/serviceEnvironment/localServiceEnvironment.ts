import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { JsonValue } from '@backstage/types';
import {
  EffectError,
  type ApplyRequest,
  type EffectRequest,
  type Measure,
  type MeasureRequest,
  type Observation,
  type ObservedInstance,
  type TargetHandle,
  type TargetProgress,
} from '@slipway/backstage-plugin-deployments-node';
import type { Instance } from '@slipway/backstage-plugin-deployments-common';
import type { DeclaredServices } from '../config/declaredServices';
import { type AllowedPorts, readPlaceSettings } from '../config/targetSettings';
import type { TrafficRecorder } from '../measure/trafficRecorder';
import type { PortAllocator } from '../ports/portAllocator';
import { InstanceRunner } from '../instance/instanceRunner';
import { adopt } from '../process/launchProcess';
import type { LogFiles } from '../process/logFiles';
import { orAborted, pause } from '../concurrency/abortableWait';
import type { TaggedProcess } from '../process/processTag';
import type { Answered } from '../proxy/trafficProxy';
import { StableUrl } from '../proxy/stableUrl';
import type { EffectOutcome } from '../state/idempotentEffects';
import type { PlaceFiles } from '../state/stateFiles';
import { addRestart, describeRestarts } from '../state/restartHistory';
import { PlaceStore } from '../state/stateStore';
import {
  placeSlug,
  type InstanceRecord,
  type PlaceKey,
  type PlaceState,
} from '../state/serviceEnvironmentState';
import {
  abortCandidate,
  bringIn,
  finalizeCandidate,
  removeAll,
  shiftTraffic,
  unknownCandidate,
} from './transitions';

export interface PlaceOptions {
  dataDir: string;
  host: string;
  drainMs: number;
  stopMs: number;
  requestTimeoutMs: number;
  services: DeclaredServices;
  ports: PortAllocator;
  /** Those that `port` in the settings may be. */
  allowedPorts: AllowedPorts;
  files: PlaceFiles;
  logs: LogFiles;
  recorder: TrafficRecorder;
  logger: LoggerService;
  /** Called when an instance ended, no longer answers, or answers again. */
  onChange(place: PlaceKey): void;
  /** Told of each request that is over, with the instance that answered it. */
  onAnswered(
    place: PlaceKey,
    instance: InstanceRecord | undefined,
    answered: Answered,
  ): void;
}

/** Left of the caller's deadline for the answer to travel. */
const DEADLINE_MARGIN_MS = 500;
const STDERR_LINES_IN_LOG = 20;
/** How long a candidate that was ready may leave the question open whether it still is: a machine may be busy. */
const READY_PATIENCE_MS = 8_000;
const READY_AGAIN_MS = 200;

/**
 * One service in one environment: its stored state, its processes and its proxy.
 *
 * Every effect is one change of the stored state, durable before anything is done about it. What the processes and the
 * proxy do follows from the state alone, so a crash between any two writes leaves nothing half done: the next start
 * follows the state again.
 */
export class Place {
  readonly #key: PlaceKey;
  readonly #slug: string;
  readonly #options: PlaceOptions;
  readonly #stable: StableUrl;
  readonly #runners = new Map<string, InstanceRunner>();
  readonly #retirements = new Map<string, Promise<void>>();
  readonly #closing = new AbortController();
  #abandoned = false;
  /** What is stored while an earlier run's processes are looked at starts none: it would be a second one. */
  #isResuming = false;
  readonly #store: PlaceStore;

  constructor(state: PlaceState, options: PlaceOptions) {
    this.#key = { service: state.service, environment: state.environment };
    this.#slug = placeSlug(state);
    this.#store = new PlaceStore(state, options.files, () => this.#follow());
    this.#options = options;
    this.#stable = new StableUrl({
      host: options.host,
      name: this.#name,
      requestTimeoutMs: options.requestTimeoutMs,
      drainMs: options.drainMs,
      ports: options.ports,
      logger: options.logger,
      port: () => this.#store.state.port,
      savePort: port =>
        this.#store.change(draft => {
          draft.port = port;
        }),
      onAnswered: answered => {
        const instance =
          answered.instance === undefined
            ? undefined
            : this.#store.find(answered.instance);
        options.recorder.record(this.#slug, instance, answered);
        options.onAnswered(this.#key, instance, answered);
      },
    });
  }

  get slug(): string {
    return this.#slug;
  }

  get key(): PlaceKey {
    return this.#key;
  }

  get instances(): readonly InstanceRecord[] {
    return this.#store.state.instances;
  }

  /** Stable URL; absent before the first apply. */
  get url(): string | undefined {
    return this.#stable.url;
  }

  /** Keeps others from being given the ports of this place. */
  reservePorts(): void {
    for (const { port } of [
      this.#store.state,
      ...this.#store.state.instances,
    ]) {
      if (port !== undefined) this.#options.ports.reserve(port);
    }
  }

  /** Takes up what an earlier run left: adopts what lives, starts what should live, ends what should not. */
  async start(tagged: readonly TaggedProcess[]): Promise<void> {
    await this.#stable.resume();
    this.#isResuming = true;
    try {
      for (const instance of this.#store.state.instances) {
        if (instance.role === 'retired' || instance.failure) continue;
        await this.#resume(instance, tagged);
      }
    } finally {
      this.#isResuming = false;
    }
    this.#follow();
  }

  async observe(): Promise<Observation> {
    const instances = await Promise.all(
      this.#store.state.instances.map(
        async (instance): Promise<ObservedInstance> => ({
          ...this.#describe(instance),
          artifact: instance.artifact,
          versionName: instance.versionName,
          weight: instance.weight,
          ready:
            instance.role !== 'retired' &&
            ((await this.#runners.get(instance.id)?.isReady()) ?? false),
          since: instance.startedAt ?? instance.since,
          ...(instance.restarts && {
            restarts: describeRestarts(instance.restarts, Date.now()),
          }),
        }),
      ),
    );
    return { at: Date.now(), url: this.url, instances };
  }

  async apply(request: ApplyRequest): Promise<TargetHandle> {
    const settings = readPlaceSettings(
      request.settings,
      this.#options.allowedPorts,
    );
    const { version, restart = false } = request;
    const body = { artifact: version.artifact, restart };
    await this.#accept(request);
    if (!this.#store.knows(request.idempotencyKey)) {
      if (
        !this.#options.services.runSpec(this.#key.service, version.artifact)
      ) {
        throw new EffectError(
          `${version.artifact} is not declared for ${
            this.#key.service
          } under deployments.local.services`,
          { code: 'unknown_version', retryable: false },
        );
      }
      await this.#stable.ensure(settings.port);
    }
    const outcome = await this.#effect(request, 'apply', body, draft =>
      bringIn(draft, {
        id: randomUUID(),
        artifact: version.artifact,
        versionName: version.name,
        deploymentId: request.deploymentId,
        env: settings.env,
        readyTimeoutMs: settings.readyTimeout,
        restart,
        now: Date.now(),
      }),
    );
    return { id: outcome.instanceId ?? '' };
  }

  async poll(
    request: EffectRequest & { handle: TargetHandle },
  ): Promise<TargetProgress> {
    await this.#accept(request);
    const instance = this.#store.find(request.handle.id);
    if (!instance || instance.role === 'retired') {
      return {
        state: 'failed',
        code: 'gone',
        message: 'This instance was stopped: another deployment replaced it',
        retryable: true,
      };
    }
    const runner = this.#runners.get(instance.id);
    if (instance.failure) {
      await this.#logStderr(request, runner);
      return { state: 'failed', ...instance.failure };
    }
    const phase = runner?.phase;
    if (phase?.name === 'ready') {
      await this.#logStderr(request, runner);
      const baseline = this.#baselineBeside(instance);
      return {
        state: 'ready',
        candidate: this.#describe(instance),
        baseline: baseline && this.#describe(baseline),
        message:
          instance.role === 'baseline'
            ? `${instance.versionName} runs here already`
            : undefined,
      };
    }
    return {
      state: 'working',
      message:
        phase?.name === 'starting' || phase?.name === 'restarting'
          ? phase.message
          : `Starting version ${instance.versionName}`,
    };
  }

  async setTraffic(
    request: EffectRequest & { weight: number; candidate: Instance },
  ): Promise<void> {
    const { weight, candidate } = request;
    await this.#accept(request);
    if (weight > 0) await this.#requireReady(request, candidate.id);
    await this.#effect(
      request,
      'traffic',
      { candidate: candidate.id, weight },
      draft => shiftTraffic(draft, candidate.id, weight),
    );
  }

  async finalize(
    request: EffectRequest & { candidate: Instance },
  ): Promise<void> {
    const { candidate } = request;
    await this.#accept(request);
    // Never retire what works for what does not.
    await this.#requireReady(request, candidate.id);
    await this.#effect(
      request,
      'finalize',
      { candidate: candidate.id },
      draft => finalizeCandidate(draft, candidate.id),
    );
    await this.#settleRetirements(request);
  }

  async abort(
    request: EffectRequest & { candidate?: Instance },
  ): Promise<void> {
    await this.#effect(
      request,
      'abort',
      { candidate: request.candidate?.id },
      draft =>
        abortCandidate(draft, request.candidate?.id, request.deploymentId),
    );
    await this.#settleRetirements(request);
  }

  async cancel(
    request: EffectRequest & { handle: TargetHandle },
  ): Promise<'cancelled' | 'unknown'> {
    await this.#effect(
      request,
      'cancel',
      { handle: request.handle.id },
      draft => abortCandidate(draft, request.handle.id, undefined),
    );
    return (await this.#settleRetirements(request)) ? 'cancelled' : 'unknown';
  }

  async remove(request: EffectRequest): Promise<void> {
    await this.#effect(request, 'remove', {}, removeAll);
    await this.#settleRetirements(request);
  }

  measure(
    request: MeasureRequest,
  ): { value: number; samples: number } | undefined {
    const { measurementTarget, from, to } = request;
    const measure: Measure = request.measure;
    if (measurementTarget === 'service') {
      return this.#options.recorder.measure(
        { place: this.#slug },
        measure,
        from,
        to,
      );
    }
    return this.#options.recorder.measure(
      { place: this.#slug, instances: this.#instancesMeant(request) },
      measure,
      from,
      to,
    );
  }

  /** Keeps log files small; called now and then. */
  async tidy(): Promise<void> {
    await this.#options.logs.bound(this.#slug);
    await this.#options.logs.prune(
      this.#slug,
      this.#store.state.instances.map(instance => instance.id),
    );
  }

  /** A clean stop: nothing of this place runs afterwards, and the next start brings it back. */
  async stop(): Promise<void> {
    this.#closing.abort();
    await this.#stable.close(this.#options.drainMs);
    await Promise.allSettled(this.#retirements.values());
    await Promise.all(
      [...this.#runners].map(async ([id, runner]) => {
        await runner.stop(this.#options.stopMs);
        // Without a process on record an instance is started next time; with a dead one it counts as crashed.
        await this.#store.patch(id, { process: undefined });
      }),
    );
  }

  /** Lets go of everything and leaves the processes running, as a crash would. */
  async abandon(): Promise<void> {
    this.#abandoned = true;
    this.#store.letGo();
    this.#closing.abort();
    await this.#stable.close(0);
    await Promise.all([...this.#runners.values()].map(r => r.abandon()));
    await Promise.allSettled(this.#retirements.values());
  }

  /** Takes note of a call's fence, unless we are on our way out. */
  async #accept(request: EffectRequest): Promise<void> {
    if (this.#closing.signal.aborted) {
      throw new EffectError('The local target is stopping', {
        code: 'stopping',
        retryable: true,
      });
    }
    await this.#store.accept(request.fence);
  }

  async #effect(
    request: EffectRequest,
    effect: string,
    body: JsonValue,
    change: (draft: PlaceState) => EffectOutcome | void,
  ): Promise<EffectOutcome> {
    await this.#accept(request);
    return this.#store.effect(request, effect, body, change);
  }

  get #name(): string {
    return `${this.#key.service} in ${this.#key.environment}`;
  }

  #describe(instance: InstanceRecord): Instance {
    return {
      id: instance.id,
      artifact: instance.artifact,
      versionName: instance.versionName,
      url:
        instance.port === undefined
          ? undefined
          : `http://${this.#options.host}:${instance.port}`,
    };
  }

  #baselineBeside(instance: InstanceRecord): InstanceRecord | undefined {
    return this.#store.state.instances.find(
      ({ role, id }) => role === 'baseline' && id !== instance.id,
    );
  }

  async #requireReady(request: EffectRequest, id: string): Promise<void> {
    if (this.#store.knows(request.idempotencyKey)) return;
    const until = Math.min(
      Date.now() + READY_PATIENCE_MS,
      request.deadline - DEADLINE_MARGIN_MS,
    );
    for (;;) {
      const instance = this.#store.find(id);
      if (!instance || instance.role === 'retired') throw unknownCandidate(id);
      const runner = this.#runners.get(id);
      if (await runner?.isReady()) return;
      const mayBeLate =
        runner?.phase.name === 'ready' &&
        Date.now() < until &&
        !request.signal.aborted;
      if (!mayBeLate) {
        throw new EffectError(
          instance.failure?.message ??
            `Version ${instance.versionName} is not ready`,
          { code: 'not_ready', retryable: instance.failure === undefined },
        );
      }
      await pause(READY_AGAIN_MS, request.signal);
    }
  }

  #instancesMeant(request: MeasureRequest): string[] {
    if (request.instanceId !== undefined) return [request.instanceId];
    if (request.artifact !== undefined) {
      return this.#options.recorder.instancesOf(this.#slug, request.artifact);
    }
    return this.#store.state.instances
      .filter(({ role }) => role === request.measurementTarget)
      .map(({ id }) => id);
  }

  // Processes and proxy follow the state.

  #follow(): void {
    this.#stable.route(
      this.#store.state.instances.flatMap(({ id, port, weight }) =>
        port === undefined ? [] : [{ instance: id, port, weight }],
      ),
    );
    if (this.#closing.signal.aborted || this.#isResuming) return;
    for (const instance of this.#store.state.instances) {
      if (instance.role === 'retired') this.#retire(instance.id);
      else if (!instance.failure && !this.#runners.has(instance.id)) {
        this.#runnerOf(instance.id).start();
      }
    }
  }

  #runnerOf(id: string): InstanceRunner {
    const existing = this.#runners.get(id);
    if (existing) return existing;
    const { dataDir, host, ports, logs, logger, services } = this.#options;
    const runner = new InstanceRunner(id, {
      dataDir,
      place: this.#slug,
      host,
      ports,
      logs,
      logger: logger.child({ instance: id, place: this.#name }),
      record: () => this.#store.find(id),
      spec: () => {
        const record = this.#store.find(id);
        return record && services.runSpec(this.#key.service, record.artifact);
      },
      staysUp: () => {
        const record = this.#store.find(id);
        return (
          record !== undefined &&
          record.role !== 'retired' &&
          (record.role === 'baseline' || record.weight > 0)
        );
      },
      save: patch => this.#store.patch(id, patch),
      saveFailure: failure =>
        this.#store.patch(id, { failure, process: undefined }),
      onChange: () => this.#options.onChange(this.#key),
    });
    this.#runners.set(id, runner);
    return runner;
  }

  async #resume(
    instance: InstanceRecord,
    tagged: readonly TaggedProcess[],
  ): Promise<void> {
    const own = tagged.filter(found => found.instance === instance.id);
    const recorded = own.find(found => found.pid === instance.process?.pid);
    // Not on record when we died between starting it and writing it down: the tag tells whose it is.
    const leader = recorded ?? own.find(found => found.pid === found.group);
    const running = leader && (await adopt(leader.pid));
    if (running) {
      this.#options.logger.info(
        `Adopted process ${running.record.pid} of ${this.#name}, version ${
          instance.versionName
        }`,
      );
      this.#runnerOf(instance.id).start(running);
      return;
    }
    const carries = instance.role === 'baseline' || instance.weight > 0;
    if (instance.process && !carries) {
      await this.#store.patch(instance.id, {
        process: undefined,
        failure: {
          code: 'process_lost',
          message: `The process of version ${instance.versionName} ended while nobody looked after it`,
          retryable: true,
        },
      });
      return;
    }
    if (instance.process) {
      await this.#store.patch(instance.id, {
        restarts: addRestart(instance.restarts, {
          at: Date.now(),
          cause: 'exited',
          message: `Version ${instance.versionName} ended while the backend was not running`,
        }),
      });
    }
    this.#runnerOf(instance.id).start();
  }

  /** Drains and stops an instance, then forgets it. */
  #retire(id: string): void {
    if (this.#retirements.has(id)) return;
    const { drainMs, stopMs, logger } = this.#options;
    const retire = async () => {
      const runner = this.#runnerOf(id);
      await orAborted(this.#stable.drained(id, drainMs), this.#closing.signal);
      if (this.#abandoned) return;
      await runner.stop(stopMs);
      this.#runners.delete(id);
      await this.#store.change(draft => {
        draft.instances = draft.instances.filter(found => found.id !== id);
      });
    };
    const retirement = retire().finally(() => this.#retirements.delete(id));
    this.#retirements.set(id, retirement);
    retirement.catch(error =>
      logger.error(`Instance ${id} of ${this.#name} does not stop`, error),
    );
  }

  /** Waits until all that is retired is gone, as long as the caller has time. @returns whether it is. */
  async #settleRetirements(request: EffectRequest): Promise<boolean> {
    // One that failed before is tried again.
    this.#follow();
    const patience = Math.max(
      0,
      request.deadline - Date.now() - DEADLINE_MARGIN_MS,
    );
    const over = new AbortController();
    try {
      const settled = await orAborted(
        Promise.race([
          Promise.all(this.#retirements.values()).then(() => true),
          pause(patience, over.signal).then(() => false),
        ]),
        request.signal,
      );
      if (!settled) {
        request.log(
          'The version taken out of traffic is still finishing its requests; it stops without further ado',
          'warn',
        );
      }
      return settled ?? false;
    } catch (error) {
      throw new EffectError(
        `What was taken out of traffic does not stop: ${
          error instanceof Error ? error.message : String(error)
        }`,
        { code: 'not_stopped', retryable: true, cause: error },
      );
    } finally {
      over.abort();
    }
  }

  async #logStderr(
    request: EffectRequest,
    runner: InstanceRunner | undefined,
  ): Promise<void> {
    for (const line of (await runner?.stderrTail(STDERR_LINES_IN_LOG)) ?? []) {
      request.log(`stderr: ${line}`);
    }
  }
}
