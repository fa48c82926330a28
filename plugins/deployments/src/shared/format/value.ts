/* eslint-disable no-restricted-imports -- This is the module that the rule points to. */
import {
  formatDuration as formatPlainDuration,
  formatValue as formatPlainValue,
  formatWeight as formatPlainWeight,
} from '@slipway/backstage-plugin-deployments-common';
import { getLocale } from './locale';

/** Keeps a short text, such as a number and its unit, on one line. */
function keepTogether(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

/**
 * A duration in its two largest neighbouring units: `250 ms`, `45 s`, `2 min 5 s`, `3 h 20 min`, `4 d 2 h`.
 *
 * @param ms - Milliseconds. Negative values, which occur when clocks differ, count as zero.
 */
export function formatDuration(ms: number): string {
  return keepTogether(formatPlainDuration(ms));
}

/** A duration in its largest unit only, for ages and distances: `45 s`, `3 h`, `4 d`. */
export function formatRoughDuration(ms: number): string {
  return keepTogether(formatPlainDuration(ms).split(' ').slice(0, 2).join(' '));
}

/** A measured value with its unit: `99.95 %`, `6.1 %`, `412 ms`, `1.24 s`, `1.2 MiB`, `200`. */
export function formatValue(value: number, unit?: string): string {
  return formatValueBeside(value, [], unit);
}

/** Rewrites the values in a text of the server for the reader: in German, `≥ 99,5 %` for `≥ 99.5 %`. They have a unit. */
export function localizeValues(text: string): string {
  return text
    .replaceAll(/(?<![\w.,])\d[\d,]*(?:\.(\d+))?(?= (?!and ))/g, localizeNumber)
    .replaceAll(/(?<=\d) /g, '\u00a0');
}

function localizeNumber(text: string, decimals = ''): string {
  return new Intl.NumberFormat(getLocale(), {
    minimumFractionDigits: decimals.length,
    maximumFractionDigits: decimals.length,
  }).format(Number(text.replaceAll(',', '')));
}

/**
 * A measured value shown with its threshold. Rounding must not make 98.9996 % look like the 99 % that it does not reach,
 * so decimals are added until the two read differently.
 */
export function formatValueBeside(
  value: number,
  thresholds: readonly number[],
  unit?: string,
): string {
  return keepTogether(
    formatPlainValue(value, unit, { locale: getLocale(), beside: thresholds }),
  );
}

/** Builds a formatter for a scale's ticks, with enough decimals that no two labels are the same. */
export function buildTickFormatter(
  ticks: readonly number[],
  unit?: string,
): (tick: number) => string {
  return tick => formatValueBeside(tick, ticks, unit);
}

/** A share in per cent: `99.95 %`, `6.1 %`. */
export function formatPercent(ratio: number): string {
  return formatValue(ratio, 'ratio');
}

/**
 * A share of the traffic: `10 %`, `33.3 %`, `> 99.9 %`.
 *
 * @param percent - From 0 to 100.
 */
export function formatWeight(percent: number): string {
  return keepTogether(formatPlainWeight(percent, { locale: getLocale() }));
}

/** A number without unit, with the digits that matter: `0.023`, `3.14`, `12.5`, `12,400`. */
export function formatNumber(value: number): string {
  return new Intl.NumberFormat(
    getLocale(),
    chooseDigits(Math.abs(value)),
  ).format(value);
}

function chooseDigits(size: number): Intl.NumberFormatOptions {
  if (size < 1) {
    return { maximumSignificantDigits: 2 };
  }
  if (size < 10) {
    return { maximumFractionDigits: 2 };
  }
  return { maximumFractionDigits: size < 100 ? 1 : 0 };
}

/** A difference of two shares in percentage points, with its sign: `+3.1`, `−0.05`. */
export function formatSignedPoints(points: number): string {
  const size = Math.abs(points);
  const rounded = size < 1 ? size : Math.round(size * 10) / 10;
  return addSign(points, formatNumber(rounded));
}

/** A relative change with its sign: `+8.3 %` for 0.083, `−25 %` for -0.25. */
export function formatSignedPercent(ratio: number): string {
  return addSign(ratio, formatPercent(Math.abs(ratio)));
}

function addSign(value: number, text: string): string {
  if (value === 0) {
    return text;
  }
  return `${value < 0 ? '−' : '+'}${text}`;
}

/** The first characters of a commit id, as git shows them. */
export function shortenCommit(commitId: string): string {
  return /^[0-9a-f]{8,}$/i.test(commitId) ? commitId.slice(0, 7) : commitId;
}
