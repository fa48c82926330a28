import { DORA_METRICS } from '@slipway/backstage-plugin-deployments-common';
import type { CardOptions, Figures } from './metricValues';
import { listCards, listPeriodValues } from './metricValues';

const HOUR = 3_600_000;

const NONE: Figures = {
  delivery: { n: 0, days: 0, settling: 0, excluded: {} },
  leadTime: { n: 0, excluded: {}, parts: {} },
  failRate: { n: 0, hits: 0, settling: 0, excluded: {} },
  recovery: { n: 0, excluded: {}, open: 0 },
  rework: { n: 0, hits: 0, settling: 0, excluded: {} },
  demo: false,
};
const SOME: Figures = {
  delivery: { n: 42, days: 6, settling: 3, excluded: { rollback: 2 } },
  leadTime: {
    n: 9,
    excluded: {},
    quantiles: { p50: HOUR, p75: 2 * HOUR, p90: 3 * HOUR },
    parts: {},
  },
  failRate: { n: 20, hits: 5, settling: 0, excluded: {} },
  recovery: {
    n: 1,
    excluded: {},
    quantiles: { p50: HOUR, p75: HOUR, p90: HOUR },
    open: 2,
  },
  rework: { n: 10, hits: 0, settling: 0, excluded: {} },
  demo: false,
};
const OPTIONS: CardOptions = {
  days: 14,
  previousDays: 7,
  bandsYear: 2024,
  targets: { 'change-fail-rate': 0.1 },
};
const cards = (
  now: Figures,
  before: Figures,
  more: Partial<CardOptions> = {},
) =>
  new Map(
    listCards(now, before, { ...OPTIONS, ...more }).map(card => [
      card.metric,
      card,
    ]),
  );

