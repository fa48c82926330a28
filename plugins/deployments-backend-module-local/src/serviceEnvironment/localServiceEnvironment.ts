import { randomUUID } from 'node:crypto';
import type { JsonValue } from '@backstage/types';
import {
  EffectError,
  type ApplyRequest,
  type EffectRequest,
  type FailureSample,
  type MeasureRequest,
  type Observation,
  type ServiceEnvironmentRef,
  type TargetHandle,
  type TargetProgress,
  type TrafficRouting,
} from '@slipway/backstage-plugin-deployments-node';
import type { Instance } from '@slipway/backstage-plugin-deployments-common';
import { readTargetSettings } from '../config/targetSettings';
import { readTrafficRouting } from '../config/readTrafficRouting';
import { resolveRollingLimits } from '../config/rollingLimits';
import type { TaggedProcess } from '../process/processTag';
import { StableUrl } from '../proxy/stableUrl';
import type { EffectOutcome } from '../state/idempotentEffects';
import {
  buildSlug,
  type InstanceRecord,
  type ServiceEnvironmentState,
} from '../state/serviceEnvironmentState';
import { StateStore } from '../state/stateStore';
import { readApplyProgress } from './applyProgress';
import { describeProgress } from './describeProgress';
import { InstanceSupervisor } from './instanceSupervisor';
import type { LocalServiceEnvironmentOptions } from './localServiceEnvironmentOptions';
import { observeInstances } from './observeInstances';
import {
  createRestorationHandle,
  isRestorationHandle,
} from './restorationHandle';
import {
  createTrafficMeasurements,
  type TrafficMeasurements,
} from './trafficMeasurements';
import {
  abortCandidate,
  addCandidate,
  finalizeCandidate,
  removeAll,
  shiftTraffic,
} from './transitions';

const STDERR_LINES_IN_LOG = 20;

/**
 * One service in one environment: its stored state, its processes and its proxy.
 *
 * Every effect is one change of the stored state, which is durable before processes or proxy follow it.
 */
export class LocalServiceEnvironment {
  readonly #ref: ServiceEnvironmentRef;
  readonly #slug: string;
  readonly #options: LocalServiceEnvironmentOptions;
  readonly #store: StateStore;
  readonly #stableUrl: StableUrl;
  readonly #supervisor: InstanceSupervisor;
  readonly #measurements: TrafficMeasurements;

