import fc from 'fast-check';
import type { StatusRecord, StatusState } from '../persistence/storedRecords';
import { findDeploymentFor } from './deploymentStatuses';

const at = (day: number, time: string) =>
  Date.parse(`2026-03-0${day}T${time}:00Z`);
const CREATED = at(1, '10:00');

const status = (
  sequence: number,
  state: StatusState,
  time: number,
): StatusRecord => ({
  deployment: { id: 'd', source: 'hub', sourceId: '7000' },
  eventId: `deployment_status/${sequence}`,
  state,
  at: time,
  sequence: `${sequence}`,
  description: {
    service: 'component:default/checkout',
    environment: 'production',
    tier: 'production',
    kind: 'deploy',
    hotfix: false,
    version: 'v1',
    artifact: 'sha',
    demo: false,
    createdAt: CREATED,
  },
});

type Expected = {
  outcome: string;
  startedAt: number;
  trafficAt?: number;
  finishedAt: number;
};
const read = (...statuses: StatusRecord[]): Expected | undefined => {
  const fields = findDeploymentFor(statuses)?.fields;
  return (
    fields && {
      outcome: fields.outcome,
      startedAt: fields.startedAt,
      trafficAt: fields.trafficAt,
      finishedAt: fields.finishedAt,
    }
  );
};

describe('statuses of a deployment', () => {
  it.each<[string, StatusRecord[], Expected | undefined]>([
    [
      'that is in progress have no outcome yet',
      [status(1, 'waiting', CREATED), status(2, 'in_progress', at(3, '10:00'))],
      undefined,
    ],
    [
      'a success, then a failure: it failed in traffic',
      [
        status(1, 'succeeded', at(1, '10:00')),
        status(2, 'failed', at(1, '10:20')),
      ],
      {
        outcome: 'failed',
        startedAt: CREATED,
        trafficAt: at(1, '10:00'),
        finishedAt: at(1, '10:20'),
      },
    ],
    [
      'a success that is reported again: it finished with the first',
      [
        status(1, 'succeeded', at(2, '10:00')),
        status(2, 'succeeded', at(3, '10:00')),
        status(3, 'inactive', at(4, '10:00')),
      ],
      {
        outcome: 'succeeded',
        startedAt: CREATED,
        trafficAt: at(2, '10:00'),
        finishedAt: at(2, '10:00'),
      },
    ],
    [
      'a wait for reviewers: it started when the wait was over',
      [
        status(1, 'waiting', at(1, '10:00')),
        status(2, 'queued', at(3, '09:59')),
        status(3, 'in_progress', at(3, '10:00')),
        status(4, 'succeeded', at(3, '10:05')),
      ],
      {
        outcome: 'succeeded',
        startedAt: at(3, '10:00'),
        trafficAt: at(3, '10:05'),
        finishedAt: at(3, '10:05'),
      },
    ],
    [
      'a wait, with nothing about its end: it started no earlier than the wait',
      [
        status(1, 'waiting', at(2, '10:00')),
        status(2, 'succeeded', at(3, '10:05')),
      ],
      {
        outcome: 'succeeded',
        startedAt: at(2, '10:00'),
        trafficAt: at(3, '10:05'),
        finishedAt: at(3, '10:05'),
      },
    ],
    [
      'a failure, then a successful retry',
      [
        status(1, 'failed', at(2, '10:00')),
        status(2, 'succeeded', at(2, '10:20')),
      ],
      {
        outcome: 'succeeded',
        startedAt: CREATED,
        trafficAt: at(2, '10:20'),
        finishedAt: at(2, '10:20'),
      },
    ],
    [
      'in the same second: the one with the larger number is the last',
      [
        status(10, 'failed', at(2, '10:00')),
        status(9, 'succeeded', at(2, '10:00')),
      ],
      {
        outcome: 'failed',
        startedAt: CREATED,
        trafficAt: at(2, '10:00'),
        finishedAt: at(2, '10:00'),
      },
    ],
  ])('%s', (_, statuses, expected) => {
    expect(read(...statuses)).toEqual(expected);
    expect(read(...[...statuses].reverse())).toEqual(expected);
  });

  it('lead to the same result in any order', () => {
    const some = fc
      .array(
        fc.tuple(
          fc.constantFrom<StatusState>(
            'waiting',
            'in_progress',
            'succeeded',
            'failed',
          ),
          fc.integer({ min: 0, max: 5 }),
        ),
        { maxLength: 6 },
      )
      .map(all => all.map(([state, n], i) => status(i, state, CREATED + n)));
    fc.assert(
      fc.property(some, fc.infiniteStream(fc.nat()), (all, random) => {
        const keys = new Map(all.map(one => [one, random.next().value]));
        const shuffled = [...all].sort(
          (a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0),
        );
        expect(findDeploymentFor(shuffled)).toEqual(findDeploymentFor(all));
      }),
    );
  });
});
