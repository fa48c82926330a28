import { Progress } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type {
  Deployment,
  ServiceOverview,
} from '@slipway/backstage-plugin-deployments-common';
import useAsync from 'react-use/lib/useAsync';
import { deploymentsApiRef } from '../../api/DeploymentsApi';
import { useTranslation } from '../../i18n/useTranslation';
import { VerdictLabel } from '../../shared/labels/StatusLabels';
import { RelativeTime } from '../../shared/time/RelativeTime';
import { ErrorPanel } from '../../shared/troubleshooting/ErrorPanel';
import { useStepDescription } from '../../shared/text/useStepDescription';
import { VersionDiffView } from '../../shared/versions/VersionDiffView';
import { CommandEvidence } from '../deploymentDetails/analysis/CommandEvidence';
import { findAnalysedStep } from '../deploymentDetails/analysis/findAnalysedStep';
import { Approvals } from '../deploymentDetails/Approvals';
import type { AwaitedDeployment } from './describeAwaited';
import { EvidenceList } from './EvidenceList';

const useStyles = makeStyles(
  theme => ({
    root: {
      ...theme.typography.body2,
      display: 'grid',
      gap: theme.spacing(2),
      gridTemplateColumns: 'repeat(auto-fit, minmax(min(280px, 100%), 1fr))',
      padding: theme.spacing(1, 0),
      overflowWrap: 'anywhere',
      '& h4 ~ h4': { marginTop: theme.spacing(1) },
    },
    steps: { margin: 0, paddingLeft: theme.spacing(2.5) },
    list: { listStyle: 'none', margin: 0, padding: 0 },
  }),
  { name: 'SlipwayAwaitedDetails' },
);

/** What a person should know before they decide: the plan, the commits, the checks, and where else the version runs. */
export function AwaitedDetails(props: {
  deployment: AwaitedDeployment;
  name: string;
}) {
  const { deployment, name } = props;
  const { id, seq, service } = deployment;
  const { t } = useTranslation();
  const classes = useStyles();
  const api = useApi(deploymentsApiRef);
  const { value, error } = useAsync(async () => {
    const [details, overview] = await Promise.all([
      api.getDeployment(id),
      api.getServiceOverview(service).catch(() => undefined),
    ]);
    return { details, overview };
    // A changed deployment has other details.
  }, [api, id, seq, service]);

  if (error) {
    return <ErrorPanel error={error} />;
  }
  if (!value) {
    return <Progress />;
  }
  const { details, overview } = value;
  const analysed = findAnalysedStep(details);
  return (
    <section
      aria-label={t('needsYou.details', { name })}
      className={classes.root}
    >
      <StepsLeft deployment={details} />
      {details.diff && details.kind !== 'restart' && (
        <VersionDiffView diff={details.diff} heading="h4" />
      )}
      <div>
        <Typography variant="subtitle2" component="h4">
          {t('needsYou.evidence')}
        </Typography>
        {deployment.awaits.evidence.length > 0 ? (
          <EvidenceList
            label={t('needsYou.evidence')}
            evidence={deployment.awaits.evidence}
          />
        ) : (
          t('needsYou.noEvidence')
        )}
        {analysed && <CommandEvidence deploymentId={id} stepId={analysed.id} />}
        {overview && (
          <RunningElsewhere deployment={deployment} overview={overview} />
        )}
      </div>
      {details.approvals && details.approvals.length > 0 && (
        <Approvals approvals={details.approvals} />
      )}
    </section>
  );
}

function StepsLeft(props: { deployment: Deployment }) {
  const { t } = useTranslation();
  const describe = useStepDescription();
  const classes = useStyles();
  const left = props.deployment.steps.filter(
    ({ finishedAt, status }) => !finishedAt && status !== 'skipped',
  );
  return (
    <div>
      <Typography variant="subtitle2" component="h4">
        {t('needsYou.plan')}
      </Typography>
      <ol className={classes.steps}>
        {left.map(step => (
          <li key={step.id}>
            <strong>{step.title}</strong>
            {describe(step) !== step.title && `: ${describe(step)}`}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** The environments that run the same version, with what its checks said there. */
function RunningElsewhere(props: {
  deployment: AwaitedDeployment;
  overview: ServiceOverview;
}) {
  const { deployment, overview } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const running = overview.environments.flatMap(({ environment, current }) =>
    current && current.version.artifact === deployment.version.artifact
      ? [{ environment, current }]
      : [],
  );
  return (
    <>
      <Typography variant="subtitle2" component="h4">
        {t('needsYou.elsewhere')}
      </Typography>
      {running.length === 0 && t('needsYou.nowhere')}
      <ul className={classes.list}>
        {running.map(({ environment, current }) => (
          <li key={environment.name}>
            {environment.title}{' '}
            {current.verification && (
              <VerdictLabel verdict={current.verification} />
            )}{' '}
            {current.since && (
              <>
                {t('needsYou.since')} <RelativeTime at={current.since} />
              </>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
