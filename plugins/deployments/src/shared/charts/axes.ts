import type { useChartLooks } from './chartLooks';
import type { TimeAxis } from './timeAxis';

type Looks = ReturnType<typeof useChartLooks>;

/** Properties of every chart. Recharts' keyboard layer is off, because tables or focusable dots replace it. */
export const CHART_PROPS = {
  margin: { top: 8, right: 8, bottom: 0, left: 0 },
  accessibilityLayer: false,
} as const;

/** Properties of a time axis whose data key is `at`, in epoch milliseconds. */
export function buildTimeAxisProps(times: TimeAxis, looks: Looks) {
  return {
    dataKey: 'at',
    type: 'number',
    ticks: times.ticks,
    tickFormatter: times.format,
    tick: looks.tick,
    stroke: looks.grid,
    minTickGap: 24,
  } as const;
}

/** Properties of a value axis from the first tick to the last. */
export function buildValueAxisProps(ticks: number[], looks: Looks) {
  return {
    domain: [ticks[0], ticks[ticks.length - 1]],
    ticks,
    tick: looks.tick,
    stroke: looks.grid,
    width: 64,
  };
}
