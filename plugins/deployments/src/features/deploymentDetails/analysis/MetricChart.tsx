import type {
  AnalysisMetric,
  StepAnalysis,
} from '@slipway/backstage-plugin-deployments-common';
import { CartesianGrid, Line, LineChart, XAxis, YAxis } from 'recharts';
import {
  buildTimeAxisProps,
  buildValueAxisProps,
  CHART_PROPS,
} from '../../../shared/charts/axisProps';
import { buildRoundTicks } from '../../../shared/charts/buildRoundTicks';
import { buildTimeAxis } from '../../../shared/charts/buildTimeAxis';
import { ChartFrame } from '../../../shared/charts/ChartFrame';
import { useChartStyle } from '../../../shared/charts/useChartStyle';
import { buildTickFormatter } from '../../../shared/format/value';
import { buildWeightMarkers, selectMarkers } from '../stepCharts/buildMarkers';
import { BASELINE_DASHES, METRIC_CHART_HEIGHT } from '../stepCharts/lineStyle';
import { renderMarkers } from '../stepCharts/renderMarkers';
import { renderThresholds } from '../stepCharts/renderThresholds';
import { useSharedAxis } from '../stepCharts/StepCharts';

interface Point {
  at: number;
  candidate?: number;
  baseline?: number;
}

/** A metric of both versions over time. Vertical lines mark where the share of traffic changed and other steps started. */
export default function MetricChart(props: {
  series: AnalysisMetric['series'];
  weights: StepAnalysis['weights'];
  unit: string | undefined;
  /** The candidate's hard limit, if the metric has one. */
  limit: number | undefined;
  label: string;
}) {
  const { series, weights, unit, limit, label } = props;
  const axis = useSharedAxis();
  const style = useChartStyle();
  const points: Point[] = series.map(point => ({
    ...point,
    at: Date.parse(point.at),
  }));
  const values = points.flatMap(({ candidate, baseline }) =>
    [candidate, baseline].filter(
      (value): value is number => value !== undefined,
    ),
  );
  if (values.length === 0) {
    return null;
  }
  const period = axis?.period ?? {
    from: points[0].at,
    to: points[points.length - 1].at,
  };
  const ticks = buildRoundTicks(
    limit === undefined ? values : [...values, limit],
    unit === 'ratio' ? { least: 0, most: 1 } : {},
  );
  const line = {
    type: 'linear',
    strokeWidth: 2,
    isAnimationActive: false,
    dot: false,
  } as const;

  return (
    <ChartFrame label={label} height={METRIC_CHART_HEIGHT}>
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
        {renderMarkers(
          selectMarkers(
            buildWeightMarkers(weights),
            axis?.stepMarkers ?? [],
            period,
          ),
          style,
        )}
        {renderThresholds(
          limit === undefined ? [] : [limit],
          ticks,
          unit,
          style,
        )}
        <Line
          {...line}
          dataKey="baseline"
          stroke={style.muted}
          strokeDasharray={BASELINE_DASHES}
        />
        <Line {...line} dataKey="candidate" stroke={style.running} />
      </LineChart>
    </ChartFrame>
  );
}
