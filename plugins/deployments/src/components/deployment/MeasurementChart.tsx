import { useTheme } from '@material-ui/core/styles';
import type { Measurement } from '@slipway/backstage-plugin-deployments-common';
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { clockTime } from '../../format/time';
import { formatValue } from '../../format/value';

const HEIGHT = 120;
/** More points than this are no longer told apart, and slow the page down. */
const MOST_POINTS = 400;

interface Point {
  at: number;
  value: number;
  outcome: Measurement['outcome'];
}

/** Measured values over time, with the threshold as a line. */
export default function MeasurementChart(props: {
  measurements: Measurement[];
  thresholds: number[];
  unit?: string;
  label: string;
}) {
  const { measurements, thresholds, unit, label } = props;
  const theme = useTheme();
  const points = measurements
    .flatMap<Point>(({ at, value, outcome }) =>
      value === undefined ? [] : [{ at: Date.parse(at), value, outcome }],
    )
    .slice(-MOST_POINTS);
  if (points.length === 0) {
    return null;
  }
  const all = [...points.map(point => point.value), ...thresholds];
  const least = Math.min(...all);
  const most = Math.max(...all);
  const margin = (most - least || Math.abs(most) || 1) * 0.1;
  const text = {
    fontSize: theme.typography.caption.fontSize,
    fill: theme.palette.text.secondary,
  };
  const colorOf = (outcome: Measurement['outcome']) =>
    outcome === 'failed' || outcome === 'error'
      ? theme.palette.status.error
      : theme.palette.status.running;

  return (
    <div role="img" aria-label={label}>
      <ResponsiveContainer width="100%" height={HEIGHT}>
        <LineChart
          data={points}
          margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid stroke={theme.palette.divider} vertical={false} />
          <XAxis
            dataKey="at"
            type="number"
            domain={['dataMin', 'dataMax']}
            tickFormatter={at => clockTime(new Date(at).toISOString())}
            tick={text}
            stroke={theme.palette.divider}
            minTickGap={48}
          />
          <YAxis
            domain={[
              unit === 'ratio' || least >= 0
                ? Math.max(0, least - margin)
                : least - margin,
              unit === 'ratio' ? Math.min(1, most + margin) : most + margin,
            ]}
            tickFormatter={value => formatValue(value, unit)}
            tick={text}
            stroke={theme.palette.divider}
            width={64}
            tickCount={3}
          />
          <Tooltip
            formatter={value => [formatValue(Number(value), unit), '']}
            labelFormatter={at => clockTime(new Date(Number(at)).toISOString())}
            separator=""
            contentStyle={{
              backgroundColor: theme.palette.background.paper,
              border: `1px solid ${theme.palette.divider}`,
              color: theme.palette.text.primary,
            }}
          />
          {thresholds.map(threshold => (
            <ReferenceLine
              key={threshold}
              y={threshold}
              stroke={theme.palette.status.error}
              strokeDasharray="4 4"
            />
          ))}
          <Line
            dataKey="value"
            stroke={theme.palette.status.running}
            strokeWidth={2}
            isAnimationActive={false}
            dot={({ cx, cy, index, payload }) => (
              <circle
                key={index}
                cx={cx}
                cy={cy}
                r={payload.outcome === 'failed' ? 4 : 2}
                fill={colorOf(payload.outcome)}
              />
            )}
          />
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}
