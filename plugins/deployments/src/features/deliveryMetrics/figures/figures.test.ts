import type { DoraCard } from '@slipway/backstage-plugin-deployments-common';
import {
  buildChange,
  toFrequency,
  chooseFrequencyUnit,
  reachesTarget,
} from './figures';

describe('a frequency', () => {
  it.each([
    ['several a day', 3.25, { value: 3.25, per: 'day' }],
    ['just one a day', 1, { value: 1, per: 'day' }],
    ['some in a week', 0.5, { value: 3.5, per: 'week' }],
    ['one in a week', 1 / 7, { value: 1, per: 'week' }],
  ])(
    'of %s is said in the unit that one can picture',
    (_name, perDay, said) => {
      const per = chooseFrequencyUnit(perDay);
      expect({ value: toFrequency(perDay, per), per }).toEqual(said);
    },
  );

  it('of less than one a week is shown per month', () => {
    const per = chooseFrequencyUnit(2 / 90);
    expect(toFrequency(2 / 90, per)).toBeCloseTo(0.68, 2);
    expect(per).toBe('month');
  });
});

describe('the change against the period before', () => {
  type Compared = Pick<DoraCard, 'metric' | 'unit' | 'value' | 'previous'>;
  const time: Compared = { metric: 'change-lead-time', unit: 'milliseconds' };
  const rate: Compared = { metric: 'change-fail-rate', unit: 'ratio' };
  const often: Compared = { metric: 'deployment-frequency', unit: 'per-day' };

  it.each([
    [
      'longer is worse',
      { ...time, value: 150, previous: 100 },
      {
        direction: 'up',
        isBetter: false,
        amount: { value: 50, unit: 'percent' },
      },
    ],
    [
      'more often is better',
      { ...often, value: 2, previous: 1 },
      {
        direction: 'up',
        isBetter: true,
        amount: { value: 100, unit: 'percent' },
      },
    ],
    [
      'ratios move by percentage points, from 0 too',
      { ...rate, value: 0.5, previous: 0 },
      {
        direction: 'up',
        isBetter: false,
        amount: { value: 50, unit: 'points' },
      },
    ],
    [
      'what came from nothing has no per cent',
      { ...time, value: 5, previous: 0 },
      { direction: 'up', isBetter: false, amount: undefined },
    ],
    [
      'what came from next to nothing has none either',
      { ...often, value: 2, previous: 0.1 },
      { direction: 'up', isBetter: true, amount: undefined },
    ],
    ['the same', { ...rate, value: 0, previous: 0 }, { direction: 'same' }],
    ['no data now', { ...rate, previous: 0.1 }, undefined],
    ['no data before', { ...rate, value: 0.1 }, undefined],
  ])('%s', (_name, card, change) => {
    expect(buildChange(card)).toEqual(change);
  });
});

it('reaches a target by meeting it', () => {
  expect(reachesTarget('change-fail-rate', 0.15, 0.15)).toBe(true);
  expect(reachesTarget('change-fail-rate', 0.16, 0.15)).toBe(false);
  expect(reachesTarget('deployment-frequency', 1, 1)).toBe(true);
  expect(reachesTarget('deployment-frequency', 0.9, 1)).toBe(false);
});
