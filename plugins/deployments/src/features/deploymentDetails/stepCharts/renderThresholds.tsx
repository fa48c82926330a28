import { ReferenceLine } from 'recharts';
import type { useChartStyle } from '../../../shared/charts/useChartStyle';
import { formatValue } from '../../../shared/format/value';
import { THRESHOLD_DASHES } from './lineStyle';

/**
 * Horizontal lines with their values, as children of a Recharts chart.
 *
 * @param ticks - Those of the value axis, ascending.
 */
export function renderThresholds(
  thresholds: readonly number[],
  ticks: readonly number[],
  unit: string | undefined,
  style: ReturnType<typeof useChartStyle>,
) {
  const middle = (ticks[0] + ticks[ticks.length - 1]) / 2;
  return thresholds.map(threshold => (
    <ReferenceLine
      key={`threshold ${threshold}`}
      y={threshold}
      stroke={style.failed}
      strokeDasharray={THRESHOLD_DASHES}
      strokeWidth={2}
      label={{
        value: formatValue(threshold, unit),
        // Towards the middle of the chart, whose edge would cut it off.
        position: threshold > middle ? 'insideTopRight' : 'insideBottomRight',
        fontSize: style.tick.fontSize,
        fill: style.tick.fill,
      }}
    />
  ));
}
