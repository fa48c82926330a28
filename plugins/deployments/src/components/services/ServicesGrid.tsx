import { Link, Progress, ResponseErrorPanel } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  EntityDisplayName,
  EntityRefLink,
} from '@backstage/plugin-catalog-react';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import Alert from '@material-ui/lab/Alert';
import type { ServiceOverview } from '@slipway/backstage-plugin-deployments-common';
import { useEnvironments } from '../../live/useEnvironments';
import { usePaths } from '../../routes';
import { deploymentsTranslationRef } from '../../translation';
import { EnvironmentCell } from '../environments/EnvironmentCell';
import { ServiceFilters } from './ServiceFilters';
import { useServiceFilter } from './serviceFilter';
import { useServices } from './useServices';

const useStyles = makeStyles(
  theme => ({
    head: { padding: theme.spacing(2) },
    note: { padding: theme.spacing(2) },
    cell: { verticalAlign: 'top', minWidth: 170 },
  }),
  { name: 'SlipwayServicesGrid' },
);

function ServiceRow(props: {
  overview: ServiceOverview;
  environmentNames: string[];
}) {
  const { overview, environmentNames } = props;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const classes = useStyles();
  const paths = usePaths();
  const { service } = overview;
  return (
    <TableRow hover>
      <TableCell component="th" scope="row" className={classes.cell}>
        <Link to={paths.service(service.entityRef)}>
          <EntityDisplayName entityRef={service.entityRef} hideIcon />
        </Link>
        {service.owner && (
          <Typography variant="caption" component="div">
            <EntityRefLink entityRef={service.owner} hideIcon />
          </Typography>
        )}
        {overview.noPathReason && (
          <Typography variant="caption" component="div">
            {overview.noPathReason}
          </Typography>
        )}
      </TableCell>
      {environmentNames.map(name => {
        const state = overview.environments.find(
          ({ environment }) => environment.name === name,
        );
        return (
          <TableCell key={name} className={classes.cell}>
            {state ? (
              <EnvironmentCell state={state} />
            ) : (
              <Typography variant="body2" color="textSecondary">
                {t('services.notThere')}
              </Typography>
            )}
          </TableCell>
        );
      })}
    </TableRow>
  );
}

/** Which version of which service runs where. */
export function ServicesGrid() {
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const classes = useStyles();
  const [filter, setFilter] = useServiceFilter();
  const { environments, titleOf } = useEnvironments();
  const services = useServices(filter);
  const { items } = services;
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
      </div>
      {services.error && items && (
        <Alert severity="warning" role="status">
          {t('page.stale')} {services.error.message}
        </Alert>
      )}
      {services.error && !items && (
        <ResponseErrorPanel error={services.error} />
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
        <TableContainer>
          <Table size="small" aria-label={t('services.title')}>
            <TableHead>
              <TableRow>
                <TableCell>{t('history.column.service')}</TableCell>
                {environmentNames.map(name => (
                  <TableCell key={name}>{titleOf(name)}</TableCell>
                ))}
              </TableRow>
            </TableHead>
            <TableBody>
              {items.map(overview => (
                <ServiceRow
                  key={overview.service.entityRef}
                  overview={overview}
                  environmentNames={environmentNames}
                />
              ))}
            </TableBody>
          </Table>
        </TableContainer>
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
