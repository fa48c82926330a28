import type { TargetLink } from '@slipway/backstage-plugin-deployments-node';
import type { Workload } from '../client/kubernetesObjects';
import type { WorkloadClient } from './workloadClient';

/** Links to the page of a workload in the cluster's dashboard; empty if the configuration has none. */
export function formatDashboardLinks(
  { client, settings }: Pick<WorkloadClient, 'client' | 'settings'>,
  { metadata }: Workload,
): TargetLink[] {
  const { dashboardUrl } = client;
  if (!dashboardUrl) return [];
  const values: Record<string, string> = {
    namespace: settings.namespace,
    kind: settings.kind,
    name: metadata.name,
  };
  return [
    {
      title: `${settings.kind} ${metadata.name} in ${client.cluster}`,
      url: dashboardUrl.replace(/\{\{\s*(\w+)\s*\}\}/g, (text, key: string) =>
        Object.hasOwn(values, key)
          ? encodeURIComponent(values[key] ?? '')
          : text,
      ),
    },
  ];
}
