import type { DeploymentSummary } from '@slipway/backstage-plugin-deployments-common';
import type { DeploymentState } from '../../pipeline/state';
import { presentSummary } from '../present/summary';
import type { ApiContext } from './context';

/** What lists show, in the order of `states`. */
export async function summarize(
  api: ApiContext,
  states: DeploymentState[],
): Promise<DeploymentSummary[]> {
  return Promise.all(
    states.map(async state =>
      presentSummary(state, {
        plannedSteps: plannedSteps(api, state),
        commitCount: await api.commitCounts.of(state),
      }),
    ),
  );
}

/** Of the golden path, until the deployment has frozen its own. */
export function plannedSteps(api: ApiContext, state: DeploymentState): number {
  if (state.kind !== 'deploy') return 0;
  return (
    api.model.goldenPaths.find(({ name }) => name === state.goldenPath.name)
      ?.steps.length ?? 0
  );
}
