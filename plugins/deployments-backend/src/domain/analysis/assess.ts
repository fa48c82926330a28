import type { CheckState } from '@slipway/backstage-plugin-deployments-common';
import type { CheckModel } from '../model/deploymentsModel';
import type {
  AssessedMeasurement,
  CheckResponse,
  MeasuredVerdict,
  ObservationPeriod,
} from './measurement';
import { assessThreshold, hasConditions, type Unit } from './threshold';

/** Repeating a check in error waits twice as long each time, up to this (or `everyMs`, if that is longer). */
const MAX_ERROR_BACKOFF_MS = 60_000;

export interface CheckAssessment {
  /** For the API. */
  state: CheckState;
  /** Absent: not decided yet. Once given it does not change with later measurements. */
  verdict?: MeasuredVerdict;
  /** When to measure next; absent once decided. Never before `now`. */
  nextMeasurementAt?: number;
  /** Since when it fails without a passed measurement between. Epoch milliseconds. */
  failingSince?: number;
}

/**
 * How one answer counts. An answer within the warm-up is shown and does not count. Fails closed: an answer that cannot
 * be judged is an error.
 */
export function assessMeasurement(
  check: Pick<CheckModel, 'passes' | 'afterMs' | 'minSamples'>,
  answer: CheckResponse,
  at: { at: number; startedAt: number; unit?: Unit },
): AssessedMeasurement {
  const judged = judgeAnswer(check, answer, at.unit);
  const warmingUp = at.at < at.startedAt + check.afterMs;
  return {
    at: at.at,
    ...judged,
    ...(warmingUp ? { outcome: 'warming_up' as const } : {}),
  };
}

function judgeAnswer(
  check: Pick<CheckModel, 'passes' | 'minSamples'>,
  answer: CheckResponse,
  unit?: Unit,
): Omit<AssessedMeasurement, 'at'> {
  switch (answer.kind) {
    case 'no_data':
      return { outcome: 'no_data', message: 'No data in the period' };
    case 'error':
      return { outcome: 'error', message: answer.message };
    case 'measured': {
      const { value, text, samples, holds, message } = answer;
      const shown = {
        ...(Number.isFinite(value) ? { value } : {}),
        ...(text !== undefined ? { text } : {}),
        ...(samples !== undefined ? { samples } : {}),
      };
      const { minSamples } = check;
      if (minSamples) {
        if (samples === undefined) {
          return {
            ...shown,
            outcome: 'error',
            message: `The provider did not report a sample size, and the check needs at least ${minSamples} samples`,
          };
        }
        if (samples < minSamples) {
          return {
            ...shown,
            outcome: 'no_data',
            message: `${samples} ${
              samples === 1 ? 'sample is' : 'samples are'
            } too few to judge: the check needs at least ${minSamples}`,
          };
        }
      }
      if (holds === undefined && !hasConditions(check.passes)) {
        return {
          ...shown,
          outcome: 'error',
          message:
            'Nothing says when it passes: give the check a threshold, or a provider that judges for itself',
        };
      }
      const threshold = assessThreshold(check.passes, answer, unit);
      // `equals: false` asks for an answer that does not hold.
      const ownCondition =
        typeof check.passes.equals === 'boolean' || holds !== false;
      // One that broke its own condition has failed, also where it leaves no number, e.g. by not answering.
      if (threshold.result === 'unanswerable' && ownCondition) {
        return { ...shown, outcome: 'error', message: threshold.message };
      }
      if (threshold.result === 'broken' || !ownCondition) {
        const why =
          threshold.result === 'broken' && ownCondition
            ? threshold.message
            : message ?? 'Its condition does not hold';
        return { ...shown, outcome: 'failed', message: why };
      }
      return {
        ...shown,
        outcome: 'passed',
        ...(message !== undefined ? { message } : {}),
      };
    }
    default: {
      const unknown: never = answer;
      throw new Error(`Unknown answer: ${JSON.stringify(unknown)}`);
    }
  }
}

