import { useTheme } from '@material-ui/core/styles';
import { Area, AreaChart, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { timeAxis } from '../../shared/charts/timeAxis';

/** The candidate's share of traffic over time, in steps as it was set. */
export default function TrafficChart(props: {
  history: Array<{ at: string; weight: number }>;
  /** Milliseconds since 1970 up to which the last weight holds. */
  until: number;
  label: string;
}) {
  const { history, until, label } = props;
  const theme = useTheme();
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
  const text = {
    fontSize: theme.typography.caption.fontSize,
    fill: theme.palette.text.secondary,
  };
  return (
    <div role="img" aria-label={label}>
      <ResponsiveContainer width="100%" height={90}>
        <AreaChart
          data={[...points, { at: end, weight: last.weight }]}
          margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <XAxis
            dataKey="at"
            type="number"
            domain={['dataMin', 'dataMax']}
            ticks={times.ticks}
            tickFormatter={times.format}
            tick={text}
            stroke={theme.palette.divider}
            minTickGap={24}
          />
          <YAxis
            domain={[0, 100]}
            ticks={[0, 50, 100]}
            tickFormatter={weight => `${weight} %`}
            tick={text}
            stroke={theme.palette.divider}
            width={64}
          />
          <Area
            type="stepAfter"
            dataKey="weight"
            stroke={theme.palette.status.running}
            fill={theme.palette.status.running}
            fillOpacity={0.25}
            isAnimationActive={false}
          />
        </AreaChart>
      </ResponsiveContainer>
    </div>
  );
}
