import type { Evidence } from './evidence';
import { calculateFigures, findRecoveryGaps } from './figures';

const KILL = {
  kind: 'kill' as const,
  at: 1_000,
  replica: 'replica-1',
  pid: 1,
  readyAt: 3_000,
};

function after(
  history: [at: number, owner: string | undefined][],
  faults: Evidence['ledger']['faults'] = [],
) {
  return findRecoveryGaps({
    history: history.map(([at, owner], index) => ({
      n: index + 1,
      at,
      id: 'd1',
      status: 'running',
      epoch: index,
      owner,
      seq: 1,
    })),
    owners: [
      { owner: 'dead', pid: 1 },
      { owner: 'alive', pid: 2 },
    ],
    ledger: { creations: [], clicks: [], faults: [KILL, ...faults] },
    deployments: [{ id: 'd1', environment: 'fenced' }],
  } as unknown as Evidence);
}

describe('findRecoveryGaps', () => {
  it('measures from the kill to the claim by another owner', () => {
    expect(
      after([
        [900, 'dead'],
        [1_200, undefined],
        [1_450, 'alive'],
        [1_900, undefined],
      ]),
    ).toEqual([
      {
        deploymentId: 'd1',
        environment: 'fenced',
        ms: 450,
        noticedMs: 200,
        isUndisturbed: true,
      },
    ]);
  });

  it('ignores what the killed owner committed last', () => {
    const [gap] = after([
      [900, 'dead'],
      [1_001, 'dead'],
      [1_600, 'alive'],
    ]);
    expect(gap).toMatchObject({ ms: 600 });
  });

  it.each<[string, [number, string | undefined][]]>([
    ['that another owner had', [[900, 'alive']]],
    [
      'that the killed owner had released before',
      [
        [800, 'dead'],
        [900, undefined],
        [1_500, 'alive'],
      ],
    ],
    ['that no owner has claimed since', [[900, 'dead']]],
  ])('ignores a deployment %s', (_, history) => {
    expect(after(history)).toEqual([]);
  });

  it('marks a gap with another fault in the same period', () => {
    const [gap] = after(
      [
        [900, 'dead'],
        [5_000, 'alive'],
      ],
      [{ kind: 'restart-postgres', at: 2_000, mode: 'fast', until: 2_500 }],
    );
    expect(gap).toMatchObject({ ms: 4_000, isUndisturbed: false });
  });
});

describe('calculateFigures', () => {
  const FREEZE = {
    kind: 'freeze' as const,
    at: 1_000,
    replica: 'replica-1',
    pid: 1,
    until: 7_000,
    inCall: 'd1/shift/1/1',
  };
  const refused = (effect: object, fault: object = FREEZE) =>
    calculateFigures({
      deployments: [],
      events: {},
      commands: [],
      history: [],
      owners: [],
      ledger: { creations: [], clicks: [], faults: [fault] },
      effects: [
        {
          at: 7_100,
          what: 'refused',
          why: 'fence',
          key: 'd1/shift/1/1',
          pid: 1,
          ...effect,
        },
      ],
    } as unknown as Evidence).refusedAfterFreeze;

  it('counts calls that are rejected after a freeze', () => {
    expect(refused({})).toEqual({ fence: 1, deadline: 0 });
    expect(refused({ why: 'deadline' })).toEqual({ fence: 0, deadline: 1 });
  });

  it.each<[string, object, object]>([
    ['another call of theirs is', { key: 'd1/watch/1/1' }, FREEZE],
    ['that of another replica is', { pid: 2 }, FREEZE],
    ['it was before', { at: 900 }, FREEZE],
    ['it is known already', { what: 'repeated', why: undefined }, FREEZE],
    ['they were in no call', {}, { ...FREEZE, inCall: undefined }],
  ])('do not count where %s', (_, effect, fault) => {
    expect(refused(effect, fault)).toEqual({ fence: 0, deadline: 0 });
  });
});
