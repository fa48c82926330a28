import type { ReplicaHealth } from '../instance/instanceRunner';
import type { ProxyTable } from '../proxy/trafficProxy';
import {
  listActive,
  type InstanceRecord,
  type ServiceEnvironmentState,
} from '../state/serviceEnvironmentState';

/**
 * Says which requests go to which processes: those of a version to its ready replicas, or to all of them if none is
 * ready. While a fresh baseline has no ready replica, the baseline handles its share: it is the same version, and users must
 * not notice the comparison.
 */
export function buildProxyTable(
  { instances, routing }: Readonly<ServiceEnvironmentState>,
  readHealth: (replicaId: string) => ReplicaHealth,
): ProxyTable {
  const isReady = ({ id }: { id: string }) => readHealth(id) === 'ready';
  const freshBaseline = instances.find(({ role }) => role === 'fresh-baseline');
  const isFreshBaselineReady =
    freshBaseline && listActive(freshBaseline).some(isReady);
  const getWeight = ({ role, weight }: InstanceRecord) => {
    if (!freshBaseline || isFreshBaselineReady) return weight;
    if (role === 'fresh-baseline') return 0;
    return role === 'baseline' ? weight + freshBaseline.weight : weight;
  };
  return {
    routes: instances.flatMap(instance => {
      const replicas = listActive(instance).flatMap(({ id, port }) =>
        port === undefined ? [] : [{ id, port }],
      );
      if (replicas.length === 0) return [];
      const ready = replicas.filter(isReady);
      return [
        {
          instance: instance.id,
          weight: getWeight(instance),
          replicas: ready.length > 0 ? ready : replicas,
        },
      ];
    }),
    candidate: instances.find(({ role }) => role === 'candidate')?.id,
    freshBaseline: freshBaseline?.id,
    routing,
  };
}
