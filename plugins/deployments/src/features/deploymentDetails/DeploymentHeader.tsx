import { Link } from '@backstage/core-components';
import {
  EntityDisplayName,
  useEntityPresentation,
} from '@backstage/plugin-catalog-react';
import Chip from '@material-ui/core/Chip';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  isTerminal,
  type AllowedCommand,
  type Deployment,
} from '@slipway/backstage-plugin-deployments-common';
import type { Connection } from './live/watchDeployment';
import { usePaths } from '../../routes/usePaths';
import { useTranslation } from '../../i18n/useTranslation';
import {
  DeploymentStatusLabel,
  VerdictLabel,
} from '../../shared/labels/StatusLabels';
import { PrincipalName } from '../../shared/people/PrincipalLink';
import { LiveDuration } from '../../shared/time/LiveDuration';
import { RelativeTime } from '../../shared/time/RelativeTime';
import { TroubleshootingLink } from '../../shared/troubleshooting/TroubleshootingLink';
import { CommandButtons } from '../../shared/commands/CommandButtons';
import { findRollback, StopNote } from '../../shared/commands/StopNote';
import { ConnectionNote } from './ConnectionNote';
import { useSentences } from '../../shared/text/useSentences';
import { useProgressText } from '../../shared/labels/useProgressText';
import { FollowUps } from './summary/FollowUps';
import { useOutcomeText } from './summary/useOutcomeText';
import { selectHeaderCommands } from './WaitingBanner';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1),
    },
    facts: {
      overflowWrap: 'anywhere',
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      columnGap: theme.spacing(1.5),
      rowGap: theme.spacing(0.5),
    },
    chip: { margin: 0 },
    title: { overflowWrap: 'anywhere' },
  }),
  { name: 'SlipwayDeploymentHeader' },
);

/** Which server an address belongs to. */
function readHost(address: string): string {
  try {
    return new URL(address).host;
  } catch {
    return address;
  }
}

/** The version and environment, the status, who requested it, and the available commands. */
export function DeploymentHeader(props: {
  deployment: Deployment;
  environmentTitle: string;
  getTitle(environment: string): string;
  /** Whether the page is up to date. */
  connection: Connection;
  clockOffsetMs: number;
  onCommand(command: AllowedCommand): void;
}) {
  const { deployment, environmentTitle, getTitle } = props;
  const { connection, clockOffsetMs, onCommand } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const paths = usePaths();
  const say = useSentences();
  const { status } = deployment;
  const service = useEntityPresentation(deployment.service).primaryTitle;
  const commands = selectHeaderCommands(deployment);
  const progress = useProgressText()(deployment);
  const ended = isTerminal(status);
  const describeOutcome = useOutcomeText(environmentTitle);
  const outcome = deployment.demo ? undefined : describeOutcome(deployment);
  return (
    <header className={classes.root}>
      <Typography variant="h4" component="h1" className={classes.title}>
        <Link to={paths.service(deployment.service)}>
          <EntityDisplayName entityRef={deployment.service} hideIcon />
        </Link>{' '}
        {t(`history.what.${deployment.kind}`, {
          version: deployment.version.name,
        })}{' '}
        → {environmentTitle}
      </Typography>
      <Typography variant="body1" component="div" className={classes.facts}>
        <strong>
          <DeploymentStatusLabel status={status} />
        </strong>
        {progress && <span>{progress}</span>}
        {/* Nothing that runs was checked after a removal. */}
        {deployment.verification && deployment.kind !== 'remove' && (
          <span>
            {/* The failed checks are different from those after the rollback. */}
            {deployment.rollback && `${t('rollback.verification')} `}
            <VerdictLabel verdict={deployment.verification} />
          </span>
        )}
        {deployment.startedAt && (
          <LiveDuration
            from={deployment.startedAt}
            to={deployment.finishedAt}
            clockOffsetMs={clockOffsetMs}
          />
        )}
        {deployment.hotfix && (
          <Chip
            size="small"
            variant="outlined"
            label={t('history.hotfix')}
            className={classes.chip}
          />
        )}
        {deployment.demo && (
          <Chip
            size="small"
            variant="outlined"
            label={t('history.demo')}
            className={classes.chip}
          />
        )}
        <span>
          {t('deployment.requestedBy')}{' '}
          <PrincipalName principal={deployment.requestedBy} />,{' '}
          <RelativeTime at={deployment.requestedAt} />
          {deployment.reason && `: “${deployment.reason}”`}
        </span>
        <ConnectionNote connection={connection} />
      </Typography>
      {outcome && (
        <Typography variant={ended ? 'h6' : 'body1'} component="p">
          {outcome}
        </Typography>
      )}
      {status === 'rollback_failed' && (
        <Typography variant="body2">
          <TroubleshootingLink
            topic="rollback-failed"
            about={t('status.rollback_failed')}
          />
        </Typography>
      )}
      <Typography variant="body2" component="div" className={classes.facts}>
        {!deployment.demo && (
          <span>{t('goldenPath', { title: deployment.goldenPath.title })}</span>
        )}
        {deployment.rollbackTarget &&
          !deployment.rollbackNote &&
          deployment.kind !== 'rollback' &&
          !ended && (
            <span>
              {t('deployment.rollbackTarget', {
                version: deployment.rollbackTarget.name,
              })}
            </span>
          )}
        {deployment.rollbackNote && !ended && !deployment.rollback && (
          <span>
            {t('plan.ifItFails')}{' '}
            {say(deployment.rollbackSentences, deployment.rollbackNote)}
          </span>
        )}
        {deployment.plannedAt && status === 'queued' && (
          <span>
            {t('deployment.plannedAt')}{' '}
            <RelativeTime at={deployment.plannedAt} />
          </span>
        )}
        {deployment.url && (
          <Link to={deployment.url}>
            {t('deployment.openService', {
              service,
              environment: environmentTitle,
              host: readHost(deployment.url),
            })}
          </Link>
        )}
        {deployment.candidate?.url && (
          <Link to={deployment.candidate.url}>
            {t('deployment.openCandidate', {
              version: deployment.version.name,
              host: readHost(deployment.candidate.url),
            })}
          </Link>
        )}
        {deployment.reverts && (
          <Link to={paths.deployment(deployment.reverts)}>
            {t('deployment.reverts')}
          </Link>
        )}
      </Typography>
      <CommandButtons
        commands={commands}
        onCommand={onCommand}
        label={t('command.group')}
        // While it waits, the decisions come first.
        primary={
          deployment.blockers.length === 0 ? findRollback(commands) : undefined
        }
      />
      <StopNote commands={commands} />
      <FollowUps
        deployment={deployment}
        environmentTitle={environmentTitle}
        getTitle={getTitle}
      />
    </header>
  );
}
