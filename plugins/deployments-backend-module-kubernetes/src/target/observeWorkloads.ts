import {
  EffectError,
  type Observation,
  type ServiceEnvironment,
  type TargetProblem,
} from '@slipway/backstage-plugin-deployments-node';
import { formatCollectionPath } from '../client/apiPaths';
import { getRejectedStatus } from '../client/kubernetesError';
import type { Pod, Workload } from '../client/kubernetesObjects';
import type { KubernetesClient } from '../client/kubernetesClient';
import {
  readWorkloadSettings,
  type WorkloadSettings,
} from '../config/workloadSettings';
import { assessRollout } from '../rollout/assessRollout';
import { buildInstances, isReady, selectPods } from '../rollout/buildInstances';
import { explainPods } from '../rollout/explainPods';
import { findLastChange } from '../rollout/findLastChange';
import { findMainContainer } from '../rollout/findMainContainer';
import { findManager } from '../rollout/findManager';
import type { ClusterPool } from './clusterPool';
import { formatDashboardLinks } from './formatDashboardLinks';
import { toEffectError } from './toEffectError';
import { toResource, type WorkloadClient } from './workloadClient';

const LISTED_PROBLEMS = 5;
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
  const list = async <TObject>(kind: 'Pod' | WorkloadSettings['kind']) => {
    try {
      return await client.list<TObject>(formatCollectionPath(kind, namespace), {
        freshness: 'cached',
        signal,
      });
    } catch (error) {
      if (kind === 'Rollout' && getRejectedStatus(error) === 404) {
        throw new Error(`The cluster ${client.cluster} has no Argo Rollouts`);
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
  for (const { index, settings } of members) {
    const workloads = listed.get(settings.kind);
    if (workloads instanceof Error || pods instanceof Error) {
      results[index] = workloads instanceof Error ? workloads : toError(pods);
      continue;
    }
    const found = workloads?.find(
      ({ metadata }) => metadata.name === settings.workload,
    );
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

/** What is wrong now, without reading anything else. */
function findProblems(
  workload: Workload,
  pods: readonly Pod[],
): TargetProblem[] {
  const unready = selectPods(workload, pods).filter(pod => !isReady(pod));
  const ofPods = explainPods(unready).map(({ problem }) => problem);
  if (workload.kind !== 'Deployment') return ofPods.slice(0, LISTED_PROBLEMS);
  const assessment = assessRollout(workload);
  const ofRollout: TargetProblem[] = [];
  switch (assessment.state) {
    case 'paused':
      ofRollout.push({ code: 'paused_elsewhere', message: assessment.message });
      break;
    case 'stuck':
      ofRollout.push(
        ...assessment.problems,
        ...(assessment.problems.length + ofPods.length === 0
          ? [
              {
                code: 'progress_deadline' as const,
                message: assessment.message,
              },
            ]
          : []),
      );
      break;
    case 'working':
      ofRollout.push(...assessment.problems);
      break;
    case 'complete':
      break;
    default: {
      const unknown: never = assessment;
      throw new Error(`Unknown assessment ${JSON.stringify(unknown)}`);
    }
  }
  return [...ofRollout, ...ofPods].slice(0, LISTED_PROBLEMS);
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
