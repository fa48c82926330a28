import type {
  DeploymentSummary,
  EnvironmentState,
} from '@slipway/backstage-plugin-deployments-common';

const BAD_ENDS: readonly DeploymentSummary['status'][] = [
  'failed',
  'rolled_back',
  'rollback_failed',
];

/** What of an environment a person should read now, and what is left for its details. */
export interface Attention {
  hold?: EnvironmentState['hold'];
  drift?: EnvironmentState['drift'];
  /** Deployments that wait for something, in their order. */
  blocked: DeploymentSummary[];
  /** The other deployments that are in progress or queued. */
  unblocked: DeploymentSummary[];
  /** Instances that exit again and again. */
  crashLoop?: EnvironmentState['restarts'];
  problems: NonNullable<EnvironmentState['problems']>;
  /** A watch that is breached, or has a failing check. */
  watch?: EnvironmentState['watch'];
  /** The last deployment, if it ended badly and nothing has started since. */
  failed?: DeploymentSummary;
}

/** Selects what is wrong in an environment, or waits for somebody. */
export function selectAttention(state: EnvironmentState): Attention {
  const { active, queued, hold, drift, restarts, watch, last } = state;
  const deployments = [active, ...queued.filter(({ id }) => id !== active?.id)];
  const known = deployments.flatMap(each => (each ? [each] : []));
  const isWatchBad =
    watch?.state === 'breached' ||
    watch?.checks.some(({ status }) => status === 'failing') === true;
  return {
    hold,
    drift,
    blocked: known.filter(({ blockers }) => blockers.length > 0),
    unblocked: known.filter(({ blockers }) => blockers.length === 0),
    crashLoop: restarts?.crashLoop ? restarts : undefined,
    problems: state.problems ?? [],
    watch: isWatchBad ? watch : undefined,
    failed:
      !active && last && BAD_ENDS.includes(last.status) ? last : undefined,
  };
}

/** Whether an environment has anything else to show in its details. */
export function hasDetails(state: EnvironmentState): boolean {
  const { current, active, queued, last, traffic, restarts, watch } = state;
  const { managedBy, changedBy, links = [] } = state;
  return (
    [current, active, last, restarts, watch, managedBy, changedBy].some(
      each => each !== undefined,
    ) || [queued, traffic, links].some(({ length }) => length > 0)
  );
}
