import type { Blocker } from '@slipway/backstage-plugin-deployments-common';

/** Returns the same blocker from the deployment's own list, which says whom to ask. */
export function findExplained(
  blocker: Blocker,
  explained: readonly Blocker[],
): Blocker {
  return (
    explained.find(
      ({ kind, stepId }) => kind === blocker.kind && stepId === blocker.stepId,
    ) ?? blocker
  );
}
