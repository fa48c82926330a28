import type {
  CheckRule,
  Threshold,
} from '@slipway/backstage-plugin-deployments-common';

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
  | { result: 'broken'; message: string }
  /** The measurement lacks the value that the threshold needs. That is an error, never a pass. */
  | { result: 'unanswerable'; message: string };

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
        message: `The check needs a number (${describeThreshold(
          threshold,
          unit,
        )}), but the response has none`,
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
        message: `${formatValueBeside(
          value,
          threshold,
          unit,
        )} (needs ${describeThreshold(threshold, unit)})`,
      };
    }
  }
  if (typeof equals === 'string' || typeof equals === 'boolean') {
    const answer = typeof equals === 'string' ? measured.text : measured.holds;
    if (answer === undefined) {
      return {
        result: 'unanswerable',
        message: `The check needs ${
          typeof equals === 'string' ? 'a text' : 'a yes or no'
        } (${describeThreshold({ equals }, unit)}), but the response has none`,
      };
    }
    if (answer !== equals) {
      return {
        result: 'broken',
        message: `${String(answer)} (needs ${describeThreshold(
          { equals },
          unit,
        )})`,
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
  if (threshold.atLeast !== undefined) {
    parts.push(`≥ ${formatValue(threshold.atLeast, unit)}`);
  }
  if (threshold.atMost !== undefined) {
    parts.push(`≤ ${formatValue(threshold.atMost, unit)}`);
  }
  if (threshold.between !== undefined) {
    const [low, high] = threshold.between;
    parts.push(
      `between ${formatValue(low, unit)} and ${formatValue(high, unit)}`,
    );
  }
  if (threshold.equals !== undefined) {
    parts.push(
      typeof threshold.equals === 'number'
        ? `= ${formatValue(threshold.equals, unit)}`
        : `= ${String(threshold.equals)}`,
    );
  }
  return parts.join(' and ');
}

/** More decimals than a value needs to differ from its threshold in any sensible measurement. */
const MAX_DIGITS = 8;

/**
 * Formats a measured number with its unit to one decimal, or to as many as it takes to tell it from its threshold: 98.999 %
 * must not read as the 99 % that it misses.
 */
export function formatValueBeside(
  value: number,
  { atLeast, atMost, between, equals }: Threshold,
  unit: Unit = 'none',
): string {
  const limits = [atLeast, atMost, ...(between ?? []), equals].filter(
    (limit): limit is number => typeof limit === 'number' && limit !== value,
  );
  for (let digits = 1; digits < MAX_DIGITS; digits += 1) {
    const text = formatValue(value, unit, digits);
    if (limits.every(limit => formatValue(limit, unit, digits) !== text)) {
      return text;
    }
  }
  return formatValue(value, unit, MAX_DIGITS);
}

/**
 * Formats a measured number with its unit, such as `99.5 %` or `120 ms`.
 *
 * @param digits - the most decimals; by default those that the unit usually needs
 */
export function formatValue(
  value: number,
  unit: Unit,
  digits?: number,
): string {
  switch (unit) {
    case 'ratio':
      return `${round(value * 100, digits ?? 3)} %`;
    case 'ms':
      return `${round(value, digits ?? 1)} ms`;
    case 'bytes':
      return formatBytes(value, digits ?? 1);
    case 'count':
    case 'status':
    case 'none':
      return `${round(value, digits ?? 4)}`;
    default: {
      const unknown: never = unit;
      return `${value} ${String(unknown)}`;
    }
  }
}

function formatBytes(value: number, digits: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let size = value;
  let index = 0;
  while (Math.abs(size) >= 1024 && index < units.length - 1) {
    size /= 1024;
    index += 1;
  }
  return `${round(size, digits)} ${units[index]}`;
}

/** Rounds a number for display: 0.995 is 99.5 %, not 99.50000000000001 %. */
function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
