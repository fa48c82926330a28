import type { DoraMetricName } from '@slipway/backstage-plugin-deployments-common';
import { changeRows } from './changeRows';
import { deploymentRows } from './deploymentRows';
import { recoveryRows } from './recoveryRows';
import type { RowSource } from './rowSource';

/** Returns how to read the rows of a metric. */
export function getRowSource(metric: DoraMetricName): RowSource {
  switch (metric) {
    case 'deployment-frequency':
      return deploymentRows('delivery_counted', 'delivery_reason');
    case 'change-fail-rate':
      return deploymentRows('rate_counted', 'rate_reason');
    case 'rework-rate':
      return deploymentRows('rework_counted', 'rework_reason');
    case 'change-lead-time':
      return changeRows;
    case 'recovery-time':
      return recoveryRows;
    default: {
      const unknown: never = metric;
      throw new Error(`Unknown metric ${unknown}`);
    }
  }
}
