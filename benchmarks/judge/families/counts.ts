import type { Random } from '../random';
import type { ArmData, Family } from './family';
import { autoregressive, simulateRequests } from './family';

const counts = (events: number, total: number): ArmData => ({
  kind: 'counts',
  events: Math.min(events, total),
  total,
});

/** Errors in clusters of 1 to 7, 4 on average, with the given number of errors on average. */
function countClustered(random: Random, mean: number): number {
  let events = 0;
  for (let left = random.poisson(mean / 4); left > 0; left -= 1) {
    events += random.between(1, 7);
  }
  return events;
}

export const COUNT_FAMILIES: readonly Family[] = [
  {
    name: 'errors-1pct',
    kind: 'count',
    description: '1 % of 1,000 requests per look fail, independently',
    start: simulation =>
      simulateRequests(simulation, 1_000, ({ n, level }) =>
        counts(simulation.random.binomial(n, 0.01 * level), n),
      ),
  },
  {
    name: 'errors-sparse',
    kind: 'count',
    description: '0.2 % of 50 requests per look fail',
    start: simulation =>
      simulateRequests(simulation, 50, ({ n, level }) =>
        counts(simulation.random.binomial(n, 0.002 * level), n),
      ),
  },
  {
    name: 'errors-bursty',
    kind: 'count',
    description: '1 % of 1,000 requests per look fail, in clusters of 1 to 7',
    start: simulation =>
      simulateRequests(simulation, 1_000, ({ n, level }) =>
        counts(countClustered(simulation.random, n * 0.01 * level), n),
      ),
  },
  {
    name: 'errors-ar',
    kind: 'count',
    description:
      '1 % of 1,000 requests per look fail; each version varies by itself, AR(1) 0.6, 25 %',
    start: simulation => {
      const { random } = simulation;
      const own = [
        autoregressive(random, 0.6, 0.25),
        autoregressive(random, 0.6, 0.25),
      ] as const;
      return simulateRequests(simulation, 1_000, ({ n, level, index }) =>
        counts(random.binomial(n, 0.01 * level * Math.exp(own[index]())), n),
      );
    },
  },
];
