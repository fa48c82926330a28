import { ResponseErrorPanel } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useTranslation } from '../../i18n/useTranslation';
import { TroubleshootingLink } from './TroubleshootingLink';
import { findErrorTopic } from './topics';

const useStyles = makeStyles(
  theme => ({
    help: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1, 2),
      marginTop: theme.spacing(1),
    },
  }),
  { name: 'SlipwayErrorPanel' },
);

/** Backstage's panel for an error, with a link to its section of the troubleshooting page. */
export function ErrorPanel(props: {
  error: Error;
  /** Loads again what failed to load. Without it, there is no button, because it would not help. */
  onRetry?(): void;
}) {
  const { error, onRetry } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const topic = findErrorTopic(error);
  return (
    <div>
      <ResponseErrorPanel error={error} />
      {(onRetry || topic) && (
        <div className={classes.help}>
          {onRetry && (
            <Button variant="outlined" onClick={onRetry}>
              {t('page.tryAgain')}
            </Button>
          )}
          {topic && (
            <Typography variant="body2">
              <TroubleshootingLink
                topic={topic}
                about={t('troubleshooting.about.error')}
              />
            </Typography>
          )}
        </div>
      )}
    </div>
  );
}
