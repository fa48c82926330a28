import { Link } from '@backstage/core-components';
import Typography from '@material-ui/core/Typography';
import type {
  DeploymentSummary,
  EnvironmentState,
} from '@slipway/backstage-plugin-deployments-common';
import { usePaths } from '../../routes/usePaths';
import { useTranslation } from '../../i18n/useTranslation';
import { DeploymentStatusLabel } from '../../shared/labels/StatusLabels';
import { LongText } from '../../shared/text/LongText';
import { useSentences } from '../../shared/text/useSentences';
import { RelativeTime } from '../../shared/time/RelativeTime';
import { TroubleshootingLink } from '../../shared/troubleshooting/TroubleshootingLink';

/** How the last deployment to an environment ended. */
export function LastDeployment(props: {
  deployment: DeploymentSummary;
  /** The hold that the card already shows. */
  hold?: EnvironmentState['hold'];
}) {
  const { deployment: last, hold } = props;
  const { t } = useTranslation();
  const say = useSentences();
  const paths = usePaths();
  // The hold that it caused explains why.
  const shownByHold = Boolean(
    last.message && hold?.reason.includes(last.message),
  );
  return (
    <Typography variant="body2" component="div">
      <DeploymentStatusLabel status={last.status} />{' '}
      <Link to={paths.deployment(last.id)} underline="always">
        {t(`history.what.${last.kind}`, { version: last.version.name })}
      </Link>{' '}
      <RelativeTime at={last.finishedAt ?? last.requestedAt} />
      {last.status === 'rollback_failed' && (
        <>
          {' · '}
          <TroubleshootingLink
            topic="rollback-failed"
            about={t('status.rollback_failed')}
          />
        </>
      )}
      {last.status !== 'succeeded' && last.message && !shownByHold && (
        <Typography variant="body2" color="textSecondary" component="div">
          <LongText text={say(last.sentences, last.message)} />
        </Typography>
      )}
    </Typography>
  );
}
