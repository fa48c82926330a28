import fc from 'fast-check';
import {
  DAY,
  MINUTE,
  START,
  atOnce,
  change,
  deployment,
  facts,
  incident,
  link,
} from './__testUtils__/facts';
import { obviously } from './__testUtils__/obvious';
import { someFacts } from './__testUtils__/someFacts';
import type { Derived } from './derived';
import { deriveService } from './deriveService';
import type { ServiceFacts } from './facts';

const OPTIONS = { incidentWindowMs: DAY };

const derive = (more: Partial<ServiceFacts>) =>
  atOnce(deriveService(facts(more), OPTIONS));

const judged = (more: Partial<ServiceFacts>, id: string) => {
  const found = derive(more).deployments.find(d => d.id === id);
  if (!found) throw new Error(`No deployment ${id}`);
  return found;
};

describe('deployment frequency', () => {
  it.each([
    ['a good deployment counts', {}, { counted: true }],
    [
      'one that was rolled back does not',
      { outcome: 'rolled_back' as const },
      { counted: false, reason: 'not-successful' },
    ],
    [
      'a rollback is recovery, not delivery',
      { kind: 'rollback' as const },
      { counted: false, reason: 'rollback' },
    ],
    [
      'a restart delivers nothing',
      { kind: 'restart' as const },
      { counted: false, reason: 'restart' },
    ],
    [
      'a removal delivers nothing',
      { kind: 'remove' as const },
      { counted: false, reason: 'removal' },
    ],
  ])('%s', (_, more, expected) => {
    expect(
      judged({ deployments: [deployment('d', 10, more)] }, 'd').delivery,
    ).toEqual(expected);
  });

  it('counts the same version again, flags it, and gives it no lead times', () => {
    const deployments = [
      deployment('one', 10, { commits: ['a'] }),
      deployment('two', 20, { commits: ['b'] }),
      deployment('again', 30, { artifact: 'image@one', commits: ['a'] }),
    ];
    const again = judged({ deployments }, 'again');
    expect(again).toMatchObject({
      repeated: true,
      delivery: { counted: true },
      withoutLeadTimes: 'same-version',
    });
    expect(
      derive({ deployments }).leadTimes.filter(l => l.deployment === 'again'),
    ).toEqual([]);
  });

  it('calls a version repeated where it was before, not elsewhere', () => {
    const deployments = [
      deployment('eu', 10, { environment: 'prod-eu', artifact: 'x' }),
      deployment('us', 20, { environment: 'prod-us', artifact: 'x' }),
      deployment('us-again', 30, { environment: 'prod-us', artifact: 'x' }),
    ];
    const repeated = derive({ deployments }).deployments.map(d => d.repeated);
    expect(repeated).toEqual([false, false, true]);
  });

  it('does not call a version repeated because it failed before', () => {
    const deployments = [
      deployment('try', 10, { artifact: 'x', outcome: 'rolled_back' }),
      deployment('try-again', 20, { artifact: 'x' }),
    ];
    expect(judged({ deployments }, 'try-again').repeated).toBe(false);
  });
});

