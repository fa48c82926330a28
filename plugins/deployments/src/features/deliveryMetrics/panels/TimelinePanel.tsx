import { Progress } from '@backstage/core-components';
import Typography from '@material-ui/core/Typography';
import type {
  DoraMetrics,
  DoraRow,
} from '@slipway/backstage-plugin-deployments-common';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { DoraSelected } from '../../../api/DoraApi';
import { formatDayTime } from '../../../shared/format/time';
import { useTranslation } from '../../../i18n/useTranslation';
import { ErrorPanel } from '../../../shared/troubleshooting/ErrorPanel';
import { TIMELINE_HEIGHT } from '../../../shared/charts/chartHeights';
import { DEFINITION_BY_METRIC } from '../definitions/parseDefinition';
import { FigureTable } from '../../../shared/tables/FigureTable';
import { Panel } from './Panel';
import { LinkedIncidentDialog, RowDialog } from '../rows/RowDialog';
import { LinkedIncidents, RowName, useRowReason } from '../rows/rowCells';
import { SamplePages } from './SamplePages';
import { buildTimeline } from './buildTimeline';
import { useRowSample } from '../rows/useRowSample';

const FailureTimeline = lazy(() => import('../charts/FailureTimeline'));

const NONE: DoraRow[] = [];

type Opened =
  | { row: DoraRow }
  | {
      incident: NonNullable<DoraRow['incidents']>[number];
      deployments: DoraRow[];
    };

/** The failed deployments over time, with their incidents. */
export function TimelinePanel(props: {
  metrics: DoraMetrics;
  selected: DoraSelected;
}) {
  const { metrics, selected } = props;
  const { t } = useTranslation();
  const explain = useRowReason();
  const sample = useRowSample('change-fail-rate', selected);
  const rows = sample.value?.items ?? NONE;
  const total = sample.value?.totals.counted ?? 0;
  const failed = rows.filter(row => row.hit);
  const from = Date.parse(metrics.from);
  const to = Date.parse(metrics.elapsedTo ?? metrics.to);
  const zone = useMemo(() => ({ zone: metrics.timeZone }), [metrics.timeZone]);
  const { deployments, incidents } = useMemo(
    () => buildTimeline(rows, { zone, to, explain }),
    [rows, zone, to, explain],
  );
  const laneNames = useMemo(
    () => ({
      ok: t('dora.timeline.lane.ok'),
      failed: t('dora.timeline.lane.failed'),
      incident: t('dora.timeline.lane.incident'),
    }),
    [t],
  );
  const [open, setOpen] = useState<Opened>();
  const findDeployments = (incident: string) =>
    rows.filter(row => row.incidents?.some(({ id }) => id === incident));
  const openMark = (id: string) => {
    const row = rows.find(one => one.id === id);
    const incident = rows
      .flatMap(one => one.incidents ?? [])
      .find(one => one.id === id);
    setOpen(
      row
        ? { row }
        : incident && { incident, deployments: findDeployments(id) },
    );
  };

  return (
    <Panel
      title={t('dora.timeline.title')}
      definition={DEFINITION_BY_METRIC['change-fail-rate']}
      note={
        <SamplePages
          {...sample}
          what="deployments"
          shown={rows.length}
          total={total}
        />
      }
    >
      {sample.loading && !sample.value && <Progress />}
      {sample.error && <ErrorPanel error={sample.error} />}
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
            laneNames={laneNames}
            zone={metrics.timeZone}
            hint={t('dora.dots.hint')}
            onOpen={openMark}
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
                formatDayTime(row.at, zone),
                explain(row),
                <LinkedIncidents key="incidents" row={row} />,
              ],
            }))
          }
        />
      )}
      {open && 'row' in open && (
        <RowDialog
          row={open.row}
          metric="change-fail-rate"
          zone={zone}
          onClose={() => setOpen(undefined)}
        />
      )}
      {open && 'incident' in open && (
        <LinkedIncidentDialog
          {...open}
          zone={zone}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Panel>
  );
}
