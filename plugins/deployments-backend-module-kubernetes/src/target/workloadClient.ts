import {
  redactText,
  type ServiceEnvironment,
} from '@slipway/backstage-plugin-deployments-node';
import {
  formatCollectionPath,
  formatObjectPath,
  type ApiKind,
} from '../client/apiPaths';
import { formatSelector } from '../client/formatSelector';
import type { KubernetesClient } from '../client/kubernetesClient';
import { getRejectedStatus } from '../client/kubernetesError';
import type {
  HorizontalPodAutoscaler,
  KubernetesEvent,
  Pod,
  ReplicaSet,
  Workload,
} from '../client/kubernetesObjects';
import {
  readWorkloadSettings,
  type WorkloadSettings,
} from '../config/workloadSettings';
import type { WorkloadPatch } from '../rollout/effectDecision';
import type { LogSource } from '../rollout/podProblem';
import type { ClusterPool } from './clusterPool';
import { toEffectError, type AttemptedRequest } from './toEffectError';

const TAIL_LINES = 20;
const TAIL_BYTES = 8_192;
const LINE_LENGTH = 500;

/** Reads and changes one workload and what belongs to it. All failed reads throw an EffectError that says what to do. */
export class WorkloadClient {
  readonly client: KubernetesClient;
  readonly settings: WorkloadSettings;
  readonly #signal: AbortSignal;

  constructor(
    client: KubernetesClient,
    settings: WorkloadSettings,
    signal: AbortSignal,
  ) {
    this.client = client;
    this.settings = settings;
    this.#signal = signal;
  }

  /** Reads the workload. */
  async read(): Promise<Workload> {
    const { kind, namespace, workload } = this.settings;
    const path = formatObjectPath(kind, namespace, workload);
    const found = await this.#explain(
      { verb: 'get', resource: toResource(kind), name: workload },
      () => this.client.get<Workload>(path, { signal: this.#signal }),
    );
    return { ...found, kind };
  }

  /** Changes the Deployment. Throws the client's own error, because only the caller knows what it means. */
  async patch(body: WorkloadPatch): Promise<Workload> {
    const { namespace, workload } = this.settings;
    const patched = await this.client.patch<Workload>(
      formatObjectPath('Deployment', namespace, workload),
      'strategic-merge',
      body,
      { signal: this.#signal },
    );
    return { ...patched, kind: 'Deployment' };
  }

  /** Lists the pods that the workload's selector matches. */
  listPods(workload: Workload): Promise<Pod[]> {
    return this.#listSelected<Pod>('Pod', workload);
  }

  /** Lists the ReplicaSets that the Deployment owns. */
  async listReplicaSets(deployment: Workload): Promise<ReplicaSet[]> {
    const listed = await this.listSelectedReplicaSets(deployment);
    return listed.filter(({ metadata }) =>
      metadata.ownerReferences?.some(
        ({ uid }) => uid === deployment.metadata.uid,
      ),
    );
  }

  /** Lists the ReplicaSets that the workload's selector matches, also those of other Deployments. */
  listSelectedReplicaSets(workload: Workload): Promise<ReplicaSet[]> {
    return this.#listSelected<ReplicaSet>('ReplicaSet', workload);
  }

  /** Lists warnings about pods; empty if they can't be read, because they only add details. */
  async listWarnings(): Promise<KubernetesEvent[]> {
    try {
      return await this.client.list<KubernetesEvent>(
        formatCollectionPath('Event', this.settings.namespace),
        {
          fieldSelector: 'type=Warning,involvedObject.kind=Pod',
          freshness: 'cached',
          mayBeForbidden: true,
          signal: this.#signal,
        },
      );
    } catch {
      return [];
    }
  }

  /** Reads the last lines of a log, without secrets; empty if it can't be read, because it only adds details. */
  async readLogTail({
    pod,
    container,
    previous,
  }: LogSource): Promise<string[]> {
    const query = new URLSearchParams({
      container,
      tailLines: String(TAIL_LINES),
      limitBytes: String(TAIL_BYTES),
      ...(previous ? { previous: 'true' } : {}),
    });
    const path = formatObjectPath('Pod', this.settings.namespace, pod);
    try {
      const text = await this.client.getText(`${path}/log?${query}`, {
        mayBeForbidden: true,
        signal: this.#signal,
      });
      return redactText(text)
        .split('\n')
        .filter(line => line.trim() !== '')
        .slice(-TAIL_LINES)
        .map(line => line.slice(0, LINE_LENGTH));
    } catch {
      return [];
    }
  }

  /** Finds the autoscaler of the workload; `undefined` if there is none or the credential may not list them. */
  async findAutoscaler(): Promise<HorizontalPodAutoscaler | undefined> {
    try {
      const listed = await this.client.list<HorizontalPodAutoscaler>(
        formatCollectionPath(
          'HorizontalPodAutoscaler',
          this.settings.namespace,
        ),
        { freshness: 'latest', mayBeForbidden: true, signal: this.#signal },
      );
      return listed.find(
        ({ spec }) =>
          spec?.scaleTargetRef?.kind === this.settings.kind &&
          spec.scaleTargetRef.name === this.settings.workload,
      );
    } catch (error) {
      const status = getRejectedStatus(error);
      if (status === 403 || status === 404) return undefined;
      throw toEffectError(
        error,
        this.describe({ verb: 'list', resource: 'horizontalpodautoscalers' }),
        { notSent: true },
      );
    }
  }

  /** Completes what was tried, for messages. */
  describe(
    attempted: Pick<AttemptedRequest, 'verb' | 'resource' | 'name'>,
  ): AttemptedRequest {
    return {
      cluster: this.client.cluster,
      namespace: this.settings.namespace,
      ...attempted,
    };
  }

  async #listSelected<TObject>(
    kind: 'Pod' | 'ReplicaSet',
    workload: Workload,
  ): Promise<TObject[]> {
    const labelSelector = formatSelector(workload.spec?.selector);
    return this.#explain({ verb: 'list', resource: toResource(kind) }, () =>
      this.client.list<TObject>(
        formatCollectionPath(kind, this.settings.namespace),
        {
          ...(labelSelector ? { labelSelector } : {}),
          freshness: 'latest',
          signal: this.#signal,
        },
      ),
    );
  }

  async #explain<TResult>(
    attempted: Pick<AttemptedRequest, 'verb' | 'resource' | 'name'>,
    call: () => Promise<TResult>,
  ): Promise<TResult> {
    try {
      return await call();
    } catch (error) {
      // Reading changes nothing, whatever became of the request.
      throw toEffectError(error, this.describe(attempted), { notSent: true });
    }
  }
}

/** Opens the workload of a service environment. */
export function openWorkload(
  pool: ClusterPool,
  request: ServiceEnvironment & { signal: AbortSignal },
): WorkloadClient {
  const settings = readWorkloadSettings(request);
  return new WorkloadClient(
    pool.find(settings.cluster),
    settings,
    request.signal,
  );
}

/** Returns the name of a kind's collection, e.g. `deployments`. */
export function toResource(kind: ApiKind): string {
  return `${kind.toLowerCase()}s`;
}
