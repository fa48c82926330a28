import {
  deployment,
  incident,
  link,
} from './__testUtils__/sourceRecordBuilders';
import { derive, classified } from './__testUtils__/derive';
import type { ServiceRecords } from './sourceRecords';

describe('deployment frequency', () => {
  it.each([
    ['a good deployment counts', {}, { counted: true }],
    [
      'one that was rolled back does not count',
      { outcome: 'rolled_back' as const },
      { counted: false, reason: 'not-successful' },
    ],
    [
      'a rollback is recovery, not delivery',
      { kind: 'rollback' as const },
      { counted: false, reason: 'rollback' },
    ],
    [
      'a restart delivers nothing new',
      { kind: 'restart' as const },
      { counted: false, reason: 'restart' },
    ],
    [
      'a removal delivers nothing new',
      { kind: 'remove' as const },
      { counted: false, reason: 'removal' },
    ],
  ])('%s', (_, more, expected) => {
    expect(
      classified({ deployments: [deployment('d', 10, more)] }, 'd').delivery,
    ).toEqual(expected);
  });

  it('counts a repeated version, flags it, and gives it no lead times', () => {
    const deployments = [
      deployment('one', 10, { commits: ['a'] }),
      deployment('two', 20, { commits: ['b'] }),
      deployment('again', 30, { artifact: 'image@one', commits: ['a'] }),
    ];
    const again = classified({ deployments }, 'again');
    expect(again).toMatchObject({
      repeated: true,
      delivery: { counted: true },
      withoutLeadTimes: 'same-version',
    });
    expect(
      derive({ deployments }).leadTimes.filter(l => l.deployment === 'again'),
    ).toEqual([]);
  });

  it('flags a repeated version in the same environment, not in another', () => {
    const deployments = [
      deployment('eu', 10, { environment: 'prod-eu', artifact: 'x' }),
      deployment('us', 20, { environment: 'prod-us', artifact: 'x' }),
      deployment('us-again', 30, { environment: 'prod-us', artifact: 'x' }),
    ];
    const repeated = derive({ deployments }).deployments.map(d => d.repeated);
    expect(repeated).toEqual([false, false, true]);
  });

  it('does not flag a version as repeated after a failed deployment of it', () => {
    const deployments = [
      deployment('try', 10, { artifact: 'x', outcome: 'rolled_back' }),
      deployment('try-again', 20, { artifact: 'x' }),
    ];
    expect(classified({ deployments }, 'try-again').repeated).toBe(false);
  });
});

