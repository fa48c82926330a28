import {
  buildCountTicks,
  buildLogTimeTicks,
  findScaleTop,
  buildRatioTicks,
  buildTimeTicks,
} from './axisTicks';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('ticks', () => {
  it.each([
    ['nothing at all', buildTimeTicks(0), [0, 1000]],
    [
      'hours',
      buildTimeTicks(7 * HOUR),
      [0, 2 * HOUR, 4 * HOUR, 6 * HOUR, 8 * HOUR],
    ],
    [
      'days',
      buildTimeTicks(9 * DAY),
      [0, 2, 4, 6, 8, 10].map(day => day * DAY),
    ],
    [
      'years',
      buildTimeTicks(900 * DAY),
      [0, 200, 400, 600, 800, 1000].map(d => d * DAY),
    ],
    ['no deployment', buildCountTicks(0), [0, 1]],
    ['a few deployments', buildCountTicks(3), [0, 1, 2, 3]],
    ['many deployments', buildCountTicks(47), [0, 10, 20, 30, 40, 50]],
    ['a rate of nothing', buildRatioTicks(0), [0, 0.02, 0.04, 0.06, 0.08, 0.1]],
    ['a rate', buildRatioTicks(0.3), [0, 0.1, 0.2, 0.3]],
    ['a rate of everything', buildRatioTicks(1), [0, 0.2, 0.4, 0.6, 0.8, 1]],
  ])('of %s', (_name, ticks, expected) => {
    expect(ticks).toEqual(expected);
  });

  it.each([
    ['on a tick', [0.02, 0.04], 0.1, 0.15],
    ['above all values', [0.02], 0.3, 0.4],
    ['below a value', [0.02, 0.6], 0.1, 0.6],
    ['of everything', [0.02], 1, 1],
  ])('go past a target %s', (_name, values, target, last) => {
    expect(buildRatioTicks(findScaleTop(values, target)).at(-1)).toBe(last);
  });

  it.each([
    ['one time', [2 * HOUR]],
    ['times far apart', [0, 90 * DAY]],
    ['times longer than any tick', [500 * DAY]],
    ['a time on a tick', [DAY]],
  ])('of a logarithmic scale are two at least, for %s', (_name, times) => {
    const ticks = buildLogTimeTicks(times);
    expect(ticks.length).toBeGreaterThan(1);
    expect(ticks[0]).toBeLessThanOrEqual(Math.max(1000, Math.min(...times)));
    expect([...ticks].sort((a, b) => a - b)).toEqual(ticks);
  });
});