describe('change fail rate', () => {
  const reverting = deployment('back', 20, { kind: 'rollback', reverts: 'd' });
  it.each<[string, Partial<ServiceFacts>, { hit: boolean; failure?: string }]>([
    [
      'a good deployment did not fail',
      { deployments: [deployment('d', 10)] },
      { hit: false },
    ],
    [
      'one that was rolled back by itself failed',
      { deployments: [deployment('d', 10, { outcome: 'rolled_back' })] },
      { hit: true, failure: 'rolled-back' },
    ],
    [
      'one that failed after it took traffic failed',
      { deployments: [deployment('d', 10, { outcome: 'failed' })] },
      { hit: true, failure: 'failed-in-traffic' },
    ],
    [
      'one that a later rollback took back failed',
      { deployments: [deployment('d', 10), reverting] },
      { hit: true, failure: 'reverted' },
    ],
    [
      'one that a rollback of an unknown deployment followed failed',
      {
        deployments: [
          deployment('d', 10),
          deployment('back', 20, { kind: 'rollback' }),
        ],
      },
      { hit: true, failure: 'reverted' },
    ],
    [
      'a rollback that did not succeed took nothing back',
      {
        deployments: [
          deployment('d', 10),
          { ...reverting, outcome: 'failed' as const },
        ],
      },
      { hit: false },
    ],
    [
      'one that an incident names failed, however many incidents do',
      {
        deployments: [deployment('d', 10)],
        incidents: [incident('i', 5000), incident('j', 6000)],
        links: [link('i', 'd', 'caused'), link('j', 'd', 'caused')],
      },
      { hit: true, failure: 'incident' },
    ],
    [
      'one that fixed an incident did not fail for that',
      {
        deployments: [deployment('d', 10000)],
        incidents: [incident('i', 20)],
        links: [link('i', 'd', 'fixed')],
      },
      { hit: false },
    ],
  ])('%s', (_, more, { hit, failure }) => {
    const { rate, failure: reason } = judged(more, 'd');
    expect(rate).toEqual({ counted: true, hit });
    expect(reason).toBe(failure);
  });

  it('leaves out what failed before users could notice', () => {
    const d = deployment('d', 10, { outcome: 'failed', trafficAt: 'never' });
    expect(judged({ deployments: [d] }, 'd').rate).toEqual({
      counted: false,
      reason: 'never-took-traffic',
      hit: false,
    });
  });

  it('counts what failed before it took traffic where somebody says that it hurt', () => {
    const more = {
      deployments: [
        deployment('d', 10, { outcome: 'failed', trafficAt: 'never' }),
      ],
      incidents: [incident('i', 9, 30)],
      links: [link('i', 'd', 'caused')],
    };
    expect(judged(more, 'd')).toMatchObject({
      rate: { counted: true, hit: true },
      failure: 'incident',
      rework: { counted: true, hit: false },
    });
    expect(derive(more).recoveries).toHaveLength(1);
  });

  describe('takes a rollback of which nobody says what it takes back', () => {
    const back = (id: string, finished: number, artifact: string) =>
      deployment(id, finished, { kind: 'rollback', artifact });
    const failed = (...deployments: ReturnType<typeof deployment>[]) =>
      derive({ deployments })
        .deployments.filter(({ failure }) => failure === 'reverted')
        .map(({ id }) => id);
    const [one, two, three] = ['one', 'two', 'three'].map((id, i) =>
      deployment(id, 10 * (i + 1)),
    );

    it('for one of what users had, not of what never reached them', () => {
      const never = deployment('never', 35, {
        outcome: 'failed',
        trafficAt: 'never',
      });
      const undone = deployment('undone', 37, { outcome: 'rolled_back' });
      const rollback = back('back', 40, 'image@two');
      expect(failed(one, two, three, never, undone, rollback)).toEqual([
        'three',
      ]);
    });

    it('for one of the version before, when it is the second', () => {
      expect(
        failed(
          ...[one, two, three],
          back('back', 40, 'image@two'),
          back('further', 50, 'image@one'),
        ),
      ).toEqual(['two', 'three']);
    });

    it('for nothing when it is told twice', () => {
      expect(
        failed(
          ...[one, two, three],
          back('back', 40, 'image@two'),
          back('again', 50, 'image@two'),
        ),
      ).toEqual(['three']);
    });

    it('for one of the latest alone, however far back it goes', () => {
      expect(
        failed(
          ...[one, two, three],
          back('back', 40, 'image@one'),
          back('again', 50, 'image@one'),
        ),
      ).toEqual(['three']);
    });
  });

  it('does not dilute itself with rollbacks', () => {
    expect(
      judged({ deployments: [deployment('d', 10), reverting] }, 'back').rate,
    ).toEqual({ counted: false, reason: 'rollback', hit: false });
  });
});

