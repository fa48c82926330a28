import {
  createEmptyState,
  type InstanceRecord,
  type ServiceEnvironmentState,
} from '../state/serviceEnvironmentState';
import { effectOnce } from '../state/idempotentEffects';
import {
  abortCandidate,
  addCandidate,
  finalizeCandidate,
  shiftTraffic,
} from './transitions';

const instance = (
  id: string,
  role: InstanceRecord['role'],
  weight: number,
  overrides: Partial<InstanceRecord> = {},
): InstanceRecord => ({
  id,
  role,
  weight,
  artifact: `a-${id}`,
  versionName: id,
  deploymentId: 'before',
  env: {},
  since: 0,
  size: 1,
  maxUnavailable: 0,
  surge: 1,
  replicas: [{ id: `${id}-0`, ...(role === 'retired' && { isRetired: true }) }],
  nextReplica: 1,
  ...overrides,
});

const state = (...instances: InstanceRecord[]): ServiceEnvironmentState => ({
  ...createEmptyState({ service: 's', environment: 'e' }),
  instances,
});

const summary = ({ instances }: ServiceEnvironmentState) =>
  instances.map(({ id, role, weight }) => `${id} ${role} ${weight}`);

const request = {
  id: 'new',
  artifact: 'a-new',
  versionName: 'new',
  deploymentId: 'now',
  env: {},
  size: 1,
  maxUnavailable: 0,
  surge: 1,
  rolling: false,
  restart: false,
  now: 1,
};

describe('addCandidate', () => {
  it.each([
    ['adds a first version', [], ['new candidate 0']],
    [
      'adds a version next to a baseline',
      [instance('old', 'baseline', 100)],
      ['old baseline 100', 'new candidate 0'],
    ],
    [
      'retires a previous candidate with some traffic',
      [instance('old', 'baseline', 60), instance('left', 'candidate', 40)],
      ['old baseline 100', 'left retired 0', 'new candidate 0'],
    ],
    [
      'makes a previous candidate with all traffic the baseline',
      [instance('old', 'baseline', 0), instance('left', 'candidate', 100)],
      ['old retired 0', 'left baseline 100', 'new candidate 0'],
    ],
    [
      'does not change retired instances',
      [instance('gone', 'retired', 0), instance('old', 'baseline', 100)],
      ['gone retired 0', 'old baseline 100', 'new candidate 0'],
    ],
  ])('%s', (_name, instances, expected) => {
    const draft = state(...instances);
    expect(addCandidate(draft, request)).toEqual({ instanceId: 'new' });
    expect(summary(draft)).toEqual(expected);
  });

  it('adds a fresh baseline that differs from the baseline in age, and from the candidate in version', () => {
    const draft = state(
      instance('old', 'baseline', 100, { env: { A: '1' }, readyTimeoutMs: 5 }),
    );
    addCandidate(draft, { ...request, size: 2, freshBaselineId: 'fresh' });
    expect(summary(draft)).toEqual([
      'old baseline 100',
      'new candidate 0',
      'fresh fresh-baseline 0',
    ]);
    expect(draft.instances[2]).toEqual({
      ...draft.instances[1],
      id: 'fresh',
      role: 'fresh-baseline',
      artifact: 'a-old',
      versionName: 'old',
      env: { A: '1' },
      readyTimeoutMs: 5,
      replicas: [{ id: 'fresh-0' }, { id: 'fresh-1' }],
    });
  });

  it.each([
    [0, ['old baseline 100', 'left retired 0', 'fresh retired 0']],
    [40, ['old baseline 100', 'left retired 0', 'fresh retired 0']],
    [100, ['old retired 0', 'left baseline 100', 'fresh retired 0']],
  ])(
    'retires the fresh baseline of a previous candidate with %i %%',
    (weight, expected) => {
      const draft = state(
        instance('old', 'baseline', 100),
        instance('left', 'candidate', 0),
        instance('fresh', 'fresh-baseline', 0),
      );
      shiftTraffic(draft, 'left', weight);
      addCandidate(draft, request);
      expect(summary(draft)).toEqual([...expected, 'new candidate 0']);
    },
  );

  it.each([
    ['there is no baseline', [], {}],
    [
      'the version is rolled out',
      [instance('old', 'baseline', 100)],
      { rolling: true },
    ],
    [
      'the baseline is this version',
      [instance('old', 'baseline', 100, { artifact: 'a-new' })],
      {},
    ],
  ])('adds no fresh baseline when %s', (_name, instances, different) => {
    const draft = state(...instances);
    addCandidate(draft, { ...request, freshBaselineId: 'f', ...different });
    expect(summary(draft).join()).not.toContain('fresh-baseline');
  });

  const same = instance('old', 'baseline', 100, { artifact: 'a-new' });

  it('returns the baseline when it is the same version', () => {
    const draft = state({ ...same });
    expect(addCandidate(draft, request)).toEqual({ instanceId: 'old' });
    expect(summary(draft)).toEqual(['old baseline 100']);
  });

  it.each([
    ['a restart is requested', { restart: true }],
    ['its variables differ', { env: { A: '1' } }],
    ['its time to become ready differs', { readyTimeoutMs: 5 }],
    ['its number of replicas differs', { size: 2 }],
  ])('adds the same version again when %s', (_name, different) => {
    const draft = state({ ...same });
    expect(addCandidate(draft, { ...request, ...different })).toEqual({
      instanceId: 'new',
    });
  });
});

