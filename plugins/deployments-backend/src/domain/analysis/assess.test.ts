import type { CheckModel } from '../model/deploymentsModel';
import { assessCheck, nextMeasurementAt, observationEndsAt } from './assess';
import { assessMeasurement } from './assessMeasurement';
import type {
  AssessedMeasurement,
  CheckResponse,
  MeasurementOutcome,
} from './measurement';

const S = 1_000;
const T0 = 1_000_000;

const aCheck = (overrides: Partial<CheckModel> = {}): CheckModel => ({
  name: 'availability',
  provider: 'target',
  with: {},
  passes: { atLeast: 0.99 },
  everyMs: 5 * S,
  afterMs: 0,
  failForMs: 0,
  tolerateErrors: 3,
  noData: 'inconclusive',
  windowMs: 60 * S,
  ...overrides,
});

const OUTCOMES: Record<string, MeasurementOutcome> = {
  p: 'passed',
  f: 'failed',
  e: 'error',
  n: 'no_data',
  w: 'warming_up',
};

/** Measurements from letters: `ppf` is one letter every 5 s from the start. */
const measured = (letters: string): AssessedMeasurement[] =>
  [...letters].map((letter, index) => ({
    at: T0 + index * 5 * S,
    outcome: OUTCOMES[letter],
  }));

/** A check that is measured for 20 s, i.e. five times. */
const assess = (letters: string, check: Partial<CheckModel> = {}) => {
  const measurements = measured(letters);
  return assessCheck(aCheck(check), measurements, {
    startedAt: T0,
    endsAt: T0 + 20 * S,
    now: Math.max(T0, ...measurements.map(({ at }) => at)),
  });
};

