import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigReader } from '@backstage/config';
import type {
  ApplyRequest,
  DeploymentTarget,
  EffectRequest,
  TargetHandle,
  TargetProgress,
  TargetVersion,
} from '@slipway/backstage-plugin-deployments-node';
import {
  buildExampleService,
  buildNodeImage,
  createFaultProxy,
  type Cluster,
  type FaultProxy,
} from '@slipway/backstage-plugin-deployments-test-cluster';
import type { Workload } from '../client/kubernetesObjects';
import { readKubernetesConfig } from '../config/readKubernetesConfig';
import {
  listPermissionRules,
  type PermissionRule,
} from '../rbac/permissionRules';
import { createClusterPool } from '../target/clusterPool';
import { createKubernetesTarget } from '../target/kubernetesTarget';

const ENVIRONMENT = { name: 'production', tier: 'production' as const };

/** A namespace with images, and a target that may do there exactly what the documented role says. */
export interface ClusterFixture {
  cluster: Cluster;
  namespace: string;
  versions: Record<
    | 'first'
    | 'second'
    | 'third'
    | 'crashing'
    | 'leaking'
    | 'neverReady'
    | 'slow',
    TargetVersion
  >;
  /** A version whose image does not exist. */
  missingVersion: TargetVersion;
  /** In front of the API server. All requests of the target go through it. */
  proxy: FaultProxy;
  target: DeploymentTarget;
  /** Creates another target with nothing but the configuration, as a restarted backend does. */
  createTarget(): DeploymentTarget;
  /** Replaces the token in its file. Returns a function that puts the right one back. */
  replaceToken(token: string): Promise<() => Promise<void>>;
  dispose(): Promise<void>;
}

/** @param rules - What the target may do; by default what the documented role says. */
export async function createClusterFixture(
  cluster: Cluster,
  rules: readonly PermissionRule[] = listPermissionRules({
    kind: 'Deployment',
  }),
): Promise<ClusterFixture> {
  const namespace = `slipway-${randomBytes(4).toString('hex')}`;
  await cluster.createNamespace(namespace);
  const push = async (
    name: string,
    behaviour: Parameters<typeof buildNodeImage>[0]['behaviour'],
  ) => ({
    name,
    artifact: await cluster.pushImage({
      ...buildNodeImage({
        version: name,
        name: 'checkout',
        ...(behaviour ? { behaviour } : {}),
      }),
      name: `${namespace}/checkout`,
      tag: name,
    }),
  });
  const versions = {
    first: await push('1.0.0', 'healthy'),
    second: await push('2.0.0', 'healthy'),
    third: await push('3.0.0', 'healthy'),
    crashing: await push('4.0.0', 'crashing'),
    leaking: await push('5.0.0', 'leaking'),
    neverReady: await push('6.0.0', 'never-ready'),
    slow: await push('7.0.0', 'slow-start'),
  };
  const deployer = await cluster.createDeployer(
    namespace,
    rules.map(({ apiGroup, resource, verbs }) => ({
      apiGroups: [apiGroup],
      resources: [resource],
      verbs,
    })),
  );
  const proxy = await createFaultProxy({
    target: cluster.apiServer,
    ca: cluster.certificateAuthority,
  });
  const folder = await mkdtemp(join(tmpdir(), 'slipway-credentials-'));
  const tokenFile = join(folder, 'token');
  const caFile = join(folder, 'ca.crt');
  await writeFile(tokenFile, deployer.token);
  await writeFile(caFile, proxy.certificateAuthority ?? '');
  const config = new ConfigReader({
    deployments: {
      kubernetes: {
        clusters: { test: { url: proxy.url, caFile, tokenFile } },
      },
    },
  });
  const pools: ReturnType<typeof createClusterPool>[] = [];
  const createTarget = () => {
    const pool = createClusterPool(readKubernetesConfig(config));
    pools.push(pool);
    return createKubernetesTarget(pool);
  };
  return {
    cluster,
    namespace,
    versions,
    missingVersion: {
      name: 'missing',
      artifact: `${versions.first.artifact.split('@')[0]}@sha256:${'0'.repeat(
        64,
      )}`,
    },
    proxy,
    target: createTarget(),
    createTarget,
    async replaceToken(token) {
      await writeFile(tokenFile, token);
      return () => writeFile(tokenFile, deployer.token);
    },
    async dispose() {
      pools.forEach(pool => pool.close());
      await proxy.close();
      await cluster.deleteNamespace(namespace);
      await rm(folder, { recursive: true });
    },
  };
}

