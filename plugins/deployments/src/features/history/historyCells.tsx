import { Link } from '@backstage/core-components';
import type { DeploymentSummary } from '@slipway/backstage-plugin-deployments-common';
import { usePaths } from '../../routes/usePaths';
import { useTranslation } from '../../i18n/useTranslation';
import { useSentences } from '../../shared/text/useSentences';
import { LiveDuration } from '../../shared/time/LiveDuration';

/** A link to the deployment that says what it did. */
export function DeploymentLink(props: { deployment: DeploymentSummary }) {
  const { deployment } = props;
  const { t } = useTranslation();
  const paths = usePaths();
  return (
    <Link to={paths.deployment(deployment.id)}>
      {t(`history.what.${deployment.kind}`, {
        version: deployment.version.name,
      })}
    </Link>
  );
}

/** What can be done with a deployment's version again. `redeploy`: the version is newer than the running one. */
export type HistoryAction = 'rollBack' | 'redeploy';

/** Opens the dialog that rolls back to a deployment's version, or deploys it again. */
export function ActionLink(props: {
  action: HistoryAction;
  deployment: DeploymentSummary;
  environmentTitle: string;
}) {
  const { action, deployment, environmentTitle } = props;
  const { service, environment, version } = deployment;
  const { t } = useTranslation();
  const paths = usePaths();
  const text = { version: version.name, environment: environmentTitle };
  return (
    <Link
      to={paths.service(service, {
        environment,
        ...(action === 'rollBack' ? { kind: 'rollback' } : {}),
        versionId: version.id,
      })}
      aria-label={t(
        action === 'rollBack' ? 'rollBack.toIn' : 'rollBack.redeployIn',
        text,
      )}
    >
      {t(action === 'rollBack' ? 'rollBack.to' : 'rollBack.redeploy', text)}
    </Link>
  );
}

/** How long a deployment took, or has taken so far. */
export function DeploymentDuration(props: { deployment: DeploymentSummary }) {
  const { startedAt, finishedAt } = props.deployment;
  return startedAt ? <LiveDuration from={startedAt} to={finishedAt} /> : <>–</>;
}

/** Formats a deployment's outcome and its number of commits, and says whether it was made up or a hotfix. */
export function useOutcome() {
  const { t } = useTranslation();
  const say = useSentences();
  return ({
    demo,
    hotfix,
    sentences,
    message,
    commitCount,
  }: DeploymentSummary): string =>
    [
      demo && t('history.demo'),
      hotfix && t('history.hotfix'),
      say(sentences, message),
      commitCount ? t('history.commits', { count: commitCount }) : undefined,
    ]
      .filter(Boolean)
      .join(' · ');
}
