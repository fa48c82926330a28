import type {
  BlockerKind,
  DeploymentSummary,
} from '@slipway/backstage-plugin-deployments-common';

/** What kind of decision a deployment waits for. */
export type AwaitedKind = 'approval' | 'decision' | 'paused' | 'hold' | 'drift';

/** A deployment that waits for the viewer. */
export type AwaitedDeployment = DeploymentSummary &
  Required<Pick<DeploymentSummary, 'awaits'>>;

export function isAwaited(
  deployment: DeploymentSummary,
): deployment is AwaitedDeployment {
  return deployment.awaits !== undefined;
}

/** The kind of the first decision that the viewer can make. */
export function findAwaitedKind({ awaits }: AwaitedDeployment): AwaitedKind {
  const types = awaits.commands.map(({ type }) => type);
  if (types.includes('approve')) {
    return 'approval';
  }
  if (types.includes('decide') || types.includes('promote')) {
    return 'decision';
  }
  if (types.includes('resume')) {
    return 'paused';
  }
  return awaits.mayLiftHold ? 'hold' : 'drift';
}

/** The blockers of a deployment that the viewer can end. */
export function listOwnBlockers(deployment: AwaitedDeployment) {
  const { awaits, blockers } = deployment;
  const types = awaits.commands.map(({ type }) => type);
  const ends: Partial<Record<BlockerKind, boolean>> = {
    approval: types.includes('approve'),
    decision: types.includes('decide') || types.includes('promote'),
    paused: types.includes('resume'),
    hold: awaits.mayLiftHold,
    drift: awaits.mayResolveDrift,
  };
  return blockers.filter(({ kind }) => ends[kind]);
}

/** Sorts by deadline, those without one last, and then by how long they have waited. */
export function sortAwaited(items: AwaitedDeployment[]): AwaitedDeployment[] {
  const deadline = ({ awaits }: AwaitedDeployment) =>
    Date.parse(awaits.decideBy ?? awaits.expiresAt ?? '9999-12-31T00:00:00Z');
  return [...items].sort(
    (a, b) =>
      deadline(a) - deadline(b) ||
      Date.parse(a.awaits.since) - Date.parse(b.awaits.since),
  );
}
