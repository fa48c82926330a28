/** Heights of charts in pixels. In a file of their own, so that the space is reserved while the charts load. */
export const CHART_HEIGHT = 220;
export const TIMELINE_HEIGHT = 170;