describe('inferred links', () => {
  const two = [deployment('one', 10), deployment('two', 20)];
  const inferred = (more: Partial<ServiceFacts>) => derive(more).inferredLinks;

  it('lay an incident to the latest deployment that had taken traffic', () => {
    const incidents = [incident('i', 25)];
    expect(inferred({ deployments: two, incidents })).toEqual([
      { incident: 'i', deployment: 'two' },
    ]);
  });

  it.each([
    ['at the moment when it took traffic', 17],
    ['to the last moment of the window', 17 + 24 * 60],
  ])('reach from deployment to incident, %s', (_, started) => {
    const incidents = [incident('i', started)];
    expect(inferred({ deployments: two, incidents })).toEqual([
      { incident: 'i', deployment: 'two' },
    ]);
  });

  it.each<[string, Partial<ServiceFacts>]>([
    [
      'to nothing when it was too long ago',
      { deployments: two, incidents: [incident('i', 18 + 24 * 60)] },
    ],
    [
      'to nothing when a person says what caused it',
      {
        deployments: two,
        incidents: [incident('i', 25)],
        links: [link('i', 'one', 'caused')],
      },
    ],
    [
      'to nothing when a person says that it was not the latest',
      {
        deployments: two,
        incidents: [incident('i', 25)],
        links: [link('i', 'two', 'caused', 'removed')],
      },
    ],
    [
      'not to what came later',
      { deployments: two, incidents: [incident('i', 1)] },
    ],
    [
      'not to a deployment outside production',
      {
        deployments: [deployment('d', 10, { tier: 'staging' })],
        incidents: [incident('i', 25)],
      },
    ],
    [
      'not to a deployment to production, of an incident of another tier',
      {
        deployments: two,
        incidents: [incident('i', 25, 30, { tier: 'staging' })],
      },
    ],
  ])('%s', (_, more) => {
    expect(inferred(more)).toEqual([]);
  });

  it.each<[string, Parameters<typeof incident>[3], string]>([
    [
      'the environment that the incident names',
      { environment: 'eu', tier: 'production' },
      'eu',
    ],
    [
      'the environment that it names, of whatever tier that is',
      { environment: 'qa', tier: 'production' },
      'qa',
    ],
    [
      'its tier, where no deployment is told to an environment of that name',
      { environment: 'prod-1', tier: 'production' },
      'us',
    ],
    ['its tier, where it names no environment', { tier: 'testing' }, 'qa'],
    [
      'production, where nobody knows what it names',
      { environment: 'x' },
      'us',
    ],
    ['production, where nobody says', {}, 'us'],
  ])('are to %s', (_, place, expected) => {
    const deployments = [
      deployment('eu', 10, { environment: 'eu' }),
      deployment('us', 15, { environment: 'us' }),
      deployment('qa', 20, { environment: 'qa', tier: 'testing' }),
    ];
    const incidents = [incident('i', 25, 30, place)];
    expect(inferred({ deployments, incidents })).toEqual([
      { incident: 'i', deployment: expected },
    ]);
  });

  it('of an incident of staging leave production as good as it was', () => {
    const incidents = [incident('i', 25, 30, { tier: 'staging' })];
    const derived = derive({
      deployments: [
        ...two,
        deployment('s', 12, { tier: 'staging', environment: 'staging' }),
      ],
      incidents,
    });
    expect(derived.deployments.map(d => [d.id, d.rate.hit]).sort()).toEqual([
      ['one', false],
      ['s', true],
      ['two', false],
    ]);
    expect(derived.recoveries.map(({ tier }) => tier)).toEqual(['staging']);
  });

  it('pass over rollbacks and what never took traffic', () => {
    const deployments = [
      deployment('one', 10),
      deployment('dead', 15, { outcome: 'failed', trafficAt: 'never' }),
      deployment('back', 20, { kind: 'rollback', reverts: 'zero' }),
    ];
    expect(inferred({ deployments, incidents: [incident('i', 25)] })).toEqual([
      { incident: 'i', deployment: 'one' },
    ]);
  });

  it('do not contradict a link to a deployment of another service, or one that nobody knows', () => {
    const links = [link('i', 'elsewhere', 'caused')];
    const incidents = [incident('i', 25)];
    expect(inferred({ deployments: two, incidents, links })).toEqual([]);
  });

  it('do not come back with another deployment once a person says that there is none', () => {
    const links = [
      link('i', 'two', 'caused', 'removed'),
      link('i', 'one', 'caused', 'removed'),
    ];
    const incidents = [incident('i', 25)];
    expect(inferred({ deployments: two, incidents, links })).toEqual([]);
    const said = link('i', 'one', 'caused');
    expect(
      derive({
        deployments: two,
        incidents,
        links: [links[0], said],
      }).deployments.map(({ failure }) => failure),
    ).toEqual(['incident', undefined]);
  });
});

