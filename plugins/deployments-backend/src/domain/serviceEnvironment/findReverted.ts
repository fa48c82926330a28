import type { DeploymentState } from '../deployment/state';

/**
 * Returns the id of the deployment that `after` begins to revert. A deployment is no longer known good once its
 * rollback may have changed something.
 */
export function findReverted(
  before: DeploymentState,
  after: DeploymentState,
): string | undefined {
  return after.kind === 'rollback' &&
    after.mayHaveChanged &&
    !before.mayHaveChanged
    ? after.reverts
    : undefined;
}
