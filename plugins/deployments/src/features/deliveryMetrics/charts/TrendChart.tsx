import type { DoraUnit } from '@slipway/backstage-plugin-deployments-common';
import { useState } from 'react';
import {
  Bar,
  CartesianGrid,
  Cell,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceLine,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { uniqueId } from '../../../shared/ids/uniqueId';
import type { TrendPoint } from '../figures/buildTrend';
import { Hatch } from '../../../shared/charts/Hatch';
import { useChartStyle } from '../../../shared/charts/useChartStyle';
import {
  buildValueAxisProps,
  CHART_PROPS,
} from '../../../shared/charts/axisProps';
import { ChartFrame } from '../../../shared/charts/ChartFrame';
import { ChartTooltip } from '../../../shared/charts/ChartTooltip';
import { CHART_HEIGHT } from '../../../shared/charts/chartHeights';
import {
  buildCountTicks,
  findScaleTop,
  buildRatioTicks,
  buildTimeTicks,
} from '../../../shared/charts/axisTicks';

const TICKS: Record<DoraUnit, (most: number) => number[]> = {
  'per-day': buildCountTicks,
  milliseconds: buildTimeTicks,
  ratio: buildRatioTicks,
};

/**
 * A metric over the periods of the range: bars for counts, lines for everything else, interrupted where there is no
 * data. Incomplete periods are hatched.
 */
export default function TrendChart(props: {
  points: TrendPoint[];
  unit: DoraUnit;
  /** In the unit of the points. */
  target?: number;
  label: string;
  format(value: number): string;
  /** Describes a period in the tooltip, line by line. */
  describe(point: TrendPoint): string[];
  onPeriod(point: TrendPoint): void;
}) {
  const { points, unit, target, label, format, describe, onPeriod } = props;
  const style = useChartStyle();
  const [id] = useState(uniqueId);
  const isCounted = unit === 'per-day';
  const ticks = TICKS[unit](
    findScaleTop(
      points.flatMap(({ value = 0, p90 = 0 }) => [value, p90]),
      target,
    ),
  );
  const byFrom = new Map(points.map(point => [point.from, point]));
  const line = {
    type: 'linear',
    isAnimationActive: false,
    connectNulls: false,
  } as const;

  return (
    <ChartFrame label={label} height={CHART_HEIGHT}>
      <ComposedChart
        data={points}
        {...CHART_PROPS}
        onClick={({ activeLabel }) => {
          const point = byFrom.get(String(activeLabel));
          if (point) {
            onPeriod(point);
          }
        }}
        style={{ cursor: 'pointer' }}
      >
        <Hatch id={id} colour={isCounted ? style.line : style.grid} />
        <CartesianGrid stroke={style.grid} vertical={false} />
        <XAxis
          dataKey="from"
          scale="band"
          tickFormatter={from => byFrom.get(String(from))?.name ?? ''}
          tick={style.tick}
          stroke={style.grid}
          minTickGap={16}
        />
        <YAxis
          {...buildValueAxisProps(ticks, style)}
          tickFormatter={format}
          // As wide as a duration with two units.
          width={76}
          interval={0}
        />
        <Tooltip
          cursor={{ fill: style.grid, stroke: style.grid, opacity: 0.5 }}
          isAnimationActive={false}
          content={({ active, label: from }) => {
            const point = active ? byFrom.get(String(from)) : undefined;
            return point ? <ChartTooltip lines={describe(point)} /> : null;
          }}
        />
        {!isCounted &&
          points
            .filter(({ partial }) => partial)
            .map(({ from }) => (
              <ReferenceArea
                key={from}
                x1={from}
                x2={from}
                fill={`url(#${id})`}
                fillOpacity={1}
              />
            ))}
        {target !== undefined && (
          <ReferenceLine
            y={target}
            stroke={style.target}
            strokeWidth={2}
            strokeDasharray="6 4"
          />
        )}
        {isCounted ? (
          <Bar dataKey="value" isAnimationActive={false} minPointSize={1}>
            {points.map(({ from, partial }) => (
              <Cell
                key={from}
                fill={partial ? `url(#${id})` : style.line}
                stroke={style.line}
              />
            ))}
          </Bar>
        ) : (
          <>
            <Line
              {...line}
              dataKey="p90"
              stroke={style.muted}
              strokeDasharray="1 4"
              strokeLinecap="round"
              strokeWidth={2}
              dot={{ r: 1.5, fill: style.muted }}
            />
            <Line
              {...line}
              dataKey="p75"
              stroke={style.muted}
              strokeDasharray="5 4"
              strokeWidth={1.5}
              dot={{ r: 1.5, fill: style.muted }}
            />
            <Line
              {...line}
              dataKey="value"
              stroke={style.line}
              strokeWidth={2}
              dot={{ r: 3, fill: style.line }}
            />
          </>
        )}
      </ComposedChart>
    </ChartFrame>
  );
}
