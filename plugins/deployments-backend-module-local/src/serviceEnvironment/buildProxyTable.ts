import type { ReplicaHealth } from '../instance/instanceRunner';
import type { ProxyTable } from '../proxy/trafficProxy';
import {
  listActive,
  type ServiceEnvironmentState,
} from '../state/serviceEnvironmentState';

/**
 * Says which requests go to which processes: those of a version to its ready replicas, or to all of them if none is
 * ready.
 */
export function buildProxyTable(
  { instances, routing }: Readonly<ServiceEnvironmentState>,
  readHealth: (replicaId: string) => ReplicaHealth,
): ProxyTable {
  return {
    routes: instances.flatMap(instance => {
      const replicas = listActive(instance).flatMap(({ id, port }) =>
        port === undefined ? [] : [{ id, port }],
      );
      if (replicas.length === 0) return [];
      const ready = replicas.filter(({ id }) => readHealth(id) === 'ready');
      return [
        {
          instance: instance.id,
          weight: instance.weight,
          replicas: ready.length > 0 ? ready : replicas,
        },
      ];
    }),
    candidate: instances.find(({ role }) => role === 'candidate')?.id,
    routing,
  };
}