describe('the verdict of a check', () => {
  it.each<[string, string, Partial<CheckModel>, string | undefined]>([
    ['nothing measured yet', '', {}, undefined],
    ['the period has not ended', 'pppp', {}, undefined],
    ['all passed', 'ppppp', {}, 'passed'],
    ['one failed', 'ppf', {}, 'failed'],
    ['the first failed', 'f', {}, 'failed'],
    ['only the last one passed', 'nnnnp', {}, 'passed'],
    ['no data at all', 'nnnnn', {}, 'inconclusive'],
    ['no data at all, with noData: fail', 'n', { noData: 'fail' }, 'failed'],
    [
      'no data for longer than allowed',
      'nnn',
      { noData: 'fail', failForMs: 10 * S },
      'failed',
    ],
    [
      'no data, not yet for long enough',
      'nn',
      { noData: 'fail', failForMs: 10 * S },
      undefined,
    ],
    [
      'the data ended before the period',
      'pnnnn',
      { windowMs: 10 * S },
      'inconclusive',
    ],
    [
      'a gap shorter than the measured period',
      'pppnn',
      { windowMs: 10 * S },
      'passed',
    ],

    [
      'failing, not yet for long enough',
      'pff',
      { failForMs: 10 * S },
      undefined,
    ],
    ['failing for long enough', 'pfff', { failForMs: 10 * S }, 'failed'],
    [
      'a pass in between starts again',
      'ffpff',
      { failForMs: 10 * S },
      undefined,
    ],
    ['an error in between does not', 'fef', { failForMs: 10 * S }, 'failed'],
    ['nor does missing data', 'fnf', { failForMs: 10 * S }, 'failed'],
    [
      'missing data alone does not extend it',
      'fnn',
      { failForMs: 10 * S },
      undefined,
    ],
    [
      'failing at the end keeps measuring',
      'ppppf',
      { failForMs: 10 * S },
      undefined,
    ],
    [
      'failing at the end, then no data for less than failFor',
      'ppppfn',
      { failForMs: 10 * S },
      undefined,
    ],
    [
      'failing at the end and recovered',
      'ppppfp',
      { failForMs: 10 * S },
      'passed',
    ],
    [
      'failing at the end and after it',
      'ppppfff',
      { failForMs: 10 * S },
      'failed',
    ],
    [
      'failing at the end, then no data',
      'ppppfnn',
      { failForMs: 10 * S },
      'inconclusive',
    ],

    ['errors within tolerance', 'peeepp', {}, 'passed'],
    ['errors past tolerance', 'peeee', {}, 'error'],
    ['only errors', 'eeee', {}, 'error'],
    ['no error tolerated', 'e', { tolerateErrors: 0 }, 'error'],
    [
      'errors that are not consecutive',
      'epepe',
      { tolerateErrors: 1 },
      undefined,
    ],
    ['an error at the end is measured again', 'ppppe', {}, undefined],
    ['an error at the end, then a pass', 'ppppep', {}, 'passed'],
    ['an error after no data', 'nnnne', {}, undefined],

    ['failed during the warm-up', 'ffppp', { afterMs: 10 * S }, 'passed'],
    [
      'errors during the warm-up',
      'eep',
      { afterMs: 10 * S, tolerateErrors: 0 },
      undefined,
    ],
    [
      'passed only during the warm-up',
      'ppnnn',
      { afterMs: 10 * S },
      'inconclusive',
    ],
    ['marked as warming up', 'wwppp', {}, 'passed'],

    ['measurements after the verdict', 'fpppp', {}, 'failed'],
    ['measurements after an error verdict', 'eeeepppp', {}, 'error'],
  ])('%s (%s)', (_name, letters, check, verdict) => {
    expect(assess(letters, check).verdict).toBe(verdict);
  });

  describe('after the portal was down', () => {
    const check = aCheck({ failForMs: 15 * S });
    const period = { startedAt: T0, endsAt: T0 + 20 * S };
    // The portal took two measurements, was down for a while, and continues.
    const back = T0 + 120 * S;
    const assessFrom = (before: string, after: string) => {
      const measurements = [
        ...measured(before),
        ...measured(after).map(({ at, outcome }) => ({
          at: at - T0 + back,
          outcome,
        })),
      ];
      const last = measurements[measurements.length - 1];
      return assessCheck(check, measurements, { ...period, now: last.at });
    };

    it('measures immediately, and decides nothing from earlier measurements', () => {
      const assessment = assessCheck(check, measured('pp'), {
        ...period,
        now: back,
      });
      expect(assessment).toMatchObject({ nextMeasurementAt: back });
      expect(assessment).not.toHaveProperty('verdict');
    });

    it.each<[string, string, string, string | undefined]>([
      ['observes for the rest of the period', 'pp', 'pp', undefined],
      ['passes once the whole period was observed', 'pp', 'pppp', 'passed'],
      ['waits for new data', 'pp', 'nnpp', 'passed'],
      ['is inconclusive if there is no new data', 'nn', 'nnnn', 'inconclusive'],
      ['does not count the gap as failing', 'pf', 'f', undefined],
      ['fails if it keeps failing', 'pf', 'fff', 'failed'],
    ])('%s (%s … %s)', (_name, before, after, verdict) => {
      expect(assessFrom(before, after).verdict).toBe(verdict);
    });

    it('gives the same verdict afterwards', () => {
      const late = { at: back, outcome: 'passed' as const };
      const ended = { startedAt: T0, endsAt: back, ended: true, now: back };
      expect(assessCheck(check, [...measured('pp'), late], ended).verdict).toBe(
        'passed',
      );
    });
  });

  it.each([1, 60 * S])(
    'ignores measurements of an earlier attempt (%d ms)',
    ago => {
      const before = [{ at: T0 - ago, outcome: 'failed' as const }];
      expect(
        assessCheck(aCheck(), [...before, ...measured('ppppp')], {
          startedAt: T0,
          endsAt: T0 + 20 * S,
          now: T0 + 20 * S,
        }).verdict,
      ).toBe('passed');
    },
  );

  it('ignores measurements after the given time', () => {
    expect(
      assessCheck(aCheck(), measured('pppf'), {
        startedAt: T0,
        endsAt: T0 + 20 * S,
        now: T0 + 10 * S,
      }),
    ).toMatchObject({ state: { passed: 3, failed: 0 } });
  });

  it('does not treat a delay of one interval as a gap', () => {
    const measurements = [0, 10, 15, 20].map(seconds => ({
      at: T0 + seconds * S,
      outcome: 'passed' as const,
    }));
    expect(
      assessCheck(aCheck(), measurements, {
        startedAt: T0,
        endsAt: T0 + 20 * S,
        now: T0 + 20 * S,
      }).verdict,
    ).toBe('passed');
  });

  it('says that there was no data', () => {
    const check = aCheck();
    const measurements = [0, 5, 10, 15, 20].map(seconds =>
      assessMeasurement(
        check,
        { kind: 'no_data' },
        { at: T0 + seconds * S, startedAt: T0 },
      ),
    );
    expect(
      assessCheck(check, measurements, {
        startedAt: T0,
        endsAt: T0 + 20 * S,
        now: T0 + 20 * S,
      }).state.message,
    ).toBe('No measurement passed and none failed, because there was no data');
  });

  it('does not depend on the order of measurements', () => {
    const period = { startedAt: T0, endsAt: T0 + 20 * S, now: T0 + 20 * S };
    const check = aCheck({ failForMs: 10 * S });
    expect(assessCheck(check, measured('ffpff').reverse(), period)).toEqual(
      assessCheck(check, measured('ffpff'), period),
    );
  });

  it('returns its state', () => {
    expect(assess('pfnef', { failForMs: 60 * S })).toStrictEqual({
      state: {
        name: 'availability',
        passed: 1,
        failed: 2,
        errors: 1,
        noData: 1,
        failingSince: new Date(T0 + 5 * S).toISOString(),
      },
      failingSince: T0 + 5 * S,
      nextMeasurementAt: T0 + 25 * S,
    });
    expect(assess('ppppp')).toStrictEqual({
      state: {
        name: 'availability',
        passed: 5,
        failed: 0,
        errors: 0,
        noData: 0,
        verdict: 'passed',
      },
      verdict: 'passed',
    });
    expect(assess('eeee').state).toMatchObject({
      verdict: 'error',
      message: '4 errors in a row',
    });
  });
});

