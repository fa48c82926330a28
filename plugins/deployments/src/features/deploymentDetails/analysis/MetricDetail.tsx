import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import LinkIcon from '@material-ui/icons/Link';
import type {
  AnalysisMetric,
  StepAnalysis,
} from '@slipway/backstage-plugin-deployments-common';
import useCopyToClipboard from 'react-use/lib/useCopyToClipboard';
import { useTranslation } from '../../../i18n/useTranslation';
import { useNotifier } from '../../../notifications/NotifierContext';
import { formatValue } from '../../../shared/format/value';
import { formatEvidence, getUnit } from './formatEffect';
import { MetricValues } from './MetricValues';
import { useMetricText } from './useMetricText';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      alignItems: 'stretch',
      gap: theme.spacing(0.5),
      paddingTop: theme.spacing(1),
    },
    copy: { alignSelf: 'flex-start' },
  }),
  { name: 'SlipwayMetricDetail' },
);

function formatQuantile(quantile = 0.5): string {
  return `p${Number((quantile * 100).toPrecision(5))}`;
}

/** What is measured, the statistics with an explanation, the values of both versions over time, and a link to share. */
export function MetricDetail(props: {
  metric: AnalysisMetric;
  weights: StepAnalysis['weights'];
  versions: { candidate: string; baseline: string };
  /** The address that shows the metric. */
  link: string;
}) {
  const { metric, weights, versions, link } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const notify = useNotifier();
  const [, copy] = useCopyToClipboard();
  const unit = getUnit(metric);
  const { series, hardLimit } = metric;
  const text = useMetricText()(metric);
  const evidence = `${text.evidence}. ${t('analysis.metric.explainEvidence', {
    needed: formatEvidence(metric.evidenceNeeded),
  })}`;
  // The interval, which can reach far into harm, isn't why a rare event passed.
  const statistics = text.rare
    ? [evidence]
    : [
        `${
          text.effect
            ? t('analysis.metric.effect', { effect: text.effect })
            : text.noEffect
        } · ${text.interval}. ${t('analysis.metric.explainInterval')}`,
        `${text.notExcluded}. ${t('analysis.metric.explainNotExcluded')}`,
        evidence,
      ];
  return (
    <div className={classes.root}>
      <Typography variant="body2">
        {t(`analysis.metric.value.${metric.kind}`, {
          quantile: formatQuantile(metric.quantile),
        })}
        {metric.minimumDifference !== undefined &&
          ` · ${t('analysis.metric.minimumDifference', {
            difference: formatValue(metric.minimumDifference, 'ratio'),
          })}`}
      </Typography>
      {hardLimit && (
        <Typography variant="body2">
          {t('analysis.metric.hardLimit', {
            count: hardLimit.looks,
            atMost: formatValue(hardLimit.atMost, unit),
            minSamples: String(hardLimit.minSamples),
          })}
        </Typography>
      )}
      {statistics.map(line => (
        <Typography key={line} variant="body2">
          {line}
        </Typography>
      ))}
      {series.length > 0 ? (
        <MetricValues {...{ metric, weights, versions }} />
      ) : (
        <Typography variant="body2" color="textSecondary">
          {t('analysis.metric.noValues')}
        </Typography>
      )}
      <Button
        size="small"
        startIcon={<LinkIcon />}
        className={classes.copy}
        aria-label={t('analysis.metric.copy', { metric: metric.title })}
        onClick={() => {
          copy(window.location.origin + link);
          notify({ title: t('analysis.metric.copied'), status: 'success' });
        }}
      >
        {t('analysis.metric.copyLink')}
      </Button>
    </div>
  );
}
