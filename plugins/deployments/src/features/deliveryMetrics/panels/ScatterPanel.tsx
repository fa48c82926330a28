import { Link, Progress } from '@backstage/core-components';
import Typography from '@material-ui/core/Typography';
import type {
  DoraMetrics,
  DoraRow,
} from '@slipway/backstage-plugin-deployments-common';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { DoraSelected } from '../../../api/DoraApi';
import { formatDayTime } from '../../../shared/format/time';
import { shortenCommit, formatDuration } from '../../../shared/format/value';
import { useTranslation } from '../../../i18n/useTranslation';
import { ErrorPanel } from '../../../shared/troubleshooting/ErrorPanel';
import { CHART_HEIGHT } from '../../../shared/charts/chartHeights';
import { DEFINITION_BY_METRIC } from '../definitions/parseDefinition';
import { FigureTable } from '../../../shared/tables/FigureTable';
import { Panel } from './Panel';
import { RowDialog } from '../rows/RowDialog';
import { getRowKey } from '../rows/RowsTable';
import { SamplePages } from './SamplePages';
import { TargetLegend } from './TrendLegend';
import { useRowSample } from '../rows/useRowSample';

const LeadTimeScatter = lazy(() => import('../charts/LeadTimeScatter'));

type RowWithValue = DoraRow & { value: number };

/** Each commit's lead time. */
export function ScatterPanel(props: {
  metrics: DoraMetrics;
  selected: DoraSelected;
  target?: number;
}) {
  const { metrics, selected, target } = props;
  const { t } = useTranslation();
  const sample = useRowSample('change-lead-time', selected);
  const items = sample.value?.items;
  const rows = useMemo(
    () =>
      (items ?? []).filter(
        (row): row is RowWithValue => row.value !== undefined,
      ),
    [items],
  );
  const total = sample.value?.totals.counted ?? 0;
  const zone = { zone: metrics.timeZone };
  const getTitle = (row: DoraRow) => row.title ?? shortenCommit(row.id);
  const [open, setOpen] = useState<DoraRow>();
  const points = useMemo(
    () =>
      rows.map(row => ({
        id: getRowKey(row),
        at: Date.parse(row.at),
        took: row.value,
        text: [
          row.title ?? shortenCommit(row.id),
          formatDayTime(row.at, { zone: metrics.timeZone }),
          formatDuration(row.value),
        ],
      })),
    [rows, metrics.timeZone],
  );

  return (
    <Panel
      title={t('dora.scatter.title')}
      definition={DEFINITION_BY_METRIC['change-lead-time']}
      note={
        <SamplePages
          {...sample}
          what="commits"
          shown={rows.length}
          total={total}
        />
      }
    >
      {sample.loading && !sample.value && <Progress />}
      {sample.error && <ErrorPanel error={sample.error} />}
      {sample.value && rows.length === 0 && (
        <Typography variant="body2">{t('dora.scatter.empty')}</Typography>
      )}
      {rows.length > 0 && (
        <>
          <Suspense fallback={<div style={{ height: CHART_HEIGHT }} />}>
            <LeadTimeScatter
              points={points}
              from={Date.parse(metrics.from)}
              to={Date.parse(metrics.elapsedTo ?? metrics.to)}
              target={target}
              label={t('dora.scatter.label', {
                count: rows.length,
                longest: formatDuration(
                  Math.max(...rows.map(row => row.value)),
                ),
              })}
              zone={metrics.timeZone}
              formatLeadTime={formatDuration}
              hint={t('dora.dots.hint')}
              onOpen={id => setOpen(rows.find(row => getRowKey(row) === id))}
            />
          </Suspense>
          {target !== undefined && (
            <TargetLegend
              target={t('dora.target.line', { value: formatDuration(target) })}
            />
          )}
          <FigureTable
            summary={t('dora.scatter.table')}
            label={t('dora.scatter.title')}
            columns={[
              t('dora.scatter.commit'),
              t('dora.scatter.deployed'),
              t('dora.scatter.took'),
            ]}
            rows={() =>
              rows.map(row => ({
                key: getRowKey(row),
                cells: [
                  row.url ? (
                    <Link to={row.url}>{getTitle(row)}</Link>
                  ) : (
                    getTitle(row)
                  ),
                  formatDayTime(row.at, zone),
                  formatDuration(row.value),
                ],
              }))
            }
          />
        </>
      )}
      {open && (
        <RowDialog
          row={open}
          metric="change-lead-time"
          zone={zone}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Panel>
  );
}
