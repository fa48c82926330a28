import {
  emptyPlaceState,
  type InstanceRecord,
  type PlaceState,
} from '../state/serviceEnvironmentState';
import { effectOnce } from '../state/idempotentEffects';
import {
  abortCandidate,
  bringIn,
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
  ...overrides,
});

const state = (...instances: InstanceRecord[]): PlaceState => ({
  ...emptyPlaceState({ service: 's', environment: 'e' }),
  instances,
});

const summary = ({ instances }: PlaceState) =>
  instances.map(({ id, role, weight }) => `${id} ${role} ${weight}`);

const request = {
  id: 'new',
  artifact: 'a-new',
  versionName: 'new',
  deploymentId: 'now',
  env: {},
  restart: false,
  now: 1,
};

describe('bringing a version in', () => {
  it.each([
    ['a first one', [], ['new candidate 0']],
    [
      'beside a baseline',
      [instance('old', 'baseline', 100)],
      ['old baseline 100', 'new candidate 0'],
    ],
    [
      'takes back a candidate that was left with some traffic',
      [instance('old', 'baseline', 60), instance('left', 'candidate', 40)],
      ['old baseline 100', 'left retired 0', 'new candidate 0'],
    ],
    [
      'keeps one that was left with all traffic, as the baseline',
      [instance('old', 'baseline', 0), instance('left', 'candidate', 100)],
      ['old retired 0', 'left baseline 100', 'new candidate 0'],
    ],
    [
      'leaves alone what is on its way out',
      [instance('gone', 'retired', 0), instance('old', 'baseline', 100)],
      ['gone retired 0', 'old baseline 100', 'new candidate 0'],
    ],
  ])('%s', (_name, instances, expected) => {
    const draft = state(...instances);
    expect(bringIn(draft, request)).toEqual({ instanceId: 'new' });
    expect(summary(draft)).toEqual(expected);
  });

  const same = instance('old', 'baseline', 100, { artifact: 'a-new' });

  it('names the baseline where it is this version already', () => {
    const draft = state({ ...same });
    expect(bringIn(draft, request)).toEqual({ instanceId: 'old' });
    expect(summary(draft)).toEqual(['old baseline 100']);
  });

  it.each([
    ['a restart is asked for', { restart: true }],
    ['its variables differ', { env: { A: '1' } }],
    ['its time to become ready differs', { readyTimeoutMs: 5 }],
  ])('starts this version anew where %s', (_name, different) => {
    const draft = state({ ...same });
    expect(bringIn(draft, { ...request, ...different })).toEqual({
      instanceId: 'new',
    });
  });
});

describe('traffic', () => {
  const both = () =>
    state(instance('old', 'baseline', 100), instance('new', 'candidate', 0));

  it('is the candidate’s by weight and the baseline’s for the rest', () => {
    const draft = both();
    shiftTraffic(draft, 'new', 30);
    expect(summary(draft)).toEqual(['old baseline 70', 'new candidate 30']);
  });

  it('stays with a baseline that is its own candidate', () => {
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
    'is all of a candidate with nothing beside it: from %p %%, asked for %p %%, it gets %p %%',
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

  it.each([-1, 101, Number.NaN])('is never %p percent', weight => {
    expect(() => shiftTraffic(both(), 'new', weight)).toThrow(
      'A weight is a percentage',
    );
  });

  it('goes to nobody who does not run', () => {
    const draft = state(instance('new', 'retired', 0));
    expect(() => shiftTraffic(draft, 'new', 10)).toThrow('does not run here');
    expect(() => finalizeCandidate(draft, 'new')).toThrow('does not run here');
  });
});

describe('aborting', () => {
  it.each([
    ['its candidate', 'new', ['old baseline 100', 'new retired 0']],
    [
      'whichever candidate there is',
      undefined,
      ['old baseline 100', 'new retired 0'],
    ],
    [
      'one that is gone: nothing',
      'other',
      ['old baseline 60', 'new candidate 40'],
    ],
    [
      'a version that ran before: nothing',
      'old',
      ['old baseline 60', 'new candidate 40'],
    ],
  ])('takes back %s', (_name, id, expected) => {
    const draft = state(
      instance('old', 'baseline', 60),
      instance('new', 'candidate', 40),
    );
    abortCandidate(draft, id, 'now');
    expect(summary(draft)).toEqual(expected);
  });

  it('is refused for what the same deployment has finalized', () => {
    const draft = state(
      instance('new', 'baseline', 100, { deploymentId: 'now' }),
    );
    expect(() => abortCandidate(draft, 'new', 'now')).toThrow(
      'there is no baseline to go back to',
    );
  });
});

describe('an idempotency key', () => {
  const call = (key: string) => ({ key, effect: 'e', body: {}, now: 1 });

  it('stands for one change', () => {
    const draft = state();
    let changes = 0;
    const change = () => void changes++;
    effectOnce(draft, call('k'), change);
    effectOnce(draft, call('k'), change);
    expect(changes).toBe(1);
  });

  it('is not used up by a change that fails', () => {
    const draft = state();
    expect(() =>
      effectOnce(draft, call('k'), () => {
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(draft.effects).toEqual({});
  });

  it('is forgotten only after many newer ones', () => {
    const draft = state();
    for (let n = 0; n < 250; n++) effectOnce(draft, call(`k/${n}`), () => {});
    expect(Object.keys(draft.effects)).toHaveLength(200);
    expect(draft.effects).toHaveProperty(['k/249']);
    expect(draft.effects).not.toHaveProperty(['k/0']);
  });
});
