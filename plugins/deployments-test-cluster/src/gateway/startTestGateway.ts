import { ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '../cluster/cluster';
import { pollUntil } from '../cluster/pollUntil';
import { httpRouteDefinition } from './httpRouteDefinition';
import {
  renderProxyConfig,
  type GatewayRule,
  type ServiceEndpoints,
} from './renderProxyConfig';

/** A test controller for one HTTPRoute, with a real HAProxy behind it. It is no implementation of the Gateway API. */
export interface TestGateway {
  /** Where clients send their requests. */
  url: string;
  /** Lists the pods that the route reaches now, with their addresses: `10.88.0.7:8080`. */
  listPods(): { pod: string; address: string }[];
  /** Whether the controller accepts the route from its next generation on. Default: yes. */
  setAccepting(isAccepting: boolean): void;
  stop(): Promise<void>;
}

/** Which route the controller renders. */
interface TestGatewayOptions {
  namespace: string;
  /** Name of the HTTPRoute. */
  route: string;
  /** Loopback port of HAProxy. Default: a free one. */
  port?: number;
}

const LOOK_EVERY_MS = 200;
const READY_AFTER_MS = 10_000;
/** As long as an earlier process may still accept connections. */
const SEEN_TIMES = 3;

interface Route {
  metadata: { generation: number };
  spec: { rules?: GatewayRule[] };
  status?: unknown;
}

interface Endpoints {
  subsets?: {
    addresses?: { ip: string; targetRef?: { name?: string } }[];
    ports?: { port: number }[];
  }[];
}

/** Defines HTTPRoutes in a cluster that does not have them, and waits until they can be created. */
export async function defineHttpRoutes(cluster: Cluster): Promise<void> {
  await cluster.apply(httpRouteDefinition);
  await cluster.kubectl([
    'wait',
    '--for=condition=Established',
    '--timeout=30s',
    `crd/${httpRouteDefinition.metadata.name}`,
  ]);
}

/**
 * Starts a test controller that renders an HTTPRoute and the endpoints of its Services into the configuration of a HAProxy of
 * its own, and then reports the status of the route. Runs in the cluster's network namespace, and needs `haproxy`.
 */
export async function startTestGateway(
  cluster: Cluster,
  { namespace, route, port: fixedPort }: TestGatewayOptions,
): Promise<TestGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-gateway-'));
  const api = await startApiProxy(cluster);
  const port = fixedPort ?? (await findFreePort());
  const url = `http://127.0.0.1:${port}`;
  const configFile = join(folder, 'haproxy.cfg');
  let haproxy: ChildProcess | undefined;
  let isAccepting = true;
  let applied: string | undefined;
  let reached: ServiceEndpoints = {};
  let isStopped = false;

  const read = async <T>(path: string): Promise<T | undefined> => {
    const response = await fetch(`${api.url}/${path}`);
    return response.ok ? ((await response.json()) as T) : undefined;
  };
  const path = `apis/gateway.networking.k8s.io/v1/namespaces/${namespace}/httproutes/${route}`;

  const synchronize = async () => {
    const found = await read<Route>(path);
    if (!found) return;
    const rules = found.spec.rules ?? [];
    const names = [
      ...new Set(
        rules.flatMap(({ backendRefs = [] }) =>
          backendRefs.map(({ name }) => name),
        ),
      ),
    ];
    const endpoints: ServiceEndpoints = {};
    const missing: string[] = [];
    for (const name of names) {
      const listed = await read<Endpoints>(
        `api/v1/namespaces/${namespace}/endpoints/${name}`,
      );
      if (!listed) missing.push(name);
      endpoints[name] = toPods(listed);
    }
    const wanted = JSON.stringify([
      found.metadata.generation,
      rules,
      endpoints,
      missing,
      isAccepting,
    ]);
    if (wanted === applied) return;
    if (isAccepting) {
      const marker = createHash('sha256').update(wanted).digest('hex');
      await writeFile(
        configFile,
        renderProxyConfig(rules, endpoints, { port, marker }),
      );
      if (haproxy) haproxy.kill('SIGUSR2');
      else {
        haproxy = spawn('haproxy', ['-W', '-db', '-q', '-f', configFile], {
          stdio: 'ignore',
          env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` },
        });
      }
      await waitForMarker(url, marker);
    }
    const { generation } = found.metadata;
    await fetch(`${api.url}/${path}/status`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/merge-patch+json' },
      body: JSON.stringify({
        status: buildStatus(generation, { isAccepting, missing }),
      }),
    });
    applied = wanted;
    reached = endpoints;
  };

  const killPrograms = () => {
    haproxy?.kill('SIGTERM');
    api.stop();
  };
  process.once('exit', killPrograms);
  const loop = (async () => {
    while (!isStopped) {
      // The next round repeats what failed.
      await synchronize().catch(() => {});
      await sleep(LOOK_EVERY_MS);
    }
  })();
  return {
    url,
    listPods: () => Object.values(reached).flat(),
    setAccepting(value) {
      isAccepting = value;
    },
    async stop() {
      isStopped = true;
      await loop;
      process.removeListener('exit', killPrograms);
      killPrograms();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function toPods(endpoints: Endpoints | undefined): ServiceEndpoints[string] {
  return (endpoints?.subsets ?? []).flatMap(({ addresses = [], ports = [] }) =>
    addresses.map(({ ip, targetRef }) => ({
      pod: targetRef?.name ?? ip,
      address: `${ip}:${ports[0]?.port ?? 80}`,
    })),
  );
}

function buildStatus(
  observedGeneration: number,
  { isAccepting, missing }: { isAccepting: boolean; missing: string[] },
) {
  const shared = {
    observedGeneration,
    lastTransitionTime: new Date().toISOString(),
  };
  return {
    parents: [
      {
        parentRef: { name: 'test' },
        controllerName: 'slipway.io/test-controller',
        conditions: [
          {
            ...shared,
            type: 'Accepted',
            status: isAccepting ? 'True' : 'False',
            reason: isAccepting ? 'Accepted' : 'UnsupportedValue',
            message: isAccepting ? '' : 'The gateway is closed for this test',
          },
          {
            ...shared,
            type: 'ResolvedRefs',
            status: missing.length === 0 ? 'True' : 'False',
            reason: missing.length === 0 ? 'ResolvedRefs' : 'BackendNotFound',
            message: missing.join(', '),
          },
        ],
      },
    ],
  };
}

async function waitForMarker(url: string, marker: string): Promise<void> {
  let seen = 0;
  const isUsed = await pollUntil(
    async () => {
      const text = await fetch(`${url}/-/config`).then(
        response => response.text(),
        () => undefined,
      );
      seen = text === marker ? seen + 1 : 0;
      return seen >= SEEN_TIMES ? true : undefined;
    },
    { intervalMs: 50, timeoutMs: READY_AFTER_MS },
  );
  if (!isUsed) throw new Error('HAProxy does not use its configuration');
}

/** Starts `kubectl proxy`, by which the controller speaks to the API server as an administrator. */
async function startApiProxy(
  cluster: Cluster,
): Promise<{ url: string; stop(): void }> {
  const child = spawn(
    'kubectl',
    [`--kubeconfig=${cluster.adminKubeconfig}`, 'proxy', '--port=0'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const url = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error('kubectl proxy has ended')));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const address = /serve on (\S+)/.exec(text)?.[1];
      if (address) resolve(`http://${address}`);
    });
  });
  return { url, stop: () => child.kill('SIGTERM') };
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
