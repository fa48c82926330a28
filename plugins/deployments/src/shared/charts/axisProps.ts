import type { useChartStyle } from './useChartStyle';
import type { TimeAxis } from './buildTimeAxis';

type ChartStyle = ReturnType<typeof useChartStyle>;

/** The pixels between the edges of a chart and its plot: room for the labels of the axes. */
export const PLOT_INSETS = { top: 8, right: 8, bottom: 30, left: 64 } as const;

/** Properties of every chart. Recharts' keyboard layer is off, because tables or focusable dots replace it. */
export const CHART_PROPS = {
  margin: {
    top: PLOT_INSETS.top,
    right: PLOT_INSETS.right,
    bottom: 0,
    left: 0,
  },
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
    height: PLOT_INSETS.bottom,
  } as const;
}

/** Properties of a value axis from the first tick to the last. */
export function buildValueAxisProps(ticks: number[], style: ChartStyle) {
  return {
    domain: [ticks[0], ticks[ticks.length - 1]],
    ticks,
    tick: style.tick,
    stroke: style.grid,
    width: PLOT_INSETS.left,
  };
}
