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
import { clockTime } from '../../../shared/format/time';
import { timeAxis } from '../../../shared/charts/timeAxis';
import { formatValue, tickLabels } from '../../../shared/format/value';
import { roundTicks } from '../../../shared/charts/chartScale';

const HEIGHT = 110;
/** More points than this are no longer told apart, and slow the page down. */
const MOST_POINTS = 400;
/** From here on points are drawn smaller. */
const MANY_POINTS = 60;

/** Radius of a point in pixels; where there are many, only those that failed are worth one. */
function radiusOf(outcome: Measurement['outcome'], among: number): number {
  const failed = outcome === 'failed';
  if (among > MANY_POINTS) {
    return failed ? 2 : 0;
  }
  return failed ? 4 : 2;
}

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
  const ticks = roundTicks(
    [...points.map(point => point.value), ...thresholds],
    unit === 'ratio' ? { least: 0, most: 1 } : {},
  );
  const times = timeAxis(points[0].at, points[points.length - 1].at);
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
            ticks={times.ticks}
            tickFormatter={times.format}
            tick={text}
            stroke={theme.palette.divider}
            minTickGap={24}
          />
          <YAxis
            domain={[ticks[0], ticks[ticks.length - 1]]}
            ticks={ticks}
            tickFormatter={tickLabels(ticks, unit)}
            tick={text}
            stroke={theme.palette.divider}
            width={64}
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
                r={radiusOf(payload.outcome, points.length)}
                fill={colorOf(payload.outcome)}
              />
            )}
          />
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}