describe('shiftTraffic', () => {
  const both = () =>
    state(instance('old', 'baseline', 100), instance('new', 'candidate', 0));

  it('gives the candidate its weight and the baseline the rest', () => {
    const draft = both();
    shiftTraffic(draft, 'new', 30);
    expect(summary(draft)).toEqual(['old baseline 70', 'new candidate 30']);
  });

  it.each([
    [0, 0, 100],
    [10, 10, 80],
    [50, 50, 0],
    [70, 30, 0],
    [99.9, 0.1, 0],
    [100, 0, 0],
  ])(
    'gives a fresh baseline next to a candidate with %p %% a share of %p %%, and the baseline %p %%',
    (weight, fresh, left) => {
      const draft = state(
        ...both().instances,
        instance('fresh', 'fresh-baseline', 0),
      );
      shiftTraffic(draft, 'new', weight);
      const weights = draft.instances.map(one => one.weight);
      expect(weights).toEqual([left, weight, expect.closeTo(fresh, 6)]);
    },
  );

  it('changes nothing when the candidate is the baseline', () => {
    const draft = state(instance('old', 'baseline', 100));
    shiftTraffic(draft, 'old', 10);
    expect(summary(draft)).toEqual(['old baseline 100']);
  });

  it.each([
    [0, 30, 100],
    [100, 50, 100],
    [100, 0, 100],
    [0, 0, 0],
  ])(
    'without a baseline changes a candidate with %p %% and a requested weight of %p %% to %p %%',
    (before, weight, after) => {
      const draft = state(
        instance('new', 'candidate', before),
        instance('old', 'retired', 0),
      );
      shiftTraffic(draft, 'new', weight);
      expect(summary(draft)).toEqual([
        `new candidate ${after}`,
        'old retired 0',
      ]);
    },
  );

  it.each([-1, 101, Number.NaN])('rejects a weight of %p percent', weight => {
    expect(() => shiftTraffic(both(), 'new', weight)).toThrow(
      'The weight must be a percentage',
    );
  });

  it('rejects a candidate that is not running, like finalizeCandidate', () => {
    const draft = state(instance('new', 'retired', 0));
    expect(() => shiftTraffic(draft, 'new', 10)).toThrow('is not running here');
    expect(() => finalizeCandidate(draft, 'new')).toThrow(
      'is not running here',
    );
  });
});

describe('abortCandidate', () => {
  it.each([
    ['the named candidate', 'new', ['old baseline 100', 'new retired 0']],
    [
      'any candidate when none is named',
      undefined,
      ['old baseline 100', 'new retired 0'],
    ],
    [
      'nothing when the named candidate no longer exists',
      'other',
      ['old baseline 60', 'new candidate 40'],
    ],
    [
      'nothing when the named instance is the baseline of an earlier deployment',
      'old',
      ['old baseline 60', 'new candidate 40'],
    ],
  ])('retires %s', (_name, id, expected) => {
    const draft = state(
      instance('old', 'baseline', 60),
      instance('new', 'candidate', 40),
    );
    abortCandidate(draft, id, 'now');
    expect(summary(draft)).toEqual(expected);
  });

  it('rejects a candidate that the same deployment has finalized', () => {
    const draft = state(
      instance('new', 'baseline', 100, { deploymentId: 'now' }),
    );
    expect(() => abortCandidate(draft, 'new', 'now')).toThrow(
      'there is no baseline to return to',
    );
  });
});

describe('effectOnce', () => {
  const call = (key: string) => ({ key, effect: 'e', body: {}, now: 1 });

  it('applies a change once when its key is repeated', () => {
    const draft = state();
    let changes = 0;
    const change = () => void changes++;
    effectOnce(draft, call('k'), change);
    effectOnce(draft, call('k'), change);
    expect(changes).toBe(1);
  });

  it('stores no key when the change fails', () => {
    const draft = state();
    expect(() =>
      effectOnce(draft, call('k'), () => {
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(draft.effects).toEqual({});
  });

  it('deletes a key only after 200 newer ones', () => {
    const draft = state();
    for (let n = 0; n < 250; n++) effectOnce(draft, call(`k/${n}`), () => {});
    expect(Object.keys(draft.effects)).toHaveLength(200);
    expect(draft.effects).toHaveProperty(['k/249']);
    expect(draft.effects).not.toHaveProperty(['k/0']);
  });
});
