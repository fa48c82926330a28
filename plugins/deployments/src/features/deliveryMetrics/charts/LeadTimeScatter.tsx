import { memo } from 'react';
import {
  CartesianGrid,
  ReferenceLine,
  ResponsiveContainer,
  Scatter,
  ScatterChart,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import {
  buildTimeAxisProps,
  buildValueAxisProps,
  CHART_PROPS,
} from '../../../shared/charts/axisProps';
import { DotChartFrame } from '../../../shared/charts/DotChartFrame';
import { buildTimeAxis } from '../../../shared/charts/buildTimeAxis';
import { useChartStyle } from '../../../shared/charts/useChartStyle';
import { CHART_HEIGHT } from '../../../shared/charts/chartHeights';
import { DotTooltip } from '../../../shared/charts/DotTooltip';
import { buildLogTimeTicks } from '../../../shared/charts/axisTicks';
import { useDotProps, type Dot } from '../../../shared/charts/useDots';

const SECOND = 1000;
const DAY = 24 * 3_600_000;

/** A commit: when it was deployed, and its lead time. */
export interface ScatterPoint extends Dot {
  /** Milliseconds. */
  took: number;
}

interface Figure {
  /** A stable array: Recharts redraws for a new one, and the focus is lost. */
  points: ScatterPoint[];
  /** Epoch milliseconds. */
  from: number;
  to: number;
  target?: number;
  /** IANA name of the time zone of the days. */
  zone: string;
  /** A stable function. */
  formatLeadTime(took: number): string;
}

interface Drawn {
  cx?: number;
  cy?: number;
  payload?: ScatterPoint;
}

function renderDot({ cx, cy, payload }: Drawn) {
  return <CommitDot cx={cx} cy={cy} payload={payload} />;
}

function CommitDot(props: Drawn) {
  const { cx, cy, payload } = props;
  const style = useChartStyle();
  const button = useDotProps(payload);
  return (
    <g {...button}>
      <circle cx={cx} cy={cy} r={7} fill="transparent" />
      <circle
        cx={cx}
        cy={cy}
        r={3.5}
        fill={style.line}
        fillOpacity={0.55}
        stroke={style.line}
      />
    </g>
  );
}

const Dots = memo((props: Figure) => {
  const { points, from, to, target, zone, formatLeadTime } = props;
  const times = buildTimeAxis(from, to, { zone, least: DAY });
  const style = useChartStyle();
  const ticks = buildLogTimeTicks([
    ...points.map(({ took }) => took),
    // A line on the edge of the scale would be cut in half.
    ...(target === undefined ? [] : [target * 0.98, target * 1.02]),
  ]);
  return (
    <ResponsiveContainer width="100%" height={CHART_HEIGHT}>
      <ScatterChart {...CHART_PROPS}>
        <CartesianGrid stroke={style.grid} vertical={false} />
        <XAxis {...buildTimeAxisProps(times, style)} domain={[from, to]} />
        <YAxis
          dataKey="drawn"
          type="number"
          scale="log"
          {...buildValueAxisProps(ticks, style)}
          tickFormatter={formatLeadTime}
          interval={0}
          allowDataOverflow
        />
        <Tooltip
          cursor={false}
          isAnimationActive={false}
          content={<DotTooltip />}
        />
        {target !== undefined && (
          <ReferenceLine
            y={target}
            stroke={style.target}
            strokeWidth={2}
            strokeDasharray="6 4"
          />
        )}
        <Scatter
          // Zero has no logarithm.
          data={points.map(point => ({
            ...point,
            drawn: Math.max(SECOND, point.took),
          }))}
          isAnimationActive={false}
          shape={renderDot}
        />
      </ScatterChart>
    </ResponsiveContainer>
  );
});

/** Lead times of commits by deployment time. The scale is logarithmic, because they range from minutes to weeks. */
export default function LeadTimeScatter(
  props: Figure & {
    label: string;
    /** How to move between dots. */
    hint: string;
    onOpen(id: string): void;
  },
) {
  const { label, hint, onOpen, ...figure } = props;
  return (
    <DotChartFrame
      label={label}
      hint={hint}
      dots={figure.points}
      onOpen={onOpen}
    >
      <Dots {...figure} />
    </DotChartFrame>
  );
}
