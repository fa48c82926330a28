import {
  EffectError,
  type ServiceEnvironment,
} from '@slipway/backstage-plugin-deployments-node';
import {
  formatCollectionPath,
  formatObjectPath,
  type ApiKind,
} from '../../client/apiPaths';
import type { KubernetesClient } from '../../client/kubernetesClient';
import { getRejectedStatus } from '../../client/kubernetesError';
import type { ObjectMeta, Workload } from '../../client/kubernetesObjects';
import type {
  ConfigMap,
  EndpointSlice,
  HttpRoute,
  Service,
} from '../../client/trafficObjects';
import {
  readWorkloadSettings,
  type WorkloadSettings,
} from '../../config/workloadSettings';
import type { ObservedSlots } from '../../slots/buildSlotInstances';
import { formatRecordName } from '../../slots/decideSlots';
import {
  formatSlotName,
  type ObjectWrite,
  type Slot,
  type SlotObject,
  type SlotsSnapshot,
} from '../../slots/slotObjects';
import type { ClusterPool } from '../clusterPool';
import { toEffectError, type AttemptedRequest } from '../toEffectError';
import { toResource, WorkloadClient } from '../workloadClient';

/** Reads and changes the objects of a service environment with slots. */
export class SlotsClient {
  readonly client: KubernetesClient;
  readonly settings: WorkloadSettings;
  readonly #signal: AbortSignal;
  readonly #workload: WorkloadClient;

  constructor(
    client: KubernetesClient,
    settings: WorkloadSettings,
    signal: AbortSignal,
  ) {
    this.client = client;
    this.settings = settings;
    this.#signal = signal;
    this.#workload = new WorkloadClient(client, settings, signal);
  }

  /**
   * Reads what runs and where the traffic goes.
   *
   * @throws EffectError that says what to do, also if the workload, the Service or the route is missing.
   */
  async readObserved(): Promise<ObservedSlots> {
    const workload = await this.#workload.read();
    return this.#readObserved(workload);
  }

  /** Reads all objects, and the record last: see `decideEffect`. Throws as `readObserved` does. */
  async read(): Promise<SlotsSnapshot> {
    const workload = await this.#workload.read();
    const [observed, serviceA, serviceB, replicaSets, endpoints] =
      await Promise.all([
        this.#readObserved(workload),
        this.#find<Service>('service-a'),
        this.#find<Service>('service-b'),
        this.#workload.listSelectedReplicaSets(workload),
        this.#listEndpoints(),
      ]);
    const record = await this.#find<ConfigMap>('record');
    return {
      ...observed,
      replicaSets,
      endpoints,
      ...(serviceA ? { 'service-a': serviceA } : {}),
      ...(serviceB ? { 'service-b': serviceB } : {}),
      ...(record ? { record } : {}),
    };
  }

