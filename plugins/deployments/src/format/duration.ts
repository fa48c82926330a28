const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * A duration as a stopwatch shows it, its two largest units: `0s`, `12s`, `1m48s`, `2h05m`, `3d4h`.
 *
 * @param ms - Milliseconds; what is negative (clocks differ) counts as zero.
 */
export function formatDuration(ms: number): string {
  const rest = Math.max(0, Math.floor(ms / SECOND) * SECOND);
  if (rest < MINUTE) {
    return `${rest / SECOND}s`;
  }
  if (rest < HOUR) {
    const seconds = (rest % MINUTE) / SECOND;
    return `${Math.floor(rest / MINUTE)}m${String(seconds).padStart(2, '0')}s`;
  }
  if (rest < DAY) {
    const minutes = Math.floor((rest % HOUR) / MINUTE);
    return `${Math.floor(rest / HOUR)}h${String(minutes).padStart(2, '0')}m`;
  }
  return `${Math.floor(rest / DAY)}d${Math.floor((rest % DAY) / HOUR)}h`;
}

/**
 * A duration that somebody configured, without zeros: `10 s`, `2 min`, `1 min 30 s`, `62 h`, `2 d`.
 *
 * @param ms - Milliseconds.
 */
export function formatSpan(ms: number): string {
  const rest = Math.max(0, ms);
  if (rest < SECOND) {
    return `${Math.round(rest)} ms`;
  }
  const units: Array<[number, string]> = [
    [DAY, 'd'],
    [HOUR, 'h'],
    [MINUTE, 'min'],
    [SECOND, 's'],
  ];
  const first = units.findIndex(([size]) => rest >= size);
  const [size, name] = units[first];
  const [nextSize, nextName] = units[first + 1] ?? [0, ''];
  const whole = Math.floor(rest / size);
  const remainder = nextSize ? Math.floor((rest % size) / nextSize) : 0;
  return remainder
    ? `${whole} ${name} ${remainder} ${nextName}`
    : `${whole} ${name}`;
}
