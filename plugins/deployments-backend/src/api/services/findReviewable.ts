import { deploymentApprovePermission } from '@slipway/backstage-plugin-deployments-common';
import type { ApiContext } from '../../access/apiContext';
import type { DeploymentState } from '../../domain/deployment/state';
import { mayApprove } from '../../domain/policy/approvals';
import {
  type BlockerReader,
  findApprovalCriteria,
  withGroups,
} from '../deployments/explainBlockers';

/**
 * Returns the id of the first deployment that waits for an approval that the reader can give.
 *
 * @param states - the deployments of one service environment
 */
export async function findReviewable(
  api: Pick<ApiContext, 'model' | 'people'>,
  states: readonly DeploymentState[],
  { caller, grants, serviceEnvironment }: BlockerReader,
): Promise<string | undefined> {
  const waiting = states.filter(({ blockers }) =>
    blockers.some(({ kind }) => kind === 'approval'),
  );
  if (
    waiting.length === 0 ||
    !caller.user ||
    !grants.has(deploymentApprovePermission, serviceEnvironment)
  ) {
    return undefined;
  }
  const person = await withGroups(api, caller.user);
  const environment = api.model.environments.find(
    ({ name }) => name === serviceEnvironment.environment?.name,
  );
  return waiting.find(state =>
    state.blockers.some(blocker => {
      const criteria = findApprovalCriteria(blocker, { state }, environment);
      return criteria !== undefined && mayApprove(criteria, person).allowed;
    }),
  )?.id;
}
