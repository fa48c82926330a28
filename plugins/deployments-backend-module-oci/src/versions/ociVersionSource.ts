import { ServiceUnavailableError } from '@backstage/errors';
import {
  splitRepository,
  type VersionSource,
} from '@slipway/backstage-plugin-deployments-node';
import type { OciConfig } from '../config/readOciConfig';
import { RegistryClient } from '../registry/registryClient';
import { RegistryError } from '../registry/registryError';
import { RepositoryClient } from '../registry/repositoryClient';
import { createFactsCache } from './factsCache';
import { locateRepository } from './locateRepository';
import { RepositoryCache } from './repositoryCache';
import { RepositoryReader } from './repositoryReader';

/** The version source, and what it needs to stay up to date. */
export interface OciVersions {
  source: VersionSource;
  /** Reads again what was listed lately. */
  refresh(): Promise<void>;
  /** Stops reading and closes all connections. */
  close(): void;
}

/**
 * Creates the source `oci`, which lists the images of a service's repository.
 *
 * @param config - `undefined` if no registry is configured: services then have no versions from here.
 * @param options - `waitMs`: how long `list` waits for a registry, for tests.
 */
export function createOciVersions(
  config: OciConfig | undefined,
  options: { waitMs?: number } = {},
): OciVersions {
  const clients = new Map(
    [...(config?.registries ?? [])].map(([host, access]) => [
      host,
      new RegistryClient(access),
    ]),
  );
  const readFacts = createFactsCache();
  const cache =
    config &&
    new RepositoryCache({
      ...options,
      refreshMs: config.refreshMs,
      createReader(key) {
        const address = splitRepository(key);
        const client = address && clients.get(address.registry);
        if (!client) throw new ServiceUnavailableError(`${key} can't be read`);
        return new RepositoryReader({
          ...config,
          client: new RepositoryClient(client, address.name),
          readFacts,
        });
      },
    });
  return {
    source: {
      id: 'oci',
      async list(_service, { entity, signal, warn }) {
        const located = locateRepository(entity, config);
        if (!located || !cache) return [];
        try {
          const { versions, warnings } = await cache.list(
            `${located.registry}/${located.name}`,
            signal,
          );
          warnings.forEach(warning => warn?.(warning));
          return versions;
        } catch (error) {
          // By default, every service has a repository, but not every service has an image.
          const isExpected =
            !located.isAnnotated &&
            error instanceof RegistryError &&
            error.failure === 'missing';
          if (isExpected) return [];
          throw error;
        }
      },
    },
    refresh: async () => cache?.refresh(),
    close() {
      cache?.close();
      clients.forEach(client => client.close());
    },
  };
}
