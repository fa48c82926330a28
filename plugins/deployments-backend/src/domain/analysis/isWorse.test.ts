import type { Threshold } from '@slipway/backstage-plugin-deployments-common';
import { isWorse } from './isWorse';

const measured = (value: number) => ({
  at: 0,
  outcome: 'passed' as const,
  value,
});

it.each<[string, Threshold, number, number]>([
  ['the lower one of a minimum', { atLeast: 0.99 }, 0.9, 0.98],
  ['the higher one of a maximum', { atMost: 300 }, 310, 305],
  ['the nearer one, if both hold', { atMost: 300 }, 290, 120],
  ['the one that is further outside a range', { between: [1, 5] }, 9, -1],
  ['the one that is further from the expected number', { equals: 5 }, 9, 4],
])('the worse of two values is %s', (_, threshold, worse, better) => {
  expect(isWorse(threshold, measured(worse), measured(better))).toBe(true);
  expect(isWorse(threshold, measured(better), measured(worse))).toBe(false);
});

it.each([
  ['without a numeric threshold', { equals: 'ok' }, measured(1)],
  [
    'without enough data',
    { atLeast: 1 },
    { ...measured(0), outcome: 'no_data' as const },
  ],
])('a value %s is never the worst', (_, threshold, measurement) => {
  expect(isWorse(threshold, measurement, undefined)).toBe(false);
});
