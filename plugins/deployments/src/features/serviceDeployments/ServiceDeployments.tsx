import { Link, Progress } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import Alert from '@material-ui/lab/Alert';
import type {
  DeploymentSummary,
  ServiceOverview,
} from '@slipway/backstage-plugin-deployments-common';
import { useCallback } from 'react';
import { deploymentsApiRef } from '../../api/DeploymentsApi';
import { getHttpStatus } from '../../api/failures';
import { usePolling } from '../../hooks/usePolling';
import { usePaths } from '../../routes/usePaths';
import { useTranslation } from '../../i18n/useTranslation';
import { EmptyState } from '../../shared/page/EmptyState';
import { ErrorPanel } from '../../shared/troubleshooting/ErrorPanel';
import { DeployDialog } from '../deployDialog/DeployDialog';
import { useDialogLink } from '../deployDialog/useDialogLink';
import { ConnectDialog } from '../connectService/ConnectDialog';
import { useConnectLink } from '../connectService/useConnectLink';
import { EnvironmentPipeline } from '../environments/pipeline/EnvironmentPipeline';
import { DeploymentHistory } from '../history/DeploymentHistory';
import type { HistoryAction } from '../history/historyCells';
import { TroubleshootingLink } from '../../shared/troubleshooting/TroubleshootingLink';
import { takesVersion } from '../../shared/versions/takesVersion';
import { chooseOverviewInterval } from '../../hooks/chooseOverviewInterval';

const useStyles = makeStyles(
  theme => ({
    root: {
      ...theme.typography.body2,
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(3),
    },
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      justifyContent: 'space-between',
      gap: theme.spacing(1),
    },
  }),
  { name: 'SlipwayServiceDeployments' },
);

/**
 * Only a succeeded deployment's version can be rolled back to, and only while no other deployment is in progress. If it is
 * newer than the running one, it is deployed again instead.
 */
function findAction(
  { environments }: ServiceOverview,
  { environment: name, status, kind, version }: DeploymentSummary,
): HistoryAction | undefined {
  const state = environments.find(
    ({ environment }) => environment.name === name,
  );
  const option =
    state?.rollback?.how === 'start' &&
    status === 'succeeded' &&
    takesVersion(kind)
      ? state.rollback.versions.find(
          each => each.eligible && each.version.artifact === version.artifact,
        )
      : undefined;
  if (!option?.isNewer) {
    return option && 'rollBack';
  }
  return state?.actions.deploy ? 'redeploy' : undefined;
}

/** A service's environments, then its deployment history. */
export function ServiceDeployments(props: { entityRef: string }) {
  const { entityRef } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const paths = usePaths();
  const api = useApi(deploymentsApiRef);
  const load = useCallback(
    (signal: AbortSignal) => api.getServiceOverview(entityRef, { signal }),
    [api, entityRef],
  );
  const overview = usePolling(load, chooseOverviewInterval);
  const dialog = useDialogLink();
  const connect = useConnectLink();

  if (overview.loading) {
    return <Progress />;
  }
  if (!overview.value) {
    const { error } = overview;
    const status = getHttpStatus(error);
    // The server responds as if a service without access didn't exist.
    if (error && (status === 403 || status === 404)) {
      return (
        <EmptyState
          heading="h2"
          title={t('page.notAllowed.title')}
          description={t('page.notAllowed.description', {
            message: error.message,
          })}
          action={
            <TroubleshootingLink
              topic="not-permitted"
              about={t('troubleshooting.about.notPermitted')}
            />
          }
        />
      );
    }
    return error && <ErrorPanel error={error} onRetry={overview.refresh} />;
  }
  const { value } = overview;
  if (!value.goldenPath) {
    return (
      <EmptyState
        heading="h2"
        title={t('service.noPath')}
        description={value.noPathReason ?? t('service.noPathHelp')}
      />
    );
  }
  const title = value.service.title ?? value.service.name;
  const isEmpty = value.environments.every(
    state => !state.current && !state.active && !state.last,
  );
  const connecting = value.environments.find(
    ({ environment }) => environment.name === connect.environment,
  );
  return (
    <div className={classes.root}>
      <div className={classes.head}>
        <div>
          <Typography variant="h5" component="h2">
            {t('service.environmentsOf', { service: title })}
          </Typography>
          <Typography variant="body2">
            {t('goldenPath', { title: value.goldenPath.title })}
            {value.environments.length > 1 && (
              <>
                {' · '}
                <Link
                  to={paths.comparison({ services: [entityRef] })}
                  underline="always"
                >
                  {t('compare.link')}
                </Link>
              </>
            )}
          </Typography>
        </div>
        <Button
          variant="contained"
          color="primary"
          disabled={!value.environments.some(state => state.actions.deploy)}
          onClick={() =>
            dialog.open({
              environment:
                value.environments.find(state => state.actions.deploy)
                  ?.environment.name ?? '',
            })
          }
        >
          {t('environment.deploy')}
        </Button>
      </div>
      {overview.error && (
        <Alert severity="warning" role="status">
          {t('page.stale')} {overview.error.message}
        </Alert>
      )}
      {isEmpty && (
        <Alert severity="info" role="status">
          {t('service.empty', { service: title })}
        </Alert>
      )}
      <EnvironmentPipeline
        overview={value}
        onOpen={dialog.open}
        onConnect={connect.open}
        onChanged={overview.refresh}
      />
      <DeploymentHistory
        service={entityRef}
        environments={value.environments.map(state => state.environment)}
        getAction={
          value.environments.some(({ rollback }) => rollback)
            ? deployment => findAction(value, deployment)
            : undefined
        }
      />
      {connecting && (
        <ConnectDialog
          key={connecting.environment.name}
          service={entityRef}
          serviceTitle={title}
          state={connecting}
          onAdopted={() => {
            connect.close();
            overview.refresh();
          }}
          onClose={connect.close}
        />
      )}
      {dialog.link && (
        <DeployDialog
          // Another environment or kind in the address opens another dialog; choices within the dialog don't.
          key={dialog.opening}
          overview={value}
          link={dialog.link}
          onChange={dialog.change}
          onClose={dialog.close}
        />
      )}
    </div>
  );
}
