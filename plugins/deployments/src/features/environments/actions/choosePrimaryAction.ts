import type { EnvironmentState } from '@slipway/backstage-plugin-deployments-common';

/** The one action that is right for an environment now. */
export type PrimaryAction =
  | { kind: 'review' | 'open'; deploymentId: string; version: string }
  | { kind: 'promote'; to: EnvironmentState }
  | { kind: 'rollBack' | 'liftHold' | 'adopt' | 'connect' | 'deploy' };

/**
 * Chooses the action that is right for an environment now, among those that the reader has permission for. Undefined if
 * there is nothing to do. It never proposes to promote from a hold, an unhealthy service or a running deployment.
 *
 * @param next - the environments that promote from this one
 */
export function choosePrimaryAction(
  state: EnvironmentState,
  next: readonly EnvironmentState[],
): PrimaryAction | undefined {
  const { active, queued, hold, drift, health, current, actions } = state;
  const isUnhealthy = health.status === 'unhealthy';
  const review = [active, ...queued].find(
    deployment => deployment && deployment.id === state.review,
  );
  if (review) return toDeployment('review', review);
  if (active) return toDeployment('open', active);
  // Drift makes a service unhealthy, because another version should run.
  if (drift && actions.resolveDrift) return { kind: 'adopt' };
  if (isUnhealthy && actions.rollback) return { kind: 'rollBack' };
  if (hold && actions.liftHold) return { kind: 'liftHold' };
  if (hold || drift) return undefined;
  if (queued.length > 0) return toDeployment('open', queued[0]);
  if (!current && actions.connect && state.traffic.length > 0) {
    return { kind: 'connect' };
  }
  if (!current || isUnhealthy) {
    return actions.deploy ? { kind: 'deploy' } : undefined;
  }
  const to = next.find(target => canPromote(state, target));
  if (to) return { kind: 'promote', to };
  // Versions of other environments come by promotion.
  return actions.deploy && !state.environment.promotesFrom
    ? { kind: 'deploy' }
    : undefined;
}

function toDeployment(
  kind: 'review' | 'open',
  { id, version }: NonNullable<EnvironmentState['active']>,
): PrimaryAction {
  return { kind, deploymentId: id, version: version.name };
}

/** Whether promoting would start now and bring the next environment forward. The plan has the last word. */
function canPromote(
  { environment, current, health, soak }: EnvironmentState,
  target: EnvironmentState,
): boolean {
  const isVerified =
    health.status === 'healthy' && current?.verification === 'passed';
  const isSoaked =
    (soak?.verifiedForMs ?? 0) >=
    (target.environment.promotesFrom?.soakMs ?? 0);
  const isFree = !target.active && !target.hold && !target.drift;
  const isBehind =
    !target.current || target.behind?.environment === environment.name;
  return (
    isVerified &&
    isSoaked &&
    isFree &&
    isBehind &&
    target.actions.deploy &&
    !isThereOrComing(target, current?.version.id)
  );
}

/** Whether promoting a version is pointless, because it already runs in an environment or is on its way there. */
export function isThereOrComing(
  state: EnvironmentState,
  versionId: string | undefined,
): boolean {
  return [
    state.current?.version.id,
    state.active?.version.id,
    ...state.queued.map(queued => queued.version.id),
  ].includes(versionId);
}
