import { makeStyles, useTheme } from '@material-ui/core/styles';
import type { AnalysisMetric } from '@slipway/backstage-plugin-deployments-common';
import {
  getErrorColor,
  getWarningColor,
} from '../../../shared/labels/readableColors';
import { positionInterval } from './positionInterval';

const HEIGHT = 28;
const MIDDLE = HEIGHT / 2;

const useStyles = makeStyles(
  { root: { display: 'block', width: '100%', overflow: 'visible' } },
  { name: 'SlipwayEffectPlot' },
);

function usePlotColours() {
  const theme = useTheme();
  return {
    axis: theme.palette.text.secondary,
    threshold: getErrorColor(theme),
    interval: {
      harm: getErrorColor(theme),
      pass: theme.palette.status.ok,
      inconclusive: theme.palette.text.primary,
      no_data: getWarningColor(theme),
    },
  };
}

/** The end of an interval: a bar, or an arrow if the interval continues beyond the plot. */
function End(props: {
  /** Percent of the width. */
  at: number;
  isCut: boolean;
  direction: 1 | -1;
  colour: string;
}) {
  const { at, isCut, direction, colour } = props;
  return (
    <svg x={`${at}%`} y={MIDDLE} overflow="visible">
      {isCut ? (
        <path
          d={`M 0 0 L ${-7 * direction} -5 L ${-7 * direction} 5 Z`}
          fill={colour}
        />
      ) : (
        <line y1={-5} y2={5} stroke={colour} strokeWidth={2} />
      )}
    </svg>
  );
}

/**
 * A row of a forest plot: the effect of a metric, its 95 % interval, and where harm begins. Worse is further right. It is
 * hidden from screen readers, because the text next to it says the same.
 */
export function EffectPlot(props: { metric: AnalysisMetric }) {
  const { metric } = props;
  const classes = useStyles();
  const colours = usePlotColours();
  const { thresholds, effect, low, high, isLowCut, isHighCut } =
    positionInterval(metric);
  const colour = colours.interval[metric.verdict];
  const isKnown = !(isLowCut && isHighCut);
  return (
    <svg height={HEIGHT} className={classes.root} aria-hidden>
      {thresholds.map(threshold => (
        <g key={threshold}>
          <rect
            x={threshold > 50 ? `${threshold}%` : 0}
            width={`${threshold > 50 ? 100 - threshold : threshold}%`}
            height={HEIGHT}
            fill={colours.threshold}
            opacity={0.1}
          />
          <line
            x1={`${threshold}%`}
            x2={`${threshold}%`}
            y2={HEIGHT}
            stroke={colours.threshold}
            strokeDasharray="4 3"
          />
        </g>
      ))}
      <line x1="50%" x2="50%" y2={HEIGHT} stroke={colours.axis} />
      <line
        x1={`${low}%`}
        x2={`${high}%`}
        y1={MIDDLE}
        y2={MIDDLE}
        stroke={colour}
        strokeWidth={2}
        strokeDasharray={isKnown ? undefined : '2 5'}
      />
      <End at={low} isCut={isLowCut} direction={-1} colour={colour} />
      <End at={high} isCut={isHighCut} direction={1} colour={colour} />
      {effect !== undefined && (
        <circle cx={`${effect}%`} cy={MIDDLE} r={5} fill={colour} />
      )}
    </svg>
  );
}
