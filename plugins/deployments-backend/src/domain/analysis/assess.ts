import type {
  CheckState,
  Sentence,
} from '@slipway/backstage-plugin-deployments-common';
import type { CheckModel } from '../model/deploymentsModel';
import { say, sayStated, type Said } from '../text/say';
import { toPhrase } from '../text/stepSentences';
import type {
  AssessedMeasurement,
  MeasuredVerdict,
  ObservationPeriod,
} from './measurement';
import { isWorse } from './isWorse';
import { describeFailedCheck, type CheckFailure } from './describeFailedCheck';

/** The wait after an error doubles with each further error, up to this or `everyMs`, whichever is longer. */
const MAX_ERROR_BACKOFF_MS = 60_000;

export interface CheckAssessment {
  /** The check's state for the API. */
  state: CheckState;
  /** Absent if not decided yet. Later measurements don't change it. */
  verdict?: MeasuredVerdict;
  /** When to measure next, in epoch milliseconds, never before `now`; absent once there is a verdict. */
  nextMeasurementAt?: number;
  /** Since when the check has failed without a passed measurement in between, in epoch milliseconds. */
  failingSince?: number;
  /** Set with the verdict `failed`. */
  failure?: CheckFailure;
  /** The counted measurement with the worst value, see `isWorse`; absent without a numeric threshold. */
  worst?: AssessedMeasurement;
}

/**
 * When the observation of a step's checks ends, in epoch milliseconds: after `forMs`, but not before the end of each
 * check's warm-up, because earlier measurements don't count.
 */
export function observationEndsAt(
  checks: Pick<CheckModel, 'afterMs'>[],
  startedAt: number,
  forMs: number,
): number {
  return startedAt + Math.max(forMs, ...checks.map(check => check.afterMs));
}

/** Counts measurements in order until one decides the verdict. */
class MeasurementCounter {
  readonly #check: CheckModel;
  readonly #period: ObservationPeriod;
  readonly #warmUpEnds: number;
  #counts = { passed: 0, failed: 0, errors: 0, noData: 0 };
  #errorsInARow = 0;
  #failingSince: number | undefined;
  #lastPassedAt: number | undefined;
  #lastAt: number | undefined;
  #failure: CheckFailure | undefined;
  #worst: AssessedMeasurement | undefined;
  #last: Said | undefined;
  /** What the last measurement without data said, if it had too few samples. */
  #lastTooFew: Said | undefined;
  /** When the observation ends. Gaps without measurements extend it. */
  #endsAt: number;
  verdict: MeasuredVerdict | undefined;
  #why: Said | undefined;

  constructor(check: CheckModel, period: ObservationPeriod) {
    this.#check = check;
    this.#period = period;
    this.#warmUpEnds = period.startedAt + check.afterMs;
    this.#endsAt = period.endsAt;
  }

