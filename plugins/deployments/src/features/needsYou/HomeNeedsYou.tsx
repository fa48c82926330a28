import { Link, Progress } from '@backstage/core-components';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useEnvironments } from '../../hooks/useEnvironments';
import { useTranslation } from '../../i18n/useTranslation';
import { usePaths } from '../../routes/usePaths';
import { AwaitedLine } from './AwaitedLine';
import { isAwaited, sortAwaited } from './describeAwaited';
import { useAwaited } from './useAwaited';
import { useInboxRows } from './useInboxRows';

/** The widget is a summary; the page has all. */
const MAX_SHOWN = 5;

const useStyles = makeStyles(
  theme => ({
    root: { padding: theme.spacing(1, 2.5) },
    list: { listStyle: 'none', margin: 0, padding: 0 },
  }),
  { name: 'SlipwayHomeNeedsYou' },
);

/** The home page widget of the inbox. */
export function HomeNeedsYou() {
  const { t } = useTranslation();
  const classes = useStyles();
  const paths = usePaths();
  const { getTitle } = useEnvironments();
  const { value, error } = useAwaited();
  const items = value && sortAwaited(value.items.filter(isAwaited));
  const { rows } = useInboxRows(items);
  if (!value || !items) {
    return error ? (
      <Typography role="alert">{error.message}</Typography>
    ) : (
      <Progress />
    );
  }
  const shown = MAX_SHOWN + rows.filter(({ settled }) => settled).length;
  return (
    <div className={classes.root}>
      {items.length === 0 && (
        <Typography variant="body2" gutterBottom>
          <strong>{t('needsYou.empty.title')}.</strong>{' '}
          {rows.length === 0 && t('needsYou.empty.description')}
        </Typography>
      )}
      <ul className={classes.list} aria-label={t('needsYou.title')}>
        {rows.slice(0, shown).map(({ deployment, settled }) => (
          <li key={deployment.id}>
            <AwaitedLine
              deployment={deployment}
              settled={settled}
              environmentTitle={getTitle(deployment.environment)}
            />
          </li>
        ))}
      </ul>
      <Typography variant="body2">
        <Link to={paths.needsYou}>
          {t('needsYou.home.all')}
          {items.length > 0 &&
            ` (${items.length}${value.nextCursor ? '+' : ''})`}
        </Link>
      </Typography>
    </div>
  );
}
