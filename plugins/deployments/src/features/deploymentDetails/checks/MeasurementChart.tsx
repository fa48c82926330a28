import type { Measurement } from '@slipway/backstage-plugin-deployments-common';
import { CartesianGrid, Line, LineChart, XAxis, YAxis } from 'recharts';
import {
  buildTimeAxisProps,
  buildValueAxisProps,
  CHART_PROPS,
} from '../../../shared/charts/axisProps';
import { ChartFrame } from '../../../shared/charts/ChartFrame';
import { useChartStyle } from '../../../shared/charts/useChartStyle';
import { buildTimeAxis } from '../../../shared/charts/buildTimeAxis';
import { buildTickFormatter } from '../../../shared/format/value';
import { buildRoundTicks } from '../../../shared/charts/buildRoundTicks';
import { selectMarkers } from '../stepCharts/buildMarkers';
import { BASELINE_DASHES, CHECK_CHART_HEIGHT } from '../stepCharts/lineStyle';
import { renderMarkers } from '../stepCharts/renderMarkers';
import { renderThresholds } from '../stepCharts/renderThresholds';
import { useSharedAxis } from '../stepCharts/StepCharts';
import type { MeasuredPoint } from './toPoints';

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

/** Measured values over time beside those of the baseline, with the threshold as a line. */
export default function MeasurementChart(props: {
  /** At least one. */
  points: readonly MeasuredPoint[];
  thresholds: number[];
  unit?: string;
  label: string;
}) {
  const { points, thresholds, unit, label } = props;
  const style = useChartStyle();
  const axis = useSharedAxis();
  const period = axis?.period ?? {
    from: points[0].at,
    to: points[points.length - 1].at,
  };
  const ticks = buildRoundTicks(
    [
      ...points.flatMap(({ value, baseline }) => [value, baseline ?? value]),
      ...thresholds,
    ],
    unit === 'ratio' ? { least: 0, most: 1 } : {},
  );
  const chooseColor = (outcome: Measurement['outcome']) =>
    outcome === 'failed' || outcome === 'error' ? style.failed : style.running;

  return (
    <ChartFrame label={label} height={CHECK_CHART_HEIGHT}>
      <LineChart data={points} {...CHART_PROPS}>
        <CartesianGrid stroke={style.grid} vertical={false} />
        <XAxis
          {...buildTimeAxisProps(buildTimeAxis(period.from, period.to), style)}
          domain={[period.from, period.to]}
        />
        <YAxis
          {...buildValueAxisProps(ticks, style)}
          tickFormatter={buildTickFormatter(ticks, unit)}
        />
        {axis &&
          renderMarkers(
            selectMarkers(axis.weightMarkers, axis.stepMarkers, period),
            style,
          )}
        {renderThresholds(thresholds, ticks, unit, style)}
        <Line
          dataKey="baseline"
          stroke={style.muted}
          strokeWidth={2}
          strokeDasharray={BASELINE_DASHES}
          isAnimationActive={false}
          dot={false}
        />
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
