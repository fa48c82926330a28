import type {
  ContainerStatus,
  KubernetesEvent,
  Pod,
} from '../client/kubernetesObjects';
import { explainContainer } from './explainContainer';
import type { PodProblem } from './podProblem';

/**
 * Explains why pods don't become ready: one problem per pod, the most telling first.
 *
 * @param events - Warnings about these pods. They exist for an hour, so they only add to what the pods say.
 */
export function explainPods(
  pods: readonly Pod[],
  events: readonly KubernetesEvent[] = [],
): PodProblem[] {
  return pods
    .flatMap(pod => explainPod(pod, events) ?? [])
    .sort((a, b) => Number(b.isFinal) - Number(a.isFinal));
}

function explainPod(
  pod: Pod,
  events: readonly KubernetesEvent[],
): PodProblem | undefined {
  const { metadata, status } = pod;
  const about = { object: `pod/${metadata.name}` };
  const own = events.filter(
    ({ involvedObject }) => involvedObject?.uid === metadata.uid,
  );

  if (status?.phase === 'Failed' && status.reason) {
    return {
      problem: {
        ...about,
        code: 'evicted',
        message: `The platform ended the pod (${status.reason})${
          status.message ? `: ${status.message}` : ''
        }`,
      },
      isFinal: false,
      retryable: true,
    };
  }
  const scheduled = status?.conditions?.find(
    ({ type }) => type === 'PodScheduled',
  );
  if (scheduled?.status === 'False' && scheduled.reason === 'Unschedulable') {
    return {
      problem: {
        ...about,
        code: 'unschedulable',
        message: `No node has room for the pod: ${
          scheduled.message ?? 'no reason given'
        } Lower its requests, or ask the platform team for more capacity.`,
        ...toSince(scheduled.lastTransitionTime),
      },
      // An autoscaler needs minutes to add a node.
      isFinal: false,
      retryable: true,
    };
  }
  for (const container of [
    ...(status?.initContainerStatuses ?? []),
    ...(status?.containerStatuses ?? []),
  ]) {
    const explained = explainContainer(
      metadata.name,
      container,
      findPullFailure(own),
    );
    if (explained) {
      return {
        ...explained,
        problem: { ...about, ...explained.problem },
      };
    }
  }
  return explainByEvents(about, status?.containerStatuses ?? [], own);
}

/** While Kubernetes waits before the next attempt, only the event says why the image can't be pulled. */
function findPullFailure(
  events: readonly KubernetesEvent[],
): string | undefined {
  return events
    .filter(
      ({ reason, message = '' }) =>
        reason === 'Failed' && /failed to pull image/i.test(message),
    )
    .sort((a, b) => readTime(b) - readTime(a))[0]?.message;
}

/** What only events say: volumes that can't be mounted, and probes that fail. */
function explainByEvents(
  about: { object: string },
  containers: ContainerStatus[],
  events: readonly KubernetesEvent[],
): PodProblem | undefined {
  const newest = (...reasons: string[]) =>
    events
      .filter(({ reason = '' }) => reasons.includes(reason))
      .sort((a, b) => readTime(b) - readTime(a))[0];

  const mount = newest('FailedMount', 'FailedAttachVolume');
  const isStarting = !containers.some(({ state }) => state?.running);
  if (mount && isStarting) {
    const isConfig = /(?:configmap|secret) "[^"]+" not found/i.test(
      mount.message ?? '',
    );
    return {
      problem: {
        ...about,
        code: isConfig ? 'config_missing' : 'volume',
        message: `A volume can't be mounted: ${mount.message ?? ''}`,
      },
      isFinal: false,
      retryable: true,
    };
  }
  const unready = containers.find(
    ({ ready, state }) => !ready && state?.running,
  );
  const probe = newest('Unhealthy');
  if (unready && probe) {
    return {
      problem: {
        ...about,
        code: 'probe_failing',
        message: `Container ${unready.name} runs, but it is not ready: ${
          probe.message ?? 'its probe fails'
        }`,
        ...toSince(unready.state?.running?.startedAt),
      },
      isFinal: false,
      retryable: true,
      log: {
        pod: about.object.slice(4),
        container: unready.name,
        previous: false,
      },
    };
  }
  return undefined;
}

function readTime({ lastTimestamp, eventTime }: KubernetesEvent): number {
  return Date.parse(lastTimestamp ?? eventTime ?? '') || 0;
}

function toSince(time: string | undefined): { since?: number } {
  const since = time ? Date.parse(time) : NaN;
  return Number.isNaN(since) ? {} : { since };
}
