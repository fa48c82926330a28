import type {
  AnalysisMetric,
  StepAnalysis,
} from '@slipway/backstage-plugin-deployments-common';
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceLine,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import {
  buildTimeAxisProps,
  buildValueAxisProps,
  CHART_PROPS,
} from '../../../shared/charts/axisProps';
import { buildRoundTicks } from '../../../shared/charts/buildRoundTicks';
import { buildTimeAxis } from '../../../shared/charts/buildTimeAxis';
import { ChartFrame } from '../../../shared/charts/ChartFrame';
import { ChartTooltip } from '../../../shared/charts/ChartTooltip';
import { useChartStyle } from '../../../shared/charts/useChartStyle';
import { formatClockTime } from '../../../shared/format/time';
import {
  buildTickFormatter,
  formatValue,
  formatWeight,
} from '../../../shared/format/value';
import { BASELINE_DASHES, METRIC_CHART_HEIGHT } from './metricChartStyle';

interface Point {
  at: number;
  weight: number;
  candidate?: number;
  baseline?: number;
}

/** A metric of both versions over time. Vertical lines mark where the share of traffic changed. */
export default function MetricChart(props: {
  series: AnalysisMetric['series'];
  weights: StepAnalysis['weights'];
  unit: string | undefined;
  label: string;
  candidateName: string;
  baselineName: string;
}) {
  const { series, weights, unit, label, candidateName, baselineName } = props;
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
  const from = points[0].at;
  const to = points[points.length - 1].at;
  const ticks = buildRoundTicks(
    values,
    unit === 'ratio' ? { least: 0, most: 1 } : {},
  );
  const show = (value: number | undefined) =>
    value === undefined ? '–' : formatValue(value, unit);
  const line = {
    type: 'linear',
    strokeWidth: 2,
    isAnimationActive: false,
    dot: points.length === 1,
  } as const;

  return (
    <ChartFrame label={label} height={METRIC_CHART_HEIGHT}>
      <LineChart data={points} {...CHART_PROPS}>
        <CartesianGrid stroke={style.grid} vertical={false} />
        <XAxis
          {...buildTimeAxisProps(buildTimeAxis(from, to), style)}
          domain={['dataMin', 'dataMax']}
        />
        <YAxis
          {...buildValueAxisProps(ticks, style)}
          tickFormatter={buildTickFormatter(ticks, unit)}
        />
        <Tooltip
          isAnimationActive={false}
          content={({ active, payload }) => {
            const point = payload?.[0]?.payload as Point | undefined;
            return active && point ? (
              <ChartTooltip
                lines={[
                  `${formatClockTime(
                    new Date(point.at).toISOString(),
                  )} · ${formatWeight(point.weight)}`,
                  `${candidateName}: ${show(point.candidate)}`,
                  `${baselineName}: ${show(point.baseline)}`,
                ]}
              />
            ) : null;
          }}
        />
        {weights
          .map(({ at, weight }) => ({ at: Date.parse(at), weight }))
          .filter(({ at }) => at > from && at < to)
          .map(({ at, weight }) => (
            <ReferenceLine
              key={at}
              x={at}
              stroke={style.muted}
              strokeDasharray="1 3"
              label={{
                value: formatWeight(weight),
                position: 'insideTopLeft',
                fontSize: style.tick.fontSize,
                fill: style.muted,
              }}
            />
          ))}
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
