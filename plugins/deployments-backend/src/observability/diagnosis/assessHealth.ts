import type {
  EngineHealthReason,
  Sentence,
} from '@slipway/backstage-plugin-deployments-common';
import { toMessage } from '../../domain/text/renderSentences';
import { say } from '../../domain/text/say';
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
  /** Whether replicas poll for work instead of being notified. */
  isPolling?: boolean;
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
  isPolling,
  writes,
  now,
}: HealthFacts): EngineHealthReason[] {
  const reasons: EngineHealthReason[] = [];
  const stalled = (kind: EngineHealthReason['kind'], sentence: Sentence) =>
    reasons.push({ kind, level: 'stalled', ...toMessage([sentence]) });
  const degraded = (kind: EngineHealthReason['kind'], sentence: Sentence) =>
    reasons.push({ kind, level: 'degraded', ...toMessage([sentence]) });
  const detail = writes.lastError ?? '';

  if (writes.isFailing) {
    stalled('writes_failing', say('health_writes_failing', { detail }));
  } else if (
    writes.lastFailedAt !== undefined &&
    now - writes.lastFailedAt < FAILED_RECENTLY_MS
  ) {
    const periodMs = now - writes.lastFailedAt;
    degraded(
      'writes_failed',
      say('health_writes_failed', { periodMs, detail }),
    );
  }
  if (figures.replicas === 0) {
    stalled('no_replica', say('health_no_replica'));
  }
  if (figures.oldestDueMs > NOT_PICKED_UP_MS) {
    stalled(
      'work_not_picked_up',
      say('health_work_not_picked_up', {
        count: figures.dueWork,
        periodMs: figures.oldestDueMs,
      }),
    );
  }
  const { outbox } = figures;
  if (figures.outboxOverdueMs > STALLED_AFTER_MS) {
    stalled(
      'outbox_stuck',
      say('health_outbox_stuck', {
        count: outbox,
        periodMs: figures.outboxOverdueMs,
      }),
    );
  } else if (figures.outboxOldestMs > NOT_DELIVERED_MS) {
    degraded(
      'outbox_failing',
      say('health_outbox_failing', {
        count: outbox,
        periodMs: figures.outboxOldestMs,
      }),
    );
  }
  if (figures.sealLagMs > STALLED_AFTER_MS) {
    stalled(
      'audit_stuck',
      say('health_audit_stuck', {
        count: figures.unsealed,
        periodMs: figures.sealLagMs,
      }),
    );
  }
  if (isPolling) {
    degraded('polling', say('health_polling'));
  }
  const rank = { stalled: 0, degraded: 1 };
  return reasons.sort((a, b) => rank[a.level] - rank[b.level]);
}
