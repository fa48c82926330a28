import type {
  DeploymentRecord,
  StatusRecord,
} from '../persistence/storedRecords';
import { compareSourceIds } from '../definitions/sourceOrder';

/**
 * Combines the statuses of a deployment, in whatever order they arrive. Returns undefined if it has not ended.
 * - The last final status is its outcome. It finished when that outcome was first reported after a different one; a
 * repeated success changes nothing.
 * - Users have had it since its first success. If it failed later, it failed in traffic.
 * - It started when it was first in progress after the last wait, for a reviewer for example. Before that, nothing
 * was deployed.
 */
export function findDeploymentFor(
  statuses: readonly StatusRecord[],
): DeploymentRecord | undefined {
  const ordered = [...statuses].sort(compareBySourceOrder);
  const finals = ordered.filter(isFinal);
  const last = finals[finals.length - 1];
  if (!last) return undefined;
  const since = finals.findLastIndex(({ state }) => state !== last.state) + 1;
  const finishedAt = finals[since].at;
  const success = finals.find(({ state }) => state === 'succeeded');
  const { createdAt, tierKnown, ...description } = last.description;
  return {
    sourceId: last.deployment.sourceId,
    tierKnown,
    reported: { occurredAt: last.at, eventId: last.eventId },
    fields: {
      ...description,
      id: last.deployment.id,
      source: last.deployment.source,
      outcome: last.state === 'succeeded' ? 'succeeded' : 'failed',
      startedAt: Math.min(
        findStart(ordered.filter(({ at }) => at <= finishedAt)) ??
          createdAt ??
          finishedAt,
        finishedAt,
      ),
      trafficAt: success?.at,
      finishedAt,
    },
  };
}

function isFinal({ state }: StatusRecord): boolean {
  return state === 'succeeded' || state === 'failed';
}

/** Returns undefined if no status contains the start. */
function findStart(ordered: readonly StatusRecord[]): number | undefined {
  const waited = ordered.findLastIndex(({ state }) => state === 'waiting');
  const started = ordered
    .slice(waited + 1)
    .find(({ state }) => state === 'in_progress');
  return (started ?? ordered[waited])?.at;
}

/** Sources report whole seconds, so statuses of one second are compared in the source's order. */
function compareBySourceOrder(a: StatusRecord, b: StatusRecord): number {
  return (
    a.at - b.at ||
    compareSourceIds(a.sequence ?? '', b.sequence ?? '') ||
    compareSourceIds(a.eventId, b.eventId)
  );
}
