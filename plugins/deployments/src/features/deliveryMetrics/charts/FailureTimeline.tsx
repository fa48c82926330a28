import { memo, useMemo } from 'react';
import {
  CartesianGrid,
  ReferenceArea,
  ResponsiveContainer,
  Scatter,
  ScatterChart,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import {
  buildTimeAxisProps,
  CHART_PROPS,
} from '../../../shared/charts/axisProps';
import { DotChartFrame } from '../../../shared/charts/DotChartFrame';
import { buildTimeAxis } from '../../../shared/charts/buildTimeAxis';
import { useChartStyle } from '../../../shared/charts/useChartStyle';
import { TIMELINE_HEIGHT } from '../../../shared/charts/chartHeights';
import { DotTooltip } from '../../../shared/charts/DotTooltip';
import { useDotProps, type Dot } from '../../../shared/charts/useDots';

/** The positions of the lanes. */
const LANES = { ok: 2, failed: 1, incident: 0 } as const;
const DAY = 24 * 3_600_000;
/** Half the height of an incident's bar, in lanes. */
const HALF_BAR = 0.18;

type Lane = keyof typeof LANES;

export interface TimelinePoint extends Dot {
  failed: boolean;
}

interface TimelineMark extends Dot {
  lane: number;
}

export interface TimelineIncident {
  id: string;
  /** Epoch milliseconds. */
  from: number;
  to: number;
  text: string[];
}

interface Figure {
  /** Stable arrays: Recharts redraws for new ones, and the focus is lost. */
  marks: TimelineMark[];
  incidents: TimelineIncident[];
  from: number;
  to: number;
  /** A stable object. */
  laneNames: Record<Lane, string>;
  /** IANA name of the time zone of the days. */
  zone: string;
}

interface Drawn {
  cx?: number;
  cy?: number;
  payload?: TimelineMark;
}

function renderMark({ cx, cy, payload }: Drawn) {
  return <MarkButton cx={cx} cy={cy} payload={payload} />;
}

function MarkButton(props: Drawn) {
  const { cx = 0, cy = 0, payload } = props;
  const button = useDotProps(payload);
  return (
    <g {...button}>
      <circle cx={cx} cy={cy} r={8} fill="transparent" />
      <Mark cx={cx} cy={cy} lane={payload?.lane ?? LANES.ok} />
    </g>
  );
}

/** A dot for a success, a cross for a failure, a small diamond for the start of an incident. */
function Mark(props: { cx: number; cy: number; lane: number }) {
  const { cx, cy, lane } = props;
  const style = useChartStyle();
  if (lane === LANES.ok) {
    return <circle cx={cx} cy={cy} r={3} fill={style.muted} />;
  }
  if (lane === LANES.failed) {
    const size = 4.5;
    return (
      <path
        d={`M${cx - size},${cy - size}L${cx + size},${cy + size}M${cx - size},${
          cy + size
        }L${cx + size},${cy - size}`}
        stroke={style.failed}
        strokeWidth={2.5}
      />
    );
  }
  const size = 5;
  return (
    <path
      d={`M${cx},${cy - size}L${cx + size},${cy}L${cx},${cy + size}L${
        cx - size
      },${cy}Z`}
      fill={style.failed}
    />
  );
}

const Marks = memo((props: Figure) => {
  const { marks, incidents, from, to, laneNames, zone } = props;
  const times = buildTimeAxis(from, to, { zone, least: DAY });
  const style = useChartStyle();
  const titleByLane = new Map(
    (Object.keys(LANES) as Lane[]).map(lane => [LANES[lane], laneNames[lane]]),
  );
  return (
    <ResponsiveContainer width="100%" height={TIMELINE_HEIGHT}>
      <ScatterChart {...CHART_PROPS}>
        <CartesianGrid stroke={style.grid} vertical={false} />
        <XAxis
          {...buildTimeAxisProps(times, style)}
          domain={[from, to]}
          allowDataOverflow
        />
        <YAxis
          dataKey="lane"
          type="number"
          domain={[-0.5, 2.5]}
          ticks={[LANES.incident, LANES.failed, LANES.ok]}
          tickFormatter={lane => titleByLane.get(lane) ?? ''}
          tick={style.tick}
          stroke={style.grid}
          width={96}
          interval={0}
        />
        <Tooltip
          cursor={false}
          isAnimationActive={false}
          content={<DotTooltip />}
        />
        {incidents.map(incident => (
          <ReferenceArea
            key={incident.id}
            x1={Math.max(from, incident.from)}
            x2={Math.min(to, incident.to)}
            y1={LANES.incident - HALF_BAR}
            y2={LANES.incident + HALF_BAR}
            fill={style.failed}
            fillOpacity={0.6}
            stroke={style.failed}
            ifOverflow="hidden"
          />
        ))}
        <Scatter data={marks} isAnimationActive={false} shape={renderMark} />
      </ScatterChart>
    </ResponsiveContainer>
  );
});

/** Successful deployments, failed deployments and incidents over time, in three lanes. */
export default function FailureTimeline(
  props: Omit<Figure, 'marks'> & {
    deployments: TimelinePoint[];
    label: string;
    /** How to move between marks. */
    hint: string;
    /** Called with the id of a deployment or an incident. */
    onOpen(id: string): void;
  },
) {
  const { deployments, label, hint, onOpen, ...figure } = props;
  const { incidents, from, to } = figure;
  const marks = useMemo(
    () => [
      ...deployments.map(({ failed, ...point }) => ({
        ...point,
        lane: failed ? LANES.failed : LANES.ok,
      })),
      // So that an incident of a few pixels can be selected.
      ...incidents.map(incident => ({
        id: incident.id,
        at: Math.min(to, Math.max(from, incident.from)),
        text: incident.text,
        lane: LANES.incident,
      })),
    ],
    [deployments, incidents, from, to],
  );
  return (
    <DotChartFrame label={label} hint={hint} dots={marks} onOpen={onOpen}>
      <Marks {...figure} marks={marks} />
    </DotChartFrame>
  );
}
