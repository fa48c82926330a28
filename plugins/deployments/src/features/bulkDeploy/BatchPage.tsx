import { Link, Progress } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import { EntityDisplayName } from '@backstage/plugin-catalog-react';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import Alert from '@material-ui/lab/Alert';
import {
  isTerminal,
  type DeploymentStatus,
  type DeploymentSummary,
} from '@slipway/backstage-plugin-deployments-common';
import { useCallback } from 'react';
import { Link as RouterLink, useSearchParams } from 'react-router-dom';
import { deploymentsApiRef } from '../../api/DeploymentsApi';
import { useEnvironments } from '../../hooks/useEnvironments';
import {
  BUSY_INTERVAL,
  IDLE_INTERVAL,
  usePolling,
} from '../../hooks/usePolling';
import { useTranslation } from '../../i18n/useTranslation';
import { BATCH_KEY } from '../../routes/pagePaths';
import { usePaths } from '../../routes/usePaths';
import { EmptyState } from '../../shared/page/EmptyState';
import { DeploymentStatusLabel } from '../../shared/labels/StatusLabels';
import { PageTitle } from '../../shared/page/PageTitle';
import { Rows, type Column } from '../../shared/tables/Rows';
import { ErrorPanel } from '../../shared/troubleshooting/ErrorPanel';
import {
  DeploymentDuration,
  DeploymentLink,
  useOutcome,
} from '../history/historyCells';
import { MOST_AT_ONCE } from './bulkItem';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2),
    },
    text: { overflowWrap: 'anywhere' },
  }),
  { name: 'SlipwayBatchPage' },
);

/** Several deployments with their current status, which were requested together. The address names them. */
export function BatchPage() {
  const { t } = useTranslation();
  const classes = useStyles();
  const paths = usePaths();
  const [query] = useSearchParams();
  const key = query.get(BATCH_KEY) ?? '';
  const ids = listIds(key);
  const batch = useBatch(key);
  const columns = useBatchColumns();
  const formatCounts = useStatusCounts();
  const title = t('bulk.batch.title', { count: ids.length });
  const missing = batch.value ? ids.length - batch.value.length : 0;
  const isEmpty = ids.length === 0 || batch.value?.length === 0;
  return (
    <div className={classes.root}>
      <PageTitle
        // The counts first, because a background tab shows little more.
        title={
          batch.value && !isEmpty
            ? t('browserTitle.batch', {
                counts: formatCounts(batch.value),
                title,
              })
            : title
        }
      />
      <Typography variant="h4" component="h1">
        {title}
      </Typography>
      {batch.loading && <Progress />}
      {batch.error && !batch.value && (
        <ErrorPanel error={batch.error} onRetry={batch.refresh} />
      )}
      {batch.error && batch.value && (
        <Alert severity="warning" role="status">
          {t('page.stale')} {batch.error.message}
        </Alert>
      )}
      {isEmpty && (
        <EmptyState
          heading="h2"
          title={t('bulk.batch.empty')}
          description={t('bulk.batch.emptyHelp')}
          action={
            <Button
              component={RouterLink}
              to={paths.comparison()}
              variant="outlined"
            >
              {t('compare.link')}
            </Button>
          }
        />
      )}
      {batch.value && !isEmpty && (
        <>
          <Typography role="status">{formatCounts(batch.value)}</Typography>
          <Paper>
            <Rows
              label={t('bulk.batch.label')}
              columns={columns}
              rows={batch.value}
              getKey={({ id }) => id}
            />
          </Paper>
          {missing > 0 && (
            <Typography variant="body2">
              {t('bulk.batch.missing', { count: missing })}
            </Typography>
          )}
        </>
      )}
    </div>
  );
}

function listIds(key: string): string[] {
  return [...new Set(key.split(',').filter(Boolean))].slice(0, MOST_AT_ONCE);
}

/** Polls all deployments with one request, sorted by service. */
function useBatch(key: string) {
  const api = useApi(deploymentsApiRef);
  const load = useCallback(
    async (signal: AbortSignal): Promise<DeploymentSummary[]> => {
      const id = listIds(key);
      if (id.length === 0) {
        return [];
      }
      const { items } = await api.listDeployments(
        { id, limit: MOST_AT_ONCE },
        { signal },
      );
      return [...items].sort((a, b) => a.service.localeCompare(b.service));
    },
    [api, key],
  );
  return usePolling(load, items =>
    items?.some(({ status }) => !isTerminal(status))
      ? BUSY_INTERVAL
      : IDLE_INTERVAL,
  );
}

/** Formats how many deployments have which status, e.g. `2 × Running · 1 × Succeeded`. */
function useStatusCounts(): (items: DeploymentSummary[]) => string {
  const { t } = useTranslation();
  return items => {
    const counts = new Map<DeploymentStatus, number>();
    for (const { status } of items) {
      counts.set(status, (counts.get(status) ?? 0) + 1);
    }
    return [...counts]
      .map(([status, count]) => `${count} × ${t(`status.${status}`)}`)
      .join(' · ');
  };
}

function useBatchColumns(): Column<DeploymentSummary>[] {
  const { t } = useTranslation();
  const classes = useStyles();
  const paths = usePaths();
  const { getTitle } = useEnvironments();
  const formatOutcome = useOutcome();
  return [
    {
      label: t('bulk.batch.column.deployment'),
      render: deployment => (
        <div className={classes.text}>
          <Link to={paths.service(deployment.service)}>
            <EntityDisplayName entityRef={deployment.service} hideIcon />
          </Link>{' '}
          <DeploymentLink deployment={deployment} />
        </div>
      ),
    },
    {
      label: t('bulk.batch.column.status'),
      render: ({ status }) => <DeploymentStatusLabel status={status} />,
    },
    {
      label: t('bulk.batch.column.environment'),
      render: ({ environment }) => getTitle(environment),
    },
    {
      label: t('bulk.batch.column.duration'),
      render: deployment => <DeploymentDuration deployment={deployment} />,
    },
    {
      label: t('bulk.batch.column.outcome'),
      render: deployment => (
        <div className={classes.text}>
          {deployment.blockers.length > 0 && !isTerminal(deployment.status)
            ? t('bulk.batch.waitsFor', {
                message: deployment.blockers
                  .map(({ message }) => message)
                  .join(' '),
              })
            : (!isTerminal(deployment.status) &&
                deployment.progress?.current) ||
              formatOutcome(deployment)}
        </div>
      ),
    },
  ];
}
