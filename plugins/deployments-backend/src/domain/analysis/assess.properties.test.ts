/* eslint-disable jest/no-conditional-expect -- a property asks only of the moments that it is about; that there are such
   moments is a property of its own */
import fc from 'fast-check';
import type { CheckModel } from '../model/deploymentsModel';
import { assessCheck } from './assess';
import type { AssessedMeasurement } from './measurement';

const S = 1_000;
const T0 = 1_000_000;

const checks: fc.Arbitrary<CheckModel> = fc.record({
  name: fc.constant('c'),
  provider: fc.constant('p'),
  with: fc.constant({}),
  passes: fc.constant({ atLeast: 1 }),
  everyMs: fc.constantFrom(S, 5 * S, 30 * S),
  afterMs: fc.constantFrom(0, 3 * S, 20 * S),
  failForMs: fc.constantFrom(0, 5 * S, 15 * S),
  tolerateErrors: fc.nat(3),
  noData: fc.constantFrom('inconclusive' as const, 'fail' as const),
  windowMs: fc.constantFrom(S, 10 * S, 60 * S),
});

const outcomes = fc.array(
  fc.constantFrom(
    'passed' as const,
    'passed' as const,
    'failed' as const,
    'error' as const,
    'no_data' as const,
  ),
  {
    minLength: 400,
    maxLength: 400,
  },
);

/** Measures at the times that the assessment gives, with the given outcomes, until there is a verdict. */
function observe(
  check: CheckModel,
  forMs: number,
  given: AssessedMeasurement['outcome'][],
  late: number,
) {
  const measurements: AssessedMeasurement[] = [];
  const endsAt = T0 + Math.max(forMs, check.afterMs);
  let now = T0;
  for (const outcome of given) {
    const assessment = assessCheck(check, measurements, {
      startedAt: T0,
      endsAt,
      now,
    });
    if (assessment.verdict) {
      return { assessment, measurements, endsAt, now };
    }
    now = (assessment.nextMeasurementAt ?? now) + late;
    measurements.push({ at: now, outcome });
  }
  return {
    assessment: assessCheck(check, measurements, {
      startedAt: T0,
      endsAt,
      now,
    }),
    measurements,
    endsAt,
    now,
  };
}

const runs = fc.record({
  check: checks,
  forMs: fc.constantFrom(0, 10 * S, 60 * S),
  given: outcomes,
  late: fc.constantFrom(0, 1, 7 * S),
});

describe('a check with any measurements', () => {
  it('passes only with passed measurements after the warm-up and one at the end of the period', () => {
    fc.assert(
      fc.property(runs, ({ check, forMs, given, late }) => {
        const { assessment, measurements, endsAt } = observe(
          check,
          forMs,
          given,
          late,
        );
        if (assessment.verdict === 'passed') {
          const counted = measurements.filter(
            ({ at }) => at >= T0 + check.afterMs,
          );
          expect(counted.some(({ outcome }) => outcome === 'passed')).toBe(
            true,
          );
          expect(measurements.at(-1)!.at).toBeGreaterThanOrEqual(endsAt);
          const meaningful = counted.filter(
            ({ outcome }) => outcome === 'passed' || outcome === 'failed',
          );
          expect(meaningful.at(-1)!.outcome).toBe('passed');
        }
        if (assessment.verdict === 'failed') {
          const failing =
            check.noData === 'fail' ? ['failed', 'no_data'] : ['failed'];
          expect(failing).toContain(measurements.at(-1)!.outcome);
          expect(
            measurements.at(-1)!.at - assessment.failingSince!,
          ).toBeGreaterThanOrEqual(check.failForMs);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('reaches a verdict, and later measurements do not change it', () => {
    fc.assert(
      fc.property(runs, outcomes, ({ check, forMs, given, late }, more) => {
        // Nothing is broken forever: in the end the check responds.
        const ends = [
          ...given.slice(0, 40),
          ...given.slice(40).map(() => 'passed' as const),
        ];
        const { assessment, measurements, endsAt, now } = observe(
          check,
          forMs,
          ends,
          late,
        );
        expect(assessment.verdict).toBeDefined();
        expect(assessment.nextMeasurementAt).toBeUndefined();
        const later = more
          .slice(0, 5)
          .map((outcome, index) => ({ at: now + (index + 1) * S, outcome }));
        expect(
          assessCheck(check, [...measurements, ...later], {
            startedAt: T0,
            endsAt,
            now: now + 60 * S,
          }),
        ).toEqual(assessment);
      }),
      { numRuns: 300 },
    );
  });

  it('measures at its interval, plus at the ends of warm-up and period', () => {
    fc.assert(
      fc.property(runs, ({ check, forMs, given, late }) => {
        const { measurements, endsAt } = observe(check, forMs, given, late);
        const early = measurements
          .slice(1)
          .filter(
            ({ at }, index) => at - measurements[index].at < check.everyMs,
          );
        for (const { at } of early) {
          expect([T0 + check.afterMs + late, endsAt + late]).toContain(at);
        }
      }),
      { numRuns: 300 },
    );
  });
});
