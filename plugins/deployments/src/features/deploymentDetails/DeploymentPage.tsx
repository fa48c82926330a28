import { Progress } from '@backstage/core-components';
import { BreadcrumbEntry } from '@backstage/frontend-plugin-api';
import { useEntityPresentation } from '@backstage/plugin-catalog-react';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { Link, useSearchParams } from 'react-router-dom';
import {
  isTerminal,
  type AllowedCommand,
  type DeploymentStatus,
} from '@slipway/backstage-plugin-deployments-common';
import { getHttpStatus } from '../../api/failures';
import { useDeploymentView } from './live/useDeploymentView';
import { useEnvironments } from '../../hooks/useEnvironments';
import type { DeploymentView } from './live/watchDeployment';
import { METRIC_KEY } from '../../routes/pagePaths';
import { usePaths } from '../../routes/usePaths';
import { useTranslation } from '../../i18n/useTranslation';
import { EmptyState } from '../../shared/page/EmptyState';
import { ErrorPanel } from '../../shared/troubleshooting/ErrorPanel';
import { TimeZoneNote } from '../../shared/time/TimeZoneNote';
import { PageTitle } from '../../shared/page/PageTitle';
import { takesVersion } from '../../shared/versions/takesVersion';
import { VersionDiffView } from '../../shared/versions/VersionDiffView';
import { CommandEvidence } from './analysis/CommandEvidence';
import { findAnalysedStep } from './analysis/findAnalysedStep';
import { Approvals } from './Approvals';
import { ConnectionNote } from './ConnectionNote';
import { DemoNote } from './DemoNote';
import { DeploymentHeader } from './DeploymentHeader';
import { EventTimeline } from './EventTimeline';
import { selectStep } from './steps/selectStep';
import { StatusAnnouncement } from './StatusAnnouncement';
import { StepDetail } from './steps/StepDetail';
import { StepList } from './steps/StepList';
import { isSequence } from './steps/stepLayout';
import { Summary } from './summary/Summary';
import { TrafficPanel } from './TrafficPanel';
import { useCommandDialog } from '../../shared/commands/useCommandDialog';
import { TroubleshootingLink } from '../../shared/troubleshooting/TroubleshootingLink';
import { WaitingBanner } from './WaitingBanner';
import { WatchPanel } from './WatchPanel';

const useStyles = makeStyles(
  theme => ({
    root: {
      ...theme.typography.body2,
      overflowWrap: 'anywhere',
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2),
    },
    beside: {
      display: 'grid',
      gridTemplateColumns: 'minmax(240px, 320px) minmax(0, 1fr)',
      gap: theme.spacing(2),
      alignItems: 'start',
      [theme.breakpoints.down('sm')]: {
        gridTemplateColumns: 'minmax(0, 1fr)',
      },
    },
    stacked: {
      display: 'grid',
      gridTemplateColumns: 'minmax(0, 1fr)',
      gap: theme.spacing(2),
    },
    steps: { padding: theme.spacing(1) },
    panel: {
      padding: theme.spacing(2),
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2),
      minWidth: 0,
    },
  }),
  { name: 'SlipwayDeploymentPage' },
);

function Failure(props: { error: Error }) {
  const { error } = props;
  const { t } = useTranslation();
  const paths = usePaths();
  const status = getHttpStatus(error);
  if (status !== 404 && status !== 403) {
    return <ErrorPanel error={error} />;
  }
  return (
    <EmptyState
      heading="h1"
      title={t(
        status === 404 ? 'deployment.notFound' : 'page.notAllowed.title',
      )}
      description={
        status === 404
          ? t('deployment.notFoundHelp')
          : t('page.notAllowed.description', { message: error.message })
      }
      action={
        <>
          <Button component={Link} to={paths.activity} variant="outlined">
            {t('deployment.toActivity')}
          </Button>
          <Typography variant="body2">
            <TroubleshootingLink
              topic="not-permitted"
              about={t('troubleshooting.about.notPermitted')}
            />
          </Typography>
        </>
      }
    />
  );
}

function describeEnd(
  status: DeploymentStatus,
): 'succeeded' | 'unsuccessful' | undefined {
  if (!isTerminal(status)) {
    return undefined;
  }
  return status === 'succeeded' ? status : 'unsuccessful';
}