/**
 * When the observation of a step's checks ends: after `forMs`, but not before each check has left its warm-up, or
 * nothing of it could count.
 */
export function observationEnds(
  checks: Pick<CheckModel, 'afterMs'>[],
  startedAt: number,
  forMs: number,
): number {
  return startedAt + Math.max(forMs, ...checks.map(check => check.afterMs));
}

/** Walks over measurements in their order and stops at the first that decides. */
class Tally {
  readonly #check: CheckModel;
  readonly #period: ObservationPeriod;
  readonly #warmUpEnds: number;
  #counts = { passed: 0, failed: 0, errors: 0, noData: 0 };
  #errorsInARow = 0;
  #failingSince: number | undefined;
  #lastPassedAt: number | undefined;
  #lastAt: number | undefined;
  #lastMessage: string | undefined;
  /** Why the last measurement without data had too little. */
  #lastTooFew: string | undefined;
  /** When the observation ends: later by the time in which nobody looked. */
  #windowEnds: number;
  verdict: MeasuredVerdict | undefined;
  #why: string | undefined;

  constructor(check: CheckModel, period: ObservationPeriod) {
    this.#check = check;
    this.#period = period;
    this.#warmUpEnds = period.startedAt + check.afterMs;
    this.#windowEnds = period.windowEnds;
  }

  add(measurement: AssessedMeasurement): void {
    const { at, outcome, message } = measurement;
    this.#discountAbsence(at);
    this.#lastAt = at;
    if (outcome === 'warming_up' || at < this.#warmUpEnds) {
      return;
    }
    this.#lastMessage = message;
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
        this.#fail(at);
        break;
      case 'no_data':
        this.#counts.noData += 1;
        this.#errorsInARow = 0;
        this.#lastTooFew =
          measurement.samples === undefined ? undefined : message;
        if (this.#check.noData === 'fail') {
          this.#fail(at);
        }
        break;
      case 'error':
        this.#counts.errors += 1;
        this.#errorsInARow += 1;
        if (this.#errorsInARow > this.#check.tolerateErrors) {
          this.#decide(
            'error',
            `${this.#errorsInARow} errors in a row${because(message)}`,
          );
        }
        break;
      default: {
        const unknown: never = outcome;
        throw new Error(`Unknown outcome: ${String(unknown)}`);
      }
    }
    if (!this.verdict && at >= this.#windowEnds) {
      this.#judgeAtEnd(at, outcome);
    }
  }

  assessment(): CheckAssessment {
    const { passed, failed, errors, noData } = this.#counts;
    const failingSince = this.#failingSince;
    const message = this.#why ?? this.#lastMessage;
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
        ...(message !== undefined ? { message } : {}),
      },
      ...(this.verdict ? { verdict: this.verdict } : {}),
      ...(next !== undefined ? { nextMeasurementAt: next } : {}),
      ...(failingSince !== undefined ? { failingSince } : {}),
    };
  }

  /**
   * Time in which nobody looked (the portal was down) was not observed: the observation goes on that much longer, and
   * what was failing before has not been seen failing meanwhile. A lag of less than the check's rhythm is no absence.
   */
  #discountAbsence(at: number): void {
    const { everyMs } = this.#check;
    const late = at - this.#expectedAt();
    if (late <= everyMs) {
      return;
    }
    if (!this.#period.ended) {
      this.#windowEnds += late;
    }
    if (this.#failingSince !== undefined) {
      this.#failingSince += late;
    }
  }

  #fail(at: number): void {
    this.#failingSince ??= at;
    if (at - this.#failingSince >= this.#check.failForMs) {
      this.#decide('failed', `It failed${because(this.#lastMessage)}`);
    }
  }

  /** The period is over and this is a measurement from its end or later. */
  #judgeAtEnd(at: number, outcome: AssessedMeasurement['outcome']): void {
    if (outcome === 'error') {
      // Within tolerance: asked again, it passes or it goes past its tolerance.
      return;
    }
    if (this.#failingSince !== undefined) {
      // Too short to fail and too bad to pass. It ends when it keeps failing, recovers or has no more data. What failed
      // for so long has been decided already, so what is left here is without data.
      if (at - this.#failingSince >= this.#check.failForMs) {
        this.#decide('inconclusive', 'It was failing when the data ended');
      }
      return;
    }
    if (this.#lastPassedAt === undefined) {
      this.#decide(
        'inconclusive',
        `No measurement passed and none failed: ${
          this.#lastTooFew ?? 'there was no data'
        }`,
      );
      return;
    }
    const fresh = Math.max(this.#check.windowMs, this.#check.everyMs);
    if (at - this.#lastPassedAt > fresh) {
      this.#decide('inconclusive', 'The data ended before the period did');
      return;
    }
    this.#decide('passed', undefined);
  }

  #decide(verdict: MeasuredVerdict, why: string | undefined): void {
    this.verdict = verdict;
    this.#why = why;
  }

  #nextMeasurementAt(): number | undefined {
    if (this.verdict) {
      return undefined;
    }
    return Math.max(this.#expectedAt(), this.#period.now);
  }

  /** When the measurement after those seen so far is due. */
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
    // The first that counts, and the one that ends the period, are taken on time.
    for (const edge of [this.#warmUpEnds, this.#windowEnds]) {
      if (this.#lastAt < edge) {
        next = Math.min(next, edge);
      }
    }
    return next;
  }
}

