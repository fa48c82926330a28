import Link from '@material-ui/core/Link';
import Typography from '@material-ui/core/Typography';
import type {
  DoraCard,
  DoraMetrics,
} from '@slipway/backstage-plugin-deployments-common';
import { lazy, Suspense } from 'react';
import { useTranslation } from '../../../i18n/useTranslation';
import { CHART_HEIGHT } from '../../../shared/charts/chartHeights';
import { DEFINITION_BY_METRIC } from '../definitions/parseDefinition';
import { formatNumber } from '../../../shared/format/value';
import { formatTimeOrRatio } from '../figures/figures';
import { FigureTable } from '../../../shared/tables/FigureTable';
import { Panel } from './Panel';
import {
  findExtent,
  findTrendTarget,
  buildTrend,
  type TrendPoint,
} from '../figures/buildTrend';
import { TrendLegend } from './TrendLegend';
import { useFigureText } from '../figures/useFigureText';

const TrendChart = lazy(() => import('../charts/TrendChart'));

/** A metric over the periods of the range, as a chart and as a table. Each period links to its rows. */
export function TrendPanel(props: {
  metrics: DoraMetrics;
  card: DoraCard;
  onPeriod(period: { from: string; to: string }): void;
}) {
  const { metrics, card, onPeriod } = props;
  const { metric, unit } = card;
  const { t } = useTranslation();
  const text = useFigureText();
  const points = buildTrend(metrics, metric);
  const target = findTrendTarget(unit, metrics.interval, card.target);
  const targetAsSet =
    card.target === undefined ? undefined : text.value(card.target, unit);
  // The target's line uses the interval's unit, regardless of the period that the target is set for.
  const targetAsDrawn =
    unit === 'per-day' && target !== undefined
      ? t(`dora.per.${metrics.interval}`, { value: formatNumber(target) })
      : targetAsSet;
  const extent = findExtent(points);
  const targetText =
    targetAsDrawn &&
    (targetAsDrawn === targetAsSet
      ? t('dora.target.line', { value: targetAsDrawn })
      : t('dora.target.lineAs', {
          value: targetAsDrawn,
          asSet: targetAsSet ?? '',
        }));
  const isTime = unit === 'milliseconds';
  const format = (value: number) =>
    unit === 'per-day' ? formatNumber(value) : formatTimeOrRatio(value, unit);
  const title = t('dora.trend.title', { metric: text.metric(metric) });
  const valueName = {
    'per-day': t('dora.trend.deployments'),
    milliseconds: t('dora.trend.median'),
    ratio: t('dora.trend.rate'),
  }[unit];
  const formatCell = (value: number | undefined) =>
    value === undefined ? t('dora.trend.noData') : format(value);
  const formatName = (point: TrendPoint) =>
    [
      point.from === point.to ? point.from : `${point.from} – ${point.to}`,
      point.partial ? t('dora.trend.partial') : undefined,
    ]
      .filter(Boolean)
      .join(', ');
  const describe = (point: TrendPoint) => [
    formatName(point),
    `${valueName}: ${formatCell(point.value)}`,
    ...(point.p75 === undefined || point.p90 === undefined
      ? []
      : [
          t('dora.percentiles', {
            p75: format(point.p75),
            p90: format(point.p90),
          }),
        ]),
    ...(unit === 'per-day' ? [] : [`n = ${point.n}`]),
  ];

  return (
    <Panel
      title={title}
      definition={DEFINITION_BY_METRIC[metric]}
      note={
        unit === 'per-day'
          ? t(`dora.trend.of.${metrics.interval}`)
          : `${valueName} ${t(`dora.trend.of.${metrics.interval}`)}`
      }
    >
      {extent ? (
        <>
          <Suspense fallback={<div style={{ height: CHART_HEIGHT }} />}>
            <TrendChart
              points={points}
              unit={unit}
              target={target}
              label={t(`dora.trend.label.${metric}`, {
                count: points.length,
                least: format(extent.least),
                most: format(extent.most),
              })}
              format={value => (value === 0 ? '0' : format(value))}
              describe={describe}
              onPeriod={onPeriod}
            />
          </Suspense>
          <TrendLegend
            withPercentiles={isTime}
            isCounted={unit === 'per-day'}
            hasGaps={points.some(({ value }) => value === undefined)}
            hasPartial={points.some(({ partial }) => partial)}
            target={targetText}
          />
        </>
      ) : (
        <Typography variant="body2">
          {t('dora.trend.empty', { count: points.length })}
        </Typography>
      )}
      <FigureTable
        summary={t('dora.trend.table')}
        label={title}
        columns={[
          t('dora.trend.period'),
          valueName,
          ...(isTime ? ['p75', 'p90'] : []),
          ...(unit === 'per-day' ? [] : [t('dora.trend.n')]),
          t('dora.trend.rows'),
        ]}
        rows={() =>
          points.map(point => ({
            key: point.from,
            cells: [
              formatName(point),
              formatCell(point.value),
              ...(isTime ? [formatCell(point.p75), formatCell(point.p90)] : []),
              ...(unit === 'per-day' ? [] : [point.n]),
              <Link
                key="rows"
                component="button"
                type="button"
                variant="body2"
                aria-label={t('dora.trend.rowsOf', {
                  period: formatName(point),
                })}
                onClick={() => onPeriod(point)}
              >
                {t('dora.rowsButton')}
              </Link>,
            ],
          }))
        }
      />
    </Panel>
  );
}