/** Faults that every test meets, in this order, as its requests come. */
export function injectFaults(proxy: FaultProxy): void {
  const patch = { method: 'PATCH' };
  const get = { method: 'GET' };
  proxy.inject({ ...patch, fault: { kind: 'cut' }, times: 1 });
  proxy.inject({
    ...patch,
    fault: { kind: 'respond', status: 429, retryAfterS: 1 },
    times: 1,
  });
  proxy.inject({ ...patch, fault: { kind: 'reset' }, times: 1, after: 1 });
  proxy.inject({
    ...get,
    fault: { kind: 'respond', status: 500 },
    times: 1,
    after: 4,
  });
  proxy.inject({ ...get, fault: { kind: 'reset' }, times: 1, after: 8 });
  // As an API server does that has just started.
  proxy.inject({
    ...get,
    fault: { kind: 'respond', status: 403 },
    times: 1,
    after: 12,
  });
  proxy.inject({
    ...get,
    fault: { kind: 'delay', ms: 500 },
    times: 2,
    after: 9,
  });
}

/** A Deployment of the example service, and calls for it. */
export interface DeployedService {
  name: string;
  serviceEnvironment: Pick<
    EffectRequest,
    'service' | 'environment' | 'settings'
  >;
  buildRequest(overrides?: Partial<EffectRequest>): EffectRequest;
  apply(
    version: TargetVersion,
    overrides?: Partial<ApplyRequest>,
  ): Promise<TargetHandle>;
  poll(
    handle: TargetHandle,
    overrides?: Partial<EffectRequest>,
  ): Promise<TargetProgress>;
  /** Polls until the progress matches. */
  pollUntil(
    handle: TargetHandle,
    isExpected: (progress: TargetProgress) => boolean,
    timeoutMs?: number,
    overrides?: Partial<EffectRequest>,
  ): Promise<TargetProgress>;
  /** Reads the Deployment as an administrator. */
  read(): Promise<Workload>;
  /**
   * What the service responds at its Service address. The cluster's network follows the pods within seconds, so this asks
   * until the response contains the expected text, at most 20 s.
   */
  fetchVersion(expected: string): Promise<string>;
}

/** Options of `createService`; the rest is as in `buildExampleService`. */
export interface ServiceOptions {
  version?: TargetVersion;
  replicas?: number;
  limits?: Record<string, string>;
  requests?: Record<string, string>;
  annotations?: Record<string, string>;
  spec?: Record<string, unknown>;
  settings?: EffectRequest['settings'];
  /** Whether to create an HTTPRoute to the Service as well, which the settings then name. */
  hasRoute?: boolean;
}

/**
 * Sends a request and returns the body of its response. Each request has a connection of its own, because a kept one stays
 * with its pod whatever the Service selects.
 */
export function visit(
  url: string,
  headers: Record<string, string> = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { headers, agent: false, timeout: 5_000 },
      response => {
        let text = '';
        response.setEncoding('utf8').on('data', chunk => {
          text += chunk;
        });
        response.once('error', reject).once('end', () => resolve(text));
      },
    );
    sent.once('timeout', () => sent.destroy(new Error('No response in 5 s')));
    sent.once('error', reject);
    sent.end();
  });
}

