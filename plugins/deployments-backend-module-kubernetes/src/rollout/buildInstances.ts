import type {
  ObservedInstance,
  RestartEvent,
} from '@slipway/backstage-plugin-deployments-node';
import type {
  ContainerStatus,
  Pod,
  Workload,
} from '../client/kubernetesObjects';
import { identifyVersion } from './identifyVersion';

/** How many restarts are listed. */
const LISTED_RESTARTS = 5;

/** Pods of one version of a workload. */
interface Generation {
  id: string;
  pods: Pod[];
}

/**
 * Groups a workload's pods into instances, one per pod template. The weight is the share of the ready pods, because a Service
 * spreads requests over them. Pods that are ending don't count.
 *
 * @param container - The container that runs the service.
 */
export function buildInstances(
  workload: Workload,
  pods: readonly Pod[],
  container: string | undefined,
  url: string | undefined,
): ObservedInstance[] {
  const generations = groupByGeneration(workload, pods);
  const readyPods = generations.map(
    generation => generation.pods.filter(isReady).length,
  );
  const weights = toPercentages(readyPods);
  return generations.map(({ id, pods: own }, index) => ({
    ...identifyVersion(own[0] ?? {}, container, listImageIds(own, container)),
    id,
    ...(url ? { url } : {}),
    weight: weights[index] ?? 0,
    ready: (readyPods[index] ?? 0) > 0,
    ...((readyPods[index] ?? 0) > 0 ? {} : toUnready(own)),
    since: Math.min(...own.map(readStart)),
    ...toRestarts(own),
  }));
}

/** Selects the pods that belong to the workload and are not ending. */
export function selectPods(workload: Workload, pods: readonly Pod[]): Pod[] {
  return pods.filter(
    pod => isActive(pod) && readGenerationId(workload, pod) !== undefined,
  );
}

function groupByGeneration(
  workload: Workload,
  pods: readonly Pod[],
): Generation[] {
  const groups = new Map<string, Pod[]>();
  for (const pod of selectPods(workload, pods)) {
    const id = readGenerationId(workload, pod);
    if (id !== undefined) groups.set(id, [...(groups.get(id) ?? []), pod]);
  }
  return [...groups]
    .map(([id, own]) => ({ id, pods: own }))
    .sort(
      (a, b) =>
        Math.min(...a.pods.map(readStart)) - Math.min(...b.pods.map(readStart)),
    );
}

/**
 * Returns the name of the ReplicaSet, or of the revision of a StatefulSet, that a pod belongs to; `undefined` if it does not
 * belong to the workload. Deployments and Rollouts name their ReplicaSets by a hash, which is also a label of the pods.
 */
export function readGenerationId(
  { kind, metadata }: Workload,
  pod: Pod,
): string | undefined {
  const { labels = {}, ownerReferences = [] } = pod.metadata;
  if (kind === 'StatefulSet') {
    return ownerReferences.some(({ uid }) => uid === metadata.uid)
      ? labels['controller-revision-hash'] ?? metadata.name
      : undefined;
  }
  const hash =
    labels[
      kind === 'Rollout' ? 'rollouts-pod-template-hash' : 'pod-template-hash'
    ];
  const name = `${metadata.name}-${hash}`;
  return ownerReferences.some(
    owner => owner.kind === 'ReplicaSet' && owner.name === name,
  )
    ? name
    : undefined;
}

function isActive({ metadata, status }: Pod): boolean {
  return (
    !metadata.deletionTimestamp &&
    status?.phase !== 'Failed' &&
    status?.phase !== 'Succeeded'
  );
}

/** Whether a Service sends requests to the pod. */
export function isReady({ status }: Pod): boolean {
  return (
    status?.conditions?.some(
      ({ type, status: value }) => type === 'Ready' && value === 'True',
    ) ?? false
  );
}

/** Since when none of the pods has been ready. Their own probes have confirmed it. */
function toUnready(pods: readonly Pod[]): Pick<ObservedInstance, 'unready'> {
  const since = pods
    .flatMap(({ status }) => status?.conditions ?? [])
    .filter(({ type }) => type === 'Ready')
    .map(({ lastTransitionTime = '' }) => Date.parse(lastTransitionTime))
    .filter(Number.isFinite);
  return since.length > 0
    ? { unready: { state: 'confirmed', since: Math.max(...since) } }
    : {};
}

function readStart({ metadata, status }: Pod): number {
  const start = Date.parse(
    status?.startTime ?? metadata.creationTimestamp ?? '',
  );
  return Number.isNaN(start) ? 0 : start;
}

/** Lists what the nodes report as the images of the container; of the first if it is not known. */
function listImageIds(
  pods: readonly Pod[],
  container: string | undefined,
): string[] {
  return pods.flatMap(({ spec, status }) => {
    const name = container ?? spec?.containers?.[0]?.name;
    return (status?.containerStatuses ?? [])
      .filter(it => it.name === name)
      .flatMap(({ imageID }) => imageID || []);
  });
}

function toRestarts(pods: readonly Pod[]): Pick<ObservedInstance, 'restarts'> {
  const statuses = pods.flatMap(
    ({ status }) => status?.containerStatuses ?? [],
  );
  return {
    restarts: {
      count: statuses.reduce((sum, it) => sum + (it.restartCount ?? 0), 0),
      isCrashLoop: statuses.some(
        ({ state }) => state?.waiting?.reason === 'CrashLoopBackOff',
      ),
      events: statuses
        .flatMap(status => toRestartEvent(status) ?? [])
        .sort((a, b) => b.at - a.at)
        .slice(0, LISTED_RESTARTS),
    },
  };
}

function toRestartEvent({
  name,
  lastState,
  restartCount = 0,
}: ContainerStatus): RestartEvent | undefined {
  const ended = lastState?.terminated;
  const at = Date.parse(ended?.finishedAt ?? '');
  if (!ended || restartCount === 0 || Number.isNaN(at)) return undefined;
  return {
    at,
    cause: 'exited',
    message:
      ended.reason === 'OOMKilled'
        ? `Container ${name} needed more memory than its limit`
        : `Container ${name} exited with code ${ended.exitCode}`,
  };
}

/** Rounds shares to tenths of a percent that sum to 100; all 0 if there is nothing to share. */
export function toPercentages(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return counts.map(() => 0);
  const exact = counts.map(count => (count * 1_000) / total);
  const rounded = exact.map(Math.floor);
  const missing = 1_000 - rounded.reduce((sum, it) => sum + it, 0);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder)
    .slice(0, missing)
    .map(({ index }) => index);
  return rounded.map(
    (value, index) => (byRemainder.includes(index) ? value + 1 : value) / 10,
  );
}
