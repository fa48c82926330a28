import { aLook, aMetric, anAnalysis, counted } from './__testUtils__/analyses';
import { sayVerdict } from './verdictSentences';
import { renderSentences } from '../text/renderSentences';
import type { AnalysisModel } from '../model/analysisModel';
import type { Look, MetricLook } from './look';
import { replayLooks } from './replayLooks';

function describeLooks(
  count: number,
  metric: (number: number) => MetricLook,
  model: AnalysisModel = anAnalysis(),
  progress: { lastStep?: boolean; timeIsUp?: boolean } = {},
): string {
  const looks = Array.from(
    { length: count },
    (_, index): Look =>
      aLook(
        index + 1,
        Object.fromEntries(
          model.metrics.map(({ name }) => [name, metric(index)]),
        ),
      ),
  );
  return renderSentences(
    sayVerdict(
      replayLooks(model, looks, {
        attempt: 1,
        analyses: 1,
        lastStep: false,
        timeIsUp: false,
        ...progress,
      }),
      {
        model,
        candidate: '1.5.0',
        baseline: '1.4.1',
        lastStage: progress.lastStep ?? false,
      },
    ),
  );
}

const same = () => counted([10, 1_000], [10, 1_000]);
const worse = () => counted([40, 1_000], [10, 1_000]);

describe('the sentence about a decision', () => {
  it('names the metric, the versions, the interval and what matters', () => {
    expect(describeLooks(20, worse)).toMatch(
      /^“The errors”: 4 times as frequent in 1\.5\.0 as in 1\.4\.1, with a 95 % interval from [\d.]+ to [\d.]+ times; 25 % matters\.$/,
    );
  });

  it('gives small effects in percent', () => {
    const model = anAnalysis({
      metrics: [aMetric({ direction: 'decrease' }), aMetric({ name: 'other' })],
    });
    expect(
      describeLooks(60, () => counted([50, 1_000], [100, 1_000]), model),
    ).toMatch(
      /^“The errors”: 50 % less frequent in 1\.5\.0 than in 1\.4\.1, with a 95 % interval from −\d+ % to −\d+ %; 25 % matters\.$/,
    );
  });

  it('counts the other metrics', () => {
    const model = anAnalysis({
      metrics: ['a', 'b', 'c'].map(name => aMetric({ name })),
    });
    expect(describeLooks(30, worse, model)).toContain(
      '. 2 more metrics are concerned.',
    );
  });

  it('names the limit that was exceeded, and the values', () => {
    const model = anAnalysis({
      metrics: [
        aMetric({ hardLimit: { atMost: 0.5, minimumSamples: 20, looks: 2 } }),
      ],
    });
    expect(describeLooks(2, () => counted([30, 40], [2, 400]), model)).toBe(
      '“The errors”: 1.5.0 exceeded the limit of 50 % in 2 looks in a row, last with 30 of 40 requests (75 %); 1.4.1: 2 of 400 (0.5 %).',
    );
  });

  it('counts the looks together that a limit counts together', () => {
    const model = anAnalysis({
      metrics: [
        aMetric({ hardLimit: { atMost: 0.1, minimumSamples: 20, looks: 1 } }),
      ],
    });
    const looks = [counted([3, 19], [0, 200]), counted([1, 2], [0, 17])];
    expect(describeLooks(2, index => looks[index], model)).toBe(
      '“The errors”: 1.5.0 exceeded the limit of 10 %, with 4 of 21 requests (19 %); 1.4.1: 0 of 217 (0 %).',
    );
  });

  it('does not round a value to the limit that it exceeds', () => {
    const model = anAnalysis({
      metrics: [
        aMetric({ hardLimit: { atMost: 0.1, minimumSamples: 20, looks: 1 } }),
      ],
    });
    expect(
      describeLooks(
        1,
        () => ({ candidate: counted([101, 1_000], [0, 0]).candidate }),
        model,
      ),
    ).toBe(
      '“The errors”: 1.5.0 exceeded the limit of 10 %, with 101 of 1,000 requests (10.1 %).',
    );
  });

  it('names the level that exceeded its limit', () => {
    const model = anAnalysis({
      metrics: [
        aMetric({
          kind: 'gauge',
          hardLimit: { atMost: 500, minimumSamples: 1, looks: 1 },
        }),
      ],
    });
    expect(
      describeLooks(
        1,
        () => ({
          candidate: { type: 'value', value: 620 },
          baseline: { type: 'value', value: 480 },
        }),
        model,
      ),
    ).toBe(
      '“The errors”: 1.5.0 exceeded the limit of 500, with 620; 1.4.1: 480.',
    );
  });

  it('names the score that a person decides about', () => {
    const model = anAnalysis({
      metrics: [
        aMetric({ critical: false }),
        ...['a', 'b', 'c', 'd'].map(name =>
          aMetric({ name, critical: false, direction: 'decrease' }),
        ),
      ],
    });
    expect(describeLooks(60, worse, model)).toMatch(
      /^A person decides: the score of 80 is below 95, but not below 75\. “The errors”: 4 times as frequent/,
    );
  });

  it('says what is missing while it measures', () => {
    expect(describeLooks(1, same)).toBe(
      'Measuring: “The errors”: not enough data yet.',
    );
    expect(describeLooks(20, same, anAnalysis(), { lastStep: true })).toMatch(
      /^Not proven yet: “The errors”: a change of up to \d+ % can't be ruled out \(25 % would matter\); it takes roughly [\d,]+ more looks\.$/,
    );
    expect(describeLooks(8, () => ({ error: 'refused' }))).toBe(
      'Measuring: “The errors”: no data from 1.5.0 and 1.4.1.',
    );
  });

  it('says that what passed must be measured with more traffic too', () => {
    const model = anAnalysis();
    const looks = Array.from({ length: 201 }, (_, index) =>
      aLook(
        index + 1,
        { errors: same() },
        index < 200 ? {} : { weight: 50, weightSince: 2_000_000 },
      ),
    );
    const progress = { lastStep: true, timeIsUp: false };
    expect(
      renderSentences(
        sayVerdict(
          replayLooks(model, looks, { attempt: 1, analyses: 1, ...progress }),
          { model, candidate: '1.5.0', baseline: '1.4.1', lastStage: true },
        ),
      ),
    ).toBe(
      'Not proven yet: “The errors”: not enough data with this share of the traffic yet.',
    );
  });

  it('says that time ran out', () => {
    expect(describeLooks(8, same, anAnalysis(), { timeIsUp: true })).toMatch(
      /^A person decides: time ran out without a verdict\. “The errors”/,
    );
  });

  it('says that nothing is wrong', () => {
    expect(describeLooks(12, same)).toBe(
      "No sign of harm in 1.5.0 so far, so it may get more traffic. It isn't proven yet: it has to pass at the last stage.",
    );
    expect(describeLooks(200, same, anAnalysis(), { lastStep: true })).toBe(
      'Passed: 1.5.0 is not meaningfully worse than 1.4.1.',
    );
  });
});
