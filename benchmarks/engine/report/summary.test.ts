import type { Measured, Round } from '../engineResults';
import {
  compareLatency,
  compareMemory,
  compareThroughput,
  median,
} from './summary';

const measured = (over: Partial<Measured>): Measured => ({
  latencies: [],
  perSecond: 0,
  memory: 0,
  ...over,
});
const round = (
  slipway: Partial<Measured>,
  peer?: Partial<Measured>,
): Round => ({
  slipway: { ...measured(slipway), firstStep: [] },
  ...(peer ? { peer: measured(peer) } : {}),
});

describe('median', () => {
  it.each([
    ['returns the middle one of an odd number of values', [9, 1, 5], 5],
    [
      'returns the mean of the two middle ones of an even number of values',
      [4, 1, 2, 9],
      3,
    ],
    ['returns a single value', [7], 7],
    ['returns nothing without values', [], undefined],
  ])('%s', (_, values, expected) => {
    expect(median(values)).toBe(expected);
  });
});

describe('comparisons of rounds', () => {
  it('use the median of the ratios of the rounds', () => {
    const rounds = [
      round({ perSecond: 100 }, { perSecond: 50 }),
      round({ perSecond: 20 }, { perSecond: 10 }),
      round({ perSecond: 90 }, { perSecond: 10 }),
    ];
    expect(compareThroughput(rounds)).toEqual({
      subject: 90,
      peer: 10,
      ratio: 2,
      ratios: [2, 2, 9],
    });
  });

  it('use percentiles of all rounds together, and ratios of each round', () => {
    const rounds = [
      round({ latencies: [10, 20] }, { latencies: [20, 80] }),
      round({ latencies: [30, 40] }, { latencies: [60, 160] }),
    ];
    expect(compareLatency(rounds, 'p50')).toEqual({
      subject: 20,
      peer: 60,
      ratio: 0.5,
      ratios: [0.5, 0.5],
    });
    expect(compareLatency(rounds, 'p95')).toEqual({
      subject: 40,
      peer: 160,
      ratio: 0.25,
      ratios: [0.25, 0.25],
    });
  });

  it('use the memory of the last round', () => {
    const rounds = [
      round({ memory: 10 }, { memory: 10 }),
      round({ memory: 40 }, { memory: 20 }),
    ];
    expect(compareMemory(rounds)).toEqual({
      subject: 40,
      peer: 20,
      ratio: 2,
      ratios: [2],
    });
  });

  it('have no ratio without the peer', () => {
    expect(compareThroughput([round({ perSecond: 5 })])).toEqual({
      subject: 5,
    });
  });

  it('are undefined without measurements', () => {
    expect(compareLatency([round({})], 'p50')).toBeUndefined();
  });
});
