import type {
  EnvironmentState,
  Watch,
} from '@slipway/backstage-plugin-deployments-common';
import type { ServiceEnvironmentRow } from '../../domain/model/serviceEnvironment';
import type { StoredWatch } from '../../domain/watch/storedWatch';
import { toVersionSummaryView } from '../../domain/model/toVersionSummaryView';
import { toOptionalTime, toTime } from '../../http/formatTime';

export function toWatchView(watch: StoredWatch): Watch {
  const { deploymentId, version, state, startedAt, progress, endedAt } = watch;
  return {
    deploymentId,
    version: toVersionSummaryView(version),
    state,
    startedAt: toTime(startedAt),
    endsAt: toTime(progress.endsAt),
    endedAt: toOptionalTime(endedAt),
    reason: watch.reason,
    sentences:
      state === 'breached' && progress.breach
        ? [progress.breach].flat()
        : undefined,
    checks: progress.checks.map(({ name, status, failingSince, message }) => ({
      name,
      status,
      failingSince: toOptionalTime(failingSince),
      message,
    })),
    response: watch.response,
  };
}

/** The newest watch of a service environment, as long as it says something about what is running there. */
export function toEnvironmentWatchView(
  watch: StoredWatch | undefined,
  row: ServiceEnvironmentRow | undefined,
): EnvironmentState['watch'] {
  const current = row?.current;
  if (!watch || !current) {
    return undefined;
  }
  const isOfCurrent = current.version.artifact === watch.version.artifact;
  const isRolledBack =
    watch.response?.kind === 'rollback' &&
    watch.response.deploymentId === current.deploymentId;
  return isOfCurrent || isRolledBack ? toWatchView(watch) : undefined;
}
