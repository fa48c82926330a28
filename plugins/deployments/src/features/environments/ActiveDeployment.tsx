import { Link } from '@backstage/core-components';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type {
  DeploymentSummary,
  EnvironmentState,
} from '@slipway/backstage-plugin-deployments-common';
import { usePaths } from '../../routes/usePaths';
import { useTranslation } from '../../i18n/useTranslation';
import { BlockerList } from '../../shared/blockers/BlockerList';
import { useProgressText } from '../../shared/labels/useProgressText';
import { DeploymentStatusLabel } from '../../shared/labels/StatusLabels';
import { PrincipalName } from '../../shared/people/PrincipalLink';
import { LiveDuration } from '../../shared/time/LiveDuration';
import { formatWeight } from '../../shared/format/value';

const useStyles = makeStyles(
  theme => ({
    root: {
      borderLeft: `3px solid ${theme.palette.status.running}`,
      paddingLeft: theme.spacing(1.5),
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(0.5),
    },
    waiting: { borderLeftColor: theme.palette.status.warning },
  }),
  { name: 'SlipwayActiveDeployment' },
);

/** A running or queued deployment of an environment: its progress, and why it waits. */
export function ActiveDeployment(props: {
  deployment: DeploymentSummary;
  /** The hold that the card already shows. */
  hold?: EnvironmentState['hold'];
}) {
  const { deployment, hold } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const paths = usePaths();
  const progress = useProgressText()(deployment);
  const waits = deployment.blockers.length > 0;
  return (
    <div
      className={waits ? `${classes.root} ${classes.waiting}` : classes.root}
      role="group"
      aria-label={t('environment.deploymentGroup', {
        version: deployment.version.name,
      })}
    >
      <Typography variant="body2" component="div">
        <DeploymentStatusLabel status={deployment.status} />{' '}
        <Link to={paths.deployment(deployment.id)} underline="always">
          {t(`history.what.${deployment.kind}`, {
            version: deployment.version.name,
          })}
        </Link>
        {deployment.trafficWeight !== undefined &&
          deployment.status !== 'queued' &&
          ` · ${t('environment.weight', {
            weight: formatWeight(deployment.trafficWeight),
          })}`}
      </Typography>
      {progress && (
        <Typography variant="body2" color="textSecondary" component="div">
          {progress}
          {deployment.startedAt && (
            <>
              {' · '}
              <LiveDuration
                from={deployment.startedAt}
                to={deployment.finishedAt}
              />
            </>
          )}
        </Typography>
      )}
      <Typography variant="body2" color="textSecondary" component="div">
        {t('people.by')} <PrincipalName principal={deployment.requestedBy} />
        {deployment.reason && `: “${deployment.reason}”`}
      </Typography>
      {waits && (
        <BlockerList
          blockers={deployment.blockers.map(blocker =>
            blocker.kind === 'hold' && hold
              ? { ...blocker, message: t('hold.above') }
              : blocker,
          )}
        />
      )}
    </div>
  );
}
