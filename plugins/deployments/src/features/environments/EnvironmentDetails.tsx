import Typography from '@material-ui/core/Typography';
import type { EnvironmentState } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../i18n/useTranslation';
import { TrafficBar } from '../../shared/charts/TrafficBar';
import { VerdictLabel } from '../../shared/labels/StatusLabels';
import { PrincipalLink } from '../../shared/people/PrincipalLink';
import { WatchLine } from '../../shared/watch/WatchLine';
import { ActiveDeployment } from './ActiveDeployment';
import { EnvironmentReport } from './EnvironmentReport';
import { HealthDetails } from './HealthDetails';
import { LastDeployment } from './LastDeployment';
import { RestartFacts } from './RestartFacts';
import { selectAttention } from './selectAttention';
import { formatDuration } from '../../shared/format/value';

/** Whether a share of traffic goes to a deployment's candidate, by artifact if the target reports it. */
function isCandidate(
  share: EnvironmentState['traffic'][number],
  active: EnvironmentState['active'],
): boolean {
  if (!active) {
    return false;
  }
  return share.artifact
    ? share.artifact === active.version.artifact
    : share.versionName === active.version.name;
}

/** What an environment's card leaves out: deployments, traffic, and everything that is known about what runs. */
export function EnvironmentDetails(props: { state: EnvironmentState }) {
  const { state } = props;
  const { current, active, last, soak, traffic, hold } = state;
  const { t } = useTranslation();
  const { unblocked, crashLoop, watch, failed } = selectAttention(state);
  return (
    <>
      {unblocked.map(deployment => (
        <ActiveDeployment
          key={deployment.id}
          deployment={deployment}
          hold={hold}
        />
      ))}
      {traffic.length > 1 && (
        <TrafficBar
          shares={traffic.map(share => ({
            ...share,
            candidate: isCandidate(share, active),
          }))}
        />
      )}
      {state.restarts && !crashLoop && (
        <RestartFacts restarts={state.restarts} />
      )}
      <HealthDetails health={state.health} />
      {current && (current.by || current.verification) && (
        <Typography variant="body2" color="textSecondary" component="div">
          {current.by && (
            <>
              {t('environment.deployedBy')}{' '}
              <PrincipalLink principal={current.by} />
            </>
          )}
          {current.by && current.verification && ' · '}
          {current.verification && (
            <VerdictLabel verdict={current.verification} />
          )}
        </Typography>
      )}
      {soak && soak.requiredMs > 0 && current && (
        <Typography variant="body2" color="textSecondary">
          {t(
            soak.verifiedForMs >= soak.requiredMs
              ? 'soak.done'
              : 'soak.underway',
            {
              verified: formatDuration(soak.verifiedForMs),
              required: formatDuration(soak.requiredMs),
            },
          )}
        </Typography>
      )}
      {state.watch && !watch && <WatchLine watch={state.watch} />}
      <EnvironmentReport state={state} />
      {last && !active && !failed && <LastDeployment deployment={last} />}
    </>
  );
}
