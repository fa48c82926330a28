import type { Family } from './family';
import { autoregressive, simulateGauges, simulateRequests } from './family';

/** Student's t with 2 degrees of freedom: its variance is infinite. */
const heavyTailed = (normal: () => number, uniform: () => number) =>
  normal() / Math.sqrt(-Math.log(uniform()));

export const LEVEL_FAMILIES: readonly Family[] = [
  {
    name: 'gauge-normal',
    kind: 'gauge',
    description: 'one level per look, normal, 10 % around the mean',
    start: simulation =>
      simulateGauges(simulation, (_, level) =>
        Math.max(0, 100 * level * (1 + 0.1 * simulation.random.normal())),
      ),
  },
  {
    name: 'gauge-ar',
    kind: 'gauge',
    description: 'one level per look; AR(1) 0.6, 5 %',
    start: simulation => {
      const own = [
        autoregressive(simulation.random, 0.6, 0.05),
        autoregressive(simulation.random, 0.6, 0.05),
      ] as const;
      return simulateGauges(
        simulation,
        (index, level) => 100 * level * Math.exp(own[index]()),
      );
    },
  },
  {
    name: 'gauge-heavy',
    kind: 'gauge',
    description:
      'one level per look, heavy-tailed: t with 2 degrees of freedom',
    start: simulation => {
      const { normal, uniform } = simulation.random;
      return simulateGauges(simulation, (_, level) =>
        Math.max(0, 100 * level * (1 + 0.05 * heavyTailed(normal, uniform))),
      );
    },
  },
  {
    name: 'gauge-integer',
    kind: 'gauge',
    description: 'one whole number per look, Poisson with mean 2',
    start: simulation =>
      simulateGauges(simulation, (_, level) =>
        simulation.random.poisson(2 * level),
      ),
  },
  {
    name: 'gauge-seasonal',
    kind: 'gauge',
    description:
      'one level per look, 10 % around a wave of 10 minutes that rises to 2.5 times the middle',
    start: simulation =>
      simulateGauges(
        simulation,
        (_, level) => 100 * level * Math.exp(0.1 * simulation.random.normal()),
        look => Math.exp(0.9 * Math.sin((2 * Math.PI * look) / 60)),
      ),
  },
  {
    name: 'revenue',
    kind: 'amount',
    description:
      '5 % of 400 requests per look buy, with log-normal amounts with sigma 1',
    start: simulation => {
      const { random, unit } = simulation;
      return simulateRequests(simulation, 400, ({ n, level }) => {
        const events = random.binomial(n, 0.05);
        let sum = 0;
        let squares = 0;
        for (let i = 0; i < events; i += 1) {
          const amount = unit * level * 30 * Math.exp(random.normal());
          sum += amount;
          squares += amount * amount;
        }
        return { kind: 'amounts', total: n, events, sum, squares };
      });
    },
  },
];
