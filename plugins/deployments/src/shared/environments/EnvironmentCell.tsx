import { Link } from '@backstage/core-components';
import Typography from '@material-ui/core/Typography';
import Loop from '@material-ui/icons/Loop';
import PanTool from '@material-ui/icons/PanTool';
import SyncProblem from '@material-ui/icons/SyncProblem';
import type { EnvironmentState } from '@slipway/backstage-plugin-deployments-common';
import { usePaths } from '../../routes/usePaths';
import { useBlockerTexts } from '../blockers/useBlockerTexts';
import { useTranslation } from '../../i18n/useTranslation';
import { DeploymentStatusLabel, HealthLabel } from '../labels/StatusLabels';
import { ToneLabel } from '../labels/ToneLabel';
import { useDriftText } from '../drift/useDriftText';
import { useSentences } from '../text/useSentences';
import { RelativeTime } from '../time/RelativeTime';
import { VersionName } from '../versions/VersionName';
import { formatWeight } from '../format/value';

/** A service's environment in a few lines: the version, its health, the deployment in progress, and problems. */
export function EnvironmentCell(props: { state: EnvironmentState }) {
  const { current, active, queued, last, hold, drift, health, restarts } =
    props.state;
  const { t } = useTranslation();
  const say = useSentences();
  const describeDrift = useDriftText();
  const paths = usePaths();
  const atWork = active ?? queued[0];
  const lastFailed =
    !atWork && last && last.status !== 'succeeded' ? last : undefined;
  const shown = atWork ?? lastFailed;
  const [blocker] = useBlockerTexts(shown?.blockers.slice(0, 1) ?? []);
  return (
    <Typography variant="body2" component="div">
      {current ? (
        <>
          <div>
            <VersionName version={current.version} />{' '}
            <Typography variant="caption" color="textSecondary">
              <RelativeTime at={current.since} />
            </Typography>
          </div>
          <HealthLabel
            status={health.status}
            title={say(health.sentences, health.message)}
          />
        </>
      ) : (
        <Typography variant="body2" color="textSecondary">
          {t('environment.nothing')}
        </Typography>
      )}
      {restarts?.crashLoop && (
        <div>
          <ToneLabel
            tone="error"
            icon={Loop}
            title={restarts.events[0]?.message}
          >
            {t('restarts.crashLoop')}
          </ToneLabel>
        </div>
      )}
      {shown && (
        <div>
          <Link to={paths.deployment(shown.id)}>
            <DeploymentStatusLabel
              status={shown.status}
              title={blocker ?? say(shown.sentences, shown.message)}
            />{' '}
            {shown.version.name}
          </Link>
          {atWork &&
            atWork.status !== 'queued' &&
            atWork.trafficWeight !== undefined &&
            ` ${formatWeight(atWork.trafficWeight)}`}
        </div>
      )}
      {hold && (
        <div>
          <ToneLabel
            tone="warning"
            icon={PanTool}
            title={say(hold.sentences, hold.reason)}
          >
            {t('hold.short')}
          </ToneLabel>
        </div>
      )}
      {drift && (
        <div>
          <ToneLabel
            tone="warning"
            icon={SyncProblem}
            title={describeDrift(drift) ?? drift.message}
          >
            {t('drift.short')}
          </ToneLabel>
        </div>
      )}
    </Typography>
  );
}
