import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import LinkIcon from '@material-ui/icons/Link';
import type {
  AnalysisMetric,
  StepAnalysis,
} from '@slipway/backstage-plugin-deployments-common';
import { lazy, Suspense } from 'react';
import useCopyToClipboard from 'react-use/lib/useCopyToClipboard';
import { deploymentsTranslationRef } from '../../../i18n/deploymentsTranslationRef';
import { useNotifier } from '../../../notifications/NotifierContext';
import { ChartLegend, LineKey } from '../../../shared/charts/ChartLegend';
import { formatClockTime } from '../../../shared/format/time';
import { formatValue, formatWeight } from '../../../shared/format/value';
import { FigureTable } from '../../../shared/tables/FigureTable';
import { getUnit } from './formatEffect';
import { BASELINE_DASHES, METRIC_CHART_HEIGHT } from './metricChartStyle';

const MetricChart = lazy(() => import('./MetricChart'));

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

/** What is measured, the values of both versions over time, and a link to share. */
export function MetricDetail(props: {
  metric: AnalysisMetric;
  weights: StepAnalysis['weights'];
  versions: { candidate: string; baseline: string };
  /** The address that shows the metric. */
  link: string;
}) {
  const { metric, weights, versions, link } = props;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const { palette } = useTheme();
  const classes = useStyles();
  const notify = useNotifier();
  const [, copy] = useCopyToClipboard();
  const unit = getUnit(metric);
  const show = (value: number | undefined) =>
    value === undefined ? '–' : formatValue(value, unit);
  const candidateName = t('analysis.metric.candidate', {
    version: versions.candidate,
  });
  const baselineName = t('analysis.metric.baseline', {
    version: versions.baseline,
  });
  const { series, hardLimit } = metric;
  const last = series[series.length - 1];
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
      {last ? (
        <>
          <ChartLegend>
            <li>
              <LineKey colour={palette.status.running} />
              {candidateName}
            </li>
            <li>
              <LineKey
                colour={palette.text.secondary}
                dashes={BASELINE_DASHES}
              />
              {baselineName}
            </li>
          </ChartLegend>
          <Suspense fallback={<div style={{ height: METRIC_CHART_HEIGHT }} />}>
            <MetricChart
              series={series}
              weights={weights}
              unit={unit}
              candidateName={candidateName}
              baselineName={baselineName}
              label={t('analysis.metric.chart', {
                metric: metric.title,
                count: series.length,
                candidate: show(last.candidate),
                baseline: show(last.baseline),
              })}
            />
          </Suspense>
          <FigureTable
            summary={t('analysis.metric.values', { count: series.length })}
            label={metric.title}
            columns={[
              t('analysis.metric.column.time'),
              t('analysis.metric.column.weight'),
              t('analysis.metric.column.candidate'),
              t('analysis.metric.column.baseline'),
            ]}
            rows={() =>
              [...series].reverse().map(point => ({
                key: point.at,
                cells: [
                  formatClockTime(point.at),
                  formatWeight(point.weight),
                  show(point.candidate),
                  show(point.baseline),
                ],
              }))
            }
          />
        </>
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
