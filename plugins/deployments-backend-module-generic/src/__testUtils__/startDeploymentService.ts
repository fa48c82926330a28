import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from '@backstage/types';

interface Release {
  id: string;
  artifact: string;
  version: string;
  weight: number;
  ready: boolean;
  startedBy: string;
}

/** A fault that the next requests meet. */
type ServiceFault =
  /** The request is carried out, and the connection is cut before the response. */
  | { kind: 'lost-response' }
  /** The request is not carried out. */
  | { kind: 'status'; status: number; body?: JsonObject };

/** A deployment service of a company, which keeps the protocol of the target `http`. */
export interface DeploymentServiceUnderTest {
  url: string;
  /** The requests that it has got, oldest first. */
  requests: {
    method: string;
    path: string;
    headers: IncomingMessage['headers'];
    body: any;
  }[];
  /** Applies to the next request that changes something, or to the next status or observation. */
  faults: { of: 'change' | 'read'; fault: ServiceFault }[];
  /** Makes deployments stay in this state until it is cleared. */
  gate?: string;
  /** What runs, as if somebody else had deployed it. */
  replace(version: { name: string; artifact: string }): void;
  close(): Promise<void>;
}

/** Starts one on a loopback address. */
export async function startDeploymentService(): Promise<DeploymentServiceUnderTest> {
  let fence = 0;
  let releases: Release[] = [];
  const known = new Map<
    string,
    { hash: string; status: number; body: JsonObject }
  >();
  const jobs = new Map<string, { state: string; message?: string }>();

  const under: DeploymentServiceUnderTest = {
    url: '',
    requests: [],
    faults: [],
    replace({ name, artifact }) {
      releases = [
        {
          id: `other-${name}`,
          artifact,
          version: name,
          weight: 100,
          ready: true,
          startedBy: 'somebody',
        },
      ];
    },
    async close() {},
  };

  function change(
    path: string,
    body: any,
    key: string,
  ): { status: number; body: JsonObject } {
    switch (path) {
      case '/deployments': {
        const baseline = releases.find(({ weight }) => weight > 0);
        if (body.expected && baseline && baseline.artifact !== body.expected) {
          return {
            status: 409,
            body: { code: 'overtaken', message: 'Something else runs' },
          };
        }
        const id = `job-${jobs.size + 1}`;
        if (body.version.name.includes('broken')) {
          jobs.set(id, { state: 'error', message: 'It exits with code 1' });
        } else if (baseline?.artifact === body.version.artifact) {
          jobs.set(id, { state: 'finished' });
        } else {
          jobs.set(id, { state: 'finished' });
          releases = [
            ...(baseline ? [baseline] : []),
            {
              id: `release-${id}`,
              artifact: body.version.artifact,
              version: body.version.name,
              weight: baseline ? 0 : 100,
              ready: true,
              startedBy: body.deployment,
            },
          ];
        }
        return { status: 202, body: { id } };
      }
      case '/traffic':
        if (releases.length > 1) {
          releases = releases.map(release => ({
            ...release,
            weight:
              release.id === body.candidate ? body.weight : 100 - body.weight,
          }));
        }
        return { status: 200, body: {} };
      case '/finalize':
        releases = releases
          .filter(({ id }) => id === body.candidate)
          .map(release => ({ ...release, weight: 100 }));
        return { status: 200, body: {} };
      case '/abort':
        releases = releases
          .filter(({ startedBy }) => startedBy !== body.deployment)
          .map(release => ({ ...release, weight: 100 }));
        return { status: 204, body: {} };
      case '/remove':
        releases = [];
        return { status: 200, body: {} };
      case '/cancel':
        releases = releases.filter(
          ({ startedBy }) => startedBy !== body.deployment,
        );
        jobs.forEach((_, id) =>
          jobs.set(id, { state: 'error', message: 'cancelled' }),
        );
        return { status: 200, body: {} };
      default:
        return { status: 404, body: { message: `No ${path} for ${key}` } };
    }
  }

  function handleChange(
    path: string,
    headers: IncomingMessage['headers'],
    body: any,
  ) {
    const key = String(headers['idempotency-key']);
    const given = Number(headers['slipway-fence']);
    if (given < fence) {
      return {
        status: 409,
        body: { code: 'fenced', fence, message: 'An older owner' },
      };
    }
    fence = given;
    const { expected: _, ...rest } = body ?? {};
    const hash = JSON.stringify([path, rest]);
    const before = known.get(key);
    if (before) {
      return before.hash === hash
        ? before
        : {
            status: 409,
            body: { code: 'key_reused', message: 'Another request' },
          };
    }
    const result = change(path, body, key);
    if (result.status < 300) known.set(key, { hash, ...result });
    return result;
  }

  function handleRead(path: string): { status: number; body: JsonObject } {
    const job = /^\/jobs\/(.*)$/.exec(path)?.[1];
    if (job) {
      const found = jobs.get(job);
      return found
        ? {
            status: 200,
            body: under.gate
              ? { state: under.gate, reason: 'Ask Eva' }
              : { state: found.state, reason: found.message ?? 'ok' },
          }
        : { status: 404, body: {} };
    }
    return {
      status: 200,
      body: {
        running: releases.map(({ id, artifact, version, weight, ready }) => ({
          name: id,
          image: artifact,
          tag: version,
          share: weight,
          health: ready ? 'green' : 'red',
        })),
      },
    };
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const { method = '', url: path = '', headers } = request;
    const body = text ? JSON.parse(text) : undefined;
    under.requests.push({ method, path, headers, body });
    const of = method === 'GET' ? 'read' : 'change';
    const index = under.faults.findIndex(fault => fault.of === of);
    const [found] = index < 0 ? [] : under.faults.splice(index, 1);
    const fault = found?.fault;
    if (fault?.kind === 'status') {
      response.writeHead(fault.status).end(JSON.stringify(fault.body ?? {}));
      return;
    }
    const result =
      of === 'read' ? handleRead(path) : handleChange(path, headers, body);
    if (fault?.kind === 'lost-response') {
      request.socket.destroy();
      return;
    }
    response.writeHead(result.status, { 'content-type': 'application/json' });
    response.end(
      result.status === 204 ? undefined : JSON.stringify(result.body),
    );
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  under.close = async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  };
  under.url = `http://127.0.0.1:${port}`;
  return under;
}

/** The settings with which the target uses it. */
export const SERVICE_SETTINGS = {
  endpoint: 'deployer',
  apply: { path: '/deployments' },
  status: {
    path: '/jobs/{response.id}',
    every: '1s',
    field: 'state',
    succeeded: ['finished'],
    failed: ['error'],
    waiting: ['held'],
    message: 'reason',
  },
  observe: {
    path: '/state',
    instances: 'running',
    fields: {
      id: 'name',
      artifact: 'image',
      version: 'tag',
      weight: 'share',
      ready: 'health',
    },
    readyWhen: ['green'],
  },
  cancel: { path: '/cancel' },
  abort: { path: '/abort' },
  setTraffic: { path: '/traffic' },
  finalize: { path: '/finalize' },
  remove: { path: '/remove' },
  fence: true,
};
