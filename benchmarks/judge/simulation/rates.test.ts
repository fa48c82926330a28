import type { Outcome } from './cell';
import {
  calibrate,
  countAlarms,
  estimateRate,
  listAlarmLooks,
  scaleToMetrics,
} from './rates';

const outcome = (...records: [number, number][]): Outcome => ({
  records,
  passedAt: null,
  passes: false,
});

describe('rates of simulated rollouts', () => {
  it('have the interval by Wilson', () => {
    // R: prop.test(7, 50, correct = FALSE)$conf.int
    const { rate, low, high } = estimateRate(7, 50);
    expect(rate).toBe(0.14);
    expect(low).toBeCloseTo(0.0695083, 6);
    expect(high).toBeCloseTo(0.2618619, 6);
    expect(estimateRate(0, 50).low).toBe(0);
  });

  it('grow with the number of metrics', () => {
    expect(scaleToMetrics({ rate: 0.01, low: 0, high: 0.02 }, 10)).toEqual({
      rate: expect.closeTo(1 - 0.99 ** 10, 12),
      low: expect.closeTo(0, 12),
      high: expect.closeTo(1 - 0.98 ** 10, 12),
    });
  });

  it('count rollouts above a limit, and when they first exceeded it', () => {
    const outcomes = [outcome(), outcome([2, 1], [5, 3]), outcome([1, 2])];
    expect(countAlarms(outcomes, 1.5)).toBe(2);
    expect(countAlarms(outcomes, 2)).toBe(1);
    expect(listAlarmLooks(outcomes, 1.5)).toEqual([1, 5]);
  });

  it('are met by a calibrated limit', () => {
    const outcomes = Array.from({ length: 1_000 }, (_, i) => outcome([0, i]));
    const limit = calibrate(outcomes, 0.02);
    expect(countAlarms(outcomes, limit)).toBe(20);
    expect(countAlarms(outcomes, calibrate(outcomes, 0))).toBe(3);
  });
});
