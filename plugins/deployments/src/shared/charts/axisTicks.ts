const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Readable steps of time, in milliseconds. */
const TIME_STEPS = [
  SECOND,
  5 * SECOND,
  15 * SECOND,
  30 * SECOND,
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  5 * DAY,
  10 * DAY,
  20 * DAY,
  50 * DAY,
  100 * DAY,
];
const MOST_TICKS = 5;

/** The upper end of a scale from 0: above all values, and above the target, whose line the edge would cut in half. */
export function findScaleTop(values: readonly number[], target = 0): number {
  return Math.max(0, target * 1.02, ...values);
}

function buildTicksFromZero(most: number, step: number): number[] {
  const count = Math.max(1, Math.ceil(most / step));
  return Array.from({ length: count + 1 }, (_, index) =>
    // Without rounding, 3 × 0.1 would be a tick of 0.30000000000000004.
    Number((index * step).toPrecision(12)),
  );
}

function roundStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  const factor = [1, 2, 5, 10].find(one => one * power >= size) ?? 10;
  return factor * power;
}

/** Ticks from 0 to at least a time in milliseconds. */
export function buildTimeTicks(most: number): number[] {
  const step =
    TIME_STEPS.find(one => most / one <= MOST_TICKS) ??
    Math.ceil(most / DAY / MOST_TICKS / 100) * 100 * DAY;
  return buildTicksFromZero(most, step);
}

/** Ticks from 0 to at least a count, whole numbers only. */
export function buildCountTicks(most: number): number[] {
  return buildTicksFromZero(
    most,
    Math.max(1, roundStep(most / MOST_TICKS || 1)),
  );
}

/** Ticks from 0 to at least a ratio, at most 1. */
export function buildRatioTicks(most: number): number[] {
  const step = roundStep((most || 0.1) / MOST_TICKS);
  return buildTicksFromZero(most || 0.1, step).filter(tick => tick <= 1);
}

const LOG_TICKS = [
  SECOND,
  10 * SECOND,
  MINUTE,
  10 * MINUTE,
  HOUR,
  6 * HOUR,
  DAY,
  7 * DAY,
  30 * DAY,
  365 * DAY,
];

/** Ticks of a logarithmic scale that encloses the times in milliseconds. Times below a second count as a second. */
export function buildLogTimeTicks(times: readonly number[]): number[] {
  const least = Math.max(SECOND, Math.min(...times));
  const most = Math.max(SECOND, ...times);
  const below = LOG_TICKS.filter(tick => tick <= least).length - 1;
  // A scale needs at least two ticks.
  const first = Math.min(Math.max(0, below), LOG_TICKS.length - 2);
  const above = LOG_TICKS.findIndex(tick => tick >= most);
  const last = above === -1 ? LOG_TICKS.length - 1 : above;
  return LOG_TICKS.slice(first, Math.max(last, first + 1) + 1);
}
