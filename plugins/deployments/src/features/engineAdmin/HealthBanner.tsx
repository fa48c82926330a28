import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import Alert from '@material-ui/lab/Alert';
import type { EngineHealth } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../i18n/useTranslation';
import { useSentences } from '../../shared/text/useSentences';
import { HEALTH_TOPICS } from '../../shared/troubleshooting/topics';
import { TroubleshootingLink } from '../../shared/troubleshooting/TroubleshootingLink';

const SEVERITY = {
  ok: 'success',
  degraded: 'warning',
  stalled: 'error',
} as const;

const useStyles = makeStyles(
  theme => ({
    root: { '& .MuiAlert-message': { minWidth: 0, overflowWrap: 'anywhere' } },
    reasons: {
      margin: theme.spacing(1, 0),
      paddingLeft: theme.spacing(2.5),
    },
  }),
  { name: 'SlipwayHealthBanner' },
);

/** Whether due work is done, and what is wrong if not. Changes are announced to screen readers. */
export function HealthBanner(props: { health: EngineHealth }) {
  const { health } = props;
  const { t } = useTranslation();
  const say = useSentences();
  const classes = useStyles();
  return (
    <section aria-label={t('engine.health.title')}>
      <Alert
        severity={SEVERITY[health.status]}
        role="status"
        className={classes.root}
      >
        <Typography variant="subtitle2" component="h2">
          {t(`engine.health.${health.status}`)}
        </Typography>
        {health.reasons.length > 0 && (
          <ul className={classes.reasons}>
            {health.reasons.map(({ kind, message, sentences }) => (
              <li key={kind}>
                {say(sentences, message)}{' '}
                <TroubleshootingLink
                  topic={HEALTH_TOPICS[kind]}
                  about={t(`troubleshooting.reason.${kind}`)}
                />
              </li>
            ))}
          </ul>
        )}
        <Typography variant="body2">
          {t('engine.health.queue', { queue: health.queue })}
        </Typography>
      </Alert>
    </section>
  );
}