describe('change fail rate', () => {
  const reverting = deployment('back', 20, { kind: 'rollback', reverts: 'd' });
  it.each<
    [string, Partial<ServiceRecords>, { hit: boolean; failure?: string }]
  >([
    [
      'a good deployment did not fail',
      { deployments: [deployment('d', 10)] },
      { hit: false },
    ],
    [
      'one that rolled itself back failed',
      { deployments: [deployment('d', 10, { outcome: 'rolled_back' })] },
      { hit: true, failure: 'rolled-back' },
    ],
    [
      'one that failed after it took traffic failed',
      { deployments: [deployment('d', 10, { outcome: 'failed' })] },
      { hit: true, failure: 'failed-in-traffic' },
    ],
    [
      'one that a later rollback reverted failed',
      { deployments: [deployment('d', 10), reverting] },
      { hit: true, failure: 'reverted' },
    ],
    [
      'one that is followed by a rollback of an unknown deployment failed',
      {
        deployments: [
          deployment('d', 10),
          deployment('back', 20, { kind: 'rollback' }),
        ],
      },
      { hit: true, failure: 'reverted' },
    ],
    [
      'a rollback that did not succeed reverted nothing',
      {
        deployments: [
          deployment('d', 10),
          { ...reverting, outcome: 'failed' as const },
        ],
      },
      { hit: false },
    ],
    [
      'one with linked incidents failed, once for any number of them',
      {
        deployments: [deployment('d', 10)],
        incidents: [incident('i', 5000), incident('j', 6000)],
        links: [link('i', 'd', 'caused'), link('j', 'd', 'caused')],
      },
      { hit: true, failure: 'incident' },
    ],
    [
      'one that fixed an incident did not fail because of it',
      {
        deployments: [deployment('d', 10000)],
        incidents: [incident('i', 20)],
        links: [link('i', 'd', 'fixed')],
      },
      { hit: false },
    ],
  ])('%s', (_, more, { hit, failure }) => {
    const { rate, failure: reason } = classified(more, 'd');
    expect(rate).toEqual({ counted: true, hit });
    expect(reason).toBe(failure);
  });

  it('excludes what failed before it took traffic', () => {
    const d = deployment('d', 10, { outcome: 'failed', trafficAt: 'never' });
    expect(classified({ deployments: [d] }, 'd').rate).toEqual({
      counted: false,
      reason: 'never-took-traffic',
      hit: false,
    });
  });

  it('counts what failed before it took traffic if somebody linked an incident to it', () => {
    const more = {
      deployments: [
        deployment('d', 10, { outcome: 'failed', trafficAt: 'never' }),
      ],
      incidents: [incident('i', 9, 30)],
      links: [link('i', 'd', 'caused')],
    };
    expect(classified(more, 'd')).toMatchObject({
      rate: { counted: true, hit: true },
      failure: 'incident',
      rework: { counted: true, hit: false },
    });
    expect(derive(more).recoveries).toHaveLength(1);
  });

  describe('takes a rollback that does not say what it reverts', () => {
    const back = (id: string, finished: number, artifact: string) =>
      deployment(id, finished, { kind: 'rollback', artifact });
    const failed = (...deployments: ReturnType<typeof deployment>[]) =>
      derive({ deployments })
        .deployments.filter(({ failure }) => failure === 'reverted')
        .map(({ id }) => id);
    const [one, two, three] = ['one', 'two', 'three'].map((id, i) =>
      deployment(id, 10 * (i + 1)),
    );

    it('as a rollback of what users had, not of what never reached them', () => {
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

    it('as a rollback of the version before the reverted one, whatever it restores', () => {
      expect(
        failed(
          ...[one, two, three],
          back('back', 40, 'image@unknown'),
          back('further', 50, 'image@as-unknown'),
        ),
      ).toEqual(['two', 'three']);
    });

    it('as a rollback of the latest, after another was reverted by name', () => {
      const byName = { ...back('back', 40, 'image@unknown'), reverts: 'two' };
      expect(
        failed(one, two, three, byName, back('further', 50, 'image@unknown')),
      ).toEqual(['two', 'three']);
    });

    it('as a rollback of the latest, after an unreported rollback', () => {
      const byName = { ...back('back', 40, 'image@unknown'), reverts: 'none' };
      expect(
        failed(one, two, three, byName, back('further', 50, 'image@unknown')),
      ).toEqual(['three']);
    });

    it('as a rollback of a success, even if its traffic time is unknown', () => {
      const untold = deployment('untold', 35, { trafficAt: 'never' });
      expect(failed(one, untold, back('back', 40, 'image@one'))).toEqual([
        'untold',
      ]);
    });

    it('as a rollback of what failed in traffic, so that the version before stays good', () => {
      const bad = deployment('bad', 35, { outcome: 'failed' });
      expect(failed(one, bad, back('back', 40, 'image@unknown'))).toEqual([]);
    });

    it('and ignores removals', () => {
      const removal = deployment('gone', 40, { kind: 'remove' });
      expect(failed(one, two, removal)).toEqual([]);
    });

    it('as a rollback of the version before, when it is the second rollback', () => {
      expect(
        failed(
          ...[one, two, three],
          back('back', 40, 'image@two'),
          back('further', 50, 'image@one'),
        ),
      ).toEqual(['two', 'three']);
    });

    it('as no rollback when it is reported twice', () => {
      expect(
        failed(
          ...[one, two, three],
          back('back', 40, 'image@two'),
          back('again', 50, 'image@two'),
        ),
      ).toEqual(['three']);
    });

    it('as a rollback of only the latest, however far back it goes', () => {
      expect(
        failed(
          ...[one, two, three],
          back('back', 40, 'image@one'),
          back('again', 50, 'image@one'),
        ),
      ).toEqual(['three']);
    });
  });

  it('excludes rollbacks from its sample', () => {
    expect(
      classified({ deployments: [deployment('d', 10), reverting] }, 'back')
        .rate,
    ).toEqual({ counted: false, reason: 'rollback', hit: false });
  });
});

describe('deployment rework rate', () => {
  it.each<
    [string, Partial<ServiceRecords>, { hit: boolean; because?: string }]
  >([
    [
      'a change is not rework',
      { deployments: [deployment('d', 10)] },
      { hit: false },
    ],
    [
      'a rollback is rework',
      { deployments: [deployment('d', 10, { kind: 'rollback' })] },
      { hit: true, because: 'rollback' },
    ],
    [
      'a hotfix is rework',
      { deployments: [deployment('d', 10, { hotfix: true })] },
      { hit: true, because: 'hotfix' },
    ],
    [
      'the fix of an incident is rework, once',
      {
        deployments: [deployment('d', 100)],
        incidents: [incident('i', 1), incident('j', 2)],
        links: [link('i', 'd', 'fixed'), link('j', 'd', 'fixed')],
      },
      { hit: true, because: 'fixed-incident' },
    ],
    [
      'a rollback inside a deployment is not a second deployment',
      { deployments: [deployment('d', 10, { outcome: 'rolled_back' })] },
      { hit: false },
    ],
  ])('%s', (_, more, { hit, because }) => {
    const { rework, reworkBecause } = classified(more, 'd');
    expect(rework).toEqual({ counted: true, hit });
    expect(reworkBecause).toBe(because);
  });
});
