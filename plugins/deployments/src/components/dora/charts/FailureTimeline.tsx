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
import { useChartLooks } from './chartLooks';
import { TIMELINE_HEIGHT } from './chartSize';

/** Where the lanes lie. */
const LANES = { ok: 2, failed: 1, incident: 0 } as const;
/** Half the height of the bar of an incident, in lanes. */
const HALF_BAR = 0.18;

type Lane = keyof typeof LANES;

export interface TimelinePoint {
  id: string;
  /** Epoch milliseconds. */
  at: number;
  failed: boolean;
  text: string[];
}

export interface TimelineIncident {
  id: string;
  /** Epoch milliseconds. */
  from: number;
  to: number;
  text: string[];
}

/** Deployments that went well, deployments that failed, and incidents, one above the other over time. */
export default function FailureTimeline(props: {
  deployments: TimelinePoint[];
  incidents: TimelineIncident[];
  from: number;
  to: number;
  label: string;
  laneNames: Record<Lane, string>;
  formatAt(at: number): string;
}) {
  const { deployments, incidents, from, to, label, laneNames, formatAt } =
    props;
  const looks = useChartLooks();
  const nameOf = new Map(
    (Object.keys(LANES) as Lane[]).map(lane => [LANES[lane], laneNames[lane]]),
  );
  const dots = [
    ...deployments.map(({ failed, ...point }) => ({
      ...point,
      lane: failed ? LANES.failed : LANES.ok,
    })),
    // So that a bar of a few pixels can be pointed at.
    ...incidents.map(incident => ({
      id: incident.id,
      at: Math.min(to, Math.max(from, incident.from)),
      text: incident.text,
      lane: LANES.incident,
    })),
  ];
  return (
    <div role="img" aria-label={label}>
      <ResponsiveContainer width="100%" height={TIMELINE_HEIGHT}>
        <ScatterChart
          margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid stroke={looks.grid} vertical={false} />
          <XAxis
            dataKey="at"
            type="number"
            domain={[from, to]}
            allowDataOverflow
            tickFormatter={formatAt}
            tick={looks.tick}
            stroke={looks.grid}
            minTickGap={24}
          />
          <YAxis
            dataKey="lane"
            type="number"
            domain={[-0.5, 2.5]}
            ticks={[LANES.incident, LANES.failed, LANES.ok]}
            tickFormatter={lane => nameOf.get(lane) ?? ''}
            tick={looks.tick}
            stroke={looks.grid}
            width={72}
            interval={0}
          />
          <Tooltip
            cursor={false}
            isAnimationActive={false}
            content={({ active, payload }) => {
              const point = payload?.[0]?.payload as TimelinePoint | undefined;
              return active && point ? (
                <div style={looks.tooltip}>
                  {point.text.map(line => (
                    <div key={line}>{line}</div>
                  ))}
                </div>
              ) : null;
            }}
          />
          {incidents.map(incident => (
            <ReferenceArea
              key={incident.id}
              x1={Math.max(from, incident.from)}
              x2={Math.min(to, incident.to)}
              y1={LANES.incident - HALF_BAR}
              y2={LANES.incident + HALF_BAR}
              fill={looks.failed}
              fillOpacity={0.6}
              stroke={looks.failed}
              ifOverflow="hidden"
            />
          ))}
          <Scatter
            data={dots}
            isAnimationActive={false}
            shape={(dot: {
              cx?: number;
              cy?: number;
              payload?: { lane: number };
            }) => (
              <Mark
                cx={dot.cx ?? 0}
                cy={dot.cy ?? 0}
                lane={dot.payload?.lane ?? LANES.ok}
              />
            )}
          />
        </ScatterChart>
      </ResponsiveContainer>
    </div>
  );
}

/** A dot for what went well, a cross for what failed, a small diamond where an incident began. */
function Mark(props: { cx: number; cy: number; lane: number }) {
  const { cx, cy, lane } = props;
  const looks = useChartLooks();
  if (lane === LANES.ok) {
    return <circle cx={cx} cy={cy} r={3} fill={looks.muted} />;
  }
  if (lane === LANES.failed) {
    const size = 4.5;
    return (
      <path
        d={`M${cx - size},${cy - size}L${cx + size},${cy + size}M${cx - size},${
          cy + size
        }L${cx + size},${cy - size}`}
        stroke={looks.failed}
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
      fill={looks.failed}
    />
  );
}
