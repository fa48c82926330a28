import type { CountBlock } from './blocks';
import {
  addCountBlock,
  countHarmEvidence,
  countPassEvidence,
  createCountState,
  estimateDifference,
  estimateRatio,
  listCountDirections,
  normalMixtureBoundary,
  ratioInterval,
} from './countEvidence';
import { estimateDispersion, hasEnoughBatches } from './overdispersion';
import type { Direction } from '../../model/analysisModel';

type Row = [candidate: number, of: number, baseline: number, of: number];

const toBlock = ([events, total, others, rest]: Row): CountBlock => ({
  candidate: { events, total },
  baseline: { events: others, total: rest },
  fixedEvents: false,
});

function collect(rows: readonly Row[], direction: Direction = 'increase') {
  const directions = listCountDirections(direction, 0.25);
  const state = createCountState(directions);
  rows.forEach(row => addCountBlock(state, directions, toBlock(row)));
  return { state, directions };
}

const repeat = (times: number, ...rows: Row[]) =>
  Array.from({ length: times }, () => rows).flat();

// The expected values come from R (benchmarks/judge/fixtures.R).
describe('the evidence of counts', () => {
  it('is the likelihood ratio of binomial probabilities', () => {
    const { state, directions } = collect([
      [3, 100, 10, 900],
      [4, 100, 12, 900],
      [2, 300, 6, 700],
    ]);
    expect(Math.exp(countHarmEvidence(state, directions, 0, 1))).toBeCloseTo(
      1.78867054459,
      6,
    );
  });

  it('is 1 on average if the versions are identical', () => {
    // 13 events, of which each is the candidate's with probability 0.1.
    let expectation = 0;
    let probability = 0.9 ** 13;
    for (let events = 0; events <= 13; events += 1) {
      const { state, directions } = collect([[events, 100, 13 - events, 900]]);
      expectation +=
        probability * Math.exp(countHarmEvidence(state, directions, 0, 1));
      probability *= ((13 - events) / (events + 1)) * (0.1 / 0.9);
    }
    expect(expectation).toBeCloseTo(1, 9);
  });

  it('is the same for a decrease if the versions are swapped at equal traffic', () => {
    const more = collect(repeat(5, [30, 1_000, 20, 1_000]));
    const less = collect(repeat(5, [20, 1_000, 30, 1_000]), 'decrease');
    expect(countHarmEvidence(more.state, more.directions, 0, 1)).toBeCloseTo(
      countHarmEvidence(less.state, less.directions, 0, 1),
      9,
    );
  });

  it('excludes a harmful ratio only with enough events', () => {
    const few = collect(repeat(5, [10, 1_000, 10, 1_000]));
    const many = collect(repeat(200, [10, 1_000, 10, 1_000]));
    const limit = Math.log(20);
    expect(countPassEvidence(few.state, few.directions, 0, 1)).toBeLessThan(
      limit,
    );
    expect(
      countPassEvidence(many.state, many.directions, 0, 1),
    ).toBeGreaterThan(limit);
  });
});

describe('the ratio of rates', () => {
  it('is the one by Mantel and Haenszel', () => {
    // Admissions to Berkeley by department (R: UCBAdmissions).
    const { state } = collect([
      [512, 825, 89, 108],
      [353, 560, 17, 25],
      [120, 325, 202, 593],
      [138, 417, 131, 375],
      [53, 191, 94, 393],
      [22, 373, 24, 341],
    ]);
    expect(estimateRatio(state)).toBeCloseTo(0.944905022596, 6);
  });

  it('is not biased by a share of traffic that grows while errors become fewer', () => {
    const { state } = collect([
      [10, 100, 90, 900],
      [9, 900, 1, 100],
    ]);
    expect(estimateRatio(state)).toBeCloseTo(1, 9);
    expect(estimateDifference(state)).not.toBeCloseTo(0, 2);
  });

  it('has an interval around it that shrinks', () => {
    const wide = ratioInterval(
      collect(repeat(10, [12, 1_000, 10, 1_000])).state,
      0.05,
      1,
    );
    const narrow = ratioInterval(
      collect(repeat(100, [12, 1_000, 10, 1_000])).state,
      0.05,
      1,
    );
    expect(wide[0]).toBeLessThan(narrow[0]);
    expect(narrow[0]).toBeLessThan(1.2);
    expect(narrow[1]).toBeGreaterThan(1.2);
    expect(wide[1]).toBeGreaterThan(narrow[1]);
  });

  it.each([
    [100, 30.3781102143],
    [1_000, 103.5019367673],
  ])('has the boundary of a normal mixture at variance %d', (v, boundary) => {
    expect(normalMixtureBoundary(v, 10, 0.05)).toBeCloseTo(boundary, 6);
  });
});

describe('overdispersion', () => {
  it('needs six batches', () => {
    const five = collect(repeat(5, [10, 1_000, 10, 1_000])).state;
    const six = collect(repeat(6, [10, 1_000, 10, 1_000])).state;
    expect(hasEnoughBatches(five.dispersion)).toBe(false);
    expect(hasEnoughBatches(six.dispersion)).toBe(true);
  });

  it('is 1 for events that scatter as independent ones do', () => {
    const { state } = collect(
      repeat(30, [8, 1_000, 11, 1_000], [13, 1_000, 9, 1_000]),
    );
    expect(estimateDispersion(state.dispersion)).toBe(1);
  });

  it('is found in the baseline alone', () => {
    // The candidate always gets its share, but the baseline's errors come in bursts.
    const { state } = collect(
      repeat(
        30,
        ...([10, 60, 60, 10].map(n => [n / 10, 100, n, 1_000]) as Row[]),
      ),
    );
    expect(estimateDispersion(state.dispersion)).toBeGreaterThan(10);
  });
});
