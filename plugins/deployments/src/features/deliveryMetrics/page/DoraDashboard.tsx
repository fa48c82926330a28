import { Progress } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import Alert from '@material-ui/lab/Alert';
import type {
  DoraMetrics,
  DoraSelection,
} from '@slipway/backstage-plugin-deployments-common';
import { useCallback, useMemo } from 'react';
import { isFinal, getHttpStatus } from '../../../api/failures';
import { doraApiRef, type DoraSelected } from '../../../api/DoraApi';
import { useLoaded } from '../../../hooks/useLoaded';
import { useTranslation } from '../../../i18n/useTranslation';
import { EmptyState } from '../../../shared/page/EmptyState';
import { ErrorPanel } from '../../../shared/troubleshooting/ErrorPanel';
import { Definitions } from '../definitions/Definitions';
import { DoraFilters } from '../filters/DoraFilters';
import { shortenRef } from '../../../shared/entities/shortenRef';
import {
  findToday,
  toSelected,
  useDoraView,
  useUnknownParts,
  type ChangeDoraView,
  type DoraView,
  type RowsView,
} from '../filters/doraView';
import { DashboardFigures } from './DashboardFigures';
import { RowsDialog } from '../rows/RowsDialog';
import { useSpanText } from '../figures/useSpanText';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2),
      minWidth: 0,
    },
    filters: {
      padding: theme.spacing(2),
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1),
    },
  }),
  { name: 'SlipwayDoraDashboard' },
);

/** The delivery metrics of the selection, or of the given service. */
export function DoraDashboard(props: { service?: string }) {
  const { service } = props;
  const api = useApi(doraApiRef);
  const load = useCallback(
    (signal: AbortSignal) => api.getSelection({ signal }),
    [api],
  );
  const selection = useLoaded(load);
  const [view, setView, change] = useDoraView({ service });
  if (!selection.value) {
    return selection.error ? (
      <Failure error={selection.error} onRetry={selection.refresh} />
    ) : (
      <Progress />
    );
  }
  return (
    <Selected
      view={view}
      selection={selection.value}
      isOfService={service !== undefined}
      onChange={setView}
      onWiden={change.widen}
      onRows={change.showRows}
      onRowsChange={change.changeRows}
    />
  );
}

/** A team, system or service from the address that doesn't exist or that the reader has no access to. */
function findUnknown(
  { owner, system, service }: DoraView,
  { owners, systems, services }: DoraSelection,
): { what: 'team' | 'system' | 'service'; ref: string }[] {
  const named = [
    { what: 'team', ref: owner, known: owners },
    { what: 'system', ref: system, known: systems },
    { what: 'service', ref: service, known: services },
  ] as const;
  return named.flatMap(({ what, ref, known }) =>
    ref === undefined || known.includes(ref) ? [] : [{ what, ref }],
  );
}

function Selected(props: {
  view: DoraView;
  selection: DoraSelection;
  isOfService: boolean;
  onChange: ChangeDoraView;
  onWiden(): void;
  onRows(rows: RowsView): void;
  onRowsChange(rows: RowsView | undefined): void;
}) {
  const { view, selection, isOfService, onChange } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const api = useApi(doraApiRef);
  const ignored = useUnknownParts();
  const today = findToday(view.timeZone ?? selection.timeZone, Date.now());
  // Opening rows doesn't change the figures.
  const { rows: _, ...viewWithoutRows } = view;
  const key = JSON.stringify({ view: viewWithoutRows, today });
  const query = useMemo(() => {
    const parsed = JSON.parse(key) as { view: DoraView; today: string };
    return {
      selected: toSelected(parsed.view, parsed.today),
      interval: parsed.view.interval,
      bands: parsed.view.bands,
    };
  }, [key]);
  const load = useCallback(
    (signal: AbortSignal) => {
      const { selected, interval, bands } = query;
      return api.getMetrics({ ...selected, interval, bands }, { signal });
    },
    [api, query],
  );
  const metrics = useLoaded(load);
  const { onRows, onWiden } = props;
  const unknown = isOfService ? [] : findUnknown(view, selection);
  const isNarrowed = Boolean(
    !isOfService && (view.owner || view.system || view.service),
  );
  // Charts are expensive to render, and opening rows doesn't change them.
  const figures = useMemo(
    () =>
      metrics.value && (
        <DashboardFigures
          metrics={metrics.value}
          isOld={metrics.isOld}
          selected={query.selected}
          isNarrowed={isNarrowed}
          onWiden={onWiden}
          onRows={onRows}
        />
      ),
    [metrics.value, metrics.isOld, query, isNarrowed, onWiden, onRows],
  );

  return (
    <div className={classes.root}>
      <Paper className={classes.filters}>
        <Typography variant="body2">{t('dora.intro')}</Typography>
        {ignored.length > 0 && (
          <Alert severity="warning" role="status">
            {t('dora.ignored', {
              count: ignored.length,
              what: ignored.join(', '),
            })}
          </Alert>
        )}
        {unknown.map(({ what, ref }) => (
          <Alert key={what} severity="warning" role="status">
            {t(`dora.unknown.${what}`, { name: shortenRef(ref) })}
          </Alert>
        ))}
        <DoraFilters
          view={view}
          selection={selection}
          ofService={isOfService}
          onChange={onChange}
        />
        <Definitions />
      </Paper>
      {metrics.error && metrics.value && (
        <Alert severity="warning" role="status">
          {t('page.stale')} {metrics.error.message}
        </Alert>
      )}
      {metrics.error && !metrics.value && (
        <Failure error={metrics.error} onRetry={metrics.refresh} />
      )}
      {metrics.loading && <Progress />}
      {figures}
      {metrics.value && view.rows && (
        <DashboardRows
          view={view.rows}
          metrics={metrics.value}
          selected={query.selected}
          onChange={props.onRowsChange}
        />
      )}
    </div>
  );
}

/** The rows dialog, if the address opens it. */
function DashboardRows(props: {
  view: RowsView;
  metrics: DoraMetrics;
  selected: DoraSelected;
  onChange(rows: RowsView | undefined): void;
}) {
  const { view, metrics, selected, onChange } = props;
  const spanText = useSpanText(metrics.timeZone);
  return (
    <RowsDialog
      view={view}
      selected={selected}
      timeZone={metrics.timeZone}
      windowText={spanText(metrics.from, metrics.to)}
      card={metrics.cards.find(card => card.metric === view.metric)}
      onChange={onChange}
    />
  );
}

/** The error, with a way to continue. */
function Failure(props: { error: Error; onRetry(): void }) {
  const { error, onRetry } = props;
  const { t } = useTranslation();
  if (getHttpStatus(error) === 403) {
    return (
      <EmptyState
        heading="h2"
        title={t('dora.notAllowed.title')}
        description={t('dora.notAllowed.description', {
          message: error.message,
        })}
      />
    );
  }
  return (
    <ErrorPanel
      error={error}
      // It doesn't help if the selection is invalid.
      onRetry={isFinal(error) ? undefined : onRetry}
    />
  );
}
