import type { DeploymentSummary } from '@slipway/backstage-plugin-deployments-common';
import type { DeploymentState } from '../../domain/deployment/state';
import { toSummaryView } from './summaryView';
import { type BlockerReader, explainBlockers } from './blockers';
import type { ApiContext } from '../../access/apiContext';

/** What lists show, in the order of `states`. `reader`: who reads one deployment, and is shown their own part as well. */
export async function summarize(
  api: ApiContext,
  states: DeploymentState[],
  reader?: BlockerReader,
): Promise<DeploymentSummary[]> {
  return Promise.all(
    states.map(async state =>
      toSummaryView(state, {
        plannedSteps: plannedSteps(api, state),
        commitCount: await api.commitCounts.of(state),
        blockers: await explainBlockers(api, state.blockers, { state }, reader),
      }),
    ),
  );
}

/** Of the golden path, until the deployment has frozen its own. */
function plannedSteps(api: ApiContext, state: DeploymentState): number {
  if (state.kind !== 'deploy') return 0;
  return (
    api.model.goldenPaths.find(({ name }) => name === state.goldenPath.name)
      ?.steps.length ?? 0
  );
}
