/** The next round number: 1, 2, 2.5 or 5 times a power of ten. */
function roundStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  const factor = [1, 2, 2.5, 5, 10].find(one => one * power >= size) ?? 10;
  return factor * power;
}

/**
 * Builds round ticks that span all values. Recharts picks bad ticks for values that are close together, such as ratios
 * near 1.
 *
 * @param values - At least one.
 * @param limits - Bounds of the scale, such as 0 and 1 for ratios.
 */
export function buildRoundTicks(
  values: number[],
  limits: { least?: number; most?: number } = {},
): number[] {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const step = roundStep((high - low || Math.abs(high) * 0.1 || 1) / 3);
  const first = Math.max(
    limits.least ?? -Infinity,
    Math.floor(low / step) * step,
  );
  const last = Math.min(limits.most ?? Infinity, Math.ceil(high / step) * step);
  const ticks: number[] = [];
  for (let tick = first; tick < last + step / 2; tick += step) {
    // Without rounding, 0.1 + 0.2 would be a tick of 0.30000000000000004.
    ticks.push(Number(Math.min(tick, last).toPrecision(12)));
  }
  if (ticks.length > 1) {
    return ticks;
  }
  // Measured values are not negative.
  return ticks[0] === 0 ? [0, step] : [ticks[0] - step, ticks[0]];
}
