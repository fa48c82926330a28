import { useTheme } from '@material-ui/core/styles';
import type {
  CheckRule,
  Measurement,
} from '@slipway/backstage-plugin-deployments-common';
import { lazy, Suspense } from 'react';
import { useTranslation } from '../../../i18n/useTranslation';
import { ChartLegend, LineKey } from '../../../shared/charts/ChartLegend';
import {
  formatValueBeside,
  localizeValues,
} from '../../../shared/format/value';
import { CursorFrame } from '../stepCharts/CursorFrame';
import { FewValues } from '../stepCharts/FewValues';
import {
  BASELINE_DASHES,
  CHECK_CHART_HEIGHT,
  FEW_VALUES,
  THRESHOLD_DASHES,
} from '../stepCharts/lineStyle';
import { findLastUpTo } from '../stepCharts/moments';
import { useChartSeries } from '../stepCharts/StepCharts';
import { useValueText } from '../stepCharts/useValueText';
import { listThresholdValues } from './checkFigures';
import { toPoints, type MeasuredPoint } from './toPoints';

const MeasurementChart = lazy(() => import('./MeasurementChart'));

/** Names of the versions whose values a step shows. */
export interface ComparedVersions {
  candidate: string;
  /** Absent if no previous version was running. */
  baseline?: string;
}

/** The numbers of a check over time: a chart, or a row of values if there are few. */
export function CheckChart(props: {
  rule: CheckRule;
  measurements: readonly Measurement[];
  unit: string | undefined;
  versions: ComparedVersions;
}) {
  const { rule, measurements, unit, versions } = props;
  const { t } = useTranslation();
  const { palette } = useTheme();
  const describeValue = useValueText();
  const thresholds = listThresholdValues(rule.threshold);
  const points = toPoints(measurements);
  const hasBaseline = points.some(({ baseline }) => baseline !== undefined);
  const target = rule.measurementTarget ?? measurements[0]?.measurementTarget;
  const names: Partial<Record<string, string>> = {
    candidate: versions.candidate,
    baseline: versions.baseline,
    service: t('measurementTarget.service'),
  };
  const name = target && names[target];

  // A single number, and the one beside a status, is in the heading.
  const isShown = unit !== 'status' && points.length >= (hasBaseline ? 1 : 2);

  const describe = (point: MeasuredPoint) =>
    [
      describeValue({
        name,
        value: formatValueBeside(point.value, thresholds, unit),
        samples: point.samples,
      }),
      ...(point.baseline === undefined
        ? []
        : [
            describeValue({
              name: versions.baseline,
              value: formatValueBeside(point.baseline, thresholds, unit),
              samples: point.baselineSamples,
            }),
          ]),
    ].join(', ');
  useChartSeries(
    points.length > 0
      ? {
          title: rule.name,
          moments: points.map(({ at }) => at),
          read: at => {
            const point = findLastUpTo(points, at);
            return point && describe(point);
          },
          hasCursor: isShown && points.length > FEW_VALUES,
        }
      : undefined,
  );
  if (!isShown) {
    return null;
  }
  const condition = localizeValues(rule.condition);
  const label = t('check.chart', {
    check: rule.name,
    count: measurements.length,
    condition,
  });
  return (
    <>
      <ChartLegend>
        {name && (
          <li>
            <LineKey colour={palette.status.running} />
            {target === 'candidate'
              ? t('analysis.metric.candidate', { version: name })
              : name}
          </li>
        )}
        {hasBaseline && versions.baseline && (
          <li>
            <LineKey colour={palette.text.secondary} dashes={BASELINE_DASHES} />
            {t('analysis.metric.baseline', { version: versions.baseline })}
          </li>
        )}
        {thresholds.length > 0 && (
          <li>
            <LineKey colour={palette.status.error} dashes={THRESHOLD_DASHES} />
            {t('stepCharts.threshold', { threshold: condition })}
          </li>
        )}
      </ChartLegend>
      {points.length <= FEW_VALUES ? (
        <FewValues
          label={label}
          thresholds={thresholds}
          points={points.map(point => ({ ...point, text: describe(point) }))}
        />
      ) : (
        <CursorFrame title={rule.name}>
          <Suspense fallback={<div style={{ height: CHECK_CHART_HEIGHT }} />}>
            <MeasurementChart
              points={points}
              thresholds={thresholds}
              unit={unit}
              label={label}
            />
          </Suspense>
        </CursorFrame>
      )}
    </>
  );
}
