import type {
  MetricKind,
  MetricSample,
} from '@slipway/backstage-plugin-deployments-node';
import { assessMetric } from './assessMetric';
import type { MetricPlan } from '../../model/analysisModel';
import {
  createMetricModel,
  createMetricState,
  observe,
  skip,
  startStep,
} from './metricState';
import type { Observation } from './observation';

const ALPHA = 0.05;

const aPlan = (overrides: Partial<MetricPlan> = {}): MetricPlan => ({
  name: 'memory',
  kind: 'gauge',
  direction: 'increase',
  minimumEffect: 0.1,
  minimumSamples: 1,
  critical: true,
  group: 'technical',
  withoutData: 'wait',
  ...overrides,
});

const value = (level: number): MetricSample => ({
  type: 'value',
  value: level,
});
const levels = (candidate: number, baseline: number): Observation => ({
  candidate: value(candidate),
  baseline: value(baseline),
});
const counts = (
  candidate: [number, number],
  baseline: [number, number],
): Observation => ({
  candidate: { type: 'count', events: candidate[0], total: candidate[1] },
  baseline: { type: 'count', events: baseline[0], total: baseline[1] },
});

/** A number in [-1, 1) that looks random and depends only on the index. */
function noise(index: number): number {
  let hash = Math.imul(index + 1, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 31 - 1;
}

function judge(
  plan: Partial<MetricPlan>,
  looks: number,
  look: (index: number) => Observation,
) {
  const model = createMetricModel(aPlan(plan));
  const state = createMetricState(model);
  for (let i = 0; i < looks; i += 1) observe(model, state, look(i));
  return { model, state, ...assessMetric(model, state, ALPHA) };
}

const noisy =
  (ratio: number, scale = 1) =>
  (index: number) =>
    levels(
      scale * ratio * (100 + 5 * noise(2 * index)),
      scale * (100 + 5 * noise(2 * index + 1)),
    );

describe('the verdict on a metric', () => {
  it.each<[string, Partial<MetricPlan>, number, number, string]>([
    ['nothing', {}, 0, 1, 'inconclusive'],
    ['three blocks, however bad', {}, 3, 5, 'inconclusive'],
    ['identical versions', {}, 60, 1, 'pass'],
    ['half as much again', {}, 60, 1.5, 'harm'],
    [
      'half as much, if less is bad',
      { direction: 'decrease' },
      60,
      0.5,
      'harm',
    ],
    ['half as much, if more is bad', {}, 60, 0.5, 'pass'],
    [
      'half as much, if any change is',
      { direction: 'either' },
      60,
      0.5,
      'harm',
    ],
    [
      'identical versions, if any change is',
      { direction: 'either' },
      60,
      1,
      'pass',
    ],
    ['an effect that does not matter', {}, 200, 1.03, 'pass'],
    [
      'an effect near the smallest one that matters',
      {},
      40,
      1.09,
      'inconclusive',
    ],
    ['too few samples', { minimumSamples: 61 }, 60, 1.5, 'inconclusive'],
  ])('of %s', (_, plan, looks, ratio, verdict) => {
    expect(judge(plan, looks, noisy(ratio)).verdict).toBe(verdict);
  });

  it('passes levels that are constant and equal', () => {
    const { verdict, effect, largestHarmNotExcluded } = judge({}, 30, () =>
      levels(7, 7),
    );
    expect({ verdict, effect }).toEqual({ verdict: 'pass', effect: 0 });
    expect(largestHarmNotExcluded).toBeLessThan(0.01);
  });

  it('shows the effect, its interval, the evidence and the samples', () => {
    const found = judge({}, 60, noisy(1.5));
    expect(found.effect).toBeCloseTo(0.5, 1);
    expect(found.interval[0]).toBeLessThan(found.effect ?? 0);
    expect(found.interval[0]).toBeGreaterThan(0.4);
    expect(found.interval[1]).toBeGreaterThan(found.effect ?? 0);
    expect(found.interval[1]).toBeLessThan(0.6);
    expect(found.evidenceNeeded).toBe(20);
    expect(found.evidence).toBeGreaterThan(20);
    expect(found.samples).toEqual({ candidate: 60, baseline: 60 });
    expect(found.blocks).toBe(60);
  });

  it('says how much harm it can’t exclude yet, and how many blocks it needs', () => {
    const early = judge({ minimumEffect: 0.005 }, 30, noisy(1));
    expect(early.verdict).toBe('inconclusive');
    expect(early.largestHarmNotExcluded).toBeGreaterThan(0.005);
    expect(early.blocksNeeded).toBeGreaterThan(30);
    const passed = judge({}, 60, noisy(1));
    expect(passed.largestHarmNotExcluded).toBeLessThan(0.1);
    expect(passed.blocksNeeded).toBeUndefined();
  });

  it('is the same in any unit', () => {
    for (const ratio of [1, 1.07, 1.5]) {
      const plain = judge({}, 60, noisy(ratio));
      const scaled = judge({}, 60, noisy(ratio, 0.001));
      expect(scaled.verdict).toBe(plain.verdict);
      expect(scaled.evidence / plain.evidence).toBeCloseTo(1, 9);
    }
  });

  it('has the opposite effect if the versions are swapped', () => {
    const swap = ({ candidate, baseline }: Observation): Observation => ({
      candidate: baseline,
      baseline: candidate,
    });
    const plan = { direction: 'either' } as const;
    const one = judge(plan, 60, noisy(1.2));
    const other = judge(plan, 60, index => swap(noisy(1.2)(index)));
    expect(other.verdict).toBe(one.verdict);
    expect(1 + (other.effect ?? 0)).toBeCloseTo(1 / (1 + (one.effect ?? 0)), 9);
  });

  it('is the same if the state was stored between looks', () => {
    const model = createMetricModel(aPlan());
    let state = createMetricState(model);
    for (let i = 0; i < 60; i += 1) {
      if (i === 30) startStep(model, state);
      observe(model, state, noisy(1.2)(i));
      state = JSON.parse(JSON.stringify(state));
    }
    const stored = assessMetric(model, state, ALPHA);
    const kept = createMetricState(model);
    for (let i = 0; i < 60; i += 1) {
      if (i === 30) startStep(model, kept);
      observe(model, kept, noisy(1.2)(i));
    }
    expect(stored).toEqual(assessMetric(model, kept, ALPHA));
    expect(JSON.stringify(state).length).toBeLessThan(8_000);
  });

  it('finds harm that starts with a later step', () => {
    const model = createMetricModel(aPlan());
    const state = createMetricState(model);
    for (let i = 0; i < 100; i += 1) observe(model, state, noisy(1)(i));
    expect(assessMetric(model, state, ALPHA).verdict).toBe('pass');
    startStep(model, state);
    for (let i = 100; i < 130; i += 1) observe(model, state, noisy(1.4)(i));
    expect(assessMetric(model, state, ALPHA).verdict).toBe('harm');
  });

  it('does not pass while the current step looks harmful', () => {
    const model = createMetricModel(aPlan({ minimumEffect: 0.2 }));
    const state = createMetricState(model);
    for (let i = 0; i < 110; i += 1) observe(model, state, noisy(1)(i));
    startStep(model, state);
    for (let i = 110; i < 119; i += 1) observe(model, state, noisy(1.5)(i));
    const { verdict, effect, mayAdvance } = assessMetric(model, state, 1e-9);
    expect(effect).toBeLessThan(0.1);
    expect({ verdict, mayAdvance }).toEqual({
      verdict: 'inconclusive',
      mayAdvance: false,
    });
  });
});

describe('the verdict on counts', () => {
  it.each<[string, number, Observation, string]>([
    ['ten times the errors', 20, counts([10, 100], [9, 900]), 'harm'],
    ['as many errors', 200, counts([3, 300], [7, 700]), 'pass'],
    ['no errors at all', 200, counts([0, 300], [0, 700]), 'inconclusive'],
    ['few errors', 3, counts([1, 100], [9, 900]), 'inconclusive'],
  ])('of %s', (_, looks, look, verdict) => {
    const plan = { kind: 'count', minimumEffect: 0.5 } as const;
    expect(judge(plan, looks, () => look).verdict).toBe(verdict);
  });

  describe('that are rare', () => {
    const none = counts([0, 300], [0, 700]);
    const plan = {
      kind: 'count',
      minimumEffect: 0.5,
      minimumDifference: 0.001,
    } as const;

    it.each<[string, Partial<MetricPlan>, number, Observation, string]>([
      ['no errors in 9,000 requests', {}, 30, none, 'pass'],
      ['no errors in 6,000 requests', {}, 20, none, 'inconclusive'],
      ['twice what matters', {}, 60, counts([1, 500], [0, 900]), 'harm'],
      ['no conversions before', { direction: 'decrease' }, 30, none, 'pass'],
      ['no events of either', { direction: 'either' }, 30, none, 'pass'],
      [
        'no conversions any more',
        { direction: 'decrease' },
        60,
        counts([0, 300], [70, 700]),
        'harm',
      ],
    ])('is right about %s', (_, change, looks, look, verdict) => {
      expect(judge({ ...plan, ...change }, looks, () => look).verdict).toBe(
        verdict,
      );
    });

    it('say so if the relative interval does not show why they pass', () => {
      const rare = judge(plan, 30, () => none);
      expect(rare).toMatchObject({ verdict: 'pass', passedAsRare: true });
      expect(rare.interval[1]).toBe(Infinity);
      expect(judge(plan, 20, () => none).passedAsRare).toBe(false);
      const often = () => counts([100, 1_000], [100, 1_000]);
      expect(judge(plan, 100, often)).toMatchObject({
        verdict: 'pass',
        passedAsRare: false,
      });
    });

    it('rarely pass if as many more fail as matters', () => {
      const rollouts = 300;
      let passed = 0;
      for (let rollout = 0; rollout < rollouts; rollout += 1) {
        const model = createMetricModel(aPlan(plan));
        const state = createMetricState(model);
        let everPassed = false;
        for (let look = 0; look < 60; look += 1) {
          let events = 0;
          for (let i = 0; i < 300; i += 1) {
            const random = noise((rollout * 60 + look) * 300 + i);
            if ((random + 1) / 2 < plan.minimumDifference) events += 1;
          }
          observe(model, state, counts([events, 300], [0, 700]));
          everPassed ||= assessMetric(model, state, ALPHA).verdict === 'pass';
        }
        if (everPassed) passed += 1;
      }
      expect(passed / rollouts).toBeLessThan(0.05);
    });

    it('let the rollout go on without a single event', () => {
      expect(judge(plan, 11, () => none).mayAdvance).toBe(false);
      expect(judge(plan, 12, () => none).mayAdvance).toBe(true);
    });

    it('keep it waiting while there are too few requests', () => {
      const quiet = counts([0, 1], [0, 9]);
      const few = { ...plan, minimumSamples: 20 };
      expect(judge(few, 19, () => quiet).mayAdvance).toBe(false);
      expect(judge(few, 20, () => quiet).mayAdvance).toBe(true);
    });
  });

  it('ignores a large ratio of tiny rates if the difference does not matter', () => {
    const rare = () => counts([4, 100_000], [1, 100_000]);
    const plan = { kind: 'count', minimumEffect: 0.5 } as const;
    expect(judge(plan, 100, rare).verdict).toBe('harm');
    expect(
      judge({ ...plan, minimumDifference: 0.0005 }, 100, rare).verdict,
    ).toBe('pass');
  });

  it('finds fewer conversions, if a decrease is bad', () => {
    const plan = {
      kind: 'count',
      direction: 'decrease',
      minimumEffect: 0.1,
    } as const;
    const fewer = () => counts([10, 500], [20, 500]);
    expect(judge(plan, 60, fewer).verdict).toBe('harm');
    const more = () => counts([20, 500], [10, 500]);
    expect(judge(plan, 60, more).verdict).toBe('pass');
  });
});

describe('the verdict on requests', () => {
  const durations = (count: number, level: number, index: number) =>
    Array.from(
      { length: count },
      (_, i) => level * Math.exp(noise(index * 97 + i)),
    );
  const look = (ratio: number) => (index: number) => ({
    candidate: {
      type: 'samples' as const,
      values: durations(40, 50 * ratio, 2 * index),
    },
    baseline: {
      type: 'samples' as const,
      values: durations(60, 50, 2 * index + 1),
    },
  });

  it.each<[MetricKind, number, string]>([
    ['latency', 1, 'pass'],
    ['latency', 1.5, 'harm'],
    ['quantile', 2, 'harm'],
  ])('of the kind %s with the ratio %d is %s', (kind, ratio, verdict) => {
    expect(
      judge({ kind, quantile: 0.9, minimumEffect: 0.2 }, 100, look(ratio))
        .verdict,
    ).toBe(verdict);
  });

  it('compares amounts per request', () => {
    const amounts = (per: number, index: number): MetricSample => ({
      type: 'amount',
      total: 200,
      events: 20,
      sum: 20 * per * (1 + 0.2 * noise(index)),
    });
    const revenue = (ratio: number) => (index: number) => ({
      candidate: amounts(30 * ratio, 2 * index),
      baseline: amounts(30, 2 * index + 1),
    });
    const plan = { kind: 'amount', direction: 'decrease' } as const;
    expect(judge(plan, 60, revenue(0.7)).verdict).toBe('harm');
    expect(judge(plan, 60, revenue(1)).verdict).toBe('pass');
  });
});

describe('missing data', () => {
  it('of one version for more than a fifth of the looks are no verdict', () => {
    const { verdict, mayAdvance } = judge({}, 60, index =>
      index % 4 === 0 ? { baseline: value(100) } : noisy(1)(index),
    );
    expect({ verdict, mayAdvance }).toEqual({
      verdict: 'no_data',
      mayAdvance: false,
    });
  });

  it('of both versions are a gap', () => {
    expect(
      judge({}, 90, index => (index % 3 === 0 ? {} : noisy(1)(index))).verdict,
    ).toBe('pass');
  });

  it.each([
    ['wait', 'no_data', false],
    ['ignore', 'no_data', true],
  ] as const)(
    'of both versions in all looks are no verdict, if they should %s',
    (withoutData, verdict, mayAdvance) => {
      expect(judge({ withoutData }, 5, () => ({}))).toMatchObject({
        verdict,
        mayAdvance,
      });
    },
  );

  it('never hide harm', () => {
    expect(
      judge({}, 60, index =>
        index % 3 === 0 ? { baseline: value(100) } : noisy(1.5)(index),
      ).verdict,
    ).toBe('harm');
  });

  it('discard what was not complete', () => {
    const model = createMetricModel(aPlan({ kind: 'count' }));
    const state = createMetricState(model);
    observe(model, state, counts([0, 100], [0, 100]));
    skip(state);
    observe(model, state, counts([1, 10], [1, 10]));
    expect(state.whole).toMatchObject({
      state: { candidate: { total: 10 }, blocks: 1 },
    });
  });
});

describe('a hard limit', () => {
  const plan = {
    kind: 'count',
    hardLimit: { atMost: 0.5, minimumSamples: 20, looks: 2 },
  } as const;
  it.each<[string, Observation[], boolean]>([
    [
      'twice in a row',
      [counts([15, 20], [0, 9]), counts([15, 20], [0, 9])],
      true,
    ],
    ['once', [counts([15, 20], [0, 9])], false],
    [
      'with too few requests',
      [counts([9, 9], [0, 9]), counts([9, 9], [0, 9])],
      false,
    ],
    [
      'by looks with too few requests, together',
      Array.from({ length: 8 }, () => counts([3, 5], [0, 9])),
      true,
    ],
    [
      'by some looks with too few requests, but not by all together',
      Array.from({ length: 8 }, (__, index) =>
        counts([index % 4 === 0 ? 5 : 0, 5], [0, 9]),
      ),
      false,
    ],
    [
      'not in a row',
      [
        counts([15, 20], [0, 9]),
        counts([0, 20], [0, 9]),
        counts([15, 20], [0, 9]),
      ],
      false,
    ],
  ])('exceeded %s', (_, looks, exceeded) => {
    expect(
      judge(plan, looks.length, index => looks[index] ?? {}).aboveHardLimit,
    ).toBe(exceeded);
  });
});

describe('a plan that cannot be judged', () => {
  it.each<[Partial<MetricPlan>, string]>([
    [{ minimumEffect: 0 }, 'must be between 0 and 1, but is 0'],
    [{ kind: 'quantile' }, 'The quantile of memory must be between 0 and 1'],
  ])('%j is rejected', (plan, message) => {
    expect(() => createMetricModel(aPlan(plan))).toThrow(message);
  });

  it('is one whose observations do not fit', () => {
    expect(() => judge({ kind: 'count' }, 1, () => levels(1, 1))).toThrow(
      "A metric of the kind count can't be judged by observations of the type value",
    );
  });
});
