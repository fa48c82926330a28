import Typography from '@material-ui/core/Typography';
import type {
  Approval,
  Deployment,
  VersionDiff,
} from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../../i18n/useTranslation';
import { PrincipalLink } from '../../../shared/people/PrincipalLink';
import { Facts } from '../../../shared/tables/Facts';
import { ChangeLinks } from '../../../shared/versions/ChangeLinks';
import { takesVersion } from '../../../shared/versions/takesVersion';
import { VersionName } from '../../../shared/versions/VersionName';
import { formatWeight } from '../../../shared/format/value';

/** What a deployment changed: versions, commits, pull requests, settings, traffic, and who approved it. */
export function Changes(props: { deployment: Deployment }) {
  const { deployment } = props;
  const { version, baseline, diff, kind, changedSettings, startedAt } =
    deployment;
  const { t } = useTranslation();
  const reached = Math.max(
    0,
    ...(deployment.trafficHistory ?? []).map(({ weight }) => weight),
  );
  const approvals = deployment.approvals ?? [];
  const decidedBy = (decision: Approval['decision']) => {
    const people = new Set(
      approvals.filter(it => it.decision === decision).map(({ by }) => by),
    );
    return people.size > 0 ? <People refs={[...people]} /> : undefined;
  };
  const describeVersions = () => {
    if (kind === 'remove') {
      return t('summary.changes.removedVersion', { version: version.name });
    }
    if (baseline) {
      return (
        <>
          <VersionName version={baseline} /> → <VersionName version={version} />
        </>
      );
    }
    // Which version it replaces is fixed when it starts.
    return startedAt ? (
      t('summary.changes.first', { version: version.name })
    ) : (
      <VersionName version={version} />
    );
  };
  return (
    <section>
      <Typography variant="subtitle2" component="h2">
        {t('summary.changes.title')}
      </Typography>
      <Facts
        facts={[
          [t('summary.changes.versions'), describeVersions()],
          [
            t('summary.changes.commits'),
            diff && takesVersion(kind) && <Commits diff={diff} />,
          ],
          [
            t('summary.changes.pullRequests'),
            diff?.changeUrls?.length && <ChangeLinks urls={diff.changeUrls} />,
          ],
          [
            t('summary.changes.settings'),
            changedSettings &&
              kind !== 'remove' &&
              (changedSettings.join(', ') || t('summary.changes.noSettings')),
          ],
          [
            t('summary.changes.traffic'),
            reached > 0 &&
              t('summary.changes.reached', { weight: formatWeight(reached) }),
          ],
          [t('summary.changes.approvedBy'), decidedBy('approve')],
          [t('summary.changes.rejectedBy'), decidedBy('reject')],
        ]}
      />
    </section>
  );
}

function Commits(props: { diff: VersionDiff }) {
  const { commits, direction } = props.diff;
  const { t } = useTranslation();
  if (direction === 'same') {
    return <>{t('diff.same')}</>;
  }
  if (direction === 'unknown' && commits.length === 0) {
    return <>{t('summary.changes.unknown')}</>;
  }
  const count = t('history.commits', { count: commits.length });
  if (direction === 'backward') {
    return <>{t('summary.changes.removed', { commits: count })}</>;
  }
  const authors = [...new Set(commits.flatMap(({ author }) => author ?? []))];
  return (
    <>
      {authors.length > 0
        ? t('summary.changes.commitsBy', {
            commits: count,
            authors: authors.join(', '),
          })
        : count}
    </>
  );
}

function People(props: { refs: string[] }) {
  return (
    <>
      {props.refs.map((ref, index) => (
        <span key={ref}>
          {index > 0 && ', '}
          <PrincipalLink principal={ref} />
        </span>
      ))}
    </>
  );
}
