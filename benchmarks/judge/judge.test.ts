import {
  logTMixture,
  tMixtureHalfWidth,
} from '../../plugins/deployments-backend/src/domain/analysis/judge/tMixture';
import {
  addCountBlock,
  countHarmEvidence,
  createCountState,
  estimateRatio,
  listCountDirections,
} from '../../plugins/deployments-backend/src/domain/analysis/judge/countEvidence';
import { assessShadow } from '../../plugins/deployments-backend/src/domain/analysis/judge/shadow';
import { TUNED_FAMILIES } from './families';
import fixtures from './fixtures.json';
import { JUDGE } from './judgeRule';
import { createCell, simulateCell } from './simulation/cell';
import { countAlarms } from './simulation/rates';

const limit = JUDGE.limit(1);

function simulate(
  name: string,
  change: { ratio?: number; unit?: number },
  count = 400 / TUNED_FAMILIES.length,
) {
  const family = TUNED_FAMILIES.find(one => one.name === name);
  if (!family) throw new Error(`There is no family ${name}`);
  return (
    simulateCell(createCell({ family: name, ...change }), family, [JUDGE], {
      seed: 20,
      first: 0,
      count,
    }).judge ?? []
  );
}

describe('the statistics of the judge, as R computes them', () => {
  const { differences, evidence, intervals } = fixtures.tMixture;
  const count = differences.length;
  const mean = differences.reduce((sum, d) => sum + d, 0) / count;
  const statistic = {
    count,
    weight: count,
    squares: differences.reduce((sum, d) => sum + (d - mean) ** 2, 0),
  };

  it.each(evidence)('integrate the t mixture with g = $g', expected => {
    expect(
      Math.exp(logTMixture(statistic, mean, expected.g * count)),
    ).toBeCloseTo(expected.evidence, 6);
  });

  it.each(intervals)('have the interval with g = $g at $level', one => {
    const half = tMixtureHalfWidth(statistic, one.level, one.g * count);
    expect(mean - half).toBeCloseTo(one.interval[0] ?? NaN, 6);
    expect(mean + half).toBeCloseTo(one.interval[1] ?? NaN, 6);
  });

  const collect = (rows: number[][]) => {
    const directions = listCountDirections('increase', 0.25);
    const state = createCountState(directions);
    for (const [events = 0, total = 0, others = 0, rest = 0] of rows) {
      addCountBlock(state, directions, {
        candidate: { events, total },
        baseline: { events: others, total: rest },
        fixedEvents: false,
      });
    }
    return { state, directions };
  };

  it('are the likelihood ratio of counts', () => {
    const { state, directions } = collect(fixtures.counts.blocks);
    expect(Math.exp(countHarmEvidence(state, directions, 0, 1))).toBeCloseTo(
      fixtures.counts.evidence,
      6,
    );
  });

  it('are the ratio of rates by Mantel and Haenszel', () => {
    const { state } = collect(fixtures.rates.blocks);
    expect(estimateRatio(state)).toBeCloseTo(fixtures.rates.ratio, 6);
  });

  it.each(fixtures.mismatchRate)(
    'bound the rate of $mismatched mismatches in $compared',
    ({ mismatched, compared, upper }) => {
      expect(
        assessShadow({ mismatched, compared }, 0.01).upperBound,
      ).toBeCloseTo(upper, 6);
    },
  );
});

describe('the judge in simulated rollouts', () => {
  it('rolls back at most 5 % of 400 with identical versions, and three standard errors', () => {
    const alarms = TUNED_FAMILIES.reduce(
      (sum, { name }) => sum + countAlarms(simulate(name, {}), limit),
      0,
    );
    expect(alarms).toBeLessThanOrEqual(
      400 * (0.05 + 3 * Math.sqrt((0.05 * 0.95) / 400)),
    );
  });

  it.each(['latency-lognormal', 'gauge-normal', 'errors-1pct'])(
    'rolls back candidates that are twice as bad: %s',
    name => {
      const outcomes = simulate(name, { ratio: 2 }, 10);
      expect(countAlarms(outcomes, limit)).toBe(outcomes.length);
    },
  );

  it.each(
    TUNED_FAMILIES.filter(({ kind }) => kind !== 'count').map(f => f.name),
  )('says the same in seconds as in milliseconds: %s', name => {
    const listDecisions = (unit: number) =>
      simulate(name, { ratio: 1.1, unit }, 4).map(
        ({ records, passedAt, passes }) => ({
          passes,
          passedAt,
          alarmAt: records.find(([, score]) => score > limit)?.[0],
        }),
      );
    expect(listDecisions(0.001)).toEqual(listDecisions(1));
  });
});
