import type { Measurement } from '@slipway/backstage-plugin-deployments-common';
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceLine,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { formatClockTime } from '../../../shared/format/time';
import {
  buildTimeAxisProps,
  buildValueAxisProps,
  CHART_PROPS,
} from '../../../shared/charts/axisProps';
import { ChartFrame } from '../../../shared/charts/ChartFrame';
import { useChartStyle } from '../../../shared/charts/useChartStyle';
import { buildTimeAxis } from '../../../shared/charts/buildTimeAxis';
import { formatValue, buildTickFormatter } from '../../../shared/format/value';
import { buildRoundTicks } from '../../../shared/charts/buildRoundTicks';

const HEIGHT = 110;
/** More points than this overlap too much, and slow the page down. */
const MOST_POINTS = 400;
/** With more points than this, they are drawn smaller. */
const MANY_POINTS = 60;

/** Radius of a point in pixels. Among many points only the failed ones are drawn. */
function chooseRadius(outcome: Measurement['outcome'], among: number): number {
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
  const style = useChartStyle();
  const points = measurements
    .flatMap<Point>(({ at, value, outcome }) =>
      value === undefined ? [] : [{ at: Date.parse(at), value, outcome }],
    )
    .slice(-MOST_POINTS);
  if (points.length === 0) {
    return null;
  }
  const ticks = buildRoundTicks(
    [...points.map(point => point.value), ...thresholds],
    unit === 'ratio' ? { least: 0, most: 1 } : {},
  );
  const times = buildTimeAxis(points[0].at, points[points.length - 1].at);
  const chooseColor = (outcome: Measurement['outcome']) =>
    outcome === 'failed' || outcome === 'error' ? style.failed : style.running;

  return (
    <ChartFrame label={label} height={HEIGHT}>
      <LineChart data={points} {...CHART_PROPS}>
        <CartesianGrid stroke={style.grid} vertical={false} />
        <XAxis
          {...buildTimeAxisProps(times, style)}
          domain={['dataMin', 'dataMax']}
        />
        <YAxis
          {...buildValueAxisProps(ticks, style)}
          tickFormatter={buildTickFormatter(ticks, unit)}
        />
        <Tooltip
          formatter={value => [formatValue(Number(value), unit), '']}
          labelFormatter={at =>
            formatClockTime(new Date(Number(at)).toISOString())
          }
          separator=""
          contentStyle={style.tooltip}
        />
        {thresholds.map(threshold => (
          <ReferenceLine
            key={threshold}
            y={threshold}
            stroke={style.failed}
            strokeDasharray="4 4"
          />
        ))}
        <Line
          dataKey="value"
          stroke={style.running}
          strokeWidth={2}
          isAnimationActive={false}
          dot={({ cx, cy, index, payload }) => (
            <circle
              key={index}
              cx={cx}
              cy={cy}
              r={chooseRadius(payload.outcome, points.length)}
              fill={chooseColor(payload.outcome)}
            />
          )}
        />
      </LineChart>
    </ChartFrame>
  );
}
