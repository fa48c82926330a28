import { Progress } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import Alert from '@material-ui/lab/Alert';
import { useEnvironments } from '../../hooks/useEnvironments';
import { deploymentsTranslationRef } from '../../i18n/deploymentsTranslationRef';
import { ErrorPanel } from '../../shared/troubleshooting/ErrorPanel';
import { ServiceFilters } from './ServiceFilters';
import { ServicesList } from './ServicesList';
import { ServicesTable } from './ServicesTable';
import { useServiceFilter } from './useServiceFilter';
import { useServices } from './useServices';

const useStyles = makeStyles(
  theme => ({
    head: { padding: theme.spacing(2) },
    note: { padding: theme.spacing(2) },
  }),
  { name: 'SlipwayServicesGrid' },
);

/** Which version of which service runs where. */
export function ServicesGrid() {
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const classes = useStyles();
  const [filter, setFilter] = useServiceFilter();
  const { environments, getTitle } = useEnvironments();
  const services = useServices(filter);
  const { items } = services;
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
      </div>
      {services.error && items && (
        <Alert severity="warning" role="status">
          {t('page.stale')} {services.error.message}
        </Alert>
      )}
      {services.error && !items && <ErrorPanel error={services.error} />}
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