describe('when to measure next', () => {
  const next = (
    letters: string,
    check: Partial<CheckModel> = {},
    now?: number,
  ) => {
    const measurements = measured(letters);
    const at = nextMeasurementAt(aCheck(check), measurements, {
      startedAt: T0,
      endsAt: T0 + 23 * S,
      now: now ?? Math.max(T0, ...measurements.map(m => m.at)),
    });
    return at === undefined ? undefined : (at - T0) / S;
  };

  it.each<[string, string, Partial<CheckModel>, number | undefined]>([
    ['immediately', '', {}, 0],
    ['every 5 s', 'p', {}, 5],
    ['at the end of the period', 'ppppp', {}, 23],
    ['at the end of the warm-up', 'w', { afterMs: 3 * S }, 3],
    ['after an error', 'pe', {}, 10],
    ['after two errors, after twice the wait', 'pee', {}, 20],
    ['not after the verdict', 'f', {}, undefined],
  ])('%s', (_name, letters, check, at) => {
    expect(next(letters, check)).toBe(at);
  });

  it('is never in the past', () => {
    expect(next('p', {}, T0 + 90 * S)).toBe(90);
  });

  it('bounds the wait after repeated errors', () => {
    const wait = next(
      'eeeeeeeeeeeeeeeeeeee',
      { tolerateErrors: 100 },
      T0 + 95 * S,
    )!;
    expect(wait - 95).toBeLessThanOrEqual(60);
  });
});

describe('observationEnds', () => {
  it('waits for the end of every warm-up', () => {
    expect(
      observationEndsAt([{ afterMs: 0 }, { afterMs: 30 * S }], T0, 20 * S),
    ).toBe(T0 + 30 * S);
    expect(observationEndsAt([{ afterMs: 10 * S }], T0, 20 * S)).toBe(
      T0 + 20 * S,
    );
    expect(observationEndsAt([], T0, 0)).toBe(T0);
  });
});

describe('assessMeasurement', () => {
  it.each<[string, CheckResponse, Partial<CheckModel>, MeasurementOutcome]>([
    ['within the threshold', { kind: 'measured', value: 0.999 }, {}, 'passed'],
    ['outside the threshold', { kind: 'measured', value: 0.9 }, {}, 'failed'],
    ['without a number', { kind: 'measured', text: 'fine' }, {}, 'error'],
    ['no data', { kind: 'no_data' }, {}, 'no_data'],
    ['an error', { kind: 'error', message: 'away' }, {}, 'error'],
    [
      'its own condition is met',
      { kind: 'measured', holds: true },
      { passes: {} },
      'passed',
    ],
    [
      'its own condition is broken',
      { kind: 'measured', holds: false },
      { passes: {} },
      'failed',
    ],
    [
      'no condition at all',
      { kind: 'measured', value: 1 },
      { passes: {} },
      'error',
    ],
    [
      'both conditions, the threshold broken',
      { kind: 'measured', value: 0.9, holds: true },
      {},
      'failed',
    ],
    [
      'both conditions, its own broken',
      { kind: 'measured', value: 1, holds: false },
      {},
      'failed',
    ],
    [
      'no number for the threshold because of a timeout',
      { kind: 'measured', holds: false, message: 'The connection was refused' },
      {},
      'failed',
    ],
    [
      'no number for the threshold although its own condition is met',
      { kind: 'measured', holds: true },
      {},
      'error',
    ],
    [
      'expected not to be met, and it is not',
      { kind: 'measured', holds: false },
      { passes: { equals: false } },
      'passed',
    ],
    [
      'within the warm-up',
      { kind: 'measured', value: 0.1 },
      { afterMs: 1 },
      'warming_up',
    ],
  ])('%s', (_name, answer, check, outcome) => {
    expect(
      assessMeasurement(aCheck(check), answer, { at: T0, startedAt: T0 })
        .outcome,
    ).toBe(outcome);
  });

  it('stores the measured value and says why it failed', () => {
    expect(
      assessMeasurement(
        aCheck(),
        { kind: 'measured', value: 0.9, samples: 20 },
        { at: T0, startedAt: T0, unit: 'ratio' },
      ),
    ).toEqual({
      at: T0,
      outcome: 'failed',
      value: 0.9,
      samples: 20,
      message: '90 % (needs ≥ 99 %)',
      sentences: [
        {
          code: 'measured_missed',
          params: { value: '90 %', condition: '≥ 99 %' },
        },
      ],
    });
  });
});

