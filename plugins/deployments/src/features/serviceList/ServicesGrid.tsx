import { Progress } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import Alert from '@material-ui/lab/Alert';
import type { ServiceOverview } from '@slipway/backstage-plugin-deployments-common';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { useEnvironments } from '../../hooks/useEnvironments';
import { useTranslation } from '../../i18n/useTranslation';
import { usePaths } from '../../routes/usePaths';
import { ErrorPanel } from '../../shared/troubleshooting/ErrorPanel';
import type { BulkItem } from '../bulkDeploy/bulkItem';
import { SelectionBar } from '../bulkDeploy/SelectionBar';
import {
  choosePair,
  type EnvironmentNames,
} from '../compareEnvironments/choosePair';
import { EnvironmentPair } from '../compareEnvironments/EnvironmentPair';
import { ServiceFilters } from './ServiceFilters';
import { ServicesList } from './ServicesList';
import { ServicesTable } from './ServicesTable';
import { useServiceFilter } from './useServiceFilter';
import { useServices } from './useServices';

const useStyles = makeStyles(
  theme => ({
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      justifyContent: 'space-between',
      gap: theme.spacing(1),
      padding: theme.spacing(2),
    },
    note: { padding: theme.spacing(2) },
  }),
  { name: 'SlipwayServicesGrid' },
);

function mayDeploy({ environments }: ServiceOverview): boolean {
  return environments.some(({ actions }) => actions.deploy);
}

function toBulkItem(
  { service, environments }: ServiceOverview,
  pair: EnvironmentNames,
): BulkItem {
  const findVersion = (name: string) =>
    environments.find(({ environment }) => environment.name === name)?.current
      ?.version;
  return {
    service,
    version: findVersion(pair.from),
    current: findVersion(pair.to),
  };
}

/** Which version of which service runs where. */
export function ServicesGrid() {
  const { t } = useTranslation();
  const classes = useStyles();
  const [filter, setFilter] = useServiceFilter();
  const { environments, getTitle } = useEnvironments();
  const services = useServices(filter);
  const { items } = services;
  const paths = usePaths();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [chosenPair, setChosenPair] = useState<EnvironmentNames>();
  const pair = chosenPair ?? choosePair(environments);
  const chosen = (items ?? []).filter(({ service }) =>
    selected.has(service.entityRef),
  );
  const isNarrow = useMediaQuery(useTheme().breakpoints.down('sm'));
  const Services = isNarrow ? ServicesList : ServicesTable;
  const environmentNames = environments.length
    ? environments.map(({ name }) => name)
    : [
        ...new Set(
          (items ?? []).flatMap(overview =>
            overview.environments.map(({ environment }) => environment.name),
          ),
        ),
      ];

  return (
    <Paper component="section" aria-label={t('services.title')}>
      <div className={classes.head}>
        <ServiceFilters filter={filter} onChange={setFilter} />
        {pair && (
          <Button component={Link} to={paths.comparison()} variant="outlined">
            {t('compare.link')}
          </Button>
        )}
      </div>
      {pair && chosen.length > 0 && (
        <div className={classes.note}>
          <SelectionBar
            selected={chosen.map(overview => toBulkItem(overview, pair))}
            from={environments.find(({ name }) => name === pair.from)}
            to={environments.find(({ name }) => name === pair.to)}
            onClear={() => setSelected(new Set())}
          >
            <EnvironmentPair
              environments={environments}
              pair={pair}
              onChange={setChosenPair}
            />
          </SelectionBar>
        </div>
      )}
      {services.error && items && (
        <Alert severity="warning" role="status">
          {t('page.stale')} {services.error.message}
        </Alert>
      )}
      {services.error && !items && (
        <ErrorPanel error={services.error} onRetry={services.refresh} />
      )}
      {services.loading && <Progress />}
      {items?.length === 0 && (
        <Typography className={classes.note} role="status">
          {filter.q || filter.owner === 'mine'
            ? t('services.noMatch')
            : t('services.empty')}
        </Typography>
      )}
      {items && items.length > 0 && (
        <Services
          items={items}
          environments={environmentNames}
          getTitle={getTitle}
          selection={{
            isSelected: ({ service }) => selected.has(service.entityRef),
            label: overview =>
              pair && mayDeploy(overview)
                ? t('bulk.select', {
                    service: overview.service.title ?? overview.service.name,
                  })
                : undefined,
            onSelect: ({ service }, isOn) => {
              const next = new Set(selected);
              if (isOn) {
                next.add(service.entityRef);
              } else {
                next.delete(service.entityRef);
              }
              setSelected(next);
            },
          }}
        />
      )}
      {items && services.totalItems > items.length && (
        <div className={classes.note}>
          <Button onClick={services.loadMore}>
            {t('services.more', {
              shown: String(items.length),
              total: String(services.totalItems),
            })}
          </Button>
        </div>
      )}
    </Paper>
  );
}
