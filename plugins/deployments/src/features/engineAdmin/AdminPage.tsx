import { Link, Progress } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import Alert from '@material-ui/lab/Alert';
import type { EngineView } from '@slipway/backstage-plugin-deployments-common';
import { useCallback } from 'react';
import { deploymentsApiRef } from '../../api/DeploymentsApi';
import { getHttpStatus } from '../../api/failures';
import { BUSY_INTERVAL, usePolling } from '../../hooks/usePolling';
import { usePaths } from '../../routes/usePaths';
import { useTranslation } from '../../i18n/useTranslation';
import { EmptyState } from '../../shared/page/EmptyState';
import { ErrorPanel } from '../../shared/troubleshooting/ErrorPanel';
import { useCommandDialog } from '../../shared/commands/useCommandDialog';
import { useMayManageDora } from '../../hooks/useMayManageDora';
import { RelativeTime } from '../../shared/time/RelativeTime';
import { TroubleshootingLink } from '../../shared/troubleshooting/TroubleshootingLink';
import { HealthBanner } from './HealthBanner';
import { LongestWaits } from './LongestWaits';
import { QueueFigures } from './QueueFigures';
import { Replicas } from './Replicas';
import { RunningNow } from './RunningNow';
import { StuckRuns } from './StuckRuns';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2),
      minWidth: 0,
    },
  }),
  { name: 'SlipwayAdminPage' },
);

/** The engine's status for people who run the portal: health, replicas, running, waiting and stuck deployments. */
export function AdminPage() {
  const { t } = useTranslation();
  const api = useApi(deploymentsApiRef);
  const load = useCallback(
    (signal: AbortSignal) => api.getEngine({ signal }),
    [api],
  );
  const engine = usePolling(load, () => BUSY_INTERVAL);
  if (engine.value) {
    return (
      <Loaded
        view={engine.value}
        error={engine.error}
        refresh={engine.refresh}
      />
    );
  }
  if (getHttpStatus(engine.error) === 403) {
    return (
      <EmptyState
        heading="h2"
        title={t('engine.notAllowed.title')}
        description={t('engine.notAllowed.description', {
          message: engine.error?.message ?? '',
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
  return engine.error ? (
    <ErrorPanel error={engine.error} onRetry={engine.refresh} />
  ) : (
    <Progress />
  );
}

function Loaded(props: { view: EngineView; error?: Error; refresh(): void }) {
  const { view, error, refresh } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const refreshSoon = useCallback(async () => refresh(), [refresh]);
  const command = useCommandDialog(refreshSoon);
  const paths = usePaths();
  const mayManageDora = useMayManageDora();
  return (
    <div className={classes.root}>
      {error && (
        <Alert severity="warning" role="status">
          {t('engine.stale', { message: error.message })}
        </Alert>
      )}
      <HealthBanner health={view.health} />
      <StuckRuns
        stuck={view.stuck}
        onCommand={(deployment, chosen) => command.confirm(chosen, deployment)}
      />
      {view.health.figures && <QueueFigures figures={view.health.figures} />}
      <Replicas replicas={view.replicas} />
      <RunningNow running={view.running} at={view.at} />
      <LongestWaits waits={view.waits} />
      {view.hidden > 0 && (
        <Typography variant="body2">
          {t('engine.hidden', { count: view.hidden })}
        </Typography>
      )}
      <Typography variant="body2">
        {t('engine.asOf')} <RelativeTime at={view.at} />
      </Typography>
      {mayManageDora && (
        <Typography variant="body2">
          <Link to={paths.deadLetters()}>{t('deadLetters.linkOfAdmin')}</Link>
        </Typography>
      )}
      {command.dialog}
    </div>
  );
}