  constructor(
    state: ServiceEnvironmentState,
    options: LocalServiceEnvironmentOptions,
  ) {
    this.#ref = { service: state.service, environment: state.environment };
    this.#slug = buildSlug(state);
    this.#options = options;
    this.#store = new StateStore(state, options.files, () =>
      this.#supervisor.reconcile(),
    );
    this.#measurements = createTrafficMeasurements({
      slug: this.#slug,
      recorder: options.recorder,
      store: this.#store,
      onRequestCompleted: (instance, completed) =>
        options.onRequestCompleted(this.#ref, instance, completed),
    });
    const name = `${state.service} in ${state.environment}`;
    const { dataDir, host, drainMs, stopMs, services, ports, logs, logger } =
      options;
    this.#stableUrl = new StableUrl({
      host,
      name,
      requestTimeoutMs: options.requestTimeoutMs,
      drainMs,
      ports,
      logger,
      port: () => this.#store.state.port,
      savePort: port =>
        this.#store.change(draft => {
          draft.port = port;
        }),
      onRequestCompleted: completed =>
        this.#measurements.recordRequest(completed),
      onMirrored: (candidate, outcome) =>
        this.#measurements.recordMirrored(candidate, outcome),
    });
    this.#supervisor = new InstanceSupervisor({
      service: state.service,
      slug: this.#slug,
      name,
      dataDir,
      host,
      drainMs,
      stopMs,
      services,
      ports,
      logs,
      witness: options.witness,
      logger,
      store: this.#store,
      stableUrl: this.#stableUrl,
      onChange: () => options.onChange(this.#ref),
    });
  }

  /** Name for files and tags. */
  get slug(): string {
    return this.#slug;
  }

  get ref(): ServiceEnvironmentRef {
    return this.#ref;
  }

  get instances(): readonly InstanceRecord[] {
    return this.#store.state.instances;
  }

  /** Stable URL; absent before the first apply. */
  get url(): string | undefined {
    return this.#stableUrl.url;
  }

  /** Reserves the stored ports, so that they are not assigned again. */
  reservePorts(): void {
    const { state } = this.#store;
    for (const { port } of [
      state,
      ...state.instances.flatMap(({ replicas }) => replicas),
    ]) {
      if (port !== undefined) this.#options.ports.reserve(port);
    }
  }

  /** Restores what an earlier run of the backend left. */
  async start(tagged: readonly TaggedProcess[]): Promise<void> {
    await this.#stableUrl.resume();
    await this.#supervisor.start(tagged);
  }

  async observe(): Promise<Observation> {
    const observed = await observeInstances(this.#store.state, {
      host: this.#options.host,
      countReady: instance => this.#supervisor.countReady(instance),
      describeUnready: instances => this.#supervisor.describeUnready(instances),
    });
    return { at: Date.now(), url: this.url, ...observed };
  }

  async apply(request: ApplyRequest): Promise<TargetHandle> {
    const { services, settingsLimits } = this.#options;
    const { service } = this.#ref;
    const settings = readTargetSettings(request.settings, settingsLimits);
    const { version, restart = false, freshBaseline = false } = request;
    const body = {
      artifact: version.artifact,
      restart,
      ...(freshBaseline && { freshBaseline }),
    };
    await this.#acceptFence(request);
    if (!this.#store.hasEffect(request.idempotencyKey)) {
      if (!services.findRunSpec(service, version.artifact)) {
        throw new EffectError(
          `${version.artifact} is not declared for ${service} under deployments.local.services`,
          { code: 'unknown_version', retryable: false },
        );
      }
      await this.#stableUrl.ensure(settings.port);
    }
    const { instances: size, rolling } = settings;
    const outcome = await this.#applyEffect(request, 'apply', body, draft =>
      addCandidate(draft, {
        id: randomUUID(),
        artifact: version.artifact,
        versionName: version.name,
        deploymentId: request.deploymentId,
        env: settings.env,
        readyTimeoutMs: settings.readyTimeout,
        size,
        ...resolveRollingLimits(rolling, size),
        // One instance is replaced as a whole: the old one stays until the deployment is finalized.
        rolling: request.rolling === true && size > 1,
        ...(freshBaseline && { freshBaselineId: randomUUID() }),
        restart,
        now: Date.now(),
      }),
    );
    return { id: outcome.instanceId ?? '' };
  }

  async poll(
    request: EffectRequest & { handle: TargetHandle },
  ): Promise<TargetProgress> {
    await this.#acceptFence(request);
    const { state } = this.#store;
    if (isRestorationHandle(request.handle)) {
      const instance = this.#store.findInstance(request.handle.id);
      const message =
        instance && state.rollingTo === instance.id
          ? describeProgress(state, instance, this.#findRunner)
          : undefined;
      if (message !== undefined) return { state: 'working', message };
      return state.instances.some(({ role }) => role === 'retired')
        ? { state: 'working', message: 'Stopping the other version' }
        : { state: 'done' };
    }
    const { progress, explainedBy } = readApplyProgress(
      state,
      request.handle.id,
      { host: this.#options.host, findRunner: this.#findRunner },
    );
    await this.#logStderr(request, explainedBy);
    return progress;
  }

  async setTraffic(
    request: EffectRequest & {
      weight: number;
      candidate: Instance;
      routing?: TrafficRouting;
    },
  ): Promise<void> {
    const { weight, candidate } = request;
    const routing = request.routing && readTrafficRouting(request.routing);
    await this.#acceptFence(request);
    if (weight > 0) await this.#requireReady(request, candidate.id);
    await this.#applyEffect(
      request,
      'traffic',
      {
        candidate: candidate.id,
        weight,
        ...(routing && { routing: JSON.stringify(routing) }),
      },
      draft => shiftTraffic(draft, candidate.id, weight, routing),
    );
  }

  async finalize(
    request: EffectRequest & { candidate: Instance },
  ): Promise<void> {
    const { candidate } = request;
    await this.#acceptFence(request);
    // A working version must not be replaced by one that does not work.
    await this.#requireReady(request, candidate.id);
    await this.#applyEffect(
      request,
      'finalize',
      { candidate: candidate.id },
      draft => finalizeCandidate(draft, candidate.id),
    );
    await this.#supervisor.waitForRetirements(request);
  }

  async abort(
    request: EffectRequest & { candidate?: Instance },
  ): Promise<void | TargetHandle> {
    const outcome = await this.#applyEffect(
      request,
      'abort',
      { candidate: request.candidate?.id },
      draft =>
        abortCandidate(draft, request.candidate?.id, request.deploymentId),
    );
    if (outcome.instanceId !== undefined) {
      return createRestorationHandle(outcome.instanceId);
    }
    await this.#supervisor.waitForRetirements(request);
    return undefined;
  }

  async cancel(
    request: EffectRequest & { handle: TargetHandle },
  ): Promise<'cancelled' | 'unknown'> {
    if (isRestorationHandle(request.handle)) {
      await this.#acceptFence(request);
      return 'unknown';
    }
    const outcome = await this.#applyEffect(
      request,
      'cancel',
      { handle: request.handle.id },
      draft => abortCandidate(draft, request.handle.id, undefined),
    );
    // The new version gives way to the previous one from now on.
    if (outcome.instanceId !== undefined) return 'cancelled';
    const haveStopped = await this.#supervisor.waitForRetirements(request);
    return haveStopped ? 'cancelled' : 'unknown';
  }

  async remove(request: EffectRequest): Promise<void> {
    await this.#applyEffect(request, 'remove', {}, removeAll);
    await this.#supervisor.waitForRetirements(request);
  }

  /** What users got, and how the candidate would have responded. */
  get measurements(): TrafficMeasurements {
    return this.#measurements;
  }

  /** Rotates and deletes log files. Must be called regularly. */
  async cleanUpLogs(): Promise<void> {
    await this.#options.logs.limitSize(this.#slug);
    await this.#options.logs.prune(
      this.#slug,
      this.#store.state.instances.flatMap(({ replicas }) =>
        replicas.map(({ id }) => id),
      ),
    );
  }

  /** Stops all processes and the proxy. The next start brings them back. */
  async stop(): Promise<void> {
    this.#supervisor.close();
    await this.#stableUrl.close(this.#options.drainMs);
    await this.#supervisor.stop();
  }

  /** Releases everything and leaves the processes running, as a crash would. */
  async detach(): Promise<void> {
    this.#store.close();
    this.#supervisor.close({ keepProcesses: true });
    await this.#stableUrl.close(0);
    await this.#supervisor.detach();
  }

  /** Stores the fence of a call, unless the target is stopping. */
  async #acceptFence(request: EffectRequest): Promise<void> {
    if (this.#supervisor.isClosing) {
      throw new EffectError('The local target is stopping', {
        code: 'stopping',
        retryable: true,
      });
    }
    await this.#store.acceptFence(request.fence);
  }

  async #applyEffect(
    request: EffectRequest,
    effect: string,
    body: JsonValue,
    change: (draft: ServiceEnvironmentState) => EffectOutcome | void,
  ): Promise<EffectOutcome> {
    await this.#acceptFence(request);
    return this.#store.applyEffect(request, effect, body, change);
  }

  async #requireReady(request: EffectRequest, id: string): Promise<void> {
    // A repeated call returns its stored outcome, whatever the instance does now.
    if (this.#store.hasEffect(request.idempotencyKey)) return;
    await this.#supervisor.waitUntilReady(request, id);
  }

  /** Samples the failed requests of an instance, and the end of its standard error. */
  async sampleFailures(
    request: Omit<MeasureRequest, 'measure'>,
  ): Promise<FailureSample> {
    const instance = this.#store.findInstance(request.instanceId ?? '');
    const [replica] = instance?.replicas ?? [];
    return {
      requests: this.#measurements.listFailures(request),
      logTail: replica ? await this.#readStderr(replica.id) : [],
    };
  }

  readonly #findRunner = (replicaId: string) =>
    this.#supervisor.findRunner(replicaId);

  async #logStderr(
    request: EffectRequest,
    replicaId: string | undefined,
  ): Promise<void> {
    if (replicaId === undefined) return;
    for (const line of await this.#readStderr(replicaId)) {
      request.log(`stderr: ${line}`);
    }
  }

  async #readStderr(replicaId: string): Promise<string[]> {
    const runner = this.#supervisor.findRunner(replicaId);
    return (await runner?.readStderr(STDERR_LINES_IN_LOG)) ?? [];
  }
}
