import type { InstanceConfig } from '../config/instanceSchema';
import { createApiClient, type ApiClient } from './apiClient';

/** The configured instances of Prometheus or Alertmanager. */
export interface InstancePool {
  /** Explains why there is no such instance; `undefined` if there is one. */
  explainMissing(name: string): string | undefined;
  /** @throws Error if the instance is not configured. */
  find(name: string): ApiClient;
  /** Closes all connections. */
  close(): void;
}

/**
 * @param product - For messages, e.g. `Prometheus`.
 * @param root - The section of app-config, e.g. `deployments.prometheus`.
 * @param instances - By name; `undefined` if they could not be read: then it is unknown which are missing.
 */
export function createInstancePool(
  product: string,
  root: string,
  instances: Record<string, InstanceConfig> | undefined,
): InstancePool {
  const clients = new Map(
    Object.entries(instances ?? {}).map(([name, instance]) => [
      name,
      createApiClient(`${product} "${name}"`, instance),
    ]),
  );
  const explainMissing = (name: string): string | undefined => {
    if (!instances || clients.has(name)) return undefined;
    return clients.size === 0
      ? `${product} is not configured: set ${root}.instances.${name}.url in app-config`
      : `app-config has no instance "${name}" in ${root}.instances. Known: ${[
          ...clients.keys(),
        ].join(', ')}`;
  };
  return {
    explainMissing,
    find(name) {
      const client = clients.get(name);
      if (!client) {
        throw new Error(
          explainMissing(name) ?? `The configuration of ${root} is invalid`,
        );
      }
      return client;
    },
    close: () => clients.forEach(client => client.close()),
  };
}
