import ButtonBase from '@material-ui/core/ButtonBase';
import Chip from '@material-ui/core/Chip';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import ExpandMore from '@material-ui/icons/ExpandMore';
import type { AnalysisMetric } from '@slipway/backstage-plugin-deployments-common';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from '../../../i18n/useTranslation';
import { uniqueId } from '../../../shared/ids/uniqueId';
import { MetricVerdictLabel } from '../../../shared/labels/AnalysisLabels';
import { EffectPlot } from './EffectPlot';
import { useMetricSentence, useMetricText } from './useMetricText';
import { formatWeight } from '../../../shared/format/value';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: theme.spacing(1.5, 0),
      borderTop: `1px solid ${theme.palette.divider}`,
    },
    row: {
      display: 'flex',
      flexWrap: 'wrap',
      columnGap: theme.spacing(3),
      rowGap: theme.spacing(0.5),
    },
    text: { flex: '3 1 300px', minWidth: 0 },
    plot: { flex: '2 1 220px', minWidth: 0 },
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      columnGap: theme.spacing(1),
    },
    name: {
      ...theme.typography.subtitle2,
      textAlign: 'left',
      borderRadius: theme.shape.borderRadius,
      '&:hover': { backgroundColor: theme.palette.action.hover },
      '&:focus-visible': { outline: `2px solid ${theme.palette.primary.main}` },
    },
    arrow: {
      transition: theme.transitions.create('transform'),
      '@media (prefers-reduced-motion: reduce)': { transition: 'none' },
    },
    turned: { transform: 'rotate(180deg)' },
    chip: { margin: 0 },
    figures: { fontVariantNumeric: 'tabular-nums' },
  }),
  { name: 'SlipwayMetricItem' },
);

/** A metric in the list: its verdict, the difference as a plot and in a sentence, and its details if it is open. */
export function MetricItem(props: {
  metric: AnalysisMetric;
  versions: { candidate: string; baseline: string };
  /** The present share of the traffic; undefined once nothing is measured any more. */
  weight?: number;
  isOpen: boolean;
  onToggle(): void;
  /** The details; only used if it is open. */
  children?: ReactNode;
}) {
  const { metric, versions, weight, isOpen, onToggle, children } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const text = useMetricText()(metric);
  const describeDifference = useMetricSentence(versions);
  const [id] = useState(uniqueId);
  const root = useRef<HTMLLIElement>(null);
  const wasOpenAtFirst = useRef(isOpen);

  // A link to the metric shows it.
  useEffect(() => {
    if (wasOpenAtFirst.current) {
      root.current?.scrollIntoView?.({ block: 'nearest' });
    }
  }, []);

  return (
    <li className={classes.root} ref={root}>
      <div className={classes.row}>
        <div className={classes.text}>
          <div className={classes.head}>
            <ButtonBase
              className={classes.name}
              aria-expanded={isOpen}
              aria-controls={isOpen ? id : undefined}
              onClick={onToggle}
            >
              {metric.title}
              <ExpandMore
                fontSize="small"
                aria-hidden
                className={
                  isOpen ? `${classes.arrow} ${classes.turned}` : classes.arrow
                }
              />
            </ButtonBase>
            <Typography variant="body2" component="span">
              <MetricVerdictLabel metric={metric} />
            </Typography>
            <Typography variant="body2" component="span" color="textSecondary">
              {metric.group}
            </Typography>
            {metric.critical && (
              <Chip
                size="small"
                variant="outlined"
                label={t('analysis.metric.critical')}
                className={classes.chip}
              />
            )}
          </div>
          <Typography variant="body2" className={classes.figures}>
            {describeDifference(metric)}
          </Typography>
          <Typography
            variant="body2"
            color="textSecondary"
            className={classes.figures}
          >
            {[
              ...(text.values ? [text.values] : []),
              text.samples,
              ...(metric.blocksNeeded === undefined
                ? []
                : [
                    t('analysis.metric.looksNeeded', {
                      count: metric.blocksNeeded,
                    }),
                  ]),
            ].join(' · ')}
          </Typography>
          {weight !== undefined &&
            metric.verdict === 'pass' &&
            metric.stageBlocks < metric.stageBlocksNeeded && (
              <Typography variant="body2">
                {t('analysis.metric.notFinal', {
                  count: metric.stageBlocks,
                  needed: String(metric.stageBlocksNeeded),
                  weight: formatWeight(weight),
                })}
              </Typography>
            )}
          {metric.message && (
            <Typography variant="body2">{metric.message}</Typography>
          )}
        </div>
        <div className={classes.plot}>
          {/* Its interval, which can reach far into harm, isn't why it passed. */}
          {!text.rare && <EffectPlot metric={metric} />}
        </div>
      </div>
      {isOpen && (
        <div
          id={id}
          role="group"
          aria-label={t('analysis.metric.details', { metric: metric.title })}
        >
          {children}
        </div>
      )}
    </li>
  );
}
