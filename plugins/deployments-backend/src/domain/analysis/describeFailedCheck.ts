import {
  formatDuration,
  type Sentence,
} from '@slipway/backstage-plugin-deployments-common';
import { list } from '../text/formatting';
import { say, sayResult } from '../text/say';
import type { CheckModel } from '../model/deploymentsModel';
import type { AssessedMeasurement } from './measurement';
import {
  assessThreshold,
  describeThreshold,
  formatValueBeside,
  toUnit,
} from './threshold';

/** Why a check failed. */
export interface CheckFailure {
  /** The measurement that decided it. */
  measurement: AssessedMeasurement;
  /** How long measurements had failed without a passed one in between, in milliseconds. */
  failedForMs: number;
  /** See `describeFailedCheck`. */
  description: string;
  /** The same by codes. */
  sentences: Sentence[];
}

/**
 * Says why a check failed, as a clause without a period, and by a code: the value, what it needs and for how long it was missed,
 * such as `availability was 88.9 % for 15 s (needs ≥ 99 %)`. If the provider's own condition was broken, its message says why.
 *
 * @param failedForMs - how long measurements had failed without a passed one in between, in milliseconds
 */
export function describeFailedCheck(
  { name, passes }: Pick<CheckModel, 'name' | 'passes'>,
  { value, text, message, sentences, ...measurement }: AssessedMeasurement,
  failedForMs: number,
): Pick<CheckFailure, 'description' | 'sentences'> {
  const unit = toUnit(measurement.unit);
  const isLong = failedForMs >= 1_000;
  const span = isLong ? ` for ${formatDuration(failedForMs)}` : '';
  const check = { check: name };
  const checkFor = { ...check, periodMs: failedForMs };
  const broken = assessThreshold(passes, { value, text }, unit);
  if (broken.result !== 'broken') {
    const description = `${name} failed${span}`;
    const failed = isLong
      ? say('check_failed_silently_for', checkFor)
      : say('check_failed_silently', check);
    if (!message) {
      return { description, sentences: [failed] };
    }
    const detail = lowerFirst(message);
    return {
      description: `${description}: ${detail}`,
      sentences: sentences?.length
        ? [failed, ...sayResult({ message, sentences })]
        : [
            isLong
              ? say('check_failed_for', { ...checkFor, detail })
              : say('check_failed', { ...check, detail }),
          ],
    };
  }
  const shown =
    (value === undefined || typeof passes.equals === 'string'
      ? text
      : formatValueBeside(value, passes, unit)) ?? '';
  const condition = describeThreshold(passes, unit);
  return {
    description: `${name} was ${shown}${span} (needs ${condition})`,
    sentences: [
      isLong
        ? say('check_missed_for', { ...checkFor, value: shown, condition })
        : say('check_missed', { ...check, value: shown, condition }),
    ],
  };
}

/** Says why checks failed, in one clause and by codes. */
export function describeFailedChecks(failures: readonly CheckFailure[]): {
  message: string;
  sentences: Sentence[];
} {
  return {
    message: list(failures.map(({ description }) => description)),
    sentences: failures.flatMap(({ sentences }) => sentences),
  };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
