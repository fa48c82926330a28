import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '@backstage/types';
import {
  buildExampleService,
  buildNodeImage,
  type Cluster,
  type FaultProxy,
} from '@slipway/backstage-plugin-deployments-test-cluster';
import {
  bundleReplica,
  createReplica,
  replicaConfig,
  serviceRef,
  type Replica,
} from '../../lib';
import { PERSONS } from '../scenario';

export const ENVIRONMENT = 'production';
export const SERVICES = ['basket', 'checkout', 'search', 'stock'];
const VERSIONS = 5;

/** The rights that docs/how-to/deploy-to-kubernetes.md requires, without the optional ones. */
const RULES = [
  {
    apiGroups: ['apps'],
    resources: ['deployments'],
    verbs: ['get', 'list', 'patch'],
  },
  { apiGroups: ['apps'], resources: ['replicasets'], verbs: ['list'] },
  { apiGroups: [''], resources: ['pods'], verbs: ['list'] },
];

/** A version whose image exists. */
export interface Version {
  version: string;
  artifact: string;
}

/** Creates the namespace with the services, and returns the versions that exist. */
export async function prepareCluster(
  cluster: Cluster,
  namespace: string,
): Promise<Version[]> {
  await cluster.createNamespace(namespace);
  const versions: Version[] = [];
  for (let n = 1; n <= VERSIONS; n += 1) {
    const version = `${n}.0.0`;
    versions.push({
      version,
      artifact: await cluster.pushImage({
        name: 'chaos/service',
        tag: version,
        ...buildNodeImage({ version }),
      }),
    });
  }
  await cluster.apply(
    SERVICES.flatMap(name =>
      buildExampleService({
        name,
        namespace,
        image: versions[0]!.artifact,
        replicas: 1,
        annotations: {
          'slipway.io/service-environment': `${serviceRef(
            name,
          )}@${ENVIRONMENT}`,
        },
      }),
    ),
  );
  return versions;
}

/** Creates the backend, which is not started yet. */
export async function createBackend(
  cluster: Cluster,
  options: {
    namespace: string;
    proxy: FaultProxy;
    databaseUrl: string;
    directory: string;
  },
): Promise<Replica> {
  const { namespace, proxy, directory } = options;
  const { token } = await cluster.createDeployer(namespace, RULES);
  const caFile = join(directory, 'proxy.crt');
  writeFileSync(caFile, proxy.certificateAuthority ?? '');
  const retry = { attempts: 5, backoff: '500ms' };
  const deployments: JsonObject = {
    kubernetes: { clusters: { test: { url: proxy.url, caFile, token } } },
    environments: {
      [ENVIRONMENT]: { target: { provider: 'kubernetes', namespace } },
    },
    goldenPaths: {
      rolling: {
        for: { kind: 'component' },
        steps: [
          {
            id: 'roll-out',
            use: 'deploy',
            with: { strategy: 'rolling' },
            retry,
          },
          { id: 'retire', use: 'finalize', retry },
        ],
        onFailure: 'rollback',
      },
    },
  };
  const { freePort } = await import('../../../scripts/lib/ports.mjs');
  const port = await freePort();
  return createReplica({
    name: 'backend',
    entry: await bundleReplica(require.resolve('../../lib/kubernetesReplica')),
    port,
    directory,
    config: replicaConfig({
      port,
      database: { client: 'pg', url: options.databaseUrl },
      services: SERVICES.map(name => ({ name })),
      persons: PERSONS,
      extra: { deployments },
    }),
  });
}
