const MAX_DECIMALS = 6;

function trimmed(value: number, decimals: number): string {
  return String(Number(value.toFixed(decimals)));
}

function withDecimals(
  value: number,
  unit: string | undefined,
  decimals: number,
): string {
  switch (unit) {
    case 'ratio':
      return `${trimmed(value * 100, decimals)} %`;
    case 'ms':
      return Math.abs(value) >= 10_000
        ? `${trimmed(value / 1000, decimals)} s`
        : // Below 10 ms, a fraction can be most of a difference.
          `${trimmed(
            value,
            Math.abs(value) < 10 ? decimals : Math.max(0, decimals - 1),
          )} ms`;
    case 'bytes': {
      const names = ['B', 'kB', 'MB', 'GB', 'TB'];
      let scaled = value;
      let name = 0;
      while (Math.abs(scaled) >= 1000 && name < names.length - 1) {
        scaled /= 1000;
        name += 1;
      }
      return `${trimmed(scaled, decimals)} ${names[name]}`;
    }
    case 'status':
    case 'count':
      return trimmed(value, decimals);
    case undefined:
    case 'none':
    case '':
      return trimmed(value, decimals);
    default:
      return `${trimmed(value, decimals)} ${unit}`;
  }
}

/** A measured value with its unit: `99.8 %`, `412 ms`, `12.4 s`, `1.2 MB`, `200`. */
export function formatValue(value: number, unit?: string): string {
  return withDecimals(value, unit, unit === 'ratio' ? 2 : 1);
}

/**
 * Formats a measured value shown with its threshold. Rounding must not make 98.9996 % look like the 99 % that it does
 * not reach, so decimals are added until the two read differently.
 */
export function formatValueBeside(
  value: number,
  thresholds: number[],
  unit?: string,
): string {
  const least = unit === 'ratio' ? 2 : 1;
  for (let decimals = least; decimals <= MAX_DECIMALS; decimals += 1) {
    const text = withDecimals(value, unit, decimals);
    const clash = thresholds.some(
      threshold =>
        threshold !== value && withDecimals(threshold, unit, decimals) === text,
    );
    if (!clash) {
      return text;
    }
  }
  return withDecimals(value, unit, MAX_DECIMALS);
}

/** Builds a formatter for a scale's ticks, with enough decimals that no two labels are the same. */
export function buildTickFormatter(
  ticks: readonly number[],
  unit?: string,
): (tick: number) => string {
  for (let decimals = 1; decimals <= MAX_DECIMALS; decimals += 1) {
    const labels = ticks.map(tick => withDecimals(tick, unit, decimals));
    if (new Set(labels).size === labels.length) {
      return tick => withDecimals(tick, unit, decimals);
    }
  }
  return tick => withDecimals(tick, unit, MAX_DECIMALS);
}

/** The first characters of a commit id, as git shows them. */
export function shortenCommit(commitId: string): string {
  return /^[0-9a-f]{8,}$/i.test(commitId) ? commitId.slice(0, 7) : commitId;
}
