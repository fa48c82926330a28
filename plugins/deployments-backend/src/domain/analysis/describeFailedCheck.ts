import { formatDuration } from '@slipway/backstage-plugin-deployments-common';
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
}

/**
 * Says why a check failed, as a clause without a period: the value, what it needs and for how long it was missed, such as
 * `availability was 88.9 % for 15 s (needs ≥ 99 %)`. If the provider's own condition was broken, its message says why.
 *
 * @param failedForMs - how long measurements had failed without a passed one in between, in milliseconds
 */
export function describeFailedCheck(
  { name, passes }: Pick<CheckModel, 'name' | 'passes'>,
  { value, text, message, ...measurement }: AssessedMeasurement,
  failedForMs: number,
): string {
  const unit = toUnit(measurement.unit);
  const span = failedForMs < 1_000 ? '' : ` for ${formatDuration(failedForMs)}`;
  const broken = assessThreshold(passes, { value, text }, unit);
  if (broken.result !== 'broken') {
    return `${name} failed${span}${message ? `: ${lowerFirst(message)}` : ''}`;
  }
  const shown =
    value === undefined || typeof passes.equals === 'string'
      ? text
      : formatValueBeside(value, passes, unit);
  return `${name} was ${shown}${span} (needs ${describeThreshold(
    passes,
    unit,
  )})`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
