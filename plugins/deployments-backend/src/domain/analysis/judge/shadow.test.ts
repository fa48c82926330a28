import { assessShadow } from './shadow';

describe('the assessment of a shadow', () => {
  // R (benchmarks/judge/fixtures.R)
  it.each([
    [0, 10, 0.416880275657],
    [0, 1_000, 0.00985559915728],
    [3, 500, 0.0309668980005],
    [20, 400, 0.0996020289072],
  ])(
    'excludes rates of mismatches: %d of %d are less than %d',
    (mismatched, compared, upper) => {
      expect(
        assessShadow({ mismatched, compared }, 0.01).upperBound,
      ).toBeCloseTo(upper, 9);
    },
  );

  it('knows nothing without comparisons', () => {
    expect(assessShadow({ compared: 0, mismatched: 0 }, 0.01)).toEqual({
      verdict: 'inconclusive',
      rate: 0,
      upperBound: 1,
      confidence: 0,
      compared: 0,
    });
  });

  it('becomes more confident with each comparison that agrees', () => {
    const confidence = [10, 100, 500, 1_000, 5_000].map(
      compared => assessShadow({ compared, mismatched: 0 }, 0.01).confidence,
    );
    expect(confidence).toEqual([...confidence].sort((a, b) => a - b));
    expect(confidence[3]).toBeGreaterThan(0.95);
  });

  it.each([
    [0, 900, 'inconclusive'],
    [0, 1_000, 'pass'],
    [5, 1_000, 'inconclusive'],
    [20, 5_000, 'pass'],
    [60, 1_000, 'fail'],
  ])('of %d mismatches in %d with 1 %% tolerated: %s', (m, n, verdict) => {
    expect(assessShadow({ mismatched: m, compared: n }, 0.01).verdict).toBe(
      verdict,
    );
  });

  it('rejects counts that cannot be', () => {
    expect(() => assessShadow({ compared: 1, mismatched: 2 }, 0.01)).toThrow(
      "2 of 1 comparisons can't differ",
    );
  });
});
