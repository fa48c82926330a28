import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import type { RegisterVersionRequest } from '@slipway/backstage-plugin-deployments-common';
import { readOciConfig } from '../config/readOciConfig';
import { createOciVersions } from '../versions/ociVersionSource';
import { createEntity } from './createEntity';

export const REPOSITORY = 'shop/checkout';

/** The source as the module creates it, for one registry on this machine. */
export interface TestVersions {
  /** Lists the versions of a service whose images are in `REPOSITORY`. */
  list(
    repository?: string,
  ): Promise<{ versions: RegisterVersionRequest[]; warnings: string[] }>;
  /** Lists the names of the versions. */
  listNames(): Promise<string[]>;
  /** Lists, and returns the message of the error. */
  fail(repository?: string): Promise<string>;
  /** Lists the versions of a service without annotation. */
  listDefault(): Promise<RegisterVersionRequest[]>;
  refresh(): Promise<void>;
  close(): void;
}

/**
 * Creates the source.
 *
 * @param host - Host and port of the registry, which speaks plain HTTP.
 * @param options - `oci`: more of `deployments.oci`; `registry`: more about the registry; `waitMs`: how long a list waits.
 */
export function createTestVersions(
  host: string,
  options: { oci?: JsonObject; registry?: JsonObject; waitMs?: number } = {},
): TestVersions {
  const config = new ConfigReader({
    deployments: {
      oci: {
        registries: { [host]: { insecure: true, ...options.registry } },
        ...options.oci,
      },
    },
  });
  const { source, refresh, close } = createOciVersions(
    readOciConfig(config),
    options.waitMs === undefined ? {} : { waitMs: options.waitMs },
  );
  const list: TestVersions['list'] = async (repository = REPOSITORY) => {
    const warnings: string[] = [];
    const versions = await source.list('component:default/checkout', {
      entity: createEntity(`${host}/${repository}`),
      signal: AbortSignal.timeout(20_000),
      warn: warning => warnings.push(warning),
    });
    return { versions, warnings };
  };
  return {
    list,
    listNames: async () => (await list()).versions.map(({ name }) => name),
    fail: repository =>
      list(repository).then(
        ({ versions }) => {
          throw new Error(`It listed ${JSON.stringify(versions)}`);
        },
        (error: Error) => error.message,
      ),
    listDefault: () =>
      source.list('component:default/checkout', {
        entity: createEntity(),
        signal: AbortSignal.timeout(20_000),
      }),
    refresh,
    close,
  };
}
