import type { CheckProvider } from '@slipway/backstage-plugin-deployments-node';
import type { InstancePool } from '../client/instancePool';
import { requireInstance } from '../client/requireInstance';
import { alertSettingsSchema, type AlertSettings } from './alertSettings';
import { describeAlerts } from './describeAlerts';
import { listFiringAlerts } from './listFiringAlerts';

/** Creates the check provider `alertmanager`, which counts firing alerts. None may fire. */
export function createAlertmanagerCheck(
  pool: InstancePool,
): CheckProvider<AlertSettings> {
  return {
    id: 'alertmanager',
    schema: alertSettingsSchema.superRefine(requireInstance(pool)),
    // Alerts fire late, and a new version without data has none. So their absence does not prove that a candidate is healthy.
    separatesCandidate: () => false,
    describe: () => ({
      measure: 'firing-alerts',
      measurementTarget: 'service',
      unit: 'count',
      condition: 'no alert is firing',
    }),
    findProblems({ instance }) {
      const problem = pool.explainMissing(instance);
      return problem ? [problem] : [];
    },
    async measure({ with: settings, signal }) {
      const client = pool.find(settings.instance);
      const alerts = await listFiringAlerts(client, settings, signal);
      return {
        value: alerts.length,
        holds: alerts.length === 0,
        ...(alerts.length > 0 ? { message: describeAlerts(alerts) } : {}),
      };
    },
  };
}
