import type { MetricsSnapshot } from '../metricsSnapshot';
import { assessHealth } from './assessHealth';

const MINUTE = 60_000;

const calm: MetricsSnapshot = {
  deployments: { queued: 1, running: 2, waiting: 3, rolling_back: 0 },
  finishedLastHour: {},
  late: 3,
  dueWork: 1,
  oldestDueMs: 900,
  outbox: 2,
  outboxOldestMs: 900,
  outboxOverdueMs: 900,
  unsealed: 3,
  sealLagMs: 1_900,
  replicas: 1,
};

const NOW = 10 * MINUTE;
const writing = {
  writes: { lastSucceededAt: NOW, isFailing: false },
  now: NOW,
};

describe('the health of the engine', () => {
  it('is stalled if the database rejects writes although it answers', () => {
    const failed = {
      lastFailedAt: NOW - MINUTE,
      lastError: 'SQLITE_FULL: full',
    };
    expect(
      assessHealth({
        figures: calm,
        writes: { ...failed, isFailing: true },
        now: NOW,
      }),
    ).toMatchObject([
      {
        kind: 'writes_failing',
        level: 'stalled',
        message: expect.stringMatching(/rejects writes \(SQLITE_FULL: full\)/),
      },
    ]);
    const since = { ...failed, lastSucceededAt: NOW, isFailing: false };
    expect(
      assessHealth({ figures: calm, writes: since, now: NOW }),
    ).toMatchObject([
      {
        kind: 'writes_failed',
        level: 'degraded',
        message: expect.stringMatching(
          /failed 1 min ago \(SQLITE_FULL: full\)/,
        ),
      },
    ]);
    expect(
      assessHealth({ figures: calm, writes: since, now: NOW + 5 * MINUTE }),
    ).toEqual([]);
  });

  it('is ok while all work is done within seconds, even if deployments wait for people', () => {
    expect(assessHealth({ figures: calm, ...writing })).toEqual([]);
  });

  it.each<[string, Partial<MetricsSnapshot>, string, string, RegExp]>([
    [
      'no replica picks up due work',
      { dueWork: 2, oldestDueMs: MINUTE },
      'work_not_picked_up',
      'stalled',
      /^Deployments with work that no replica picks up: 2, the oldest for 1 min/,
    ],
    [
      'no replica is alive',
      { replicas: 0 },
      'no_replica',
      'stalled',
      /Start the backend/,
    ],
    [
      'no replica takes messages from the outbox',
      { outbox: 1, outboxOverdueMs: 3 * MINUTE },
      'outbox_stuck',
      'stalled',
      /^Messages that wait to be delivered: 1\. /,
    ],
    [
      'messages cannot be delivered',
      { outboxOldestMs: 20 * MINUTE },
      'outbox_failing',
      'degraded',
      /could not be delivered: \d+, the oldest for 20 min/,
    ],
    [
      'audit entries are not sealed',
      { unsealed: 40, sealLagMs: 3 * MINUTE },
      'audit_stuck',
      'stalled',
      /^Audit entries that are not sealed: 40/,
    ],
  ])('has a reason if %s', (_, more, kind, level, message) => {
    expect(assessHealth({ figures: { ...calm, ...more }, ...writing })).toEqual(
      [
        {
          kind,
          level,
          message: expect.stringMatching(message),
          sentences: [expect.objectContaining({ code: `health_${kind}` })],
        },
      ],
    );
  });

  it('is only degraded by polling, and lists worse reasons first', () => {
    const reasons = assessHealth({
      figures: { ...calm, oldestDueMs: 2 * MINUTE },
      isPolling: true,
      ...writing,
    });
    expect(reasons.map(({ kind, level }) => [kind, level])).toEqual([
      ['work_not_picked_up', 'stalled'],
      ['polling', 'degraded'],
    ]);
  });
});
