import type { AnalysisReplay } from '@slipway/backstage-plugin-deployments-common';

type ReplayedAnalysis = AnalysisReplay['items'][number];

/** The deployments about which the analysis would decide differently now. */
export function findChanged(
  items: readonly ReplayedAnalysis[],
): ReplayedAnalysis[] {
  return items.filter(
    ({ then, now }) => then.verdict.decision !== now.verdict.decision,
  );
}
