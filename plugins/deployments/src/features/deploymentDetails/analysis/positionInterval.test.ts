import { positionInterval } from './positionInterval';

describe('positionInterval', () => {
  it('draws worse on the right, and harm from a third of the way to the edge', () => {
    expect(
      positionInterval({
        bad: 'increase',
        minimumEffect: 0.1,
        effect: 0.15,
        interval: { low: -0.03, high: 0.3 },
      }),
    ).toEqual({
      thresholds: [expect.closeTo(66.67, 2)],
      effect: 75,
      low: 45,
      high: 100,
      isLowCut: false,
      isHighCut: true,
    });
  });

  it('draws a decrease on the right if a decrease is bad', () => {
    expect(
      positionInterval({
        bad: 'decrease',
        minimumEffect: 0.1,
        effect: -0.15,
        interval: { low: -0.18, high: 0.03 },
      }),
    ).toEqual({
      thresholds: [expect.closeTo(66.67, 2)],
      effect: 75,
      low: 45,
      high: 80,
      isLowCut: false,
      isHighCut: false,
    });
  });

  it('has a threshold on both sides if any difference is bad', () => {
    const { thresholds } = positionInterval({
      bad: 'either',
      minimumEffect: 0.1,
      effect: 0,
      interval: { low: -0.1, high: 0.1 },
    });
    expect(thresholds).toEqual([
      expect.closeTo(33.33, 2),
      expect.closeTo(66.67, 2),
    ]);
  });

  it('fills the whole plot while nothing is known', () => {
    expect(
      positionInterval({ bad: 'increase', minimumEffect: 0.1, interval: {} }),
    ).toEqual({
      thresholds: [expect.closeTo(66.67, 2)],
      low: 0,
      high: 100,
      isLowCut: true,
      isHighCut: true,
    });
  });
});