describe('metric cards', () => {
  it('without data have no value, which is neither 0 nor in a band', () => {
    for (const bandsYear of [2019, 2021, 2023, 2024] as const) {
      for (const card of cards(NONE, NONE, { bandsYear }).values()) {
        expect(card).toMatchObject({ n: 0, previousN: 0 });
        for (const key of ['value', 'previous', 'band', 'p75', 'p90']) {
          expect(card).not.toHaveProperty(key);
        }
        expect(card).not.toHaveProperty('deploymentDaysPerWeek');
        expect(card.warnings).toEqual([]);
      }
    }
  });

  it('come in a fixed order, with value, sample size, and a band with its year', () => {
    const found = cards(SOME, SOME);
    expect([...found.keys()]).toEqual([...DORA_METRICS]);
    expect(found.get('deployment-frequency')).toMatchObject({
      value: 3,
      unit: 'per-day',
      n: 42,
      // On six days of two weeks.
      deploymentDaysPerWeek: 3,
      settling: 3,
      excluded: [{ reason: 'rollback', count: 2 }],
      band: { names: ['elite'], year: 2024 },
    });
    expect(found.get('change-lead-time')).toMatchObject({
      value: HOUR,
      p75: 2 * HOUR,
      p90: 3 * HOUR,
      unit: 'milliseconds',
    });
    expect(found.get('change-fail-rate')).toMatchObject({
      value: 0.25,
      numerator: 5,
      unit: 'ratio',
      target: 0.1,
    });
    expect(found.get('recovery-time')).toMatchObject({ open: 2, n: 1 });
    // A rate of 0 is a value.
    expect(found.get('rework-rate')).toMatchObject({ value: 0, n: 10 });
  });

  it('compare with the previous period if it has data', () => {
    const found = cards(SOME, SOME);
    // Half as many days.
    expect(found.get('deployment-frequency')).toMatchObject({
      value: 3,
      previous: 6,
      previousN: 42,
    });
    for (const card of cards(SOME, NONE).values()) {
      expect(card).toHaveProperty('value');
      expect(card).not.toHaveProperty('previous');
      expect(card.previousN).toBe(0);
    }
    for (const card of cards(NONE, SOME).values()) {
      expect(card).not.toHaveProperty('value');
      expect(card).toHaveProperty('previous');
    }
  });

  it('of a range that has just started do not exceed one day or one week', () => {
    const delivery = { ...SOME.delivery, n: 1, days: 1 };
    const found = cards({ ...SOME, delivery }, SOME, { days: 1 / 1440 });
    const card = found.get('deployment-frequency');
    expect(card).toMatchObject({ value: 1, deploymentDaysPerWeek: 7 });
    expect(card?.band?.names).toEqual(['high']);
    const third = { ...SOME, delivery: { ...delivery, days: 3 } };
    expect(
      cards(third, SOME, { days: 2.5 }).get('deployment-frequency'),
    ).toMatchObject({ value: 0.4, deploymentDaysPerWeek: 7 });
  });

  it('have no frequency for a range that has not started', () => {
    const card = cards(SOME, SOME, { days: 0 }).get('deployment-frequency');
    expect(card).not.toHaveProperty('value');
    expect(card).not.toHaveProperty('deploymentDaysPerWeek');
  });

  it('take each figure from its own metric, now and before', () => {
    const now: Figures = {
      delivery: { n: 28, days: 6, settling: 1, excluded: { rollback: 2 } },
      leadTime: {
        n: 27,
        excluded: { 'merge-commit': 3 },
        quantiles: { p50: HOUR, p75: 2 * HOUR, p90: 3 * HOUR },
        parts: { coding: { value: 7, n: 2 } },
      },
      failRate: { n: 20, hits: 5, settling: 2, excluded: { restart: 4 } },
      recovery: {
        n: 6,
        excluded: { 'still-open': 5 },
        quantiles: { p50: 4 * HOUR, p75: 5 * HOUR, p90: 6 * HOUR },
        open: 5,
      },
      rework: { n: 10, hits: 3, settling: 3, excluded: { removal: 6 } },
      demo: false,
    };
    const before: Figures = {
      ...now,
      delivery: { ...now.delivery, n: 7 },
      leadTime: {
        ...now.leadTime,
        n: 31,
        quantiles: { p50: 7 * HOUR, p75: 8 * HOUR, p90: 9 * HOUR },
      },
      failRate: { ...now.failRate, n: 32, hits: 8 },
      recovery: {
        ...now.recovery,
        n: 33,
        quantiles: { p50: 10 * HOUR, p75: 11 * HOUR, p90: 12 * HOUR },
      },
      rework: { ...now.rework, n: 40, hits: 4 },
    };
    const bandless = listCards(now, before, { ...OPTIONS, targets: {} }).map(
      ({ band, ...card }) => card,
    );
    expect(bandless).toStrictEqual([
      {
        metric: 'deployment-frequency',
        unit: 'per-day',
        n: 28,
        previousN: 7,
        settling: 1,
        excluded: [{ reason: 'rollback', count: 2 }],
        value: 2,
        previous: 1,
        deploymentDaysPerWeek: 3,
        warnings: [],
      },
      {
        metric: 'change-lead-time',
        unit: 'milliseconds',
        n: 27,
        previousN: 31,
        settling: 0,
        excluded: [{ reason: 'merge-commit', count: 3 }],
        value: HOUR,
        previous: 7 * HOUR,
        p75: 2 * HOUR,
        p90: 3 * HOUR,
        breakdown: { coding: { value: 7, n: 2 } },
        warnings: [],
      },
      {
        metric: 'change-fail-rate',
        unit: 'ratio',
        n: 20,
        previousN: 32,
        settling: 2,
        excluded: [{ reason: 'restart', count: 4 }],
        value: 0.25,
        previous: 0.25,
        numerator: 5,
        warnings: [],
      },
      {
        metric: 'recovery-time',
        unit: 'milliseconds',
        n: 6,
        previousN: 33,
        settling: 0,
        excluded: [{ reason: 'still-open', count: 5 }],
        value: 4 * HOUR,
        previous: 10 * HOUR,
        p75: 5 * HOUR,
        p90: 6 * HOUR,
        open: 5,
        warnings: [],
      },
      {
        metric: 'rework-rate',
        unit: 'ratio',
        n: 10,
        previousN: 40,
        settling: 3,
        excluded: [{ reason: 'removal', count: 6 }],
        value: 0.3,
        previous: 0.1,
        numerator: 3,
        warnings: [],
      },
    ]);
  });

  it('list the reasons of excluded rows, the most frequent first, then by name', () => {
    const delivery = {
      ...SOME.delivery,
      excluded: { rollback: 1, removal: 2, restart: 1, 'not-successful': 0 },
    };
    expect(
      cards({ ...SOME, delivery }, NONE).get('deployment-frequency')?.excluded,
    ).toEqual([
      { reason: 'removal', count: 2 },
      { reason: 'restart', count: 1 },
      { reason: 'rollback', count: 1 },
    ]);
  });

  it.each([
    [0, []],
    [1, ['Small sample (n = 1): one more could change this number a lot']],
    [4, ['Small sample (n = 4): one more could change this number a lot']],
    [5, []],
  ])('warn for %d rows: %j', (n, warnings) => {
    const of = { n, hits: 0, settling: 0, excluded: {} };
    const found = cards(
      { ...SOME, rework: of, delivery: { ...of, days: 1 } },
      NONE,
    );
    expect(found.get('rework-rate')?.warnings).toEqual(warnings);
    // A frequency is a count, not a share of few.
    expect(found.get('deployment-frequency')?.warnings).toEqual([]);
  });

  it('use the singular for one row', () => {
    const excluded = {
      'negative-time': 1,
      'missing-author-time': 1,
      'no-commits': 1,
    };
    const found = cards(
      {
        ...SOME,
        leadTime: { ...SOME.leadTime, excluded },
        recovery: {
          ...SOME.recovery,
          n: 5,
          excluded: { 'negative-time': 2 },
        },
      },
      NONE,
    );
    expect(found.get('change-lead-time')?.warnings).toEqual([
      '1 commit was written after it was deployed: a clock is wrong somewhere',
      '1 commit has no author time',
      'The source of 1 deployment does not say which commits it contains',
    ]);
    expect(found.get('recovery-time')?.warnings).toEqual([
      '2 recoveries ended before they began: a clock is wrong somewhere',
    ]);
  });

  it('warn about what the number alone hides', () => {
    const found = cards(
      {
        ...SOME,
        leadTime: {
          ...SOME.leadTime,
          excluded: {
            'negative-time': 2,
            'missing-author-time': 3,
            'no-commits': 4,
          },
        },
        recovery: { ...SOME.recovery, excluded: { 'negative-time': 1 } },
      },
      NONE,
    );
    expect(found.get('change-lead-time')?.warnings).toEqual([
      '2 commits were written after they were deployed: a clock is wrong somewhere',
      '3 commits have no author time',
      'The sources of 4 deployments do not say which commits they contain',
    ]);
    expect(found.get('recovery-time')?.warnings).toEqual([
      '1 recovery ended before it began: a clock is wrong somewhere',
      'Small sample (n = 1): one more could change this number a lot',
    ]);
  });
});

