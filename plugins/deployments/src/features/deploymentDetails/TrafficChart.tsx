import { Area, AreaChart, XAxis, YAxis } from 'recharts';
import {
  buildTimeAxisProps,
  buildValueAxisProps,
  CHART_PROPS,
} from '../../shared/charts/axes';
import { ChartFrame } from '../../shared/charts/ChartFrame';
import { useChartLooks } from '../../shared/charts/chartLooks';
import { timeAxis } from '../../shared/charts/timeAxis';

/** The candidate's share of traffic over time, as a step chart. */
export default function TrafficChart(props: {
  history: Array<{ at: string; weight: number }>;
  /** Milliseconds since 1970 up to which the last weight holds. */
  until: number;
  label: string;
}) {
  const { history, until, label } = props;
  const looks = useChartLooks();
  const points = history.map(({ at, weight }) => ({
    at: Date.parse(at),
    weight,
  }));
  const last = points[points.length - 1];
  if (!last) {
    return null;
  }
  const end = Math.max(until, last.at);
  const times = timeAxis(points[0].at, end);
  return (
    <ChartFrame label={label} height={90}>
      <AreaChart
        data={[...points, { at: end, weight: last.weight }]}
        {...CHART_PROPS}
      >
        <XAxis
          {...buildTimeAxisProps(times, looks)}
          domain={['dataMin', 'dataMax']}
        />
        <YAxis
          {...buildValueAxisProps([0, 50, 100], looks)}
          tickFormatter={weight => `${weight} %`}
        />
        <Area
          type="stepAfter"
          dataKey="weight"
          stroke={looks.running}
          fill={looks.running}
          fillOpacity={0.25}
          isAnimationActive={false}
        />
      </AreaChart>
    </ChartFrame>
  );
}