describe('the message of a measurement', () => {
  const tell = (answer: CheckResponse, passes = aCheck().passes) =>
    assessMeasurement(aCheck({ passes }), answer, { at: T0, startedAt: T0 });

  it.each<[string, CheckResponse, Omit<AssessedMeasurement, 'at'>]>([
    [
      'the error itself',
      { kind: 'error', message: 'away' },
      { outcome: 'error', message: 'away' },
    ],
    [
      'the number alone, if there is nothing else',
      { kind: 'measured', value: 1 },
      { outcome: 'passed', value: 1 },
    ],
    [
      'everything that the provider returned',
      { kind: 'measured', value: 1, text: 'a', samples: 7, message: 'b' },
      { outcome: 'passed', value: 1, text: 'a', samples: 7, message: 'b' },
    ],
    [
      'no value if it is not a number',
      { kind: 'measured', value: Number.NaN, holds: false, message: 'Refused' },
      { outcome: 'failed', message: 'Refused' },
    ],
    [
      'why its own condition is broken',
      { kind: 'measured', value: 1, holds: false, message: 'Refused' },
      { outcome: 'failed', value: 1, message: 'Refused' },
    ],
    [
      'that its own condition is broken, without a message',
      { kind: 'measured', value: 1, holds: false },
      {
        outcome: 'failed',
        value: 1,
        message: 'Its condition does not hold',
        sentences: [{ code: 'measured_otherwise' }],
      },
    ],
    [
      'the broken condition of its own rather than the threshold',
      { kind: 'measured', value: 0, holds: false, message: 'Refused' },
      { outcome: 'failed', value: 0, message: 'Refused' },
    ],
  ])('%s', (_name, answer, measurement) => {
    expect(tell(answer)).toStrictEqual({ at: T0, ...measurement });
  });
});

describe('a rate of few requests', () => {
  const judge = (answer: CheckResponse, check: Partial<CheckModel> = {}) =>
    assessMeasurement(aCheck({ minSamples: 20, ...check }), answer, {
      at: T0,
      startedAt: T0,
      unit: 'ratio',
    });

  it.each<[string, CheckResponse, MeasurementOutcome]>([
    ['one good request', { kind: 'measured', value: 1, samples: 1 }, 'no_data'],
    ['one bad request', { kind: 'measured', value: 0, samples: 1 }, 'no_data'],
    ['19 good ones', { kind: 'measured', value: 1, samples: 19 }, 'no_data'],
    ['20 good ones', { kind: 'measured', value: 1, samples: 20 }, 'passed'],
    [
      '20 with a bad one',
      { kind: 'measured', value: 0.95, samples: 20 },
      'failed',
    ],
    ['an unknown number of requests', { kind: 'measured', value: 1 }, 'error'],
  ])('of %s', (_case, answer, outcome) => {
    expect(judge(answer).outcome).toBe(outcome);
  });

  it('is shown, with the number of requests that it needs', () => {
    expect(judge({ kind: 'measured', value: 1, samples: 1 })).toMatchObject({
      value: 1,
      samples: 1,
      message: 'Only 1 of the 20 samples that the check needs',
    });
  });

  it('is assessed if the check has no minSamples, as in old snapshots', () => {
    const answer = { kind: 'measured', value: 1, samples: 1 } as const;
    expect(judge(answer, { minSamples: undefined }).outcome).toBe('passed');
  });

  it('never passes a check, which ends inconclusive and says why', () => {
    const measurements = [0, 5, 10, 15, 20].map(seconds =>
      assessMeasurement(
        aCheck({ minSamples: 20 }),
        { kind: 'measured', value: 1, samples: 1 + seconds / 5 },
        { at: T0 + seconds * S, startedAt: T0 },
      ),
    );
    const { verdict, state } = assessCheck(
      aCheck({ minSamples: 20 }),
      measurements,
      { startedAt: T0, endsAt: T0 + 20 * S, now: T0 + 20 * S },
    );
    expect(verdict).toBe('inconclusive');
    expect(state.message).toContain('Only 5 of the ');
  });
});
