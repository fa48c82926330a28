import { createRandom } from '../random';
import { toPoint } from '../peers/points';
import type { Family } from './family';
import { findStep, LOOKS } from './family';
import { FAMILIES } from '.';

function simulate(family: Family, ratio: number, unit = 1) {
  const next = family.start({
    random: createRandom(3, 5),
    ratio,
    unit,
    from: 0,
    traffic: 1,
    looks: LOOKS,
  });
  return Array.from({ length: LOOKS }, (_, look) => next(look));
}

const mean = (family: Family, arm: 'candidate' | 'baseline', ratio: number) => {
  const points = simulate(family, ratio).map(
    look => toPoint(look[arm], family.quantile) ?? 0,
  );
  return points.reduce((sum, point) => sum + point, 0) / points.length;
};

// Few errors and infinite variances say little in one rollout.
const steady = FAMILIES.filter(
  ({ name }) =>
    !['errors-sparse', 'latency-pareto', 'latency-walk', 'gauge-walk'].includes(
      name,
    ),
);

describe('a simulated rollout', () => {
  it('has the weights 10, 30 and 60 %, each for a third of the time', () => {
    expect([0, 79, 80, 160, 239].map(look => findStep(look, 240))).toEqual([
      { step: 0, weight: 0.1 },
      { step: 0, weight: 0.1 },
      { step: 1, weight: 0.3 },
      { step: 2, weight: 0.6 },
      { step: 2, weight: 0.6 },
    ]);
  });

  it.each(FAMILIES)('of $name repeats with its seed', family => {
    expect(simulate(family, 1)).toEqual(simulate(family, 1));
  });

  it.each(steady)('of $name makes the candidate worse', family => {
    expect(
      mean(family, 'candidate', 3) / mean(family, 'candidate', 1),
    ).toBeGreaterThan(2);
    expect(
      mean(family, 'baseline', 3) / mean(family, 'baseline', 1),
    ).toBeLessThan(1.2);
  });
});