  async #readObserved(workload: Workload): Promise<ObservedSlots> {
    const [a, b, service, route, pods] = await Promise.all([
      this.#find<Workload>('a'),
      this.#find<Workload>('b'),
      this.#get<Service>('service'),
      this.settings.route ? this.#readRoute() : undefined,
      this.#workload.listPods(workload),
    ]);
    return {
      workload,
      service,
      pods,
      ...(a ? { a: { ...a, kind: 'Deployment' } } : {}),
      ...(b ? { b: { ...b, kind: 'Deployment' } } : {}),
      ...(route ? { route } : {}),
    };
  }

  async hasWorkload(): Promise<boolean> {
    return (await this.#find<Workload>('workload')) !== undefined;
  }

  /** Whether Slipway has created a slot. */
  async hasSlots(): Promise<boolean> {
    const found = await Promise.all([
      this.#find<Workload>('a'),
      this.#find<Workload>('b'),
    ]);
    return found.some(slot => slot !== undefined);
  }

  /** Creates or changes an object. Throws the client's own error, because only the caller knows what it means. */
  async write(write: ObjectWrite): Promise<void> {
    const { kind, name } = this.#locate(write.object);
    const { namespace } = this.settings;
    const options = { signal: this.#signal };
    if (write.kind === 'create') {
      const path = formatCollectionPath(kind, namespace);
      await this.client.create(path, write.body, options);
      return;
    }
    const path = formatObjectPath(kind, namespace, name);
    await this.client.patch(path, 'json', write.operations, options);
  }

  /** What a write tries, for messages. */
  describeWrite({ kind, object }: ObjectWrite): AttemptedRequest {
    const located = this.#locate(object);
    return this.#workload.describe({
      verb: kind,
      resource: toResource(located.kind),
      name: located.name,
    });
  }

  /** A client for the Deployment of a slot, for explanations of its pods. */
  openSlot(slot: Slot): WorkloadClient {
    const workload = formatSlotName(this.settings.workload, slot);
    return new WorkloadClient(
      this.client,
      { ...this.settings, workload },
      this.#signal,
    );
  }

  /** Finds what scales the workload automatically, and not its slots. */
  findAutoscaler() {
    return this.#workload.findAutoscaler();
  }

  #locate(object: SlotObject): { kind: ApiKind; name: string } {
    const { workload, stableService, route } = this.settings;
    switch (object) {
      case 'workload':
      case 'a':
      case 'b':
        return { kind: 'Deployment', name: formatSlotName(workload, object) };
      case 'service':
        return { kind: 'Service', name: stableService };
      case 'service-a':
        return { kind: 'Service', name: formatSlotName(workload, 'a') };
      case 'service-b':
        return { kind: 'Service', name: formatSlotName(workload, 'b') };
      case 'route':
        return { kind: 'HTTPRoute', name: route?.name ?? workload };
      case 'record':
        return { kind: 'ConfigMap', name: formatRecordName(workload) };
      default: {
        const unknown: never = object;
        throw new Error(`Unknown object ${unknown}`);
      }
    }
  }

  async #get<TObject extends { metadata: ObjectMeta }>(
    object: SlotObject,
  ): Promise<TObject> {
    const { kind, name } = this.#locate(object);
    return this.#explain('get', kind, name, () =>
      this.client.get<TObject>(
        formatObjectPath(kind, this.settings.namespace, name),
        { signal: this.#signal },
      ),
    );
  }

  async #find<TObject extends { metadata: ObjectMeta }>(
    object: SlotObject,
  ): Promise<TObject | undefined> {
    try {
      return await this.#get<TObject>(object);
    } catch (error) {
      if (error instanceof EffectError && error.code === 'not_found') {
        return undefined;
      }
      throw error;
    }
  }

  async #readRoute(): Promise<HttpRoute> {
    try {
      return await this.#get<HttpRoute>('route');
    } catch (error) {
      const isMissingApi =
        error instanceof EffectError &&
        error.code !== 'not_found' &&
        getRejectedStatus(error.cause) === 404;
      if (!isMissingApi) throw error;
      throw new EffectError(
        `The cluster ${this.client.cluster} does not have the Gateway API (gateway.networking.k8s.io/v1). Install it, or remove "route" from the target's settings.`,
        { code: 'not_found', retryable: false, notSent: true },
      );
    }
  }

  async #listEndpoints(): Promise<EndpointSlice[]> {
    const { workload, stableService, namespace } = this.settings;
    const names = [
      stableService,
      formatSlotName(workload, 'a'),
      formatSlotName(workload, 'b'),
    ];
    const list = (kind: 'EndpointSlice' | 'OldEndpointSlice') =>
      this.client.list<EndpointSlice>(formatCollectionPath(kind, namespace), {
        labelSelector: `kubernetes.io/service-name in (${names.join(',')})`,
        freshness: 'latest',
        signal: this.#signal,
      });
    return this.#explain('list', 'EndpointSlice', undefined, () =>
      list('EndpointSlice').catch((error: unknown) => {
        if (getRejectedStatus(error) !== 404) throw error;
        return list('OldEndpointSlice');
      }),
    );
  }

  async #explain<TResult>(
    verb: string,
    kind: ApiKind,
    name: string | undefined,
    call: () => Promise<TResult>,
  ): Promise<TResult> {
    try {
      return await call();
    } catch (error) {
      const attempted = this.#workload.describe({
        verb,
        resource: toResource(kind),
        ...(name ? { name } : {}),
      });
      // Reading changes nothing, whatever became of the request.
      throw toEffectError(error, attempted, { notSent: true });
    }
  }
}

/** Opens the objects of a service environment with slots. */
export function openSlots(
  pool: ClusterPool,
  request: ServiceEnvironment & { signal: AbortSignal },
): SlotsClient {
  const settings = readWorkloadSettings(request);
  return new SlotsClient(pool.find(settings.cluster), settings, request.signal);
}
