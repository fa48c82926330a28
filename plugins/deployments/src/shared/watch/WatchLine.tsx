import { Link } from '@backstage/core-components';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import type { Watch } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../i18n/useTranslation';
import { usePaths } from '../../routes/usePaths';
import { useSentences } from '../text/useSentences';
import { RelativeTime } from '../time/RelativeTime';
import { Until } from '../time/Until';
import { TroubleshootingLink } from '../troubleshooting/TroubleshootingLink';

/** What the watch of a version says: until when it lasts and how its checks are, or how it ended. */
export function WatchLine(props: { watch: Watch }) {
  const { watch } = props;
  const say = useSentences();
  const { t } = useTranslation();
  const reason = say(watch.sentences, watch.reason ?? '');
  switch (watch.state) {
    case 'watching':
      return (
        <Typography variant="body2" component="div">
          {t('watch.watching')} <Until at={watch.endsAt} />:{' '}
          <ChecksSummary checks={watch.checks} />
        </Typography>
      );
    case 'confirmed':
      return (
        <Typography variant="body2" component="div">
          {t('watch.confirmed')}
          {watch.endedAt && (
            <>
              {' '}
              <RelativeTime at={watch.endedAt} />
            </>
          )}
        </Typography>
      );
    case 'breached':
      return (
        <Alert severity="warning">
          <div>
            {t('watch.breached', { version: watch.version.name, reason })}
          </div>
          {watch.response && <BreachResponse response={watch.response} />}
          <TroubleshootingLink
            topic="watch-breached"
            about={t('watch.aboutBreach')}
          />
        </Alert>
      );
    case 'ended':
      return (
        <Typography variant="body2" color="textSecondary">
          {t('watch.ended', { reason })}
        </Typography>
      );
    default: {
      const unknown: never = watch.state;
      throw new Error(`Unknown state ${String(unknown)}`);
    }
  }
}

function ChecksSummary(props: { checks: Watch['checks'] }) {
  const { checks } = props;
  const { t } = useTranslation();
  const notable = checks.filter(({ status }) => status !== 'passing');
  if (notable.length === 0) {
    return <>{t('watch.passing', { count: checks.length })}</>;
  }
  if (checks.every(({ status }) => status === 'unmeasured')) {
    return <>{t('watch.unmeasured')}</>;
  }
  return (
    <>
      {notable
        .map(({ name, status, message }) =>
          t(`watch.check.${status}`, { check: name, message: message ?? '' }),
        )
        .join('; ')}
    </>
  );
}

function BreachResponse(props: { response: NonNullable<Watch['response']> }) {
  const { kind, deploymentId, why } = props.response;
  const { t } = useTranslation();
  const paths = usePaths();
  if (kind === 'rollback' && deploymentId !== undefined) {
    return (
      <div>
        {t('watch.rolledBackBy')}{' '}
        <Link to={paths.deployment(deploymentId)}>{t('watch.rollback')}</Link>
      </div>
    );
  }
  return (
    <div>
      {t(kind === 'incident' ? 'watch.incident' : 'watch.asked')}
      {why !== undefined && <> {t('watch.askedWhy', { why })}</>}
    </div>
  );
}
