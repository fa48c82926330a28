import type { StartConditionProvider } from '@slipway/backstage-plugin-deployments-node';
import type { InstancePool } from '../client/instancePool';
import { requireInstance } from '../client/requireInstance';
import {
  alertSettingsSchema,
  describeLabels,
  type AlertSettings,
} from './alertSettings';
import { describeAlerts, listAlertLinks } from './describeAlerts';
import { listFiringAlerts } from './listFiringAlerts';

/** Creates the start condition provider `alertmanager`: no alert with the given labels may be firing. */
export function createAlertmanagerCondition(
  pool: InstancePool,
): StartConditionProvider<AlertSettings> {
  return {
    id: 'alertmanager',
    schema: alertSettingsSchema.superRefine(requireInstance(pool)),
    describe: settings => `no alert is firing with ${describeLabels(settings)}`,
    findProblems({ instance }) {
      const problem = pool.explainMissing(instance);
      return problem ? [problem] : [];
    },
    async evaluate({ with: settings, signal }) {
      const client = pool.find(settings.instance);
      const alerts = await listFiringAlerts(client, settings, signal);
      if (alerts.length === 0) return { state: 'met' };
      return {
        state: 'unmet',
        message: `${describeAlerts(alerts)}. ${
          alerts.length === 1
            ? 'Wait until it is resolved, or silence it'
            : 'Wait until they are resolved, or silence them'
        } in Alertmanager if a deployment is safe nevertheless.`,
        links: listAlertLinks(alerts),
      };
    },
  };
}
