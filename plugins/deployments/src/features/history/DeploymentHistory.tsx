import { Progress } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import GetApp from '@material-ui/icons/GetApp';
import Alert from '@material-ui/lab/Alert';
import type {
  DeploymentSummary,
  Environment,
} from '@slipway/backstage-plugin-deployments-common';
import { useMemo, useState } from 'react';
import { deploymentsApiRef } from '../../api/DeploymentsApi';
import { asError } from '../../api/failures';
import { downloadText } from '../../shared/format/download';
import { useNotifier } from '../../notifications/NotifierContext';
import { useTranslation } from '../../i18n/useTranslation';
import { ErrorPanel } from '../../shared/troubleshooting/ErrorPanel';
import { buildHistoryCsv } from './buildHistoryCsv';
import { isFiltered, toApiFilter, useHistoryFilter } from './useHistoryFilter';
import { TimeZoneNote } from '../../shared/time/TimeZoneNote';
import { ElsewhereNote } from './ElsewhereNote';
import { HistoryFilters } from './HistoryFilters';
import { HistoryList } from './HistoryList';
import { HistoryTable } from './HistoryTable';
import type { HistoryAction } from './historyCells';
import { useHistory } from './useHistory';

const useStyles = makeStyles(
  theme => ({
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(2),
      padding: theme.spacing(2),
    },
    end: { marginLeft: 'auto' },
    note: { padding: theme.spacing(2) },
  }),
  { name: 'SlipwayDeploymentHistory' },
);

/** The deployments of one or all services, with filters, paging and a CSV download. */
export function DeploymentHistory(props: {
  /** Entity ref; without it the list covers all services. */
  service?: string;
  environments: Pick<Environment, 'name' | 'title'>[];
  /** What the reader can do with a deployment's version again; absent if unknown. */
  getAction?(deployment: DeploymentSummary): HistoryAction | undefined;
}) {
  const { service, environments, getAction } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const api = useApi(deploymentsApiRef);
  const notify = useNotifier();
  const [filter, setFilter] = useHistoryFilter();
  const [downloading, setDownloading] = useState(false);
  const applied = useMemo(
    () => (service ? { ...filter, service } : filter),
    [filter, service],
  );
  const history = useHistory(applied);
  const isNarrow = useMediaQuery(useTheme().breakpoints.down('md'));
  const Rows = isNarrow ? HistoryList : HistoryTable;
  const getTitle = (name: string) =>
    environments.find(environment => environment.name === name)?.title ?? name;

  const download = async () => {
    setDownloading(true);
    try {
      const { text, rows, complete } = await buildHistoryCsv(
        api,
        toApiFilter(applied, Date.now()),
      );
      downloadText({ name: 'deployments.csv', text, type: 'text/csv' });
      if (!complete) {
        notify({
          title: t('history.csvIncomplete', { rows: String(rows) }),
          status: 'warning',
        });
      }
    } catch (error) {
      notify({
        title: t('history.csvFailed'),
        description: asError(error).message,
        status: 'danger',
      });
    }
    setDownloading(false);
  };

  return (
    <Paper component="section" aria-label={t('history.title')}>
      <div className={classes.head}>
        <Typography variant="h5" component="h2">
          {t('history.title')}
        </Typography>
        <HistoryFilters
          filter={filter}
          onChange={setFilter}
          environments={environments}
          people={(history.items ?? []).map(
            ({ requestedBy }) =>
              requestedBy.onBehalfOf ?? requestedBy.principal,
          )}
          services={
            service
              ? undefined
              : (history.items ?? []).map(item => item.service)
          }
        />
        <Button
          className={classes.end}
          size="small"
          startIcon={<GetApp />}
          disabled={downloading || !history.items?.length}
          onClick={download}
        >
          {t('history.csv')}
        </Button>
      </div>
      {history.error && history.items && (
        <Alert severity="warning">
          {t('page.stale')} {history.error.message}
        </Alert>
      )}
      {history.error && !history.items && (
        <ErrorPanel error={history.error} onRetry={history.refresh} />
      )}
      {history.loading && <Progress />}
      {history.items?.length === 0 && (
        <Typography className={classes.note} role="status">
          {isFiltered(filter) ? t('history.noMatch') : t('history.empty')}
        </Typography>
      )}
      {history.items?.some(({ demo }) => demo) && (
        <Typography variant="body2" className={classes.note}>
          {t('history.madeUp')}
        </Typography>
      )}
      {history.items && history.items.length > 0 && (
        <Rows
          items={history.items}
          withService={!service}
          getTitle={getTitle}
          getAction={getAction}
        />
      )}
      {history.hasMore && (
        <div className={classes.note}>
          <Button onClick={history.loadMore} disabled={history.loadingMore}>
            {history.loadingMore ? t('page.loading') : t('history.more')}
          </Button>
        </div>
      )}
      <ElsewhereNote service={service} className={classes.note} />
      {history.items && history.items.length > 0 && (
        <TimeZoneNote className={classes.note} />
      )}
    </Paper>
  );
}
