import type { MetricAssessment, MetricVerdict } from './assessMetric';
import type { MetricPlan, RolloutPlan } from '../../model/analysisModel';
import type { RolloutProgress } from './judgeRollout';
import { judgeRollout } from './judgeRollout';
import { allocateAlpha } from './metricPlan';

const metric = (
  name: string,
  group: string,
  overrides: Partial<MetricPlan> = {},
): MetricPlan => ({
  name,
  group,
  kind: 'gauge',
  direction: 'increase',
  minimumEffect: 0.1,
  minimumSamples: 20,
  critical: false,
  withoutData: 'wait',
  ...overrides,
});

const PLAN: RolloutPlan = {
  metrics: [
    metric('errors', 'technical', { critical: true }),
    metric('latency', 'technical'),
    metric('memory', 'technical'),
    metric('cpu', 'technical'),
    metric('revenue', 'business'),
    metric('conversions', 'business'),
  ],
  groups: {
    technical: { weight: 3, minimum: 0.5 },
    business: { weight: 1, minimum: 0 },
  },
  pass: 95,
  marginal: 75,
  onInconclusive: 'hold',
};

const assessment = (
  name: string,
  verdict: MetricVerdict,
  overrides: Partial<MetricAssessment> = {},
): MetricAssessment => ({
  name,
  verdict,
  interval: [-Infinity, Infinity],
  evidence: 1,
  evidenceNeeded: 100,
  samples: { candidate: 100, baseline: 100 },
  blocks: 20,
  largestHarmNotExcluded: 1,
  stepBlocks: 12,
  passedAsRare: false,
  measuredInStep: verdict !== 'no_data',
  mayAdvance: verdict !== 'harm' && verdict !== 'no_data',
  aboveHardLimit: false,
  ...overrides,
});

/** Judges with these verdicts; all other metrics pass. */
function judge(
  verdicts: Record<string, MetricVerdict>,
  {
    plan = {},
    ...progress
  }: Partial<RolloutProgress> & { plan?: Partial<RolloutPlan> } = {},
) {
  const { decision, reason, metrics, score } = judgeRollout(
    { ...PLAN, ...plan },
    (plan.metrics ?? PLAN.metrics).map(({ name, withoutData }) =>
      assessment(
        name,
        verdicts[name] ?? 'pass',
        withoutData === 'ignore' ? { mayAdvance: true } : {},
      ),
    ),
    { lastStep: true, timeIsUp: false, ...progress },
  );
  return { decision, reason, metrics, score };
}

describe('the last step', () => {
  it.each<[string, Record<string, MetricVerdict>, string, string, string[]]>([
    ['everything passes', {}, 'advance', 'passed', []],
    [
      'a critical metric is harmed',
      { errors: 'harm' },
      'rollback',
      'critical_harm',
      ['errors'],
    ],
    [
      'a critical metric is inconclusive',
      { errors: 'inconclusive' },
      'continue',
      'needs_data',
      ['errors'],
    ],
    [
      'another is inconclusive',
      { cpu: 'inconclusive' },
      'advance',
      'passed',
      [],
    ],
    [
      'another has no data',
      { cpu: 'no_data' },
      'continue',
      'needs_data',
      ['cpu'],
    ],
    [
      'one of four technical metrics is harmed',
      { cpu: 'harm' },
      'hold',
      'score_below_pass',
      ['cpu'],
    ],
    [
      'one technical and one business metric are',
      { cpu: 'harm', revenue: 'harm' },
      'rollback',
      'score_below_marginal',
      ['cpu', 'revenue'],
    ],
    [
      'a group is below its minimum',
      { cpu: 'harm', memory: 'harm', latency: 'harm' },
      'rollback',
      'group_below_minimum',
      ['latency', 'memory', 'cpu'],
    ],
  ])('if %s', (_, verdicts, decision, reason, metrics) => {
    expect(judge(verdicts)).toMatchObject({ decision, reason, metrics });
  });

  it.each([
    ['hold', 'hold'],
    ['promote', 'advance'],
    ['rollback', 'rollback'],
  ] as const)('without a verdict in time: %s', (onInconclusive, decision) => {
    expect(
      judge(
        { errors: 'inconclusive' },
        { timeIsUp: true, plan: { onInconclusive } },
      ),
    ).toMatchObject({ decision, reason: 'time_is_up', metrics: ['errors'] });
  });

  it('needs one metric that passes, even if none is critical', () => {
    const metrics = PLAN.metrics.map(one => ({ ...one, critical: false }));
    const all = Object.fromEntries(
      metrics.map(({ name }) => [name, 'inconclusive' as const]),
    );
    expect(judge(all, { plan: { metrics } }).decision).toBe('continue');
    expect(judge({ ...all, cpu: 'pass' }, { plan: { metrics } }).decision).toBe(
      'advance',
    );
  });

  it('needs enough looks in this step, even if all metrics passed in an earlier one', () => {
    const overrides = { measuredInStep: false, mayAdvance: false };
    const assessments = PLAN.metrics.map(({ name }) =>
      assessment(name, 'pass', overrides),
    );
    const progress = { lastStep: true, timeIsUp: false };
    expect(judgeRollout(PLAN, assessments, progress)).toMatchObject({
      decision: 'continue',
      reason: 'needs_data',
    });
  });

  it.each([
    ['ignore', 'advance', 100],
    ['wait', 'continue', 100],
    ['fail', 'hold', 87.5],
  ] as const)(
    'takes missing data as its plan says: %s',
    (withoutData, decision, score) => {
      const metrics = PLAN.metrics.map(one =>
        one.name === 'revenue' ? { ...one, withoutData } : one,
      );
      expect(
        judge({ revenue: 'no_data' }, { plan: { metrics } }),
      ).toMatchObject({ decision, score });
    },
  );
});

