import { Link, Progress, ResponseErrorPanel } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Typography from '@material-ui/core/Typography';
import type {
  DoraMetrics,
  DoraRow,
} from '@slipway/backstage-plugin-deployments-common';
import { lazy, Suspense } from 'react';
import type { DoraSelected } from '../../api/DoraApi';
import { formatSpan } from '../../format/duration';
import { dayTime } from '../../format/time';
import { shortCommit } from '../../format/value';
import { deploymentsTranslationRef } from '../../translation';
import { CHART_HEIGHT } from './charts/chartSize';
import { FigureTable } from './FigureTable';
import { Panel } from './Panel';
import { useRowSample } from './useRowSample';

const LeadTimeScatter = lazy(() => import('./charts/LeadTimeScatter'));

type Taken = DoraRow & { value: number };

/** Each commit's lead time. */
export function ScatterPanel(props: {
  metrics: DoraMetrics;
  selected: DoraSelected;
  target?: number;
}) {
  const { metrics, selected, target } = props;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const sample = useRowSample('change-lead-time', selected);
  const rows = (sample.value?.items ?? []).filter(
    (row): row is Taken => row.value !== undefined,
  );
  const total = sample.value?.totals.counted ?? 0;
  const zone = { zone: metrics.timeZone };
  const titleOf = (row: DoraRow) => row.title ?? shortCommit(row.id);

  return (
    <Panel
      title={t('dora.scatter.title')}
      note={
        rows.length < total
          ? t('dora.scatter.newest', {
              shown: String(rows.length),
              total: String(total),
            })
          : undefined
      }
    >
      {sample.loading && !sample.value && <Progress />}
      {sample.error && <ResponseErrorPanel error={sample.error} />}
      {sample.value && rows.length === 0 && (
        <Typography variant="body2">{t('dora.scatter.empty')}</Typography>
      )}
      {rows.length > 0 && (
        <>
          <Suspense fallback={<div style={{ height: CHART_HEIGHT }} />}>
            <LeadTimeScatter
              points={rows.map(row => ({
                id: row.id,
                at: Date.parse(row.at),
                took: row.value,
                text: [
                  titleOf(row),
                  dayTime(row.at, zone),
                  formatSpan(row.value),
                ],
              }))}
              from={Date.parse(metrics.from)}
              to={Date.parse(metrics.elapsedTo ?? metrics.to)}
              target={target}
              label={t('dora.scatter.label', {
                shown: String(rows.length),
                longest: formatSpan(Math.max(...rows.map(row => row.value))),
              })}
              formatAt={at => dayTime(new Date(at).toISOString(), zone, 'day')}
              formatTook={formatSpan}
            />
          </Suspense>
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
                key: `${row.service} ${row.id}`,
                cells: [
                  row.url ? (
                    <Link to={row.url}>{titleOf(row)}</Link>
                  ) : (
                    titleOf(row)
                  ),
                  dayTime(row.at, zone),
                  formatSpan(row.value),
                ],
              }))
            }
          />
        </>
      )}
    </Panel>
  );
}
