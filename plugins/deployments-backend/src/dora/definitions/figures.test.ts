import { DORA_METRICS } from '@slipway/backstage-plugin-deployments-common';
import type { CardOptions, Figures } from './figures';
import { cardsOf, periodValuesOf } from './figures';

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
    cardsOf(now, before, { ...OPTIONS, ...more }).map(card => [
      card.metric,
      card,
    ]),
  );

describe('cards', () => {
  it('of no data have no value, which is neither 0 nor in any band', () => {
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

  it('come in one order, with a value, of how many rows, and a band with its year', () => {
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
    // That nothing had to be repaired is a value.
    expect(found.get('rework-rate')).toMatchObject({ value: 0, n: 10 });
  });

  it('compare with the period before where there is one to compare with', () => {
    const found = cards(SOME, SOME);
    // Of half as many days.
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

  it('of a window that has just begun are not more than a day or a week can be', () => {
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

  it('have no frequency of a window that has not begun', () => {
    const card = cards(SOME, SOME, { days: 0 }).get('deployment-frequency');
    expect(card).not.toHaveProperty('value');
    expect(card).not.toHaveProperty('deploymentDaysPerWeek');
  });

  it('warn of what the number alone would not tell', () => {
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
      'Little data (n = 1): one more could change this number a lot',
    ]);
  });
});

describe('periods of the trend', () => {
  it('have zeros for deployments alone; of all else nothing is a gap', () => {
    expect(
      periodValuesOf({
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
});
