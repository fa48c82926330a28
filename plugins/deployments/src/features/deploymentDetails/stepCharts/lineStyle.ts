/** Apart from the charts, so that their place is reserved and their legends shown while they load. */
export const METRIC_CHART_HEIGHT = 160;
export const CHECK_CHART_HEIGHT = 130;
export const BASELINE_DASHES = '5 4';
export const THRESHOLD_DASHES = '1 3';
/** Up to this many values, a row of values says more than a chart. */
export const FEW_VALUES = 3;
