import {
  formatValue,
  type CheckRule,
  type Sentence,
  type Threshold,
} from '@slipway/backstage-plugin-deployments-common';
import { say } from '../text/say';

export type Unit = NonNullable<CheckRule['unit']>;

const UNITS: readonly Unit[] = [
  'ratio',
  'ms',
  'count',
  'status',
  'bytes',
  'none',
];

/** The unit of a stored measurement; `none` if it is absent or not one of ours. */
export function toUnit(name: string | undefined): Unit {
  return UNITS.find(unit => unit === name) ?? 'none';
}

/** Whether a threshold has any condition. */
export function hasConditions(threshold: Threshold): boolean {
  return (
    threshold.atLeast !== undefined ||
    threshold.atMost !== undefined ||
    threshold.between !== undefined ||
    threshold.equals !== undefined
  );
}

export type ThresholdResult =
  | { result: 'held' }
  | { result: 'broken'; sentence: Sentence }
  /** The measurement lacks the value that the threshold needs. That is an error, never a pass. */
  | { result: 'unanswerable'; sentence: Sentence };

/**
 * Compares a measurement with a threshold, whose conditions must all hold. `equals` compares a text with `text` and a boolean
 * with `holds`. The comparison is exact: case-sensitive and without coercion.
 */
export function assessThreshold(
  threshold: Threshold,
  measured: { value?: number; text?: string; holds?: boolean },
  unit: Unit = 'none',
): ThresholdResult {
  const { atLeast, atMost, between, equals } = threshold;
  const { value = Number.NaN } = measured;

  if (
    atLeast !== undefined ||
    atMost !== undefined ||
    between !== undefined ||
    typeof equals === 'number'
  ) {
    if (!Number.isFinite(value)) {
      return {
        result: 'unanswerable',
        sentence: say('measured_no_number', {
          condition: describeThreshold(threshold, unit),
        }),
      };
    }
    const [low, high] = between ?? [];
    const held =
      (atLeast === undefined || value >= atLeast) &&
      (atMost === undefined || value <= atMost) &&
      (low === undefined || value >= low) &&
      (high === undefined || value <= high) &&
      (typeof equals !== 'number' || value === equals);
    if (!held) {
      return {
        result: 'broken',
        sentence: say('measured_missed', {
          value: formatValueBeside(value, threshold, unit),
          condition: describeThreshold(threshold, unit),
        }),
      };
    }
  }
  if (typeof equals === 'string' || typeof equals === 'boolean') {
    const isText = typeof equals === 'string';
    const answer = isText ? measured.text : measured.holds;
    const condition = describeThreshold({ equals }, unit);
    if (answer === undefined) {
      return {
        result: 'unanswerable',
        sentence: isText
          ? say('measured_no_text', { condition })
          : say('measured_no_boolean', { condition }),
      };
    }
    if (answer !== equals) {
      return {
        result: 'broken',
        sentence: say('measured_missed', { value: String(answer), condition }),
      };
    }
  }
  return { result: 'held' };
}

/** Describes a threshold in words and units, such as `≥ 99 %`; empty without conditions. */
export function describeThreshold(
  threshold: Threshold,
  unit: Unit = 'none',
): string {
  const parts: string[] = [];
  const format = (limit: number) => formatValue(limit, unit, { exact: true });
  if (threshold.atLeast !== undefined) {
    parts.push(`≥ ${format(threshold.atLeast)}`);
  }
  if (threshold.atMost !== undefined) {
    parts.push(`≤ ${format(threshold.atMost)}`);
  }
  if (threshold.between !== undefined) {
    const [low, high] = threshold.between;
    parts.push(`between ${format(low)} and ${format(high)}`);
  }
  if (threshold.equals !== undefined) {
    parts.push(
      typeof threshold.equals === 'number'
        ? `= ${format(threshold.equals)}`
        : `= ${String(threshold.equals)}`,
    );
  }
  return parts.join(' and ');
}

/** Formats a measured number with its unit, with enough digits that it never reads like a threshold that it misses. */
export function formatValueBeside(
  value: number,
  threshold: Threshold,
  unit: Unit = 'none',
): string {
  const { atLeast, atMost, between = [], equals } = threshold;
  return formatValue(value, unit, {
    beside: [atLeast, atMost, ...between, equals].filter(
      (limit): limit is number => typeof limit === 'number',
    ),
  });
}
