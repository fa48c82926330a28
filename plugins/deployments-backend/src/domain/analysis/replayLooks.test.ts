import { aLook, aMetric, anAnalysis, counted } from './__testUtils__/analyses';
import type { Look } from './look';
import { countAnalyses, isTimeUp, replayLooks } from './replayLooks';

const FIRST = { attempt: 1, analyses: 1, lastStep: false, timeIsUp: false };

/** The look of each number from 1 to `count`. */
const looks = (count: number, create: (number: number) => Look) =>
  Array.from({ length: count }, (_, index) => create(index + 1));

const bad = (number: number) =>
  aLook(number, { errors: counted([20, 100], [18, 900]) });
const good = (number: number) =>
  aLook(number, { errors: counted([2, 100], [18, 900]) });

describe('looks', () => {
  it('that show harm roll back', () => {
    expect(replayLooks(anAnalysis(), looks(10, bad), FIRST).verdict).toEqual(
      expect.objectContaining({
        decision: 'rollback',
        reason: 'critical_harm',
        metrics: ['errors'],
      }),
    );
  });

  it('without harm let the rollout go on after twelve of them', () => {
    const decide = (count: number) =>
      replayLooks(anAnalysis(), looks(count, good), FIRST).verdict.decision;
    expect([decide(0), decide(11), decide(12)]).toEqual([
      'continue',
      'continue',
      'advance',
    ]);
  });

  it('of the weight before do not count for the next one', () => {
    const shifted = [
      ...looks(12, good),
      ...looks(11, number => ({
        ...good(12 + number),
        weight: 50,
        weightSince: 120_000,
      })),
    ];
    const { verdict, metrics } = replayLooks(anAnalysis(), shifted, FIRST);
    expect(verdict.decision).toBe('continue');
    // But they stay evidence.
    expect(metrics[0].samples.candidate).toBe(2_300);
  });

  it('of the weight before do not count until the next one has its first look', () => {
    const decide = (weightSince: number) =>
      replayLooks(
        anAnalysis(),
        looks(200, number =>
          aLook(number, { errors: counted([20, 1_000], [180, 9_000]) }),
        ),
        { ...FIRST, lastStep: true, weightSince },
      ).verdict;
    expect(decide(0)).toMatchObject({ decision: 'advance', reason: 'passed' });
    expect(decide(2_000_000)).toMatchObject({
      decision: 'continue',
      reason: 'needs_data',
    });
  });

  it('of a repeated attempt need twice the evidence for harm', () => {
    const needed = (attempt: number) =>
      replayLooks(anAnalysis(), [], { ...FIRST, attempt }).metrics[0]
        .evidenceNeeded;
    expect([needed(1), needed(2), needed(4)]).toEqual([20, 40, 160]);
  });

  it('of one of several analyses need as many times the evidence', () => {
    const needed = (analyses: number) =>
      replayLooks(anAnalysis(), [], { ...FIRST, analyses }).metrics[0]
        .evidenceNeeded;
    expect([needed(1), needed(2), needed(3)]).toEqual([
      20,
      40,
      expect.closeTo(60),
    ]);
  });

  it('are counted by the analyses of all steps that run', () => {
    expect(countAnalyses([])).toBe(1);
    expect(
      countAnalyses([
        {},
        { analyses: ['web', 'late', 'web'] },
        { analyses: ['web'] },
        { analyses: ['web'], skipped: 'its condition is false' },
      ]),
    ).toBe(3);
  });

  it('without a metric that is named like a property of every object are no data', () => {
    const named = (name: string) =>
      replayLooks(
        anAnalysis({ metrics: [aMetric({ name, withoutData: 'fail' })] }),
        looks(30, number => aLook(number, {})),
        FIRST,
      ).metrics[0].verdict;
    expect(named('constructor')).toBe(named('errors'));
  });

  it('with errors are no data, and never pass', () => {
    const failing = (number: number) =>
      aLook(number, { errors: { error: 'Connection refused' } });
    const { verdict, metrics } = replayLooks(
      anAnalysis({ metrics: [aMetric({ critical: false })] }),
      looks(100, failing),
      { ...FIRST, lastStep: true },
    );
    expect(metrics[0].verdict).toBe('no_data');
    expect(verdict.decision).toBe('continue');
  });

  it('after a gap do not complete what was measured before it', () => {
    const gauge = anAnalysis({
      metrics: [aMetric({ name: 'latency', kind: 'latency' })],
    });
    const few = (number: number, from: number) =>
      aLook(
        number,
        {
          latency: {
            candidate: { type: 'samples', values: [1, 1, 1] },
            baseline: { type: 'samples', values: [1, 1, 1] },
          },
        },
        { from, to: from + 10_000 },
      );
    const blocks = (second: number) =>
      replayLooks(gauge, [few(1, 0), few(2, second)], FIRST).metrics[0].blocks;
    expect([blocks(10_000), blocks(30_000)]).toEqual([1, 0]);
  });

  it('decide the same if they are read from JSON', () => {
    const stored = JSON.parse(JSON.stringify(looks(20, bad)));
    expect(replayLooks(anAnalysis(), stored, FIRST)).toEqual(
      replayLooks(anAnalysis(), looks(20, bad), FIRST),
    );
  });

  it('may be taken for a limited time at each weight', () => {
    const model = anAnalysis({ maxMs: 1_000 });
    expect(isTimeUp(model, 5_000, 5_999)).toBe(false);
    expect(isTimeUp(model, 5_000, 6_000)).toBe(true);
  });
});
