import { rareEvidence } from './rareEvents';

/** The probability of `events` among `total`, without the factor that no probability changes. */
const likelihood = (share: number, events: number, total: number) =>
  share ** events * (1 - share) ** (total - events);

describe('the evidence that events are rare', () => {
  it.each([
    [0, 500],
    [1, 1_000],
    [7, 900],
  ])('is the mean likelihood ratio of %d among %d', (events, total) => {
    const bound = 0.01;
    const expected =
      [0, 0.0025, 0.005, 0.0075]
        .map(share => likelihood(share, events, total))
        .reduce((sum, each) => sum + each, 0) /
      4 /
      likelihood(bound, events, total);
    expect(Math.exp(rareEvidence({ events, total }, bound, 1))).toBeCloseTo(
      expected,
      9,
    );
  });

  it('has the mean 1 where the share is the bound', () => {
    const [bound, total] = [0.2, 12];
    let mean = 0;
    let ways = 1;
    for (let events = 0; events <= total; events += 1) {
      mean +=
        ways *
        likelihood(bound, events, total) *
        Math.exp(rareEvidence({ events, total }, bound, 1));
      ways = (ways * (total - events)) / (events + 1);
    }
    expect(mean).toBeCloseTo(1, 9);
  });

  it('is nothing before the first request', () => {
    expect(rareEvidence({ events: 0, total: 0 }, 0.01, 1)).toBe(0);
  });
});
