import type { Random } from '../random';
import type { Family, Simulation } from './family';
import { autoregressive, simulateRequests } from './family';

const REQUESTS = 100;

/** Simulates durations in milliseconds: `draw` returns one whose level is 1. */
export function simulateDurations(
  simulation: Simulation,
  requests: number,
  draw: (random: Random) => number,
  common?: (look: number) => number,
) {
  const { random, unit } = simulation;
  return simulateRequests(
    simulation,
    requests,
    ({ n, level }) => {
      const values = new Array<number>(n);
      const factor = level * unit;
      for (let i = 0; i < n; i += 1) values[i] = factor * draw(random);
      return { kind: 'samples', values };
    },
    common,
  );
}

const logNormal = (median: number, sigma: number) => (random: Random) =>
  median * Math.exp(sigma * random.normal());

export const LATENCY_FAMILIES: readonly Family[] = [
  {
    name: 'latency-normal',
    kind: 'latency',
    description: '100 requests per look, normal, 20 % around the mean',
    start: simulation =>
      simulateDurations(simulation, REQUESTS, random =>
        Math.max(1, 100 * (1 + 0.2 * random.normal())),
      ),
  },
  {
    name: 'latency-lognormal',
    kind: 'latency',
    description: '100 requests per look, log-normal with sigma 1',
    start: simulation =>
      simulateDurations(simulation, REQUESTS, logNormal(50, 1)),
  },
  {
    name: 'latency-pareto',
    kind: 'latency',
    description: '100 requests per look, Pareto with tail index 1.5',
    start: simulation =>
      simulateDurations(
        simulation,
        REQUESTS,
        random => 20 * random.uniform() ** (-1 / 1.5),
      ),
  },
  {
    name: 'latency-quantised',
    kind: 'latency',
    description:
      '100 requests per look, log-normal around 33 ms, rounded to 10 ms',
    start: simulation => {
      const { random, unit } = simulation;
      return simulateRequests(simulation, REQUESTS, ({ n, level }) => {
        const values = new Array<number>(n);
        for (let i = 0; i < n; i += 1) {
          values[i] =
            unit * 10 * Math.round(3.3 * level * Math.exp(random.normal()));
        }
        return { kind: 'samples', values };
      });
    },
  },
  {
    name: 'latency-ar',
    kind: 'latency',
    description:
      '100 requests per look, log-normal; each version varies by itself, AR(1) 0.6, 10 %',
    start: simulation => {
      const { random, unit } = simulation;
      const own = [
        autoregressive(random, 0.6, 0.1),
        autoregressive(random, 0.6, 0.1),
      ] as const;
      return simulateRequests(simulation, REQUESTS, ({ n, level, index }) => {
        const factor = unit * 50 * level * Math.exp(own[index]());
        const values = new Array<number>(n);
        for (let i = 0; i < n; i += 1) {
          values[i] = factor * Math.exp(random.normal());
        }
        return { kind: 'samples', values };
      });
    },
  },
  {
    name: 'latency-p95',
    kind: 'quantile',
    description:
      'the 95th percentile of 200 requests per look, log-normal with sigma 1',
    quantile: 0.95,
    start: simulation => simulateDurations(simulation, 200, logNormal(50, 1)),
  },
];
