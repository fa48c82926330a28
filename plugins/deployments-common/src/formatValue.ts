import { formatDuration } from './formatDuration';

const MAX_DECIMALS = 6;
const MINUTE_MS = 60_000;
const PLAIN_UNITS = ['count', 'status', 'none'];
const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** How to format a value.
 * @public
 */
export interface FormatValueOptions {
  /** BCP 47 tag of the locale of decimal signs and separators; `en-US` by default, as in the server's sentences. */
  locale?: string;
  /** Values, in the same unit, that the text must differ from unless they are equal: thresholds, or a scale's ticks. */
  beside?: readonly number[];
  /** Whether to keep all digits, up to six decimals: for thresholds and other numbers that people configured. */
  exact?: boolean;
}

const numberFormats = new Map<string, Intl.NumberFormat>();

function formatNumber(value: number, decimals: number, locale: string): string {
  const key = `${locale} ${decimals}`;
  const format =
    numberFormats.get(key) ??
    new Intl.NumberFormat(locale, { maximumFractionDigits: decimals });
  numberFormats.set(key, format);
  // Binary fractions first: 0.29 * 100 is 28.999999999999996. The sum turns -0 into 0.
  return format.format(Number(value.toFixed(decimals)) + 0);
}

function choosePlainDecimals(size: number): number {
  if (size < 1) {
    return 4;
  }
  return size < 10 ? 2 : 1;
}

/** Formats with a given number of decimals more than usual. */
function formatWithDecimals(
  value: number,
  unit: string | undefined,
  extra: number,
  locale: string,
): string {
  const toText = (scaled: number, decimals: number) =>
    formatNumber(scaled, Math.min(decimals + extra, MAX_DECIMALS), locale);
  switch (unit) {
    case 'ratio': {
      const percent = value * 100;
      // Close to nothing and to everything, the second decimal is most of what there is to see.
      const rest = Math.min(Math.abs(percent), Math.abs(100 - percent));
      return `${toText(percent, rest < 1 ? 2 : 1)} %`;
    }
    case 'ms': {
      const size = Math.abs(value);
      if (size < 999.5) {
        return `${toText(value, size < 10 ? 1 : 0)} ms`;
      }
      return value >= MINUTE_MS && extra === 0
        ? formatDuration(value)
        : `${toText(value / 1000, 2)} s`;
    }
    case 'bytes': {
      let scaled = value;
      let index = 0;
      while (Math.abs(scaled) >= 1024 && index < BYTE_UNITS.length - 1) {
        scaled /= 1024;
        index += 1;
      }
      return `${toText(scaled, 1)} ${BYTE_UNITS[index]}`;
    }
    default: {
      const text = toText(value, choosePlainDecimals(Math.abs(value)));
      return !unit || PLAIN_UNITS.includes(unit) ? text : `${text} ${unit}`;
    }
  }
}

/**
 * Formats a measured value with its unit, with as many digits as say something: `6.1 %`, `99.95 %`, `412 ms`, `1.24 s`,
 * `1.2 MiB`, `200`. A share reads `0 %` or `100 %` only if it is nothing or everything, and a value never reads like the
 * threshold that it misses. The portal, its messages and its API format all values this way.
 *
 * @param unit - `ratio` (of 1), `ms`, `bytes`, `count`, `status`, `none`, or any other unit, which is appended.
 * @public
 */
export function formatValue(
  value: number,
  unit?: string,
  options: FormatValueOptions = {},
): string {
  const { locale = 'en-US', beside = [], exact = false } = options;
  const others = (unit === 'ratio' ? [0, 1, ...beside] : beside).filter(
    other => other !== value,
  );
  const format = (one: number, extra: number) =>
    formatWithDecimals(one, unit, extra, locale);
  for (let extra = 0; !exact && extra < MAX_DECIMALS; extra += 1) {
    const text = format(value, extra);
    if (others.every(other => format(other, extra) !== text)) {
      return text;
    }
  }
  return format(value, MAX_DECIMALS);
}
