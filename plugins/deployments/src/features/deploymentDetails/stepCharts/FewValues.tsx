import { makeStyles } from '@material-ui/core/styles';
import { useChartStyle } from '../../../shared/charts/useChartStyle';
import { formatClockTime } from '../../../shared/format/time';
import { BASELINE_DASHES, THRESHOLD_DASHES } from './lineStyle';

const WIDTH = 96;
const HEIGHT = 28;
/** Keeps lines and dots inside the drawing. */
const EDGE = 4;

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      alignItems: 'center',
      columnGap: theme.spacing(2),
    },
    values: {
      ...theme.typography.body2,
      display: 'flex',
      flexWrap: 'wrap',
      columnGap: theme.spacing(2),
      margin: 0,
      padding: 0,
      listStyle: 'none',
      fontVariantNumeric: 'tabular-nums',
    },
  }),
  { name: 'SlipwayFewValues' },
);

export interface FewValuesPoint {
  /** Epoch milliseconds. */
  at: number;
  value?: number;
  baseline?: number;
  /** The values in words. */
  text: string;
}

/** A small chart and its values, for so few that a large one would be empty. */
export function FewValues(props: {
  label: string;
  points: readonly FewValuesPoint[];
  thresholds: readonly number[];
}) {
  const { label, points, thresholds } = props;
  const classes = useStyles();
  const style = useChartStyle();
  const values = [
    ...points.flatMap(({ value, baseline }) => [value, baseline]),
    ...thresholds,
  ].filter((value): value is number => value !== undefined);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = (index: number) =>
    EDGE + ((WIDTH - 2 * EDGE) * index) / Math.max(1, points.length - 1);
  const y = (value: number) =>
    high === low
      ? HEIGHT / 2
      : HEIGHT - EDGE - ((HEIGHT - 2 * EDGE) * (value - low)) / (high - low);
  const draw = (key: 'value' | 'baseline') =>
    points.flatMap((point, index) => {
      const value = point[key];
      return value === undefined ? [] : [{ x: x(index), y: y(value) }];
    });
  const join = (dots: { x: number; y: number }[]) =>
    dots.map(dot => `${dot.x},${dot.y}`).join(' ');

  return (
    <div className={classes.root}>
      <div role="img" aria-label={label}>
        <svg width={WIDTH} height={HEIGHT} aria-hidden>
          {thresholds.map(threshold => (
            <line
              key={threshold}
              x1={0}
              x2={WIDTH}
              y1={y(threshold)}
              y2={y(threshold)}
              stroke={style.failed}
              strokeDasharray={THRESHOLD_DASHES}
            />
          ))}
          <polyline
            points={join(draw('baseline'))}
            fill="none"
            stroke={style.muted}
            strokeDasharray={BASELINE_DASHES}
          />
          <polyline
            points={join(draw('value'))}
            fill="none"
            stroke={style.running}
            strokeWidth={2}
          />
          {draw('value').map(dot => (
            <circle
              key={dot.x}
              cx={dot.x}
              cy={dot.y}
              r={3}
              fill={style.running}
            />
          ))}
        </svg>
      </div>
      <ul className={classes.values}>
        {points.map(({ at, text }, index) => (
          // Two measurements may have the same time.
          <li key={`${at} ${index}`}>
            {formatClockTime(new Date(at).toISOString())} {text}
          </li>
        ))}
      </ul>
    </div>
  );
}
