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
import { timeAxis } from '../../../shared/charts/timeAxis';
import { useChartLooks } from '../../../shared/charts/chartLooks';
import { CHART_HEIGHT } from '../../../shared/charts/chartSize';
import { DotTooltip } from '../../../shared/charts/DotTooltip';
import { logTimeTicks } from '../../../shared/charts/scales';
import {
  DotsContext,
  useDotProps,
  useDots,
  useDotStyles,
  type Dot,
} from '../../../shared/charts/useDots';

const SECOND = 1000;
const DAY = 24 * 3_600_000;

/** A commit: when it was deployed, and how long it took to get there. */
export interface ScatterPoint extends Dot {
  /** Milliseconds. */
  took: number;
}

interface Figure {
  /** The same array as long as nothing changes: Recharts draws another one anew, and the focus is lost. */
  points: ScatterPoint[];
  /** Epoch milliseconds. */
  from: number;
  to: number;
  target?: number;
  /** IANA name of the time zone of the days. */
  zone: string;
  /** A stable function. */
  formatTook(took: number): string;
}

interface Drawn {
  cx?: number;
  cy?: number;
  payload?: ScatterPoint;
}

function drawDot({ cx, cy, payload }: Drawn) {
  return <CommitDot cx={cx} cy={cy} payload={payload} />;
}

function CommitDot(props: Drawn) {
  const { cx, cy, payload } = props;
  const looks = useChartLooks();
  const button = useDotProps(payload);
  return (
    <g {...button}>
      <circle cx={cx} cy={cy} r={7} fill="transparent" />
      <circle
        cx={cx}
        cy={cy}
        r={3.5}
        fill={looks.line}
        fillOpacity={0.55}
        stroke={looks.line}
      />
    </g>
  );
}

const Dots = memo((props: Figure) => {
  const { points, from, to, target, zone, formatTook } = props;
  const times = timeAxis(from, to, { zone, least: DAY });
  const looks = useChartLooks();
  const ticks = logTimeTicks([
    ...points.map(({ took }) => took),
    // A line on the edge of the scale would be cut in half.
    ...(target === undefined ? [] : [target * 0.98, target * 1.02]),
  ]);
  return (
    <ResponsiveContainer width="100%" height={CHART_HEIGHT}>
      <ScatterChart
        margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid stroke={looks.grid} vertical={false} />
        <XAxis
          dataKey="at"
          type="number"
          domain={[from, to]}
          ticks={times.ticks}
          tickFormatter={times.format}
          tick={looks.tick}
          stroke={looks.grid}
          minTickGap={24}
        />
        <YAxis
          dataKey="drawn"
          type="number"
          scale="log"
          domain={[ticks[0], ticks[ticks.length - 1]]}
          ticks={ticks}
          tickFormatter={formatTook}
          tick={looks.tick}
          stroke={looks.grid}
          width={64}
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
            stroke={looks.target}
            strokeWidth={2}
            strokeDasharray="6 4"
          />
        )}
        <Scatter
          // A logarithm has no zero.
          data={points.map(point => ({
            ...point,
            drawn: Math.max(SECOND, point.took),
          }))}
          isAnimationActive={false}
          shape={drawDot}
        />
      </ScatterChart>
    </ResponsiveContainer>
  );
});

/** Lead times of commits by when they were deployed. Logarithmic: minutes and weeks are both in it. */
export default function LeadTimeScatter(
  props: Figure & {
    label: string;
    /** How to get from dot to dot. */
    hint: string;
    onOpen(id: string): void;
  },
) {
  const { label, hint, onOpen, ...figure } = props;
  const classes = useDotStyles();
  const dots = useDots(figure.points, onOpen);
  return (
    <div role="group" aria-label={label}>
      <DotsContext.Provider value={dots}>
        <Dots {...figure} />
      </DotsContext.Provider>
      <p className={classes.caption}>
        {dots.focused ? dots.focused.text.join(' · ') : hint}
      </p>
    </div>
  );
}