describe('trend periods', () => {
  it('have zeros for deployments only; other metrics have gaps', () => {
    expect(
      listPeriodValues({
        delivered: 0,
        leadTime: { n: 0 },
        failRate: { n: 0, hits: 0 },
        recovery: { n: 0 },
        rework: { n: 0, hits: 0 },
      }),
    ).toEqual([
      { metric: 'deployment-frequency', n: 0, value: 0 },
      { metric: 'change-lead-time', n: 0 },
      { metric: 'change-fail-rate', n: 0, numerator: 0 },
      { metric: 'recovery-time', n: 0 },
      { metric: 'rework-rate', n: 0, numerator: 0 },
    ]);
  });

  it('have a count, the median, and higher percentiles', () => {
    expect(
      listPeriodValues({
        delivered: 3,
        leadTime: { n: 4, quantiles: { p50: 1, p75: 2, p90: 3 } },
        failRate: { n: 5, hits: 1 },
        recovery: { n: 6, quantiles: { p50: 4, p75: 5, p90: 6 } },
        rework: { n: 8, hits: 2 },
      }),
    ).toStrictEqual([
      { metric: 'deployment-frequency', n: 3, value: 3 },
      { metric: 'change-lead-time', n: 4, value: 1, p75: 2, p90: 3 },
      { metric: 'change-fail-rate', n: 5, numerator: 1, value: 0.2 },
      { metric: 'recovery-time', n: 6, value: 4, p75: 5, p90: 6 },
      { metric: 'rework-rate', n: 8, numerator: 2, value: 0.25 },
    ]);
  });
});
