import { useTheme } from '@material-ui/core/styles';
import type {
  AnalysisMetric,
  StepAnalysis,
} from '@slipway/backstage-plugin-deployments-common';
import { lazy, Suspense } from 'react';
import { useTranslation } from '../../../i18n/useTranslation';
import { ChartLegend, LineKey } from '../../../shared/charts/ChartLegend';
import { formatClockTime } from '../../../shared/format/time';
import { formatValue, formatWeight } from '../../../shared/format/value';
import { FigureTable } from '../../../shared/tables/FigureTable';
import { CursorFrame } from '../stepCharts/CursorFrame';
import { FewValues } from '../stepCharts/FewValues';
import {
  BASELINE_DASHES,
  FEW_VALUES,
  METRIC_CHART_HEIGHT,
  THRESHOLD_DASHES,
} from '../stepCharts/lineStyle';
import { getUnit } from './formatEffect';
import { useDescribePoint } from './MetricReading';

const MetricChart = lazy(() => import('./MetricChart'));

/** A metric's values of both versions over time: a chart, or a row of values if there are few, and a table. */
export function MetricValues(props: {
  /** Has at least one value. */
  metric: AnalysisMetric;
  weights: StepAnalysis['weights'];
  versions: { candidate: string; baseline: string };
}) {
  const { metric, weights, versions } = props;
  const { series, hardLimit } = metric;
  const { t } = useTranslation();
  const { palette } = useTheme();
  const unit = getUnit(metric);
  const limit = hardLimit?.atMost;
  const show = (value: number | undefined) =>
    value === undefined ? '–' : formatValue(value, unit);
  const last = series[series.length - 1];
  const describePoint = useDescribePoint(metric, versions);
  const label = t('analysis.metric.chart', {
    metric: metric.title,
    count: series.length,
    candidate: show(last?.candidate),
    baseline: show(last?.baseline),
  });

  return (
    <>
      <ChartLegend>
        <li>
          <LineKey colour={palette.status.running} />
          {t('analysis.metric.candidate', { version: versions.candidate })}
        </li>
        <li>
          <LineKey colour={palette.text.secondary} dashes={BASELINE_DASHES} />
          {t('analysis.metric.baseline', { version: versions.baseline })}
        </li>
        {limit !== undefined && (
          <li>
            <LineKey colour={palette.status.error} dashes={THRESHOLD_DASHES} />
            {t('analysis.metric.limit', { limit: show(limit) })}
          </li>
        )}
      </ChartLegend>
      {series.length > FEW_VALUES ? (
        <CursorFrame title={metric.title}>
          <Suspense fallback={<div style={{ height: METRIC_CHART_HEIGHT }} />}>
            <MetricChart
              series={series}
              weights={weights}
              unit={unit}
              limit={limit}
              label={label}
            />
          </Suspense>
        </CursorFrame>
      ) : (
        <FewValues
          label={label}
          thresholds={limit === undefined ? [] : [limit]}
          points={series.map(point => ({
            at: Date.parse(point.at),
            value: point.candidate,
            baseline: point.baseline,
            text: describePoint(point),
          }))}
        />
      )}
      <FigureTable
        summary={t('analysis.metric.values', { count: series.length })}
        label={metric.title}
        columns={[
          t('analysis.metric.column.time'),
          t('analysis.metric.column.weight'),
          t('analysis.metric.column.candidate'),
          t('analysis.metric.column.candidateSamples'),
          t('analysis.metric.column.baseline'),
          t('analysis.metric.column.baselineSamples'),
        ]}
        rows={() =>
          [...series].reverse().map(point => ({
            key: point.at,
            cells: [
              formatClockTime(point.at),
              formatWeight(point.weight),
              show(point.candidate),
              point.samples?.candidate ?? '–',
              show(point.baseline),
              point.samples?.baseline ?? '–',
            ],
          }))
        }
      />
    </>
  );
}