function withAnnotations(
  object: object,
  annotations: Record<string, string>,
): object {
  const { metadata } = object as { metadata: object };
  return { ...object, metadata: { ...metadata, annotations } };
}

/** Creates a Deployment and a Service that allow Slipway to change them, and waits until its pods are ready. */
export async function createService(
  fixture: ClusterFixture,
  options: ServiceOptions = {},
): Promise<DeployedService> {
  const { cluster, namespace, target, versions } = fixture;
  const name = `checkout-${randomBytes(3).toString('hex')}`;
  const service = `component:default/${name}`;
  const replicas = options.replicas ?? 1;
  const consent = {
    'slipway.io/service-environment': `${service}@${ENVIRONMENT.name}`,
  };
  await cluster.apply([
    ...buildExampleService({
      name,
      namespace,
      image: (options.version ?? versions.first).artifact,
      replicas,
      ...(options.limits ? { limits: options.limits } : {}),
      ...(options.requests ? { requests: options.requests } : {}),
      annotations: { ...consent, ...options.annotations },
      ...(options.spec ? { spec: options.spec } : {}),
    }).map(object =>
      // Mode `slots` changes the Service as well.
      'kind' in object && object.kind === 'Service'
        ? withAnnotations(object, consent)
        : object,
    ),
    ...(options.hasRoute
      ? [
          {
            apiVersion: 'gateway.networking.k8s.io/v1',
            kind: 'HTTPRoute',
            metadata: { name, namespace, annotations: consent },
            spec: {
              parentRefs: [{ name: 'test' }],
              rules: [{ backendRefs: [{ name, port: 80 }] }],
            },
          },
        ]
      : []),
  ]);
  if (replicas > 0) {
    await cluster.kubectl([
      'rollout',
      'status',
      `deployment/${name}`,
      `--namespace=${namespace}`,
      '--timeout=60s',
    ]);
  }
  const serviceEnvironment = {
    service,
    environment: ENVIRONMENT,
    settings: {
      namespace,
      workload: name,
      ...(options.hasRoute
        ? { route: { name, regularExpressions: true } }
        : {}),
      ...options.settings,
    },
  };
  const buildRequest = (
    overrides: Partial<EffectRequest> = {},
  ): EffectRequest => ({
    ...serviceEnvironment,
    deploymentId: 'd1',
    idempotencyKey: randomBytes(8).toString('hex'),
    fence: 1,
    deadline: Date.now() + 15_000,
    signal: AbortSignal.timeout(15_000),
    log: () => {},
    ...overrides,
  });
  const poll = (handle: TargetHandle, overrides: Partial<EffectRequest> = {}) =>
    target.poll({ ...buildRequest(overrides), handle });
  return {
    name,
    serviceEnvironment,
    buildRequest,
    apply: (version, overrides = {}) =>
      target.apply({
        ...buildRequest(overrides),
        version,
        intent: 'deploy',
        ...overrides,
      }),
    poll,
    async pollUntil(handle, isExpected, timeoutMs = 90_000, overrides = {}) {
      const end = Date.now() + timeoutMs;
      for (;;) {
        const progress = await poll(handle, overrides);
        if (isExpected(progress)) return progress;
        if (Date.now() > end || progress.state === 'failed') {
          throw new Error(`Unexpected progress ${JSON.stringify(progress)}`);
        }
        await sleep(300);
      }
    },
    read: () =>
      cluster.get<Workload>(['deployment', name, `--namespace=${namespace}`]),
    async fetchVersion(expected) {
      const { spec } = await cluster.get<{ spec: { clusterIP: string } }>([
        'service',
        name,
        `--namespace=${namespace}`,
      ]);
      const end = Date.now() + 20_000;
      for (;;) {
        const text = await visit(`http://${spec.clusterIP}/version`).catch(
          String,
        );
        if (text.includes(expected) || Date.now() > end) return text;
        await sleep(200);
      }
    },
  };
}
