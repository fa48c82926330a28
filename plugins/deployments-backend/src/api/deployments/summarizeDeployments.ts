import type { DeploymentSummary } from '@slipway/backstage-plugin-deployments-common';
import type { DeploymentState } from '../../domain/deployment/state';
import { toSummaryView } from './summaryView';
import { type BlockerReader, explainBlockers } from './explainBlockers';
import type { ApiContext } from '../../access/apiContext';

/**
 * Summaries for lists, in the order of `states`.
 *
 * @param reader - given on a deployment's own page; blockers then also say what this reader can do
 */
export async function summarizeDeployments(
  api: ApiContext,
  states: DeploymentState[],
  reader?: BlockerReader,
): Promise<DeploymentSummary[]> {
  return Promise.all(
    states.map(async state =>
      toSummaryView(state, {
        plannedSteps: countPlannedSteps(api, state),
        commitCount: await api.commitCounts.of(state),
        blockers: await explainBlockers(api, state.blockers, { state }, reader),
      }),
    ),
  );
}

/** The number of steps in today's golden path, for deployments that have no steps of their own yet. */
function countPlannedSteps(api: ApiContext, state: DeploymentState): number {
  if (state.kind !== 'deploy' || state.demo) return 0;
  return (
    api.model.goldenPaths.find(({ name }) => name === state.goldenPath.name)
      ?.steps.length ?? 0
  );
}
