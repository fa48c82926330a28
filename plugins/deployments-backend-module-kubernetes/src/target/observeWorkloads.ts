import {
  EffectError,
  type Observation,
  type ServiceEnvironment,
} from '@slipway/backstage-plugin-deployments-node';
import { formatCollectionPath, type ApiKind } from '../client/apiPaths';
import { getRejectedStatus } from '../client/kubernetesError';
import type { ObjectMeta, Pod, Workload } from '../client/kubernetesObjects';
import type { HttpRoute, Service } from '../client/trafficObjects';
import type { KubernetesClient } from '../client/kubernetesClient';
import {
  readWorkloadSettings,
  type WorkloadSettings,
} from '../config/workloadSettings';
import { buildInstances } from '../rollout/buildInstances';
import { findLastChange } from '../rollout/findLastChange';
import { findMainContainer } from '../rollout/findMainContainer';
import { findManager } from '../rollout/findManager';
import { formatSlotName, OWN_SLOTS, SLOTS } from '../slots/slotObjects';
import type { ClusterPool } from './clusterPool';
import { findProblems } from './findProblems';
import { formatDashboardLinks } from './formatDashboardLinks';
import { createTemplateError, toSlotsObservation } from './slots/observeSlots';
import { toEffectError } from './toEffectError';
import { toResource, type WorkloadClient } from './workloadClient';

/** How many namespaces are read at the same time: the lists of a large one take tens of megabytes of memory. */
const CONCURRENCY = 3;

/** Reads what runs of one service environment. */
export async function observeWorkload(
  workload: WorkloadClient,
): Promise<Observation> {
  const at = Date.now();
  let found: Workload;
  try {
    found = await workload.read();
  } catch (error) {
    if (error instanceof EffectError && error.code === 'not_found') {
      return reportMissing(at, error.message);
    }
    throw error;
  }
  return toObservation(at, workload, found, await workload.listPods(found));
}

/**
 * Reads what runs of many service environments, with one list of workloads and one of pods per namespace. Returns results in
 * the order of the service environments.
 */
export async function observeWorkloads(
  pool: ClusterPool,
  serviceEnvironments: readonly ServiceEnvironment[],
  signal: AbortSignal,
): Promise<(Observation | Error)[]> {
  const results = new Array<Observation | Error>(serviceEnvironments.length);
  const groups = new Map<string, NamespaceGroup>();
  serviceEnvironments.forEach((serviceEnvironment, index) => {
    try {
      const settings = readWorkloadSettings(serviceEnvironment);
      const client = pool.find(settings.cluster);
      const key = `${client.cluster}/${settings.namespace}`;
      const group = groups.get(key) ?? {
        client,
        namespace: settings.namespace,
        members: [],
      };
      group.members.push({ index, settings });
      groups.set(key, group);
    } catch (error) {
      results[index] = toError(error);
    }
  });
  const waiting = [...groups.values()];
  const observeNext = async () => {
    for (let group = waiting.shift(); group; group = waiting.shift()) {
      await observeNamespace(group, results, signal);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, observeNext));
  return results;
}

/** What provides kinds that not every cluster has. */
const OPTIONAL_SYSTEMS: Partial<Record<ApiKind, string>> = {
  Rollout: 'Argo Rollouts',
  HTTPRoute: 'Gateway API',
};

interface NamespaceGroup {
  client: KubernetesClient;
  namespace: string;
  members: { index: number; settings: WorkloadSettings }[];
}