  add(measurement: AssessedMeasurement): void {
    const { at, outcome } = measurement;
    this.#excludeGap(at);
    this.#lastAt = at;
    if (outcome === 'warming_up' || at < this.#warmUpEnds) {
      return;
    }
    const said = readSaid(measurement);
    this.#last = said;
    if (isWorse(this.#check.passes, measurement, this.#worst)) {
      this.#worst = measurement;
    }
    switch (outcome) {
      case 'passed':
        this.#counts.passed += 1;
        this.#errorsInARow = 0;
        this.#failingSince = undefined;
        this.#lastPassedAt = at;
        break;
      case 'failed':
        this.#counts.failed += 1;
        this.#errorsInARow = 0;
        this.#fail(measurement);
        break;
      case 'no_data':
        this.#counts.noData += 1;
        this.#errorsInARow = 0;
        this.#lastTooFew = measurement.samples === undefined ? undefined : said;
        if (this.#check.noData === 'fail') {
          this.#fail(measurement);
        }
        break;
      case 'error':
        this.#counts.errors += 1;
        this.#errorsInARow += 1;
        if (this.#errorsInARow > this.#check.tolerateErrors) {
          this.#decide('error', [
            this.#errorsInARow === 1
              ? say('check_error')
              : say('check_errors', { count: this.#errorsInARow }),
            ...(said ? sayStated(said) : []),
          ]);
        }
        break;
      default: {
        const unknown: never = outcome;
        throw new Error(`Unknown outcome: ${String(unknown)}`);
      }
    }
    if (!this.verdict && at >= this.#endsAt) {
      this.#judgeAtEnd(at, outcome);
    }
  }

  assessment(): CheckAssessment {
    const { passed, failed, errors, noData } = this.#counts;
    const failingSince = this.#failingSince;
    const said = this.#why ?? this.#last;
    const next = this.#nextMeasurementAt();
    return {
      state: {
        name: this.#check.name,
        passed,
        failed,
        errors,
        noData,
        ...(this.verdict ? { verdict: this.verdict } : {}),
        ...(failingSince !== undefined
          ? { failingSince: new Date(failingSince).toISOString() }
          : {}),
        ...(said ? { message: said.message } : {}),
        ...(said?.sentences ? { messageSentences: said.sentences } : {}),
      },
      ...(this.verdict ? { verdict: this.verdict } : {}),
      ...(next !== undefined ? { nextMeasurementAt: next } : {}),
      ...(failingSince !== undefined ? { failingSince } : {}),
      ...(this.#failure ? { failure: this.#failure } : {}),
      ...(this.#worst ? { worst: this.#worst } : {}),
    };
  }

  /**
   * Excludes a gap without measurements, for example because the portal was down. The observation lasts longer by the gap,
   * and the gap doesn't count toward `failForMs`. A delay shorter than the check's interval is not a gap.
   */
  #excludeGap(at: number): void {
    const { everyMs } = this.#check;
    const late = at - this.#expectedAt();
    if (late <= everyMs) {
      return;
    }
    if (!this.#period.ended) {
      this.#endsAt += late;
    }
    if (this.#failingSince !== undefined) {
      this.#failingSince += late;
    }
  }

  #fail(measurement: AssessedMeasurement): void {
    const { at } = measurement;
    this.#failingSince ??= at;
    const failedForMs = at - this.#failingSince;
    if (failedForMs >= this.#check.failForMs) {
      this.#failure = {
        measurement,
        failedForMs,
        ...describeFailedCheck(this.#check, measurement, failedForMs),
      };
      this.#decide(
        'failed',
        this.#last ?? [
          say('check_failed_silently', { check: this.#check.name }),
        ],
      );
    }
  }

  /** Decides on a measurement at or after the end of the period. */
  #judgeAtEnd(at: number, outcome: AssessedMeasurement['outcome']): void {
    if (outcome === 'error') {
      // The error is tolerated, so the next measurement decides.
      return;
    }
    if (this.#failingSince !== undefined) {
      // The check has not failed long enough for `failed`, and must not pass while it fails. So measuring continues until it
      // has failed long enough or recovers. A failed measurement that reaches `failForMs` decides by itself. So if that time
      // is over here, the check failed and then had no data.
      if (at - this.#failingSince >= this.#check.failForMs) {
        this.#decide('inconclusive', [say('check_failing_at_end')]);
      }
      return;
    }
    if (this.#lastPassedAt === undefined) {
      this.#decide(
        'inconclusive',
        this.#lastTooFew
          ? [say('check_few'), ...sayStated(this.#lastTooFew)]
          : [say('check_no_data')],
      );
      return;
    }
    const fresh = Math.max(this.#check.windowMs, this.#check.everyMs);
    if (at - this.#lastPassedAt > fresh) {
      this.#decide('inconclusive', [say('check_data_ended')]);
      return;
    }
    this.#decide('passed');
  }

  #decide(verdict: MeasuredVerdict, why?: Said | Sentence[]): void {
    this.verdict = verdict;
    this.#why = Array.isArray(why) ? toPhrase(why) : why;
  }

  #nextMeasurementAt(): number | undefined {
    if (this.verdict) {
      return undefined;
    }
    return Math.max(this.#expectedAt(), this.#period.now);
  }

  /** When the next measurement is due. */
  #expectedAt(): number {
    if (this.#lastAt === undefined) {
      return this.#period.startedAt;
    }
    const { everyMs } = this.#check;
    const pause =
      this.#errorsInARow > 0
        ? Math.min(
            everyMs * 2 ** (this.#errorsInARow - 1),
            Math.max(everyMs, MAX_ERROR_BACKOFF_MS),
          )
        : everyMs;
    let next = this.#lastAt + pause;
    // The first measurement that counts, and the one that ends the period, are taken exactly on time.
    for (const edge of [this.#warmUpEnds, this.#endsAt]) {
      if (this.#lastAt < edge) {
        next = Math.min(next, edge);
      }
    }
    return next;
  }
}

function readSaid({
  message,
  sentences,
}: AssessedMeasurement): Said | undefined {
  return message === undefined ? undefined : { message, sentences };
}

/**
 * Assesses a check from its measurements. Pure, so after a crash, the same measurements give the same result.
 *
 * - `failed` as soon as failed measurements span `failForMs` without a passed one in between. Errors and missing data
 *   in between neither reset nor extend the span. With `noData: fail`, no data counts as a failed measurement.
 * - `error` as soon as there are more than `tolerateErrors` errors in a row.
 * - Otherwise, there is no verdict before a measurement was taken at or after the end of the period. A gap in our
 *   measurements (a crash, an upgrade) extends the period.
 * - `passed` if at least one measurement passed and the check isn't failing at the end. If it is failing, it is measured
 *   until it recovers or has failed for `failForMs`.
 * - `inconclusive` if no measurement passed, or if the last one that passed is too old to say anything about the end.
 */
export function assessCheck(
  check: CheckModel,
  measurements: readonly AssessedMeasurement[],
  period: ObservationPeriod,
): CheckAssessment {
  const counter = new MeasurementCounter(check, period);
  for (const measurement of inOrder(measurements, period)) {
    counter.add(measurement);
    if (counter.verdict) {
      break;
    }
  }
  return counter.assessment();
}

/** Returns when to measure a check next, in epoch milliseconds; `undefined` once it has a verdict. */
export function nextMeasurementAt(
  check: CheckModel,
  measurements: readonly AssessedMeasurement[],
  period: ObservationPeriod,
): number | undefined {
  return assessCheck(check, measurements, period).nextMeasurementAt;
}

function inOrder(
  measurements: readonly AssessedMeasurement[],
  period: ObservationPeriod,
): AssessedMeasurement[] {
  return measurements
    .filter(({ at }) => at >= period.startedAt && at <= period.now)
    .sort((a, b) => a.at - b.at);
}
