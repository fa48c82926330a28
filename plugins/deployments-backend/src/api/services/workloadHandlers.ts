import type { components } from '@slipway/backstage-plugin-deployments-common/openapi';
import { deploymentReadPermission } from '@slipway/backstage-plugin-deployments-common';
import type { DiscoveredWorkload } from '@slipway/backstage-plugin-deployments-node';
import type { ApiContext } from '../../access/apiContext';
import { findServiceEnvironmentFor } from '../../access/authorize';
import type { Caller } from '../../application/caller';
import { groupByVersion } from '../../domain/serviceEnvironment/observedVersions';
import { toOptionalTime } from '../../http/formatTime';
import { toProblemView } from '../deployments/problemView';

type WorkloadCandidate = components['schemas']['WorkloadCandidate'];

/** Finds what could be a service in an environment, for readers of that service environment. */
export async function discoverWorkloads(
  api: ApiContext,
  caller: Caller,
  ref: string,
  environmentName: string,
): Promise<{ items: WorkloadCandidate[] }> {
  const grants = await api.access.grants(caller.credentials, [
    deploymentReadPermission,
  ]);
  const { service, environment } = await findServiceEnvironmentFor(
    api,
    caller,
    grants,
    deploymentReadPermission,
    { ref, field: 'ref', environment: environmentName, environmentIn: 'path' },
  );
  const found = await api.workloads.find(
    service.ref,
    service.entity,
    environment,
  );
  return { items: found.map(toWorkloadView) };
}

function toWorkloadView({
  title,
  reason,
  settings,
  observation,
  missing,
}: DiscoveredWorkload): WorkloadCandidate {
  return {
    title,
    reason,
    settings,
    traffic: groupByVersion(observation.instances)
      .map(({ artifact, versionName, weight, instances }) => ({
        artifact,
        versionName,
        weight,
        instances: instances.length,
        ready: instances.filter(({ ready }) => ready).length,
        since: toOptionalTime(Math.min(...instances.map(({ since }) => since))),
      }))
      .sort((a, b) => b.weight - a.weight),
    problems: observation.problems?.map(toProblemView),
    links: observation.links,
    managedBy: observation.managedBy,
    missing,
  };
}