async function observeNamespace(
  { client, namespace, members }: NamespaceGroup,
  results: (Observation | Error)[],
  signal: AbortSignal,
): Promise<void> {
  const at = Date.now();
  const list = async <TObject>(kind: ApiKind) => {
    try {
      return await client.list<TObject>(formatCollectionPath(kind, namespace), {
        freshness: 'cached',
        signal,
      });
    } catch (error) {
      const system = OPTIONAL_SYSTEMS[kind];
      if (system && getRejectedStatus(error) === 404) {
        throw new Error(`The cluster ${client.cluster} has no ${system}`);
      }
      throw toEffectError(
        error,
        {
          cluster: client.cluster,
          namespace,
          verb: 'list',
          resource: toResource(kind),
        },
        { notSent: true },
      );
    }
  };
  const kinds = [...new Set(members.map(({ settings }) => settings.kind))];
  const listed = new Map(
    await Promise.all(
      kinds.map(
        async kind =>
          [kind, await list<Workload>(kind).catch(toError)] as const,
      ),
    ),
  );
  const pods = await list<Pod>('Pod').catch(toError);
  const byPrefix = pods instanceof Error ? new Map() : groupByOwner(pods);
  const slots = members.filter(({ settings }) => settings.mode === 'slots');
  const services =
    slots.length > 0 ? await list<Service>('Service').catch(toError) : [];
  const routes = slots.some(({ settings }) => settings.route)
    ? await list<HttpRoute>('HTTPRoute').catch(toError)
    : [];
  for (const { index, settings } of members) {
    const workloads = listed.get(settings.kind);
    if (workloads instanceof Error || pods instanceof Error) {
      results[index] = workloads instanceof Error ? workloads : toError(pods);
      continue;
    }
    const found = workloads?.find(
      ({ metadata }) => metadata.name === settings.workload,
    );
    const own = OWN_SLOTS.map(slot => formatSlotName(settings.workload, slot));
    const hasSlots =
      settings.mode === 'slots' &&
      workloads?.some(({ metadata }) => own.includes(metadata.name));
    if (!found && hasSlots) {
      results[index] = createTemplateError(client.cluster, settings);
      continue;
    }
    if (found && settings.mode === 'slots') {
      results[index] = observeListedSlots(at, { client, settings }, found, {
        workloads: workloads ?? [],
        services,
        routes,
        pods: SLOTS.flatMap(
          slot => byPrefix.get(formatSlotName(settings.workload, slot)) ?? [],
        ),
      });
      continue;
    }
    results[index] = found
      ? toObservation(
          at,
          { client, settings },
          // Items of a list don't say their kind.
          { ...found, kind: settings.kind },
          byPrefix.get(settings.workload) ?? [],
        )
      : reportMissing(
          at,
          `The cluster ${client.cluster} has no ${settings.kind} ${settings.workload} in namespace ${namespace}.`,
        );
  }
}

/** Finds the objects of slots in lists of all objects of the namespace. */
function observeListedSlots(
  at: number,
  workload: Pick<WorkloadClient, 'client' | 'settings'>,
  found: Workload,
  lists: {
    workloads: readonly Workload[];
    services: readonly Service[] | Error;
    routes: readonly HttpRoute[] | Error;
    pods: readonly Pod[];
  },
): Observation | Error {
  const { services, routes, pods } = lists;
  const { client, settings } = workload;
  if (services instanceof Error) return services;
  if (routes instanceof Error) return routes;
  const find = <TObject extends { metadata: ObjectMeta }>(
    objects: readonly TObject[],
    name: string | undefined,
  ) => objects.find(({ metadata }) => metadata.name === name);
  const service = find(services, settings.stableService);
  const route = find(routes, settings.route?.name);
  if (!service || (settings.route && !route)) {
    return new Error(
      `The cluster ${client.cluster} has no ${
        service
          ? `HTTPRoute ${settings.route?.name}`
          : `Service ${settings.stableService}`
      } in namespace ${
        settings.namespace
      }, so it isn't known what users reach.`,
    );
  }
  const [a, b] = OWN_SLOTS.map(slot =>
    find(lists.workloads, formatSlotName(settings.workload, slot)),
  );
  return toSlotsObservation(at, workload, {
    workload: { ...found, kind: 'Deployment' },
    ...(a ? { a: { ...a, kind: 'Deployment' } } : {}),
    ...(b ? { b: { ...b, kind: 'Deployment' } } : {}),
    service,
    ...(route ? { route } : {}),
    pods,
  });
}

/** Groups pods by the name of the workload that probably owns them, so that each is looked at once. */
function groupByOwner(pods: readonly Pod[]): Map<string, Pod[]> {
  const groups = new Map<string, Pod[]>();
  for (const pod of pods) {
    const { kind, name } = pod.metadata.ownerReferences?.[0] ?? {};
    if (name === undefined) continue;
    const owner = kind === 'ReplicaSet' ? name.replace(/-[^-]+$/, '') : name;
    const group = groups.get(owner);
    if (group) group.push(pod);
    else groups.set(owner, [pod]);
  }
  return groups;
}

function toObservation(
  at: number,
  workload: Pick<WorkloadClient, 'client' | 'settings'>,
  found: Workload,
  pods: readonly Pod[],
): Observation {
  const { url } = workload.settings;
  const manager = findManager(found.metadata);
  const changedBy = findLastChange(found.metadata);
  const problems = findProblems(found, pods);
  const links = formatDashboardLinks(workload, found);
  return {
    at,
    basis: 'live',
    instances: buildInstances(
      found,
      pods,
      findMainContainer(found, workload.settings),
      url,
    ),
    ...(url ? { url } : {}),
    ...(problems.length > 0 ? { problems } : {}),
    ...(links.length > 0 ? { links } : {}),
    ...(manager ? { managedBy: manager.name } : {}),
    ...(changedBy ? { changedBy } : {}),
  };
}

function reportMissing(at: number, message: string): Observation {
  return {
    at,
    basis: 'live',
    instances: [],
    problems: [{ code: 'not_found', message }],
  };
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
