import { formatDuration } from '@slipway/backstage-plugin-deployments-common';
import type { EngineHealthReason } from '@slipway/backstage-plugin-deployments-common';
import type { Writes } from '../../persistence/watchWrites';
import type { MetricsSnapshot } from '../metricsSnapshot';

/** How long work may be due, in milliseconds. After that, it counts as not being handled. */
export const NOT_PICKED_UP_MS = 30_000;
/** How long a message may be due, or an audit entry unsealed, in milliseconds. Both are processed every 2 s. */
const STALLED_AFTER_MS = 2 * 60_000;
/** How old an undelivered message may get, in milliseconds. By then its delivery has failed several times. */
const NOT_DELIVERED_MS = 15 * 60_000;

export interface HealthFacts {
  figures: MetricsSnapshot;
  /** Why replicas poll for work instead of being notified, if they do. */
  polling?: string;
  /** The last successful and the last failed write of this process. */
  writes: Writes;
  /** The current time in epoch milliseconds, by the clock of `writes`. */
  now: number;
}

/**
 * How long to report a failed write although later writes succeeded, in milliseconds. On a full disk, small writes may still
 * succeed.
 */
const FAILED_RECENTLY_MS = 2 * 60_000;

/**
 * Lists what is wrong with the engine, worst first. The figures come from the tables, so every replica reports the same. Only
 * the writes are each replica's own.
 */
export function assessHealth({
  figures,
  polling,
  writes,
  now,
}: HealthFacts): EngineHealthReason[] {
  const reasons: EngineHealthReason[] = [];
  const stalled = (kind: EngineHealthReason['kind'], message: string) =>
    reasons.push({ kind, level: 'stalled', message });
  const degraded = (kind: EngineHealthReason['kind'], message: string) =>
    reasons.push({ kind, level: 'degraded', message });

  if (writes.isFailing) {
    stalled(
      'writes_failing',
      `The database answers but rejects writes (${writes.lastError}), so deployments do not continue and commands are refused. Is its disk full or read-only? Work resumes by itself once writes succeed.`,
    );
  } else if (
    writes.lastFailedAt !== undefined &&
    now - writes.lastFailedAt < FAILED_RECENTLY_MS
  ) {
    degraded(
      'writes_failed',
      `A write to the database failed ${formatDuration(
        now - writes.lastFailedAt,
      )} ago (${
        writes.lastError
      }), and others have succeeded since. Is its disk almost full?`,
    );
  }
  if (figures.replicas === 0) {
    stalled(
      'no_replica',
      'No replica works on deployments. Start the backend, or check its log for why the engine did not start. No deployment is lost.',
    );
  }
  if (figures.oldestDueMs > NOT_PICKED_UP_MS) {
    stalled(
      'work_not_picked_up',
      `${count(
        figures.dueWork,
        'deployment has',
        'deployments have',
      )} work that no replica picks up, the oldest for ${formatDuration(
        figures.oldestDueMs,
      )}. Check “Stuck” at /deployments/admin and the backend's log. A restart loses nothing.`,
    );
  }
  if (figures.outboxOverdueMs > STALLED_AFTER_MS) {
    stalled(
      'outbox_stuck',
      `${count(
        figures.outbox,
        'message waits',
        'messages wait',
      )} to be delivered, and no replica has taken one for ${formatDuration(
        figures.outboxOverdueMs,
      )}. Pages do not refresh and nobody is notified. Restart the backend; no message is lost.`,
    );
  } else if (figures.outboxOldestMs > NOT_DELIVERED_MS) {
    degraded(
      'outbox_failing',
      `The oldest of ${count(
        figures.outbox,
        'message',
        'messages',
      )} could not be delivered for ${formatDuration(
        figures.outboxOldestMs,
      )}. The backend's log has the error of the signals or notifications plugin.`,
    );
  }
  if (figures.sealLagMs > STALLED_AFTER_MS) {
    stalled(
      'audit_stuck',
      `${count(
        figures.unsealed,
        'audit entry is',
        'audit entries are',
      )} not sealed, the oldest for ${formatDuration(
        figures.sealLagMs,
      )}. Until entries are sealed, a change to them cannot be detected. Check the backend's log for “could not be sealed”.`,
    );
  }
  if (polling !== undefined) {
    degraded('polling', polling);
  }
  const rank = { stalled: 0, degraded: 1 };
  return reasons.sort((a, b) => rank[a.level] - rank[b.level]);
}

function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}
