import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import { KubernetesClient } from '../client/kubernetesClient';
import type { ClusterConnection } from '../config/clusterConnection';

/** The clusters of the configuration, by name. */
export interface ClusterPool {
  /**
   * Finds a cluster.
   *
   * @param name - Absent if there is only one cluster.
   * @throws EffectError `not_configured`.
   */
  find(name: string | undefined): KubernetesClient;
  /** Closes all connections. */
  close(): void;
}

/** @param connections - `undefined` if the target is not configured; `find` then always throws. */
export function createClusterPool(
  connections: readonly ClusterConnection[] | undefined,
): ClusterPool {
  const clients = new Map(
    (connections ?? []).map(connection => [
      connection.name,
      new KubernetesClient(connection),
    ]),
  );
  const names = [...clients.keys()].join(', ') || 'none';

  const describeFailure = (name: string | undefined) => {
    if (!connections) {
      return 'The Kubernetes target is not configured: add deployments.kubernetes to the configuration';
    }
    return name === undefined
      ? `The target's settings name no cluster. Set "cluster" to one of: ${names}`
      : `The configuration has no cluster "${name}" in deployments.kubernetes.clusters. Known: ${names}`;
  };
  return {
    find(name) {
      const [only] = clients.size === 1 ? clients.values() : [];
      const client = name === undefined ? only : clients.get(name);
      if (!client) {
        throw new EffectError(describeFailure(name), {
          code: 'not_configured',
          retryable: false,
          notSent: true,
        });
      }
      return client;
    },
    close: () => clients.forEach(client => client.close()),
  };
}
