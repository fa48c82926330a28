import {
  listKnownKeys,
  parseWithSchema,
} from '@slipway/backstage-plugin-deployments-node/config';
import { renderPhrase } from '../../domain/text/stepSentences';
import { canarySchema, listStages, sayStages } from './canarySettings';

const read = (settings: unknown) => canarySchema.parse(settings);

/** The mistakes in settings, each with its path. */
function mistakes(settings: unknown): string[] {
  const parsed = parseWithSchema(canarySchema, settings);
  return parsed.success
    ? []
    : parsed.issues.map(
        ({ path = [], message }) => `${path.join('.')} ${message}`,
      );
}

describe('the settings of a canary', () => {
  it.each<[string, unknown, string]>([
    ['no stages', {}, 'stages is missing; write "stages" or "auto"'],
    [
      'stages and auto',
      {
        analysis: 'web',
        stages: [{ weight: 10 }],
        auto: { from: 5, to: 50 },
      },
      'auto has no meaning with "stages"',
    ],
    [
      'auto without an analysis',
      { auto: { from: 5, to: 50 } },
      'auto needs "analysis"',
    ],
    [
      'auto that starts above its end',
      { analysis: 'web', auto: { from: 50, to: 5 } },
      'auto.to must be at least "from"',
    ],
    [
      'a weight that does not rise',
      { analysis: 'web', stages: [{ weight: 10 }, { weight: 10 }] },
      'stages.1.weight must be more than 10',
    ],
    [
      'a last stage of all traffic',
      { analysis: 'web', stages: [{ weight: 100 }] },
      'stages.0.weight must be less than 100: all of the traffic follows',
    ],
    [
      'a weight that gets no request',
      { analysis: 'web', stages: [{ weight: 0.04 }] },
      'stages.0.weight expected a percentage with at most one decimal place',
    ],
    [
      'a weight of nothing',
      { analysis: 'web', stages: [{ weight: 0 }] },
      'stages.0.weight must be at least 0.1',
    ],
    [
      'auto that starts with almost nothing',
      { analysis: 'web', auto: { from: 5e-324, to: 50 } },
      'auto.from expected a percentage with at most one decimal place',
    ],
    [
      'a stage without an end',
      { stages: [{ weight: 10 }] },
      'stages.0 would end immediately; add "for", "until: promoted" or "analysis"',
    ],
    [
      'a stage whose analysis is none and that has no other end',
      { analysis: 'web', stages: [{ weight: 10, analysis: 'none' }] },
      'stages.0 would end immediately',
    ],
    [
      'a time for a stage that a person ends',
      { stages: [{ weight: 10, for: '5m', until: 'promoted' }] },
      'stages.0.for has no meaning with "until: promoted"',
    ],
    [
      'another end',
      { stages: [{ weight: 10, until: 'approved' }] },
      'stages.0.until',
    ],
  ])('rejects %s', (_, settings, expected) => {
    expect(mistakes(settings)).toEqual([expect.stringContaining(expected)]);
  });

  it('give each stage the analysis of the step unless it names another one or none', () => {
    const stages = listStages(
      read({
        analysis: 'web',
        stages: [
          { weight: 10 },
          { weight: 25, analysis: 'strict' },
          { weight: 50, for: '2m', analysis: 'none' },
        ],
      }),
    );
    expect(stages.map(({ analysis }) => analysis)).toEqual([
      'web',
      'strict',
      undefined,
    ]);
  });

  it('are known for suggestions, and to find the analyses', () => {
    expect(listKnownKeys(canarySchema, [])).toContain('analysis');
    expect(listKnownKeys(canarySchema, ['stages', 0])).toContain('until');
    expect(listKnownKeys(canarySchema, ['auto'])).toContain('within');
  });

  it('ignore keys that a later config file removes', () => {
    expect(
      mistakes({
        analysis: 'web',
        stages: null,
        auto: { from: 5, to: 50, within: null },
      }),
    ).toEqual([]);
    expect(
      mistakes({
        stages: [{ weight: 10, for: null, until: 'promoted', analysis: null }],
        auto: null,
      }),
    ).toEqual([]);
  });

  it.each([
    [
      { from: 0.1, to: 99.9 },
      [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 51.2, 99.9],
    ],
    [{ from: 5, to: 80 }, [5, 10, 20, 40, 80]],
    [{ from: 10, to: 50 }, [10, 20, 40, 50]],
    [{ from: 50, to: 50 }, [50]],
  ])('doubles the weight in %j', (auto, weights) => {
    expect(
      listStages(read({ analysis: 'web', auto })).map(({ weight }) => weight),
    ).toEqual(weights);
  });

  it.each([
    [
      {
        stages: [
          { weight: 10, for: '2m' },
          { weight: 25, until: 'promoted' },
        ],
      },
      '10 % of the traffic for 2 min, then 25 % until it is promoted, then 100 %',
    ],
    [
      {
        analysis: 'web',
        stages: [{ weight: 10, for: '2m' }, { weight: 25 }],
      },
      '10 % of the traffic for at least 2 min under the analysis “Web requests”, then 25 % under the analysis “Web requests”, then 100 %',
    ],
    [
      { analysis: 'web', auto: { from: 5, to: 80, within: '1h' } },
      '5 % of the traffic, doubled up to 80 % whenever the analysis “Web requests” allows it, within 1 h, then 100 %',
    ],
  ])('describes %j', (settings, expected) => {
    expect(
      renderPhrase(
        sayStages(read(settings), { web: { title: 'Web requests' } }),
      ),
    ).toBe(`: ${expected}`);
  });
});
