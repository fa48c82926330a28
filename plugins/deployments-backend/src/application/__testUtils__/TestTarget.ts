import { FencedError } from '@slipway/backstage-plugin-deployments-node';
import type {
  ApplyRequest,
  DeploymentTarget,
  EffectRequest,
  MeasureRequest,
  Observation,
  ObservedInstance,
  TargetCapability,
  TargetHandle,
  TargetProgress,
} from '@slipway/backstage-plugin-deployments-node';
import type { Instance } from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';

/** A request that the target received. The list of requests outlives the engines of a test. */
export interface Effect {
  name: 'apply' | 'setTraffic' | 'finalize' | 'abort' | 'cancel' | 'remove';
  key: string;
  fence: number;
  body: string;
  /** The settings of the request, which are not part of the idempotency check. */
  settings: JsonObject;
  /** Whether the key was known, so that nothing was repeated. */
  repeated: boolean;
}

interface ServiceEnvironmentState {
  instances: ObservedInstance[];
  fence: number;
}

/**
 * A target in memory that behaves like a real one: it honours idempotency keys, and refuses lower fences and a different
 * request under a known key. It changes nothing by itself.
 */
export class TestTarget implements DeploymentTarget {
  readonly id = 'test';
  capabilities: readonly TargetCapability[] = [
    'side-by-side',
    'weights',
    'restart',
    'remove',
    'fence',
    'measure',
  ];
  readonly effects: Effect[] = [];
  readonly #serviceEnvironments = new Map<string, ServiceEnvironmentState>();
  readonly #known = new Map<string, { body: string; id: string }>();
  #nextId = 1;
  /** How many polls an apply takes until it is ready. */
  pollsUntilReady = 1;
  readonly #polls = new Map<string, number>();
  /** Called before each effect. Tests throw or wait in it. */
  before: (
    effect: Omit<Effect, 'repeated'>,
    signal: AbortSignal,
  ) => Promise<void> | void = () => {};
  /** Called after each effect, before the caller gets the response. */
  after: (effect: Omit<Effect, 'repeated'>) => Promise<void> | void = () => {};
  /** What measurements of an artifact return. */
  measured: (
    artifact: string | undefined,
    request: MeasureRequest,
  ) => { value: number; samples: number } | undefined = () => ({
    value: 1,
    samples: 100,
  });
  observeFails = false;
  /** Called when the target refuses a lower fence. */
  refused: (effect: { name: string; fence: number }) => void = () => {};

  validateSettings(): string[] {
    return [];
  }

