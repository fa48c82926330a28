import { joinsQueueAt, listAheadOfRequest, sortQueue } from './queueOrder';

const queued = (
  id: string,
  requestedAt: number,
  more: Partial<Parameters<typeof sortQueue>[0][number]> = {},
) => ({ id, requestedAt, hotfix: false, overridden: [], ...more });

describe('when a deployment joins the queue', () => {
  const ofSchedule = (at: number) => [{ kind: 'schedule' as const, at }];
  it.each([
    ['at its request', queued('d', 5), 5],
    ['at its scheduled time', queued('d', 5, { notBefore: 9 }), 9],
    [
      'at its request if the scheduled time had passed',
      queued('d', 5, { notBefore: 3 }),
      5,
    ],
    [
      'when a person starts it before its scheduled time',
      queued('d', 5, { notBefore: 9, overridden: ofSchedule(7) }),
      7,
    ],
    [
      'at its scheduled time if a person overrode something else',
      queued('d', 5, {
        notBefore: 9,
        overridden: [{ kind: 'window', at: 7 }],
      }),
      9,
    ],
  ])('is %s', (_, state, expected) => {
    expect(joinsQueueAt(state)).toBe(expected);
  });
});

describe('the order of the queue', () => {
  it.each([
    [
      'follows the requests',
      [queued('b', 2), queued('a', 3), queued('c', 1)],
      ['c', 'b', 'a'],
    ],
    [
      'has hotfixes first',
      [queued('a', 1), queued('b', 2, { hotfix: true })],
      ['b', 'a'],
    ],
    [
      'has a scheduled deployment behind those requested before its time, and ahead of later ones',
      [queued('a', 1, { notBefore: 3 }), queued('b', 2), queued('c', 4)],
      ['b', 'a', 'c'],
    ],
    [
      'has the earlier request first if two join at the same time',
      [
        queued('a', 2, { notBefore: 3 }),
        queued('b', 1, { notBefore: 3 }),
        queued('c', 3),
        queued('d', 3),
      ],
      ['b', 'a', 'c', 'd'],
    ],
  ])('%s', (_, states, expected) => {
    expect(sortQueue(states).map(({ id }) => id)).toEqual(expected);
  });
});

describe('what starts before a new request', () => {
  const queue = [
    queued('hotfix', 1, { hotfix: true }),
    queued('waiting', 1),
    queued('scheduled', 1, { notBefore: 9 }),
  ];
  it.each([
    ['leaves out what is scheduled for later', {}, ['hotfix', 'waiting']],
    [
      'leaves out what is scheduled for later than the request',
      { notBefore: 8 },
      ['hotfix', 'waiting'],
    ],
    [
      'has what is scheduled for the same time',
      { notBefore: 9 },
      ['hotfix', 'waiting', 'scheduled'],
    ],
    ['does not count a past time', { notBefore: 0 }, ['hotfix', 'waiting']],
  ])('%s', (_, request, expected) => {
    const ahead = listAheadOfRequest(queue, { now: 5, ...request });
    expect(ahead.map(({ id }) => id)).toEqual(expected);
  });
});
