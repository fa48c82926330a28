import type { Evidence } from './evidence';
import { calculateFigures, recoveryGaps } from './figures';

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
  return recoveryGaps({
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

describe('the recovery gap', () => {
  it('reaches from the kill to the claim by another owner', () => {
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

  it('is not what the dead one still committed in its last moment', () => {
    const [gap] = after([
      [900, 'dead'],
      [1_001, 'dead'],
      [1_600, 'alive'],
    ]);
    expect(gap).toMatchObject({ ms: 600 });
  });

  it.each<[string, [number, string | undefined][]]>([
    ['that another one was at work on', [[900, 'alive']]],
    [
      'that the dead one had let go of before',
      [
        [800, 'dead'],
        [900, undefined],
        [1_500, 'alive'],
      ],
    ],
    ['that nobody took since', [[900, 'dead']]],
  ])('leaves out what %s', (_, history) => {
    expect(after(history)).toEqual([]);
  });

  it('tells where something else was broken meanwhile', () => {
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

describe('replicas that were frozen in the middle of a call', () => {
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

  it('count where that call is refused when it arrives', () => {
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
