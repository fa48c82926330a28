import { Progress, ResponseErrorPanel } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Typography from '@material-ui/core/Typography';
import type { DoraMetrics } from '@slipway/backstage-plugin-deployments-common';
import { lazy, Suspense } from 'react';
import type { DoraSelected } from '../../api/DoraApi';
import { dayTime } from '../../format/time';
import { deploymentsTranslationRef } from '../../translation';
import { TIMELINE_HEIGHT } from './charts/chartSize';
import { FigureTable } from './FigureTable';
import { Panel } from './Panel';
import { LinkedIncidents, RowName } from './rowFacts';
import { timelineOf } from './timeline';
import { useRowSample } from './useRowSample';

const FailureTimeline = lazy(() => import('./charts/FailureTimeline'));

/** Which deployments failed, when, and what incidents belong to them. */
export function TimelinePanel(props: {
  metrics: DoraMetrics;
  selected: DoraSelected;
}) {
  const { metrics, selected } = props;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const sample = useRowSample('change-fail-rate', selected);
  const rows = sample.value?.items ?? [];
  const total = sample.value?.totals.counted ?? 0;
  const failed = rows.filter(row => row.hit);
  const from = Date.parse(metrics.from);
  const to = Date.parse(metrics.elapsedTo ?? metrics.to);
  const zone = { zone: metrics.timeZone };
  const { deployments, incidents } = timelineOf(rows, { zone, to });

  return (
    <Panel
      title={t('dora.timeline.title')}
      note={
        rows.length < total
          ? t('dora.timeline.newest', {
              shown: String(rows.length),
              total: String(total),
            })
          : undefined
      }
    >
      {sample.loading && !sample.value && <Progress />}
      {sample.error && <ResponseErrorPanel error={sample.error} />}
      {sample.value && rows.length === 0 && (
        <Typography variant="body2">{t('dora.timeline.empty')}</Typography>
      )}
      {rows.length > 0 && (
        <Suspense fallback={<div style={{ height: TIMELINE_HEIGHT }} />}>
          <FailureTimeline
            deployments={deployments}
            incidents={incidents}
            from={from}
            to={to}
            label={t('dora.timeline.label', {
              count: rows.length,
              failed: String(failed.length),
              incidents: String(incidents.length),
            })}
            laneNames={{
              ok: t('dora.timeline.lane.ok'),
              failed: t('dora.timeline.lane.failed'),
              incident: t('dora.timeline.lane.incident'),
            }}
            formatAt={at => dayTime(new Date(at).toISOString(), zone, 'day')}
          />
        </Suspense>
      )}
      {rows.length > 0 && failed.length === 0 && (
        <Typography variant="body2">{t('dora.timeline.none')}</Typography>
      )}
      {failed.length > 0 && (
        <FigureTable
          summary={t('dora.timeline.table')}
          label={t('dora.timeline.title')}
          columns={[
            t('dora.timeline.deployment'),
            t('dora.timeline.when'),
            t('dora.timeline.why'),
            t('dora.timeline.incidents'),
          ]}
          rows={() =>
            failed.map(row => ({
              key: row.id,
              cells: [
                <RowName key="name" row={row} />,
                dayTime(row.at, zone),
                row.why,
                <LinkedIncidents key="incidents" row={row} />,
              ],
            }))
          }
        />
      )}
    </Panel>
  );
}
