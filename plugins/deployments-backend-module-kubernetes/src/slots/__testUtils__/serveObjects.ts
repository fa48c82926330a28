import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ObjectMeta } from '../../client/kubernetesObjects';
import { createClusterPool, type ClusterPool } from '../../target/clusterPool';
import { matchesSelector } from '../serviceSelector';
import { toSnapshot, type ModelObjects } from './modelCluster';

const NOT_FOUND = {
  kind: 'Status',
  reason: 'NotFound',
  code: 404,
  message: 'not found',
};

/**
 * Answers reads of the namespace `shop` over HTTP as an API server does, from the objects of the model at the time of the
 * request. The credential may do everything.
 */
export async function serveObjects(
  read: () => ModelObjects,
): Promise<{ pool: ClusterPool; close(): Promise<void> }> {
  const server = http.createServer((request, response) => {
    const { pathname, searchParams } = new URL(
      request.url ?? '/',
      'http://localhost',
    );
    const body = pathname.endsWith('/selfsubjectaccessreviews')
      ? { status: { allowed: true } }
      : find(read(), pathname, searchParams);
    response.writeHead(body ? 200 : 404, {
      'Content-Type': 'application/json',
    });
    response.end(JSON.stringify(body ?? NOT_FOUND));
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const pool = createClusterPool([
    {
      name: 'test',
      url: `http://127.0.0.1:${port}`,
      skipTLSVerify: false,
      requestTimeoutMs: 5_000,
      loadAccess: async () => ({ token: 'token' }),
    },
  ]);
  return {
    pool,
    async close() {
      pool.close();
      server.closeAllConnections();
      await new Promise(resolve => {
        server.close(resolve);
      });
    },
  };
}

function find(
  objects: ModelObjects,
  pathname: string,
  query: URLSearchParams,
): object | undefined {
  const snapshot = toSnapshot(objects);
  const collections: Record<
    string,
    readonly ({ metadata: ObjectMeta } | undefined)[]
  > = {
    deployments: [snapshot.workload, snapshot.a, snapshot.b],
    services: [snapshot.service, snapshot['service-a'], snapshot['service-b']],
    httproutes: [snapshot.route],
    pods: snapshot.pods,
  };
  const [, resource = '', name] =
    /\/namespaces\/shop\/([^/]+)(?:\/([^/]+))?$/.exec(pathname) ?? [];
  const all = (collections[resource] ?? []).flatMap(object => object ?? []);
  if (name !== undefined) {
    return all.find(({ metadata }) => metadata.name === name);
  }
  const labels = query.get('labelSelector');
  const field = query.get('fieldSelector');
  return {
    metadata: {},
    items: all.filter(
      ({ metadata }) =>
        (labels === null ||
          matchesSelector(metadata.labels, parseSelector(labels))) &&
        (field === null || field === `metadata.name=${metadata.name}`),
    ),
  };
}

/** Parses `key=value,…`. */
function parseSelector(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split(',').map(term => {
      const [key = '', value = ''] = term.split('=');
      return [key, value];
    }),
  );
}
