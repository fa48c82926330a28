import type { Threshold } from '@slipway/backstage-plugin-deployments-common';
import { assessThreshold, describeThreshold, hasConditions } from './threshold';

const missed = (value: string, condition: string) => ({
  code: 'measured_missed',
  params: { value, condition },
});

describe('hasConditions', () => {
  it.each<[Threshold, boolean]>([
    [{}, false],
    [{ atLeast: 0 }, true],
    [{ atMost: 0 }, true],
    [{ between: [0, 0] }, true],
    [{ equals: false }, true],
  ])('%j: %s', (threshold, asks) => {
    expect(hasConditions(threshold)).toBe(asks);
  });
});

describe('assessThreshold', () => {
  it.each<
    [
      string,
      Threshold,
      { value?: number; text?: string; holds?: boolean },
      string,
    ]
  >([
    ['at least: above', { atLeast: 0.99 }, { value: 0.995 }, 'held'],
    ['at least: exactly', { atLeast: 0.99 }, { value: 0.99 }, 'held'],
    ['at least: below', { atLeast: 0.99 }, { value: 0.9899 }, 'broken'],
    ['at most: exactly', { atMost: 300 }, { value: 300 }, 'held'],
    ['at most: above', { atMost: 300 }, { value: 300.1 }, 'broken'],
    ['between: both ends count', { between: [1, 2] }, { value: 2 }, 'held'],
    ['between: the lower end', { between: [1, 2] }, { value: 1 }, 'held'],
    ['between: below', { between: [1, 2] }, { value: 0.99 }, 'broken'],
    ['between: above', { between: [1, 2] }, { value: 2.01 }, 'broken'],
    ['equals: a number', { equals: 200 }, { value: 200 }, 'held'],
    ['equals: another number', { equals: 200 }, { value: 201 }, 'broken'],
    ['equals: zero', { equals: 0 }, { value: 0 }, 'held'],
    ['equals: a text, exactly', { equals: 'ok' }, { text: 'OK' }, 'broken'],
    ['equals: a text', { equals: 'ok' }, { text: 'ok' }, 'held'],
    [
      'equals: a number is no text',
      { equals: '7' },
      { value: 7 },
      'unanswerable',
    ],
    ['equals: yes or no', { equals: false }, { holds: false }, 'held'],
    ['equals: yes, but it is no', { equals: true }, { holds: false }, 'broken'],
    ['equals: yes or no, but missing', { equals: false }, {}, 'unanswerable'],
    [
      'all conditions must hold',
      { atLeast: 1, atMost: 2 },
      { value: 3 },
      'broken',
    ],
    ['no number to compare', { atLeast: 1 }, { text: '2' }, 'unanswerable'],
    ['not a number', { atLeast: 1 }, { value: Number.NaN }, 'unanswerable'],
    [
      'infinite',
      { atLeast: 1 },
      { value: Number.POSITIVE_INFINITY },
      'unanswerable',
    ],
    ['no conditions', {}, {}, 'held'],
  ])('%s', (_name, threshold, measured, result) => {
    expect(assessThreshold(threshold, measured).result).toBe(result);
  });

  it('names the value and the threshold, with units', () => {
    expect(
      assessThreshold({ atLeast: 0.99 }, { value: 0.9123 }, 'ratio'),
    ).toEqual({
      result: 'broken',
      sentence: missed('91.2 %', '≥ 99 %'),
    });
  });

  it('does not round a value onto the threshold that it misses', () => {
    expect(
      assessThreshold({ atLeast: 0.99 }, { value: 0.989999 }, 'ratio'),
    ).toMatchObject({ sentence: missed('98.9999 %', '≥ 99 %') });
  });
});

it('names the value as it is if it has no unit', () => {
  expect(assessThreshold({ atMost: 2 }, { value: 3 })).toEqual({
    result: 'broken',
    sentence: missed('3', '≤ 2'),
  });
});

describe('describeThreshold', () => {
  it.each<[Threshold, Parameters<typeof describeThreshold>[1], string]>([
    [{ atLeast: 0.99 }, 'ratio', '≥ 99 %'],
    [{ atLeast: 0.995 }, 'ratio', '≥ 99.5 %'],
    [{ atLeast: 0.99995 }, 'ratio', '≥ 99.995 %'],
    [{ atMost: 300 }, 'ms', '≤ 300 ms'],
    [{ between: [1, 5] }, 'count', 'between 1 and 5'],
    [{ equals: 200 }, 'status', '= 200'],
    [{ equals: 0.5 }, 'ratio', '= 50 %'],
    [{ equals: 'ok' }, undefined, '= ok'],
    [{ atLeast: 1, atMost: 2 }, undefined, '≥ 1 and ≤ 2'],
    [{}, undefined, ''],
  ])('%j in %s is %s', (threshold, unit, text) => {
    expect(describeThreshold(threshold, unit)).toBe(text);
  });
});
