import { Progress } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { DriftItem } from '@slipway/backstage-plugin-deployments-common';
import { useState } from 'react';
import { useEnvironments } from '../../hooks/useEnvironments';
import { useTranslation } from '../../i18n/useTranslation';
import { EmptyState } from '../../shared/page/EmptyState';
import type { DriftChoice } from '../../shared/drift/useResolveDrift';
import { Rows } from '../../shared/tables/Rows';
import { ErrorPanel } from '../../shared/troubleshooting/ErrorPanel';
import { DriftFilters } from './DriftFilters';
import { useDrift } from './useDrift';
import { useDriftColumns } from './useDriftColumns';
import { useDriftFilter } from './useDriftFilter';

const useStyles = makeStyles(
  theme => ({
    head: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2),
      padding: theme.spacing(2),
    },
    note: { padding: theme.spacing(2) },
  }),
  { name: 'SlipwayFleetDrift' },
);

function getKey({ service, environment, drift }: DriftItem): string {
  return [service.entityRef, environment.name, drift.id].join(' ');
}

/** All service environments in which another version is running than should be. */
export function FleetDrift() {
  const { t } = useTranslation();
  const classes = useStyles();
  const [filter, setFilter] = useDriftFilter();
  const { environments } = useEnvironments();
  const drift = useDrift(filter);
  const [resolved, setResolved] = useState<{ key: string; message: string }[]>(
    [],
  );
  const columns = useDriftColumns((item: DriftItem, choice: DriftChoice) =>
    setResolved(before => [
      ...before,
      {
        key: getKey(item),
        message: t(`driftList.resolved.${choice}`, {
          service: item.service.title ?? item.service.name,
          environment: item.environment.title,
        }),
      },
    ]),
  );
  const rows = drift.page?.items.filter(
    item => !resolved.some(({ key }) => key === getKey(item)),
  );
  const isFiltered = Object.values(filter).some(Boolean);
  const isEmpty = rows?.length === 0;

  return (
    <Paper component="section" aria-label={t('driftList.title')}>
      <div className={classes.head}>
        {!isEmpty && (
          <Typography variant="body2">{t('driftList.intro')}</Typography>
        )}
        <DriftFilters
          filter={filter}
          onChange={setFilter}
          environments={environments}
        />
        <div role="status">{resolved.at(-1)?.message}</div>
      </div>
      {drift.error && (
        <div className={classes.note}>
          <ErrorPanel
            error={drift.error}
            onRetry={drift.page ? undefined : drift.refresh}
          />
        </div>
      )}
      {!drift.page && !drift.error && <Progress />}
      {rows && rows.length > 0 && (
        <Rows
          label={t('driftList.title')}
          columns={columns}
          rows={rows}
          getKey={getKey}
        />
      )}
      {isEmpty && !drift.hasMore && !isFiltered && (
        <EmptyState
          heading="h2"
          title={t('driftList.empty.title')}
          description={t('driftList.empty.description')}
        />
      )}
      {isEmpty && !drift.hasMore && isFiltered && (
        <Typography className={classes.note} role="status">
          {t('driftList.noMatch')}
        </Typography>
      )}
      {drift.hasMore && (
        <div className={classes.note}>
          {isEmpty && (
            <Typography role="status" gutterBottom>
              {t('driftList.noneYet')}
            </Typography>
          )}
          <Button disabled={drift.loadingMore} onClick={drift.loadMore}>
            {drift.loadingMore
              ? t('driftList.loading')
              : t(isEmpty ? 'driftList.searchOn' : 'driftList.more')}
          </Button>
        </div>
      )}
    </Paper>
  );
}
