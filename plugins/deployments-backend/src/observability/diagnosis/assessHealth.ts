import { formatDuration } from '@slipway/backstage-plugin-deployments-common';
import type { EngineHealthReason } from '@slipway/backstage-plugin-deployments-common';
import type { Writes } from '../../persistence/watchWrites';
import type { MetricsSnapshot } from '../metricsSnapshot';

/** What is due for longer than this without anybody at it is not picked up, in milliseconds. */
export const NOT_PICKED_UP_MS = 30_000;
/** As long may a message be due or an audit entry unsealed, in milliseconds: both are looked at every 2 s. */
const STANDS_STILL_MS = 2 * 60_000;
/** A message that is not delivered for longer has failed several times, in milliseconds. */
const NOT_DELIVERED_MS = 15 * 60_000;

export interface HealthFacts {
  figures: MetricsSnapshot;
  /** Why wake-ups travel slower than they could. */
  polling?: string;
  /** How writing goes in the process that answers. */
  writes: Writes;
  /** Epoch milliseconds, by the clock of `writes`. */
  now: number;
}

/** A write that failed less than this ago, in milliseconds, is news even if others succeeded since: small ones still fit. */
const FAILED_RECENTLY_MS = 2 * 60_000;

/**
 * What is wrong, the worst first. Of the tables, so that any replica can tell of all; of whether it can write, each replica
 * tells of itself.
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
      `The database answers but rejects writes (${writes.lastError}), so deployments stand still and commands are refused. Is its disk full or read-only? Work resumes by itself once writes succeed.`,
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
      'No replica works on deployments. Start the backend, or look in its log for why the engine did not start; nothing is lost.',
    );
  }
  if (figures.oldestDueMs > NOT_PICKED_UP_MS) {
    stalled(
      'work_not_picked_up',
      `${count(
        figures.dueWork,
        'deployment has',
        'deployments have',
      )} work that nobody picks up, the oldest for ${formatDuration(
        figures.oldestDueMs,
      )}. Look at “Stuck” on the engine's page and at the backend's log; a restart loses nothing.`,
    );
  }
  if (figures.outboxOverdueMs > STANDS_STILL_MS) {
    stalled(
      'outbox_stuck',
      `${count(
        figures.outbox,
        'message waits',
        'messages wait',
      )} to be delivered and nobody has taken one for ${formatDuration(
        figures.outboxOverdueMs,
      )}: pages are not refreshed and nobody is notified. Restart the backend; nothing is lost.`,
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
      )}. Look in the backend's log for what the signals or the notifications plugin answers.`,
    );
  }
  if (figures.sealLagMs > STANDS_STILL_MS) {
    stalled(
      'audit_stuck',
      `${count(
        figures.unsealed,
        'audit entry is',
        'audit entries are',
      )} not sealed, the oldest for ${formatDuration(
        figures.sealLagMs,
      )}: until it is, a change of it would not show. Look in the backend's log for “could not be sealed”.`,
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
