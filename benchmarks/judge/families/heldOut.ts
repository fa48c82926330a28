import type { Random } from '../random';
import type { Family } from './family';
import {
  autoregressive,
  LOOKS,
  simulateGauges,
  simulateRequests,
} from './family';
import { simulateDurations } from './latencies';

/** A random walk that both versions share, 5 % per look. */
function createWalk(random: Random): (look: number) => number {
  const levels = [1];
  return look => {
    while (levels.length <= look) {
      const last = levels[levels.length - 1] ?? 1;
      levels.push(last * Math.exp(0.05 * random.normal()));
    }
    return levels[look] ?? 1;
  };
}

/** A day in 40 minutes: half of the traffic's level at night, twice in the evening. */
const day = (look: number) =>
  2 ** (Math.sin((2 * Math.PI * look) / LOOKS - 1) ** 3);

/** Families that were added after the judge's constants were fixed. Nothing was tuned on them. */
export const HELD_OUT_FAMILIES: readonly Family[] = [
  {
    name: 'latency-gamma',
    kind: 'latency',
    description: '100 requests per look, gamma with shape 0.7',
    start: simulation =>
      simulateDurations(simulation, 100, random => 70 * random.gamma(0.7)),
  },
  {
    name: 'latency-bimodal',
    kind: 'latency',
    description:
      '100 requests per look: 80 % from a cache around 5 ms, the others around 120 ms',
    start: simulation =>
      simulateDurations(
        simulation,
        100,
        random =>
          (random.uniform() < 0.8 ? 5 : 120) * Math.exp(0.3 * random.normal()),
      ),
  },
  {
    name: 'latency-walk',
    kind: 'latency',
    description:
      '100 requests per look, log-normal, on a random walk that both versions share',
    start: simulation =>
      simulateDurations(
        simulation,
        100,
        random => 50 * Math.exp(random.normal()),
        createWalk(simulation.random),
      ),
  },
  {
    name: 'gauge-walk',
    kind: 'gauge',
    description:
      'one level per look, gamma noise of 12 %, on a random walk that both versions share',
    start: simulation =>
      simulateGauges(
        simulation,
        (_, level) => (level * simulation.random.gamma(70)) / 70,
        createWalk(simulation.random),
      ),
  },
  {
    name: 'gauge-moving-average',
    kind: 'gauge',
    description:
      'one level per look: the mean of the last four values, each with 15 % noise',
    start: simulation => {
      const series = [0, 1].map(() => [0, 0, 0].map(simulation.random.normal));
      return simulateGauges(simulation, (index, level) => {
        const values = series[index] ?? [];
        values.push(simulation.random.normal());
        const mean = values.reduce((sum, value) => sum + value, 0) / 4;
        values.shift();
        return 100 * level * Math.exp(0.15 * mean);
      });
    },
  },
  {
    name: 'gauge-zero-inflated',
    kind: 'gauge',
    description: 'one level per look: 0 in 60 % of the looks, else exponential',
    start: simulation => {
      const { uniform } = simulation.random;
      return simulateGauges(simulation, (_, level) =>
        uniform() < 0.6 ? 0 : -level * Math.log(uniform()),
      );
    },
  },
  {
    name: 'errors-day',
    kind: 'count',
    description:
      '0.5 % of 2,000 requests per look fail, over the shape of a day',
    start: simulation =>
      simulateRequests(
        simulation,
        2_000,
        ({ n, level }) => ({
          kind: 'counts',
          events: simulation.random.binomial(n, 0.005 * level),
          total: n,
        }),
        day,
      ),
  },
  {
    name: 'errors-negative-binomial',
    kind: 'count',
    description:
      '1 % of 500 requests per look fail, negative binomial with twice the variance',
    start: simulation => {
      const { random } = simulation;
      return simulateRequests(simulation, 500, ({ n, level }) => ({
        kind: 'counts',
        events: Math.min(n, random.poisson(random.gamma(n * 0.01 * level))),
        total: n,
      }));
    },
  },
  {
    name: 'gauge-ar-0.9',
    kind: 'gauge',
    beyondPromise: true,
    description: 'one level per look; AR(1) 0.9, 5 %: beyond what is promised',
    start: simulation => {
      const own = [
        autoregressive(simulation.random, 0.9, 0.05),
        autoregressive(simulation.random, 0.9, 0.05),
      ] as const;
      return simulateGauges(
        simulation,
        (index, level) => 100 * level * Math.exp(own[index]()),
      );
    },
  },
];