/** Everything below the header of a deployment that happened. */
function Details(props: {
  view: DeploymentView & { refresh(): Promise<void> };
  deployment: NonNullable<DeploymentView['deployment']>;
  onCommand(command: AllowedCommand): void;
}) {
  const { view, deployment, onCommand } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const [query, setQuery] = useSearchParams();
  const selected = selectStep(deployment, query.get('step'));

  const select = (key: string) =>
    setQuery(
      current => {
        const next = new URLSearchParams(current);
        next.set('step', key);
        next.delete(METRIC_KEY);
        return next;
      },
      { replace: true },
    );

  return (
    <>
      <WaitingBanner deployment={deployment} onCommand={onCommand} />
      <WatchPanel deployment={deployment} onChanged={view.refresh} />
      <Summary deployment={deployment} />
      <div
        className={
          isSequence(deployment.steps) ? classes.beside : classes.stacked
        }
      >
        <Paper className={classes.steps}>
          <StepList
            deployment={deployment}
            selectedKey={selected?.key}
            clockOffsetMs={view.clockOffsetMs}
            onSelect={select}
          />
        </Paper>
        <Paper className={classes.panel}>
          <TrafficPanel deployment={deployment} />
          {selected ? (
            <StepDetail selected={selected} view={view} />
          ) : (
            <Typography>{t('step.none')}</Typography>
          )}
        </Paper>
      </div>
      {deployment.diff && takesVersion(deployment.kind) && (
        <Paper className={classes.panel}>
          <VersionDiffView
            diff={deployment.diff}
            ended={describeEnd(deployment.status)}
            heading="h2"
          />
        </Paper>
      )}
      {deployment.approvals && deployment.approvals.length > 0 && (
        <Paper className={classes.panel}>
          <Approvals approvals={deployment.approvals} />
        </Paper>
      )}
      <Paper className={classes.panel}>
        <EventTimeline deploymentId={deployment.id} events={view.events} />
      </Paper>
    </>
  );
}

function Loaded(props: {
  view: DeploymentView & { refresh(): Promise<void> };
  deployment: NonNullable<DeploymentView['deployment']>;
}) {
  const { view, deployment } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const { getTitle } = useEnvironments();
  const paths = usePaths();
  const service = useEntityPresentation(deployment.service).primaryTitle;
  const environmentTitle = getTitle(deployment.environment);
  const analysed = findAnalysedStep(deployment);
  const command = useCommandDialog(
    view.refresh,
    analysed && (
      <CommandEvidence deploymentId={deployment.id} stepId={analysed.id} />
    ),
  );
  const confirmCommand = (chosen: AllowedCommand) =>
    command.confirm(chosen, deployment);

  const name = `${service} ${t(`history.what.${deployment.kind}`, {
    version: deployment.version.name,
  })} → ${environmentTitle}`;

  const page = (
    <div className={classes.root}>
      <PageTitle
        // The status first, because a background tab shows little more.
        title={t('browserTitle.deployment', {
          status: t(`status.${deployment.status}`),
          name,
        })}
      />
      <StatusAnnouncement deployment={deployment} />
      <DeploymentHeader
        deployment={deployment}
        environmentTitle={environmentTitle}
        getTitle={getTitle}
        connection={isTerminal(deployment.status) ? 'ended' : view.connection}
        clockOffsetMs={view.clockOffsetMs}
        onCommand={confirmCommand}
      />
      {deployment.demo ? (
        <DemoNote service={deployment.service} />
      ) : (
        <Details
          view={view}
          deployment={deployment}
          onCommand={confirmCommand}
        />
      )}
      <TimeZoneNote />
      {command.dialog}
    </div>
  );
  return (
    <BreadcrumbEntry
      entry={{
        label: name,
        href: paths.deployment(deployment.id),
      }}
    >
      {page}
    </BreadcrumbEntry>
  );
}

/** A deployment, live and afterwards. A reload, a reconnect or a restarted backend shows the same. */
export function DeploymentPage(props: { id: string }) {
  const { t } = useTranslation();
  const view = useDeploymentView(props.id);
  if (view.deployment) {
    return <Loaded view={view} deployment={view.deployment} />;
  }
  if (view.error) {
    return (
      <>
        <PageTitle
          title={
            getHttpStatus(view.error) === 404
              ? t('deployment.notFound')
              : t('page.title')
          }
        />
        <Failure error={view.error} />
      </>
    );
  }
  return (
    <>
      <PageTitle title={t('page.title')} />
      {view.failure ? (
        <>
          <Failure error={view.failure} />
          <Typography role="status">{t('connection.retrying')}</Typography>
        </>
      ) : (
        <ConnectionNote connection={view.connection} />
      )}
      <Progress />
    </>
  );
}
