import {
  MINUTE,
  atOnce,
  change,
  deployment,
  records,
} from './__testUtils__/sourceRecordBuilders';
import { derive, classified } from './__testUtils__/derive';
import { deriveService } from './deriveService';
import type { ServiceRecords } from './sourceRecords';

describe('change lead time', () => {
  const lead = (more: Partial<ServiceRecords>) =>
    Object.fromEntries(
      derive(more).leadTimes.map(
        ({ commit, counting, leadMs, deployment: d }) => [
          commit,
          [
            d,
            counting.counted ? 'counted' : counting.reason,
            leadMs === undefined ? undefined : leadMs / MINUTE,
          ],
        ],
      ),
    );

  it('runs from author time to the end of the first deployment that contained the commit', () => {
    expect(
      lead({
        deployments: [
          deployment('one', 10, { commits: ['a'] }),
          deployment('two', 60, { commits: ['b', 'c'] }),
          deployment('three', 90, { commits: ['c', 'd'] }),
        ],
        changes: [change('a', 0), change('b', 20), change('c', 30)],
      }),
    ).toEqual({
      a: ['one', 'first-deployment', 10],
      b: ['two', 'counted', 40],
      c: ['two', 'counted', 30],
      d: ['three', 'missing-author-time', undefined],
    });
  });

  it('excludes commits of a rollback, whichever source reports them', () => {
    expect(
      lead({
        deployments: [
          deployment('one', 10),
          deployment('back', 30, { kind: 'rollback', commits: ['b'] }),
          deployment('removed', 40, { kind: 'remove', commits: ['b'] }),
        ],
        changes: [change('b', 20)],
      }),
    ).toEqual({});
  });

  it('excludes only the first deployment, even if its commits are unknown', () => {
    expect(
      lead({
        deployments: [
          deployment('one', 10, { commits: undefined }),
          deployment('two', 30, { commits: ['b'] }),
        ],
        changes: [change('b', 20)],
      }),
    ).toEqual({ b: ['two', 'counted', 10] });
  });

  it.each<[string, Parameters<typeof deployment>[2]]>([
    ['one by the portal, whose contents are known', { source: 'portal' }],
    ['one with unknown contents', { commits: undefined }],
  ])('makes no commit wait longer than for %s', (_, more) => {
    expect(
      lead({
        deployments: [
          deployment('one', 10),
          deployment('try', 30, {
            outcome: 'failed',
            commits: ['b'],
            source: 'ci',
          }),
          deployment('two', 40, { source: 'ci', ...more }),
          deployment('three', 50, { commits: ['c'], source: 'ci' }),
        ],
        changes: [change('b', 20), change('c', 45)],
      }),
    ).toEqual({ c: ['three', 'counted', 5] });
  });

  it('excludes commits written after their deployment, and shows the negative time', () => {
    expect(
      lead({
        deployments: [
          deployment('one', 10),
          deployment('two', 60, { commits: ['b'] }),
        ],
        changes: [change('b', 70)],
      }),
    ).toEqual({ b: ['two', 'negative-time', -10] });
  });

  it('counts a commit with the deployment after which it stayed', () => {
    const tried = deployment('try', 30, {
      outcome: 'rolled_back',
      commits: ['b'],
      source: 'ci',
    });
    const fixed = deployment('fixed', 60, { commits: ['c'], source: 'ci' });
    expect(
      lead({
        deployments: [deployment('one', 10), tried, fixed],
        changes: [change('b', 20), change('c', 40)],
      }),
    ).toEqual({
      b: ['fixed', 'counted', 40],
      c: ['fixed', 'counted', 20],
    });
  });

  describe('after a failed deployment of a newer version and a successful one of an older', () => {
    const day = (n: number, hours = 0) => (n - 1) * 24 * 60 + hours * 60;
    const pushed = (commit: string, on: number) =>
      change(commit, day(on), { merged: day(on) });
    const changes = [
      pushed('a', 1),
      pushed('b', 2),
      pushed('c', 3),
      pushed('d', 4),
    ];
    const e = pushed('e', 10);
    const ofHead = (commit: string) => ({
      source: 'ci',
      commits: undefined,
      head: commit,
    });
    const ofList = (...commits: string[]) => ({ source: 'ci', commits });
    const last = day(10);

    it('assumes that a version is as new as its latest commit', () => {
      const { leadTimes } = derive({
        deployments: [
          deployment('0', day(1), ofList()),
          deployment('D', day(4, 1), {
            ...ofList('b', 'c', 'd'),
            outcome: 'failed',
          }),
          deployment('C', day(4, 2), ofList('c', 'a')),
        ],
        changes,
      });
      // It contains everything that was merged by then, including commits merged at that very time.
      expect(leadTimes.map(({ commit }) => commit).sort()).toEqual([
        'a',
        'b',
        'c',
      ]);
    });

    it('assumes that a version is the newest if the merge times of its commits are unknown', () => {
      const { leadTimes } = derive({
        deployments: [
          deployment('0', day(1), ofList()),
          deployment('D', day(4, 1), { ...ofList('d'), outcome: 'failed' }),
          deployment('X', day(4, 2), ofList('x')),
        ],
        changes,
      });
      expect(leadTimes.map(({ commit }) => commit).sort()).toEqual(['d', 'x']);
    });

    it.each([
      [
        'with heads',
        [
          deployment('A', day(1, 1), ofHead('a')),
          deployment('D', day(4, 1), { ...ofHead('d'), outcome: 'failed' }),
          deployment('B', day(4, 2), ofHead('b')),
          deployment('E', last, ofHead('e')),
        ],
      ],
      [
        'with lists of what is new since the last attempt',
        [
          deployment('A', day(1, 1), ofList('a')),
          deployment('D', day(4, 1), {
            ...ofList('b', 'c', 'd'),
            outcome: 'failed',
          }),
          deployment('B', day(4, 2), ofList('b')),
          deployment('E', last, ofList('e')),
        ],
      ],
    ])(
      'counts with the first deployment that contains the commit, %s',
      (_, all) => {
        const { leadTimes } = derive({
          deployments: all,
          changes: [...changes, e],
        });
        expect(
          Object.fromEntries(
            leadTimes.map(row => [row.commit, [row.deployment, row.leadMs]]),
          ),
        ).toEqual({
          a: ['A', 3_600_000],
          b: ['B', 180_000_000],
          c: ['E', 604_800_000],
          d: ['E', 518_400_000],
          e: ['E', 0],
        });
      },
    );
  });

  it('excludes merge commits if app-config says so, and lists them', () => {
    const reported = records({
      deployments: [
        deployment('one', 10),
        deployment('two', 60, { commits: ['b', 'm'] }),
      ],
      changes: [change('b', 20), change('m', 50, { isMerge: true })],
    });
    const getCounting = (ignoreMergeCommits?: boolean) =>
      atOnce(
        deriveService(reported, {
          incidentWindowMs: MINUTE,
          ignoreMergeCommits,
        }),
      ).leadTimes.map(({ commit, counting }) => [
        commit,
        counting.counted || counting.reason,
      ]);
    expect(getCounting()).toEqual([
      ['b', true],
      ['m', true],
    ]);
    expect(getCounting(true)).toEqual([
      ['b', true],
      ['m', 'merge-commit'],
    ]);
  });

  it('finds the contents of a head commit by the order of merges', () => {
    expect(
      lead({
        deployments: [
          deployment('one', 10, { commits: undefined, head: 'a' }),
          deployment('two', 60, { commits: undefined, head: 'c' }),
          deployment('lost', 70, { commits: undefined, head: 'unknown' }),
        ],
        changes: [
          change('c', 30, { merged: 40 }),
          change('a', 0, { merged: 5 }),
          change('b', 20, { merged: 35 }),
          change('d', 50, { merged: 65 }),
        ],
      }),
    ).toEqual({
      a: ['one', 'first-deployment', 10],
      b: ['two', 'counted', 40],
      c: ['two', 'counted', 30],
    });
  });

  it('reports deployments with unknown commits', () => {
    const d = deployment('d', 10, { commits: undefined });
    expect(classified({ deployments: [d] }, 'd').withoutLeadTimes).toBe(
      'no-commits',
    );
  });

  it('is split into parts where times are known and in order', () => {
    const { leadTimes } = derive({
      deployments: [
        deployment('one', 10),
        deployment('two', 100, { startedAt: 80, commits: ['b', 'c'] }),
      ],
      changes: [
        change('b', 20, { opened: 30, merged: 60 }),
        change('c', 20, { opened: 10, merged: 60 }),
      ],
    });
    expect(leadTimes).toEqual([
      expect.objectContaining({
        commit: 'b',
        codingMs: 10 * MINUTE,
        reviewMs: 30 * MINUTE,
        waitingMs: 20 * MINUTE,
        deployingMs: 20 * MINUTE,
      }),
      expect.not.objectContaining({ codingMs: expect.anything() }),
    ]);
  });

  describe('resolves an abbreviated id', () => {
    const whole = '94a9c5f6074e8b60794c5fd3aa2367d63a3cb2db';
    const alike = '94a9c5f1111111111111111111111111111111ff';
    const short = '94a9c5f';
    const first = deployment('d1', 10);
    const rows = (more: Partial<ServiceRecords>) =>
      derive(more).leadTimes.map(l => [
        l.commit,
        l.leadMs && l.leadMs / MINUTE,
      ]);

    it('to the complete one, whichever record has it', () => {
      expect(
        rows({
          deployments: [first, deployment('d2', 60, { commits: [short] })],
          changes: [change(whole, 15)],
        }),
      ).toEqual([[whole, 45]]);
      // Under the name that has the title.
      expect(
        rows({
          deployments: [first, deployment('d2', 60, { commits: [whole] })],
          changes: [change(short, 15)],
        }),
      ).toEqual([[short, 45]]);
    });

    it('of the head up to which changes were merged', () => {
      expect(
        rows({
          deployments: [
            first,
            deployment('d2', 60, { commits: undefined, head: short }),
          ],
          changes: [
            change('a', 15, { merged: 20 }),
            change(whole, 30, { merged: 40 }),
            change('b', 30, { merged: 50 }),
          ],
        }),
      ).toEqual([
        ['a', 45],
        [whole, 30],
      ]);
    });

    it('to one commit with the records of both ids, delivered once', () => {
      const derived = derive({
        deployments: [
          first,
          deployment('d2', 60, { commits: [short, whole] }),
          deployment('d3', 70, { commits: [short] }),
        ],
        changes: [
          change(short, 15, { opened: 30 }),
          change(whole, 20, { opened: 25 }),
        ],
      });
      expect(derived.leadTimes).toMatchObject([
        {
          commit: whole,
          deployment: 'd2',
          leadMs: 45 * MINUTE,
          codingMs: 10 * MINUTE,
        },
      ]);
    });

    it.each([
      ['that fits two of them', short, [whole, alike]],
      ['of fewer than seven digits', short.slice(0, 6), [whole]],
      ['of a number that is the prefix of another', '1234567', ['12345678']],
    ])('to nothing but itself, %s', (_, id, ids) => {
      expect(
        rows({
          deployments: [first, deployment('d2', 60, { commits: [id] })],
          changes: ids.map(one => change(one, 15)),
        }),
      ).toEqual([[id, undefined]]);
    });
  });

  it('belongs to its tier: staging does not deliver for production', () => {
    const deployments = [
      deployment('s1', 5, { tier: 'staging', environment: 'staging' }),
      deployment('p1', 10),
      deployment('s2', 20, {
        tier: 'staging',
        environment: 'staging',
        commits: ['b'],
      }),
      deployment('p2', 60, { commits: ['b'] }),
    ];
    const { leadTimes } = derive({ deployments, changes: [change('b', 15)] });
    expect(leadTimes.map(l => [l.tier, (l.leadMs ?? 0) / MINUTE])).toEqual([
      ['staging', 5],
      ['production', 45],
    ]);
  });
});
