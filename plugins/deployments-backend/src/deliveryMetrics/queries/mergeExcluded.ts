import type { DoraMetricName } from '@slipway/backstage-plugin-deployments-common';
import type { ReasonCounts } from '../definitions/metricValues';
import type { addUp } from '../persistence/countColumns';

/** Assigns what was excluded to the metrics. Changes and recoveries each belong to one metric, deployments to several. */
export function mergeExcluded({
  deployments,
  changes,
  recoveries,
}: {
  deployments: ReturnType<typeof addUp>;
  changes: ReasonCounts;
  recoveries: ReasonCounts;
}): Record<DoraMetricName, ReasonCounts> {
  return {
    'deployment-frequency': deployments.delivery.excluded,
    'change-lead-time': { ...changes, ...deployments.withoutLeadTimes },
    'change-fail-rate': deployments.failRate.excluded,
    'recovery-time': recoveries,
    'rework-rate': deployments.rework.excluded,
  };
}
