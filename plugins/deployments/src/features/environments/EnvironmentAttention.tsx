import type { EnvironmentState } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../i18n/useTranslation';
import { ProblemList } from '../../shared/problems/ProblemList';
import { WatchLine } from '../../shared/watch/WatchLine';
import { ActiveDeployment } from './ActiveDeployment';
import { EnvironmentNotices } from './EnvironmentNotices';
import { LastDeployment } from './LastDeployment';
import { RestartFacts } from './RestartFacts';
import { selectAttention } from './selectAttention';

/** What a person should read now: why deployments are blocked, what is wrong, and how the last deployment failed. */
export function EnvironmentAttention(props: {
  state: EnvironmentState;
  /** Absent without drift that the reader may resolve. */
  onAllowOverwriting: (() => void) | undefined;
}) {
  const { state, onAllowOverwriting } = props;
  const { t } = useTranslation();
  const { hold, blocked, crashLoop, problems, watch, failed } =
    selectAttention(state);
  return (
    <>
      <EnvironmentNotices
        state={state}
        onAllowOverwriting={onAllowOverwriting}
      />
      {blocked.map(deployment => (
        <ActiveDeployment
          key={deployment.id}
          deployment={deployment}
          hold={hold}
        />
      ))}
      {crashLoop && <RestartFacts restarts={crashLoop} />}
      {problems.length > 0 && (
        <ProblemList
          label={t('environmentReport.problems', {
            environment: state.environment.title,
          })}
          problems={problems}
        />
      )}
      {watch && <WatchLine watch={watch} />}
      {failed && <LastDeployment deployment={failed} hold={hold} />}
    </>
  );
}
