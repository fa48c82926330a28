import type { useChartStyle } from './useChartStyle';
import type { TimeAxis } from './buildTimeAxis';

type ChartStyle = ReturnType<typeof useChartStyle>;

/** Properties of every chart. Recharts' keyboard layer is off, because tables or focusable dots replace it. */
export const CHART_PROPS = {
  margin: { top: 8, right: 8, bottom: 0, left: 0 },
  accessibilityLayer: false,
} as const;

/** Properties of a time axis whose data key is `at`, in epoch milliseconds. */
export function buildTimeAxisProps(times: TimeAxis, style: ChartStyle) {
  return {
    dataKey: 'at',
    type: 'number',
    ticks: times.ticks,
    tickFormatter: times.format,
    tick: style.tick,
    stroke: style.grid,
    minTickGap: 24,
  } as const;
}

/** Properties of a value axis from the first tick to the last. */
export function buildValueAxisProps(ticks: number[], style: ChartStyle) {
  return {
    domain: [ticks[0], ticks[ticks.length - 1]],
    ticks,
    tick: style.tick,
    stroke: style.grid,
    width: 64,
  };
}
