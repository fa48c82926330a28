/** Apart from the chart, so that its place is reserved and its legend shown while it loads. */
export const METRIC_CHART_HEIGHT = 160;
export const BASELINE_DASHES = '5 4';