describe('change lead time', () => {
  const lead = (more: Partial<ServiceFacts>) =>
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

  it('is from author time to the end of the first deployment that had it', () => {
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

  it('leaves out what a rollback brings back, whoever says that it has commits', () => {
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

  it('leaves out the first deployment alone, even where nobody knew what it contained', () => {
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
    ['one of the portal, which knows what is in it', { source: 'portal' }],
    ['one of which nobody knows what is in it', { commits: undefined }],
  ])('has no commit wait longer than for %s', (_, more) => {
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

  it('leaves out what was written after it was deployed, and shows by how much', () => {
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

  it('has a commit wait for the deployment that brought it to stay', () => {
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

  it('finds what a head commit contains by the order of merging', () => {
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

  it('says which deployments nobody knows the commits of', () => {
    const d = deployment('d', 10, { commits: undefined });
    expect(judged({ deployments: [d] }, 'd').withoutLeadTimes).toBe(
      'no-commits',
    );
  });

  it('is split where times are known and in order', () => {
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

  describe('takes a cut id', () => {
    const whole = '94a9c5f6074e8b60794c5fd3aa2367d63a3cb2db';
    const alike = '94a9c5f1111111111111111111111111111111ff';
    const short = '94a9c5f';
    const first = deployment('d1', 10);
    const rows = (more: Partial<ServiceFacts>) =>
      derive(more).leadTimes.map(l => [
        l.commit,
        l.leadMs && l.leadMs / MINUTE,
      ]);

    it('for the whole one, whoever tells which', () => {
      expect(
        rows({
          deployments: [first, deployment('d2', 60, { commits: [short] })],
          changes: [change(whole, 15)],
        }),
      ).toEqual([[whole, 45]]);
      // Under the name that its title is known by.
      expect(
        rows({
          deployments: [first, deployment('d2', 60, { commits: [whole] })],
          changes: [change(short, 15)],
        }),
      ).toEqual([[short, 45]]);
    });

    it('for the head up to which changes were merged', () => {
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

    it('for one commit with what is told under both, delivered once', () => {
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
      ['that could be two', short, [whole, alike]],
      ['of fewer than seven digits', short.slice(0, 6), [whole]],
      ['of a number that another begins with', '1234567', ['12345678']],
    ])('for nothing but itself, %s', (_, id, ids) => {
      expect(
        rows({
          deployments: [first, deployment('d2', 60, { commits: [id] })],
          changes: ids.map(one => change(one, 15)),
        }),
      ).toEqual([[id, undefined]]);
    });
  });

  it('is of its tier: staging does not deliver for production', () => {
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

describe('failed deployment recovery time', () => {
  const minutes = (ms: number | undefined) =>
    ms === undefined ? undefined : (ms - START) / MINUTE;
  const periods = (more: Partial<ServiceFacts>) =>
    derive(more).recoveries.map(r => [
      minutes(r.startedAt),
      minutes(r.endedAt),
      r.counting.counted ? 'counted' : r.counting.reason,
    ]);

  it.each<[string, Partial<ServiceFacts>, unknown[]]>([
    [
      'a rollback in the middle counts from the first traffic to its restoring',
      {
        deployments: [
          deployment('d', 30, {
            startedAt: 10,
            trafficAt: 12,
            restoredAt: 20,
            outcome: 'rolled_back',
          }),
        ],
      },
      [[12, 20, 'counted']],
    ],
    [
      'a later rollback ends it when it has the traffic',
      {
        deployments: [
          deployment('d', 10, { trafficAt: 8 }),
          deployment('back', 60, {
            kind: 'rollback',
            reverts: 'd',
            trafficAt: 55,
          }),
        ],
      },
      [[8, 55, 'counted']],
    ],
    [
      'what failed in traffic hurts until the next good one',
      {
        deployments: [
          deployment('d', 10, { outcome: 'failed', trafficAt: 8 }),
          deployment('worse', 20, { outcome: 'failed', trafficAt: 'never' }),
          deployment('good', 60),
        ],
      },
      [[8, 60, 'counted']],
    ],
    [
      'without a good one it goes on',
      {
        deployments: [
          deployment('d', 10, { outcome: 'rollback_failed', trafficAt: 8 }),
        ],
      },
      [[8, undefined, 'still-open']],
    ],
    [
      'an incident says for itself when it hurt',
      {
        deployments: [deployment('d', 10, { trafficAt: 8 })],
        incidents: [incident('i', 15, 45)],
      },
      [[15, 45, 'counted']],
    ],
    [
      'an open incident ends with the fix that is linked to it',
      {
        deployments: [deployment('d', 10), deployment('fix', 60)],
        incidents: [incident('i', 15)],
        links: [link('i', 'fix', 'fixed'), link('i', 'd', 'caused')],
      },
      [[15, 60, 'counted']],
    ],
    [
      'an open incident ends when its deployment was taken back',
      {
        deployments: [
          deployment('d', 10),
          deployment('back', 60, { kind: 'rollback', trafficAt: 58 }),
        ],
        incidents: [incident('i', 15)],
        links: [link('i', 'd', 'caused')],
      },
      [[15, 58, 'counted']],
    ],
    [
      'an incident that broke out after its deployment was taken back goes on',
      {
        deployments: [
          deployment('d', 30, { restoredAt: 28, outcome: 'rolled_back' }),
        ],
        incidents: [incident('i', 29)],
        links: [link('i', 'd', 'caused')],
      },
      [[29, undefined, 'still-open']],
    ],
    [
      'the first of two fixes ends it, and one that failed does not',
      {
        deployments: [
          deployment('d', 10),
          deployment('try', 40, { outcome: 'rolled_back', trafficAt: 'never' }),
          deployment('fix', 60),
          deployment('better', 90),
        ],
        incidents: [incident('i', 15)],
        links: [
          link('i', 'd', 'caused'),
          ...['try', 'fix', 'better'].map(id => link('i', id, 'fixed')),
        ],
      },
      [[15, 60, 'counted']],
    ],
    [
      'the first of two rollbacks of the same ends it',
      {
        deployments: [
          deployment('d', 10, { trafficAt: 8 }),
          ...[60, 90].map(finished =>
            deployment(`back-${finished}`, finished, {
              kind: 'rollback',
              reverts: 'd',
            }),
          ),
        ],
      },
      [[8, 57, 'counted']],
    ],
    [
      'overlapping incidents are one, from the first start to the last end',
      {
        deployments: [deployment('d', 10)],
        incidents: [
          incident('i', 20, 40),
          incident('j', 30, 70),
          incident('k', 71, 80),
        ],
      },
      [
        [20, 70, 'counted'],
        [71, 80, 'counted'],
      ],
    ],
    [
      'one that goes on takes in what comes later',
      {
        deployments: [deployment('d', 10)],
        incidents: [incident('i', 20), incident('j', 30, 40)],
      },
      [[20, undefined, 'still-open']],
    ],
    [
      'an incident that ends before it begins is a clock gone wrong',
      {
        deployments: [deployment('d', 10)],
        incidents: [incident('i', 20, 15)],
      },
      [[20, 15, 'negative-time']],
    ],
    [
      'one that ends before it begins is no second period of one that begins with it',
      {
        deployments: [deployment('d', 10)],
        incidents: [incident('i', 20, 15), incident('j', 20, 30)],
      },
      [[20, 30, 'counted']],
    ],
    [
      'nobody was hurt by what never took traffic',
      {
        deployments: [
          deployment('d', 10, { outcome: 'rolled_back', trafficAt: 'never' }),
        ],
      },
      [],
    ],
    [
      'an incident that no deployment caused is not a failed deployment',
      { incidents: [incident('i', 20, 30)] },
      [],
    ],
  ])('%s', (_, more, expected) => {
    expect(periods(more)).toEqual(expected);
  });
});

describe('deployment rework rate', () => {
  it.each<[string, Partial<ServiceFacts>, { hit: boolean; because?: string }]>([
    [
      'a change is no rework',
      { deployments: [deployment('d', 10)] },
      { hit: false },
    ],
    [
      'a rollback is',
      { deployments: [deployment('d', 10, { kind: 'rollback' })] },
      { hit: true, because: 'rollback' },
    ],
    [
      'a hotfix is',
      { deployments: [deployment('d', 10, { hotfix: true })] },
      { hit: true, because: 'hotfix' },
    ],
    [
      'the fix of an incident is, once',
      {
        deployments: [deployment('d', 100)],
        incidents: [incident('i', 1), incident('j', 2)],
        links: [link('i', 'd', 'fixed'), link('j', 'd', 'fixed')],
      },
      { hit: true, because: 'fixed-incident' },
    ],
    [
      'a rollback by itself inside a deployment is no second one',
      { deployments: [deployment('d', 10, { outcome: 'rolled_back' })] },
      { hit: false },
    ],
  ])('%s', (_, more, { hit, because }) => {
    const { rework, reworkBecause } = judged(more, 'd');
    expect(rework).toEqual({ counted: true, hit });
    expect(reworkBecause).toBe(because);
  });
});

/** Without the order in which they are, and that of their keys. */
const sortedRows = (derived: Derived) =>
  [
    derived.deployments,
    derived.leadTimes,
    derived.recoveries,
    derived.inferredLinks,
  ].map(rows =>
    rows.map(row => JSON.stringify(Object.entries(row).sort())).sort(),
  );

it('gives what the definitions say, asked one by one', () => {
  const window = 20 * MINUTE;
  fc.assert(
    fc.property(someFacts, all => {
      const derived = atOnce(deriveService(all, { incidentWindowMs: window }));
      expect(sortedRows(derived)).toEqual(sortedRows(obviously(all, window)));
    }),
    { numRuns: 2000 },
  );
});

it('gives the same whatever the order in which facts are known', () => {
  const shuffled = <T>(list: T[]) =>
    fc.shuffledSubarray(list, { minLength: list.length });
  fc.assert(
    fc.property(
      someFacts.chain(all =>
        fc.tuple(
          fc.constant(all),
          fc.record({
            deployments: shuffled(all.deployments),
            changes: shuffled(all.changes),
            incidents: shuffled(all.incidents),
            links: shuffled(all.links),
          }),
        ),
      ),
      ([all, other]) => {
        expect(sortedRows(derive(other))).toEqual(sortedRows(derive(all)));
        const { recoveries, leadTimes, inferredLinks, ...rest } = derive(all);
        // Between 0 and 1, whatever is linked to what.
        expect(
          rest.deployments.filter(
            ({ rate, rework }) =>
              (rate.hit && !rate.counted) || (rework.hit && !rework.counted),
          ),
        ).toEqual([]);
        // As the tables have them.
        for (const keys of [
          recoveries.map(row => `${row.tier} ${row.id}`),
          leadTimes.map(row => `${row.tier} ${row.commit}`),
          inferredLinks.map(row => row.incident),
        ]) {
          expect(new Set(keys).size).toBe(keys.length);
        }
      },
    ),
  );
});

it('takes what very large services have', () => {
  const commits = Array.from({ length: 200_000 }, (_, i) => `c${i}`);
  const { leadTimes } = derive({
    deployments: [deployment('all', 10, { commits })],
  });
  expect(leadTimes).toHaveLength(commits.length);
});
