import { ReferenceLine } from 'recharts';
import type { useChartStyle } from '../../../shared/charts/useChartStyle';
import type { Marker } from './buildMarkers';

/** Vertical lines with their labels, as children of a Recharts chart. */
export function renderMarkers(
  markers: readonly Marker[],
  style: ReturnType<typeof useChartStyle>,
) {
  return markers.map(({ at, label }, index) => (
    <ReferenceLine
      // Two things may happen at the same time.
      key={`${at} ${label}`}
      x={at}
      stroke={style.muted}
      strokeDasharray="1 3"
      label={{
        value: label,
        // Neighbours are a line apart, so that they don't overlap.
        dy: (index % 2) * 12,
        position: 'insideTopLeft',
        fontSize: style.tick.fontSize,
        fill: style.muted,
      }}
    />
  ));
}
