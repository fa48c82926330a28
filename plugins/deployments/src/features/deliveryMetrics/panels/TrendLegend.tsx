import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import { deploymentsTranslationRef } from '../../../i18n/deploymentsTranslationRef';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      columnGap: theme.spacing(2),
      margin: 0,
      padding: 0,
      listStyle: 'none',
      ...theme.typography.caption,
      color: theme.palette.text.secondary,
    },
    key: { verticalAlign: 'middle', marginRight: theme.spacing(0.5) },
  }),
  { name: 'SlipwayDoraLegend' },
);

function LineKey(props: { colour: string; dashes?: string }) {
  const classes = useStyles();
  return (
    <svg width={24} height={4} className={classes.key} aria-hidden>
      <line
        x1={0}
        x2={24}
        y1={2}
        y2={2}
        stroke={props.colour}
        strokeWidth={2}
        strokeDasharray={props.dashes}
      />
    </svg>
  );
}

/** Explains the target's line. */
export function TargetLegend(props: { target: string }) {
  const { palette } = useTheme();
  const classes = useStyles();
  return (
    <ul className={classes.root}>
      <li>
        <LineKey colour={palette.status.ok} dashes="6 4" />
        {props.target}
      </li>
    </ul>
  );
}

/** Explains the lines of a chart. */
export function TrendLegend(props: {
  withPercentiles: boolean;
  isCounted: boolean;
  hasGaps: boolean;
  hasPartial: boolean;
  /** The target's text, if there is one. */
  target: string | undefined;
}) {
  const { withPercentiles, isCounted, hasGaps, hasPartial, target } = props;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const { palette } = useTheme();
  const classes = useStyles();
  return (
    <ul className={classes.root}>
      {withPercentiles && (
        <>
          <li>
            <LineKey colour={palette.primary.main} />
            p50
          </li>
          <li>
            <LineKey colour={palette.text.secondary} dashes="5 4" />
            p75
          </li>
          <li>
            <LineKey colour={palette.text.secondary} dashes="1 4" />
            p90
          </li>
        </>
      )}
      {target && (
        <li>
          <LineKey colour={palette.status.ok} dashes="6 4" />
          {target}
        </li>
      )}
      {hasPartial && <li>{t('dora.trend.hatched')}</li>}
      {hasGaps && !isCounted && <li>{t('dora.trend.gaps')}</li>}
      <li>{t('dora.trend.click')}</li>
    </ul>
  );
}
