const SECOND = 1_000;

const UNITS: ReadonlyArray<readonly [name: string, ms: number]> = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', SECOND],
];

/**
 * Formats a duration in its two largest neighbouring units, rounded down, without zeros: `250 ms`, `12 s`, `1 min 48
 * s`, `2 h`, `3 d 4 h`. The portal, its messages and its API format all durations this way.
 *
 * @param ms - Milliseconds. Negative values, which occur when clocks differ, count as zero.
 * @public
 */
export function formatDuration(ms: number): string {
  if (ms > 0 && ms < SECOND) {
    return `${Math.min(999, Math.ceil(ms))} ms`;
  }
  const largest = UNITS.findIndex(([, size]) => ms >= size);
  if (largest === -1) {
    return '0 s';
  }
  const [name, size] = UNITS[largest];
  const whole = `${Math.floor(ms / size)} ${name}`;
  const next = UNITS[largest + 1];
  const rest = next ? Math.floor((ms % size) / next[1]) : 0;
  return rest > 0 ? `${whole} ${rest} ${next[0]}` : whole;
}
