import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** Counts of the requests to a simulated API server. */
export interface RequestCounts {
  requests: number;
  bytes: number;
}

/** A simulated API server, which has what the target reads when it observes. */
export interface SimulatedCluster {
  url: string;
  /** Requests so far, by the resource in their path, e.g. `deployments`. */
  counts: Map<string, RequestCounts>;
  close(): void;
}

const PODS_PER_SERVICE = 2;
/** About as much as two managers leave on an object. */
const MANAGED_FIELDS = [
  {
    manager: 'kubectl-client-side-apply',
    operation: 'Update',
    apiVersion: 'apps/v1',
    time: '2026-01-01T00:00:00Z',
    fieldsType: 'FieldsV1',
    fieldsV1: { 'f:metadata': { 'f:annotations': 'x'.repeat(1_000) } },
  },
  {
    manager: 'kube-controller-manager',
    operation: 'Update',
    apiVersion: 'apps/v1',
    time: '2026-01-01T00:00:00Z',
    fieldsType: 'FieldsV1',
    fieldsV1: { 'f:status': { 'f:conditions': 'x'.repeat(1_000) } },
  },
];

const image = (service: string) =>
  `registry.example.com/shop/${service}@sha256:${'0'.repeat(64)}`;

function buildTemplate(service: string) {
  return {
    metadata: { labels: { app: service } },
    spec: { containers: [{ name: service, image: image(service) }] },
  };
}

function buildDeployment(namespace: string, service: string) {
  return {
    metadata: {
      name: service,
      namespace,
      uid: `${namespace}-${service}`,
      generation: 1,
      creationTimestamp: '2026-01-01T00:00:00Z',
      annotations: {},
      managedFields: MANAGED_FIELDS,
    },
    spec: {
      replicas: PODS_PER_SERVICE,
      selector: { matchLabels: { app: service } },
      template: buildTemplate(service),
    },
    status: {
      observedGeneration: 1,
      replicas: PODS_PER_SERVICE,
      updatedReplicas: PODS_PER_SERVICE,
      readyReplicas: PODS_PER_SERVICE,
      availableReplicas: PODS_PER_SERVICE,
      conditions: [
        { type: 'Available', status: 'True' },
        {
          type: 'Progressing',
          status: 'True',
          reason: 'NewReplicaSetAvailable',
        },
      ],
    },
  };
}

function buildPod(namespace: string, service: string, index: number) {
  const startedAt = '2026-01-01T00:00:00Z';
  const { metadata, spec } = buildTemplate(service);
  return {
    metadata: {
      ...metadata,
      name: `${service}-${index}`,
      namespace,
      uid: `${namespace}-${service}-${index}`,
      creationTimestamp: startedAt,
      ownerReferences: [
        { kind: 'ReplicaSet', name: `${service}-1`, controller: true },
      ],
      managedFields: MANAGED_FIELDS,
    },
    spec,
    status: {
      phase: 'Running',
      startTime: startedAt,
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [
        {
          name: service,
          ready: true,
          restartCount: 0,
          image: image(service),
          imageID: image(service),
          state: { running: { startedAt } },
        },
      ],
    },
  };
}

/** Starts a simulated API server on a free loopback port: each service runs in each namespace, with two pods. */
export async function startSimulatedCluster(
  services: readonly string[],
): Promise<SimulatedCluster> {
  const counts = new Map<string, RequestCounts>();
  const respond = (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const [, namespace = '', resource = 'other', name] =
      /\/namespaces\/([^/]+)\/([^/]+)(?:\/([^/]+))?$/.exec(pathname) ?? [];
    const items =
      resource === 'pods'
        ? services.flatMap(service =>
            Array.from({ length: PODS_PER_SERVICE }, (_, index) =>
              buildPod(namespace, service, index),
            ),
          )
        : services.map(service => buildDeployment(namespace, service));
    const body = JSON.stringify(
      name === undefined
        ? { kind: 'List', metadata: { resourceVersion: '1' }, items }
        : buildDeployment(namespace, name),
    );
    const count = counts.get(resource) ?? { requests: 0, bytes: 0 };
    count.requests += 1;
    count.bytes += body.length;
    counts.set(resource, count);
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  };
  const server = createServer(respond);
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    counts,
    close: () => server.close(),
  };
}
