import { Link, Progress } from '@backstage/core-components';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useEnvironments } from '../../hooks/useEnvironments';
import { useTranslation } from '../../i18n/useTranslation';
import { usePaths } from '../../routes/usePaths';
import { ServicesList } from '../serviceList/ServicesList';
import { useServices } from '../serviceList/useServices';

const useStyles = makeStyles(
  theme => ({ note: { padding: theme.spacing(1, 2.5) } }),
  { name: 'SlipwayHomeMyServices' },
);

const MINE = { q: '', owner: 'mine' } as const;

/** The home page widget with the state of each service that belongs to the viewer or their groups. */
export function HomeMyServices() {
  const { t } = useTranslation();
  const classes = useStyles();
  const paths = usePaths();
  const { environments, getTitle } = useEnvironments();
  const { items, error } = useServices(MINE);
  if (!items) {
    return error ? (
      <Typography role="alert" className={classes.note}>
        {error.message}
      </Typography>
    ) : (
      <Progress />
    );
  }
  return (
    <>
      {items.length === 0 ? (
        <Typography variant="body2" className={classes.note}>
          {t('needsYou.home.noServices')}
        </Typography>
      ) : (
        <ServicesList
          items={items}
          environments={environments.map(({ name }) => name)}
          getTitle={getTitle}
        />
      )}
      <Typography variant="body2" className={classes.note}>
        <Link to={paths.root}>{t('needsYou.home.services')}</Link>
      </Typography>
    </>
  );
}
