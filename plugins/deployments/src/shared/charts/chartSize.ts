/** Height of a chart, in pixels; apart from the charts, so that their place is kept while they load. */
export const CHART_HEIGHT = 220;
export const TIMELINE_HEIGHT = 170;
