import { HEALTH, MINUTE, T0 } from '../deployment/__testUtils__/builders';
import type { AssessedMeasurement } from '../analysis/measurement';
import { assessWatch, beginWatch } from './assessWatch';
import type { WatchAssessment } from './assessWatch';
import { defineWatch } from './defineWatch';
import type { WatchModel } from './watchModel';

type Outcome = AssessedMeasurement['outcome'] | 'none';

/** Measures one check every minute with these outcomes, and returns each assessment. */
function watch(
  outcomes: readonly (Outcome | { afterMinutes: number; outcome: Outcome })[],
  options: Partial<WatchModel> & { noData?: 'fail' } = {},
): WatchAssessment[] {
  const definition = defineWatch(
    {
      forMs: 5 * MINUTE,
      everyMs: MINUTE,
      failForMs: 2 * MINUTE,
      onBreach: 'ask',
      checks: ['health'],
      ...options,
    },
    { health: { ...HEALTH, noData: options.noData ?? 'inconclusive' } },
  );
  let progress = beginWatch(definition, T0);
  let now = T0;
  return outcomes.map(each => {
    const { afterMinutes, outcome } =
      typeof each === 'string' ? { afterMinutes: 1, outcome: each } : each;
    now += afterMinutes * MINUTE;
    const measured = new Map(
      outcome === 'none'
        ? []
        : [
            [
              'health',
              { at: now, outcome, message: `it was ${outcome}` },
            ] as const,
          ],
    );
    const assessed = assessWatch(
      definition,
      { startedAt: T0, before: progress },
      measured,
      now,
    );
    progress = assessed.progress;
    return assessed;
  });
}

const results = (...args: Parameters<typeof watch>) =>
  watch(...args).map(({ result }) => result);
const last = (...args: Parameters<typeof watch>) => watch(...args).at(-1)!;

const repeat = (outcome: Outcome, times: number): Outcome[] =>
  Array.from({ length: times }, () => outcome);

describe('assessWatch', () => {
  it('confirms when every check passed until the end', () => {
    expect(results(repeat('passed', 5))).toEqual([
      ...repeat('passed', 4).map(() => 'watching'),
      'confirmed',
    ]);
  });

  it('does not breach before the check has failed for failFor', () => {
    expect(results(['passed', 'failed', 'failed'])).toEqual([
      'watching',
      'watching',
      'watching',
    ]);
    expect(last(['passed', 'failed', 'failed', 'failed'])).toMatchObject({
      result: 'breached',
      reason: 'health failed for 2 min: it was failed',
      progress: {
        breach: [
          {
            code: 'check_failed_for',
            params: {
              check: 'health',
              periodMs: 2 * MINUTE,
              detail: 'it was failed',
            },
          },
        ],
      },
    });
  });

  it('starts to count again after a passed measurement', () => {
    expect(
      last(['failed', 'failed', 'passed', 'failed', 'failed']),
    ).toMatchObject({
      result: 'watching',
      progress: { checks: [{ failingSince: T0 + 4 * MINUTE }] },
    });
  });

  it.each([
    ['errors', 'error'],
    ['missing data', 'no_data'],
    ['warm-up after a restart', 'warming_up'],
    ['nothing measured', 'none'],
  ] as const)('never breaches and never confirms on %s', (_, outcome) => {
    expect(results(repeat(outcome, 10))).toEqual([
      ...Array.from({ length: 9 }, () => 'watching'),
      'unconfirmed',
    ]);
  });

  it('says why it could not be confirmed', () => {
    expect(last(repeat('error', 10))).toMatchObject({
      reason: 'health: it was error',
    });
  });

  it('breaches on missing data if the check says so', () => {
    expect(
      last(['no_data', 'no_data', 'no_data'], { noData: 'fail' }).result,
    ).toBe('breached');
  });

  it('does not count errors as failures, nor as an end of the failure', () => {
    expect(results(['failed', 'error', 'error'])).not.toContain('breached');
    expect(last(['failed', 'error', 'failed', 'failed']).result).toBe(
      'breached',
    );
  });

  it.each(['error', 'no_data', 'warming_up', 'none'] as const)(
    'does not count the time of %s towards a breach',
    outcome => {
      expect(last(['failed', outcome, 'failed'])).toMatchObject({
        result: 'watching',
        progress: { checks: [{ failingSince: T0 + 2 * MINUTE }] },
      });
    },
  );

  it('does not confirm after errors and one passed measurement', () => {
    expect(results([...repeat('error', 9), 'passed'])).toEqual([
      ...Array.from({ length: 9 }, () => 'watching'),
      'unconfirmed',
    ]);
    expect(last([...repeat('error', 9), 'passed'])).toMatchObject({
      reason: 'its checks could be measured for only 1 min of 5 min',
      progress: { endsAt: T0 + 10 * MINUTE },
    });
    expect(last([...repeat('error', 6), ...repeat('passed', 4)]).result).toBe(
      'unconfirmed',
    );
    expect(last([...repeat('error', 5), ...repeat('passed', 5)]).result).toBe(
      'confirmed',
    );
  });

  it('does not confirm after a gap longer than the watch and one passed measurement', () => {
    for (const afterMinutes of [9, 10, 30]) {
      expect(
        last(['passed', { afterMinutes, outcome: 'passed' as const }]).result,
      ).toBe('unconfirmed');
    }
  });

  it('lasts longer by the time that could not be measured', () => {
    expect(last(['error', 'error', ...repeat('passed', 4)]).result).toBe(
      'watching',
    );
    expect(last(['error', 'error', ...repeat('passed', 5)]).result).toBe(
      'confirmed',
    );
  });

  it('lasts longer by a gap between measurements, which no failure spans', () => {
    const gap = { afterMinutes: 4, outcome: 'failed' as const };
    expect(last(['failed', gap])).toMatchObject({
      result: 'watching',
      progress: { endsAt: T0 + 8 * MINUTE },
    });
  });

  it('does not confirm while a check fails, but waits until it recovers', () => {
    expect(
      results([...repeat('passed', 4), 'failed', 'failed', 'passed']),
    ).toEqual([...Array.from({ length: 6 }, () => 'watching'), 'confirmed']);
    expect(
      last([...repeat('passed', 4), 'failed', 'failed', 'failed']).result,
    ).toBe('breached');
  });
});

describe('defineWatch', () => {
  it('measures at the interval of the watch, without gaps, and keeps a longer failFor of the check', () => {
    const { checks } = defineWatch(
      {
        forMs: 10 * MINUTE,
        everyMs: 2 * MINUTE,
        failForMs: MINUTE,
        onBreach: 'ask',
        checks: ['health', 'slow'],
      },
      {
        health: { ...HEALTH, afterMs: MINUTE },
        slow: { ...HEALTH, name: 'slow', failForMs: 5 * MINUTE },
        other: { ...HEALTH, name: 'other' },
      },
    );
    expect(checks).toMatchObject({
      health: {
        everyMs: 2 * MINUTE,
        windowMs: 2 * MINUTE,
        afterMs: 0,
        failForMs: MINUTE,
      },
      slow: { failForMs: 5 * MINUTE },
    });
    expect(Object.keys(checks)).toEqual(['health', 'slow']);
  });
});