function because(message: string | undefined): string {
  return message ? `: ${message}` : '';
}

/**
 * How a check stands. Pure in its arguments: the same measurements give the same answer, whoever asks again after a
 * crash.
 *
 * - `failed` as soon as failed measurements reach over `failForMs` with no passed one between; errors and missing data
 *   between neither reset nor prolong it. With `noData: fail`, no data counts as a failed measurement.
 * - `error` as soon as more than `tolerateErrors` errors follow each other.
 * - otherwise nothing is decided before the period ended *and* a measurement was taken at or after its end. A pause of
 *   ours (a crash, an upgrade) never passes for a quiet period: the period ends that much later.
 * - `passed` if then at least one measurement passed and none fails; one that fails at the end is watched until it
 *   recovers or has failed for `failForMs`.
 * - `inconclusive` if nothing passed, or if the last passed measurement is older than what a measurement looks back at.
 */
export function assessCheck(
  check: CheckModel,
  measurements: readonly AssessedMeasurement[],
  period: ObservationPeriod,
): CheckAssessment {
  const tally = new Tally(check, period);
  for (const measurement of inOrder(measurements, period)) {
    tally.add(measurement);
    if (tally.verdict) {
      break;
    }
  }
  return tally.assessment();
}

/** When to measure a check next; `undefined` once it is decided. */
export function nextMeasurementAt(
  check: CheckModel,
  measurements: readonly AssessedMeasurement[],
  period: ObservationPeriod,
): number | undefined {
  return assessCheck(check, measurements, period).nextMeasurementAt;
}

/**
 * A step's verdict from its checks; `undefined` while one may still fail. A failed check decides at once. An error or
 * an inconclusive one waits for the others, because as long as they are watched they may still call for a rollback.
 */
export function judgeStep(
  checks: readonly { verdict?: MeasuredVerdict }[],
): MeasuredVerdict | undefined {
  if (checks.some(check => check.verdict === 'failed')) {
    return 'failed';
  }
  if (checks.some(check => check.verdict === undefined)) {
    return undefined;
  }
  if (checks.some(check => check.verdict === 'error')) {
    return 'error';
  }
  if (checks.length === 0 || checks.some(check => check.verdict !== 'passed')) {
    return 'inconclusive';
  }
  return 'passed';
}

function inOrder(
  measurements: readonly AssessedMeasurement[],
  period: ObservationPeriod,
): AssessedMeasurement[] {
  return measurements
    .filter(({ at }) => at >= period.startedAt && at <= period.now)
    .sort((a, b) => a.at - b.at);
}