  async observe(serviceEnvironment: {
    service: string;
    environment: { name: string };
  }): Promise<Observation> {
    if (this.observeFails) {
      throw new Error('the target is away');
    }
    return {
      at: Date.now(),
      instances: this.#serviceEnvironment(serviceEnvironment).instances.map(
        it => ({ ...it }),
      ),
    };
  }

  async apply(request: ApplyRequest): Promise<TargetHandle> {
    const body = JSON.stringify([request.version.artifact, request.restart]);
    const { id } = await this.#effect(
      'apply',
      request,
      body,
      serviceEnvironment => {
        const instanceId = `i${this.#nextId++}`;
        serviceEnvironment.instances.push({
          id: instanceId,
          artifact: request.version.artifact,
          versionName: request.version.name,
          url: `http://${instanceId}.test`,
          weight: 0,
          ready: false,
          since: Date.now(),
        });
        return instanceId;
      },
    );
    return { id };
  }

  async poll(
    request: EffectRequest & { handle: TargetHandle },
  ): Promise<TargetProgress> {
    const serviceEnvironment = this.#serviceEnvironment(request);
    const instance = serviceEnvironment.instances.find(
      ({ id }) => id === request.handle.id,
    );
    if (!instance) {
      return {
        state: 'failed',
        code: 'gone',
        message: 'It is gone',
        retryable: false,
      };
    }
    const polls = (this.#polls.get(instance.id) ?? 0) + 1;
    this.#polls.set(instance.id, polls);
    if (polls < this.pollsUntilReady) {
      return { state: 'working', message: 'Starting' };
    }
    instance.ready = true;
    const baseline = serviceEnvironment.instances.find(
      ({ id, weight }) => id !== instance.id && weight > 0,
    );
    return {
      state: 'ready',
      candidate: findCandidate(instance),
      ...(baseline ? { baseline: findCandidate(baseline) } : {}),
    };
  }

  async setTraffic(
    request: EffectRequest & { weight: number; candidate: Instance },
  ): Promise<void | TargetHandle> {
    const body = JSON.stringify([request.weight, request.candidate.id]);
    await this.#effect('setTraffic', request, body, serviceEnvironment => {
      const isAlone = serviceEnvironment.instances.every(
        ({ id }) => id === request.candidate.id,
      );
      for (const instance of serviceEnvironment.instances) {
        if (isAlone) {
          if (request.weight > 0) instance.weight = 100;
        } else {
          instance.weight =
            instance.id === request.candidate.id
              ? request.weight
              : 100 - request.weight;
        }
      }
      return '';
    });
  }

  async finalize(
    request: EffectRequest & { candidate: Instance },
  ): Promise<void | TargetHandle> {
    await this.#effect(
      'finalize',
      request,
      request.candidate.id,
      serviceEnvironment => {
        serviceEnvironment.instances = serviceEnvironment.instances
          .filter(({ id }) => id === request.candidate.id)
          .map(it => ({ ...it, weight: 100 }));
        return '';
      },
    );
  }

  async abort(
    request: EffectRequest & { candidate?: Instance },
  ): Promise<void | TargetHandle> {
    await this.#effect(
      'abort',
      request,
      request.candidate?.id ?? '',
      serviceEnvironment => {
        // An instance that did not serve before the candidate is the candidate, even if nobody knows its id.
        const staying = serviceEnvironment.instances.filter(
          ({ id, weight, ready }) =>
            request.candidate
              ? id !== request.candidate.id
              : ready && weight > 0,
        );
        serviceEnvironment.instances = staying.map(it => ({
          ...it,
          weight: 100 / staying.length,
        }));
        return '';
      },
    );
  }

  async cancel(
    request: EffectRequest & { handle: TargetHandle },
  ): Promise<'cancelled' | 'unknown'> {
    await this.#effect(
      'cancel',
      request,
      request.handle.id,
      serviceEnvironment => {
        serviceEnvironment.instances = serviceEnvironment.instances.filter(
          ({ id }) => id !== request.handle.id,
        );
        return '';
      },
    );
    return 'cancelled';
  }

  async remove(request: EffectRequest): Promise<void | TargetHandle> {
    await this.#effect('remove', request, '', serviceEnvironment => {
      serviceEnvironment.instances = [];
      return '';
    });
  }

  async measure(request: MeasureRequest) {
    return this.measured(request.artifact, request);
  }

  /** Makes a change that this portal did not request. */
  meddle(
    service: string,
    environment: string,
    artifact: string | undefined,
  ): void {
    const serviceEnvironment = this.#serviceEnvironment({
      service,
      environment: { name: environment },
    });
    serviceEnvironment.instances =
      artifact === undefined
        ? []
        : [
            {
              id: `i${this.#nextId++}`,
              artifact,
              versionName: artifact.replace('sha256:', ''),
              weight: 100,
              ready: true,
              since: Date.now(),
            },
          ];
  }

  /** Returns the artifacts with their percentage of traffic. */
  traffic(service: string, environment: string): Record<string, number> {
    return Object.fromEntries(
      this.#serviceEnvironment({ service, environment: { name: environment } })
        .instances.filter(({ weight }) => weight > 0)
        .map(({ artifact, weight }) => [artifact, weight]),
    );
  }

  instances(service: string, environment: string): ObservedInstance[] {
    return this.#serviceEnvironment({
      service,
      environment: { name: environment },
    }).instances;
  }

  async #effect(
    name: Effect['name'],
    request: EffectRequest,
    body: string,
    run: (serviceEnvironment: ServiceEnvironmentState) => string,
  ): Promise<{ id: string }> {
    const effect = {
      name,
      key: request.idempotencyKey,
      fence: request.fence,
      body,
      settings: request.settings,
    };
    await this.before(effect, request.signal);
    const serviceEnvironment = this.#serviceEnvironment(request);
    if (request.fence < serviceEnvironment.fence) {
      this.refused(effect);
      throw new FencedError(serviceEnvironment.fence, request.fence);
    }
    serviceEnvironment.fence = request.fence;
    const known = this.#known.get(effect.key);
    if (known && known.body !== `${name} ${body}`) {
      throw new Error(
        `Key ${effect.key} came with another body: ${known.body} / ${name} ${body}`,
      );
    }
    const id = known ? known.id : run(serviceEnvironment);
    this.#known.set(effect.key, { body: `${name} ${body}`, id });
    this.effects.push({ ...effect, repeated: known !== undefined });
    await this.after(effect);
    return { id };
  }

  #serviceEnvironment({
    service,
    environment,
  }: {
    service: string;
    environment: { name: string };
  }): ServiceEnvironmentState {
    const key = `${service} ${environment.name}`;
    const known = this.#serviceEnvironments.get(key) ?? {
      instances: [],
      fence: 0,
    };
    this.#serviceEnvironments.set(key, known);
    return known;
  }
}

function findCandidate({
  id,
  artifact,
  versionName,
  url,
}: ObservedInstance): Instance {
  return { id, artifact, versionName, ...(url ? { url } : {}) };
}
