import { Area, AreaChart, XAxis, YAxis } from 'recharts';
import {
  buildTimeAxisProps,
  buildValueAxisProps,
  CHART_PROPS,
} from '../../shared/charts/axisProps';
import { ChartFrame } from '../../shared/charts/ChartFrame';
import { useChartStyle } from '../../shared/charts/useChartStyle';
import { buildTimeAxis } from '../../shared/charts/buildTimeAxis';
import { formatWeight } from '../../shared/format/value';

/** The candidate's share of traffic over time, as a step chart. */
export default function TrafficChart(props: {
  history: Array<{ at: string; weight: number }>;
  /** Milliseconds since 1970 up to which the last weight holds. */
  until: number;
  label: string;
}) {
  const { history, until, label } = props;
  const style = useChartStyle();
  const points = history.map(({ at, weight }) => ({
    at: Date.parse(at),
    weight,
  }));
  const last = points[points.length - 1];
  if (!last) {
    return null;
  }
  const end = Math.max(until, last.at);
  const times = buildTimeAxis(points[0].at, end);
  return (
    <ChartFrame label={label} height={90}>
      <AreaChart
        data={[...points, { at: end, weight: last.weight }]}
        {...CHART_PROPS}
      >
        <XAxis
          {...buildTimeAxisProps(times, style)}
          domain={['dataMin', 'dataMax']}
        />
        <YAxis
          {...buildValueAxisProps([0, 50, 100], style)}
          tickFormatter={formatWeight}
        />
        <Area
          type="stepAfter"
          dataKey="weight"
          stroke={style.running}
          fill={style.running}
          fillOpacity={0.25}
          isAnimationActive={false}
        />
      </AreaChart>
    </ChartFrame>
  );
}
