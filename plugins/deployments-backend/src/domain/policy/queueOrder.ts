import type { DeploymentState } from '../deployment/state';

/** What the place of a queued deployment depends on. */
type Queued = Pick<
  DeploymentState,
  'id' | 'hotfix' | 'requestedAt' | 'notBefore'
> & {
  overridden: readonly Pick<
    DeploymentState['overridden'][number],
    'kind' | 'at'
  >[];
};

/**
 * Returns when a deployment takes its place in the queue, in epoch milliseconds: at its request. A scheduled one takes it
 * when its time has come, or when a person starts it before, so that it holds up nothing until then.
 */
export function joinsQueueAt({
  requestedAt,
  notBefore = requestedAt,
  overridden,
}: Omit<Queued, 'id' | 'hotfix'>): number {
  const startedAt = overridden
    .filter(({ kind }) => kind === 'schedule')
    .map(({ at }) => at);
  return Math.max(requestedAt, Math.min(notBefore, ...startedAt));
}

/** Returns deployments in the order in which they start: hotfixes first, then by when they join the queue. */
export function sortQueue<T extends Queued>(queued: readonly T[]): T[] {
  return [...queued].sort(
    (a, b) =>
      Number(b.hotfix) - Number(a.hotfix) ||
      joinsQueueAt(a) - joinsQueueAt(b) ||
      a.requestedAt - b.requestedAt ||
      (a.id < b.id ? -1 : 1),
  );
}

/**
 * Returns those of a queue that start before a new request.
 *
 * @param queued - in starting order
 * @param now - epoch milliseconds
 */
export function listAheadOfRequest<T extends Queued>(
  queued: readonly T[],
  { now, notBefore = now }: { now: number; notBefore?: number },
): T[] {
  const joinsAt = Math.max(now, notBefore);
  return queued.filter(other => joinsQueueAt(other) <= joinsAt);
}