describe('a step before the last one', () => {
  it('advances without a sign of harm, before anything is proven', () => {
    const all = Object.fromEntries(
      PLAN.metrics.map(({ name }) => [name, 'inconclusive' as const]),
    );
    expect(judge(all, { lastStep: false })).toMatchObject({
      decision: 'advance',
      reason: 'no_sign_of_harm',
    });
  });

  it('does not advance if there are no data at all, even if each metric may lack them', () => {
    const metrics = PLAN.metrics.map(one => ({
      ...one,
      critical: false,
      withoutData: 'ignore' as const,
    }));
    const none = Object.fromEntries(
      metrics.map(({ name }) => [name, 'no_data' as const]),
    );
    expect(judge(none, { lastStep: false, plan: { metrics } }).decision).toBe(
      'continue',
    );
  });

  it('waits for data', () => {
    expect(judge({ cpu: 'no_data' }, { lastStep: false })).toMatchObject({
      decision: 'continue',
      metrics: ['cpu'],
    });
  });
});

describe('the rollout', () => {
  it('is rolled back above a hard limit, whatever the statistics say', () => {
    const { decision, reason, metrics } = judgeRollout(
      PLAN,
      PLAN.metrics.map(({ name }) =>
        assessment(name, 'pass', { aboveHardLimit: name === 'errors' }),
      ),
      { lastStep: true, timeIsUp: false },
    );
    expect({ decision, reason, metrics }).toEqual({
      decision: 'rollback',
      reason: 'hard_limit',
      metrics: ['errors'],
    });
  });

  it('needs an assessment of each metric, and its group', () => {
    const progress = { lastStep: true, timeIsUp: false };
    expect(() => judgeRollout(PLAN, [], progress)).toThrow(
      'errors has no assessment',
    );
    expect(() => judge({}, { plan: { groups: {} } })).toThrow(
      'There is no group technical',
    );
  });
});

describe('the probability of a false alarm', () => {
  it('is divided between the critical metrics and the others', () => {
    const alpha = allocateAlpha(PLAN.metrics, 0.05);
    expect(alpha.get('errors')).toBeCloseTo(0.025, 12);
    expect(alpha.get('cpu')).toBeCloseTo(0.005, 12);
    expect([...alpha.values()].reduce((a, b) => a + b)).toBeCloseTo(0.05, 12);
  });

  it('is the same for all metrics if none is critical', () => {
    const alpha = allocateAlpha(
      [
        { name: 'a', critical: false },
        { name: 'b', critical: false },
      ],
      0.05,
    );
    expect([...alpha]).toEqual([
      ['a', 0.025],
      ['b', 0.025],
    ]);
  });
});
