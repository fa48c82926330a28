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

/** What the target was asked to do, in order: it outlives the engines of a test. */
export interface Effect {
  name: 'apply' | 'setTraffic' | 'finalize' | 'abort' | 'cancel' | 'remove';
  key: string;
  fence: number;
  body: string;
  /** What it was asked with; no part of what the key stands for. */
  settings: JsonObject;
  /** The same key as before: nothing was done again. */
  repeated: boolean;
}

interface PlaceState {
  instances: ObservedInstance[];
  fence: number;
}

/**
 * A target in memory that keeps the promises of a real one: it honours keys, refuses lower fences and another body under
 * a known key, and does nothing by itself.
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
  readonly #places = new Map<string, PlaceState>();
  readonly #known = new Map<string, { body: string; id: string }>();
  #nextId = 1;
  /** Polls until an apply is ready. */
  pollsUntilReady = 1;
  readonly #polls = new Map<string, number>();
  /** Called before each effect; throws or waits to make trouble. */
  before: (
    effect: Omit<Effect, 'repeated'>,
    signal: AbortSignal,
  ) => Promise<void> | void = () => {};
  /** Called after each effect has happened, before the caller hears of it. */
  after: (effect: Omit<Effect, 'repeated'>) => Promise<void> | void = () => {};
  /** What is measured of an artifact. */
  measured: (
    artifact: string | undefined,
    request: MeasureRequest,
  ) => { value: number; samples: number } | undefined = () => ({
    value: 1,
    samples: 100,
  });
  observeFails = false;
  /** Called when it refuses a lower fence. */
  refused: (effect: { name: string; fence: number }) => void = () => {};

  validateSettings(): string[] {
    return [];
  }

  async observe(place: {
    service: string;
    environment: { name: string };
  }): Promise<Observation> {
    if (this.observeFails) {
      throw new Error('the target is away');
    }
    return {
      at: Date.now(),
      instances: this.#place(place).instances.map(it => ({ ...it })),
    };
  }

  async apply(request: ApplyRequest): Promise<TargetHandle> {
    const body = JSON.stringify([request.version.artifact, request.restart]);
    const { id } = await this.#effect('apply', request, body, place => {
      const instanceId = `i${this.#nextId++}`;
      place.instances.push({
        id: instanceId,
        artifact: request.version.artifact,
        versionName: request.version.name,
        url: `http://${instanceId}.test`,
        weight: 0,
        ready: false,
        since: Date.now(),
      });
      return instanceId;
    });
    return { id };
  }

  async poll(
    request: EffectRequest & { handle: TargetHandle },
  ): Promise<TargetProgress> {
    const place = this.#place(request);
    const instance = place.instances.find(({ id }) => id === request.handle.id);
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
    const baseline = place.instances.find(
      ({ id, weight }) => id !== instance.id && weight > 0,
    );
    return {
      state: 'ready',
      candidate: candidateOf(instance),
      ...(baseline ? { baseline: candidateOf(baseline) } : {}),
    };
  }

  async setTraffic(
    request: EffectRequest & { weight: number; candidate: Instance },
  ): Promise<void> {
    const body = JSON.stringify([request.weight, request.candidate.id]);
    await this.#effect('setTraffic', request, body, place => {
      const isAlone = place.instances.every(
        ({ id }) => id === request.candidate.id,
      );
      for (const instance of place.instances) {
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
  ): Promise<void> {
    await this.#effect('finalize', request, request.candidate.id, place => {
      place.instances = place.instances
        .filter(({ id }) => id === request.candidate.id)
        .map(it => ({ ...it, weight: 100 }));
      return '';
    });
  }

  async abort(
    request: EffectRequest & { candidate?: Instance },
  ): Promise<void> {
    await this.#effect('abort', request, request.candidate?.id ?? '', place => {
      // What is not serving since before the candidate is the candidate, also where nobody knows its id.
      const staying = place.instances.filter(({ id, weight, ready }) =>
        request.candidate ? id !== request.candidate.id : ready && weight > 0,
      );
      place.instances = staying.map(it => ({
        ...it,
        weight: 100 / staying.length,
      }));
      return '';
    });
  }

  async cancel(
    request: EffectRequest & { handle: TargetHandle },
  ): Promise<'cancelled' | 'unknown'> {
    await this.#effect('cancel', request, request.handle.id, place => {
      place.instances = place.instances.filter(
        ({ id }) => id !== request.handle.id,
      );
      return '';
    });
    return 'cancelled';
  }

  async remove(request: EffectRequest): Promise<void> {
    await this.#effect('remove', request, '', place => {
      place.instances = [];
      return '';
    });
  }

  async measure(request: MeasureRequest) {
    return this.measured(request.artifact, request);
  }

  /** Something that this portal did not do. */
  meddle(
    service: string,
    environment: string,
    artifact: string | undefined,
  ): void {
    const place = this.#place({ service, environment: { name: environment } });
    place.instances =
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

  /** Artifacts with their percent of the traffic. */
  traffic(service: string, environment: string): Record<string, number> {
    return Object.fromEntries(
      this.#place({ service, environment: { name: environment } })
        .instances.filter(({ weight }) => weight > 0)
        .map(({ artifact, weight }) => [artifact, weight]),
    );
  }

  instances(service: string, environment: string): ObservedInstance[] {
    return this.#place({ service, environment: { name: environment } })
      .instances;
  }

  async #effect(
    name: Effect['name'],
    request: EffectRequest,
    body: string,
    run: (place: PlaceState) => string,
  ): Promise<{ id: string }> {
    const effect = {
      name,
      key: request.idempotencyKey,
      fence: request.fence,
      body,
      settings: request.settings,
    };
    await this.before(effect, request.signal);
    const place = this.#place(request);
    if (request.fence < place.fence) {
      this.refused(effect);
      throw new FencedError(place.fence, request.fence);
    }
    place.fence = request.fence;
    const known = this.#known.get(effect.key);
    if (known && known.body !== `${name} ${body}`) {
      throw new Error(
        `Key ${effect.key} came with another body: ${known.body} / ${name} ${body}`,
      );
    }
    const id = known ? known.id : run(place);
    this.#known.set(effect.key, { body: `${name} ${body}`, id });
    this.effects.push({ ...effect, repeated: known !== undefined });
    await this.after(effect);
    return { id };
  }

  #place({
    service,
    environment,
  }: {
    service: string;
    environment: { name: string };
  }): PlaceState {
    const key = `${service} ${environment.name}`;
    const known = this.#places.get(key) ?? { instances: [], fence: 0 };
    this.#places.set(key, known);
    return known;
  }
}

function candidateOf({
  id,
  artifact,
  versionName,
  url,
}: ObservedInstance): Instance {
  return { id, artifact, versionName, ...(url ? { url } : {}) };
}
