import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '@backstage/types';
import {
  buildExampleService,
  buildNodeImage,
  createFaultProxy,
  readCluster,
  type Cluster,
  type FaultProxy,
} from '@slipway/backstage-plugin-deployments-test-cluster';
import {
  bundleReplica,
  createReplica,
  openPostgres,
  pollUntil,
  replicaConfig,
  serviceRef,
  type Replica,
} from '../../lib';
import { createRandom, type Random } from '../random';
import { MANAGER, PERSONS } from '../scenario';
import {
  judgeCluster,
  type ClusterEvidence,
  type ClusterVerdict,
  type RequestedDeployment,
} from './clusterRules';
import { watchWorkloads } from './watchWorkloads';

/** What to do to the backend. */
export interface ClusterChaosOptions {
  kills: number;
  seed: number;
  /** Folder for logs and evidence. */
  out?: string;
}

/** What came out. */
export interface ClusterChaosResult {
  verdicts: ClusterVerdict[];
  /** For each kill, how long before it the last effect was sent to the cluster. */
  sinceEffectMs: number[];
  deployments: number;
  /** Effects that the cluster carried out and whose answer the proxy withheld. */
  lostAnswers: number;
  directory: string;
}

const ENVIRONMENT = 'production';
const SERVICES = ['basket', 'checkout', 'search', 'stock'];
const VERSIONS = 5;
/** Share of deployments of an image that does not exist. */
const BROKEN = 0.2;
/** Share of effects whose answer is lost. */
const LOST = 0.15;
/** The longest time between an effect and the kill that it triggers. */
const KILL_WITHIN_MS = 1_000;
/** An effect triggers a kill only if the backend has been running for a moment, so that work proceeds. */
const REST_MS = 1_500;
const END_TIMEOUT_MS = 180_000;
const TERMINAL = new Set([
  'succeeded',
  'failed',
  'rolled_back',
  'rollback_failed',
  'cancelled',
  'expired',
  'superseded',
]);

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

/**
 * Deploys to a real cluster through a proxy that loses answers, and kills the backend shortly after it has sent an effect,
 * until there were enough kills. Then waits until all deployments have ended, and checks what the cluster has seen.
 */
export async function runOnKubernetes(
  options: ClusterChaosOptions,
  print: (line: string) => void,
): Promise<ClusterChaosResult> {
  const cluster = readCluster();
  if (!cluster) {
    throw new Error(
      'There is no cluster. Start one around this command: `node scripts/with-cluster.mjs npm run chaos -- --target kubernetes`.',
    );
  }
  const directory =
    options.out ?? mkdtempSync(join(tmpdir(), 'slipway-chaos-kubernetes-'));
  mkdirSync(directory, { recursive: true });
  print(`Seed ${options.seed}; logs and evidence in ${directory}`);

  const namespace = `chaos-${randomBytes(3).toString('hex')}`;
  const versions = await prepareCluster(cluster, namespace);
  const server = await openPostgres();
  const proxy = await createFaultProxy({
    target: cluster.apiServer,
    ca: cluster.certificateAuthority,
  });
  const replica = await createBackend(cluster, {
    namespace,
    proxy,
    databaseUrl: server.url,
    directory,
  });
  try {
    const states = watchWorkloads(cluster, namespace);
    replica.start();
    if (!(await replica.waitUntilReady())) {
      throw new Error(`The backend did not start: see ${replica.logFile}`);
    }
    const run = { options, replica, proxy, versions, print };
    const { requests, sinceEffectMs } = await breakBackend(run);
    const [initial] = versions;
    const evidence: ClusterEvidence = {
      requests,
      states,
      initial: Object.fromEntries(SERVICES.map(name => [name, initial!])),
      served: await readServed(cluster, namespace),
    };
    writeFileSync(
      join(directory, 'evidence.json'),
      JSON.stringify(evidence, null, 2),
    );
    return {
      verdicts: judgeCluster(evidence),
      sinceEffectMs,
      deployments: requests.length,
      lostAnswers: proxy.requests.filter(({ fault }) => fault === 'cut').length,
      directory,
    };
  } finally {
    await replica.stop();
    await proxy.close();
    await server.stop();
  }
}

interface Version {
  version: string;
  artifact: string;
}

/** Creates the namespace with the services, and returns the versions that exist. */
async function prepareCluster(
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

async function createBackend(
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
    entry: await bundleReplica(join(__dirname, 'replica.ts')),
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

interface Run {
  options: ClusterChaosOptions;
  replica: Replica;
  proxy: FaultProxy;
  versions: Version[];
  print: (line: string) => void;
}

async function breakBackend(
  run: Run,
): Promise<{ requests: RequestedDeployment[]; sinceEffectMs: number[] }> {
  const { options, proxy } = run;
  const requests: RequestedDeployment[] = [];
  const sinceEffectMs: number[] = [];
  let isOver = false;
  const lose = createRandom(options.seed, 'answers');
  const losing = setInterval(() => {
    if (lose.chance(LOST)) {
      proxy.inject({ method: 'PATCH', times: 1, fault: { kind: 'cut' } });
    }
  }, 1_000);
  const deploying = SERVICES.map(async name => {
    const random = createRandom(options.seed, name);
    while (!isOver) requests.push(await deployOnce(run, name, random));
  });
  try {
    await killAfterEffects(run, sinceEffectMs);
  } finally {
    isOver = true;
    clearInterval(losing);
    await Promise.all(deploying);
  }
  return { requests, sinceEffectMs };
}

/** Kills the backend and starts it again, until there were enough kills. */
async function killAfterEffects(
  { options, replica, proxy, print }: Run,
  sinceEffectMs: number[],
): Promise<void> {
  const random = createRandom(options.seed, 'kills');
  const sent = () => proxy.requests.filter(({ method }) => method === 'PATCH');
  while (sinceEffectMs.length < options.kills) {
    await sleep(REST_MS);
    const before = sent().length;
    // Polled often, so that the moment of a kill can be anywhere within the call.
    await pollUntil(() => (sent().length > before ? true : undefined), {
      intervalMs: 2,
      timeoutMs: END_TIMEOUT_MS,
    });
    // Half of them while the answer may still be under way.
    await sleep(
      random.chance(0.5)
        ? random.between(0, 60)
        : random.between(0, KILL_WITHIN_MS - 50),
    );
    await replica.kill();
    sinceEffectMs.push(Date.now() - (sent().at(-1)?.at ?? 0));
    replica.start();
    if (!(await replica.waitUntilReady())) {
      throw new Error(`The backend did not start: see ${replica.logFile}`);
    }
    if (sinceEffectMs.length % 10 === 0) {
      print(`${sinceEffectMs.length} kills, ${sent().length} effects sent`);
    }
  }
}

/** Requests a deployment until the response arrives, and waits until it has ended; lifts holds first. */
async function deployOnce(
  { replica, versions, options }: Run,
  service: string,
  random: Random,
): Promise<RequestedDeployment> {
  const isBroken = random.chance(BROKEN);
  const { version, artifact } = random.pick(versions);
  const request: RequestedDeployment = {
    service,
    ids: [],
    version: isBroken ? `broken ${random.between(1, 1e9)}` : version,
    artifact: isBroken
      ? `${artifact.split('@')[0]}@sha256:${randomDigest(random)}`
      : artifact,
    isBroken,
  };
  const ref = serviceRef(service);
  const key = `chaos-${options.seed}-${service}-${random.between(1, 1e9)}`;
  await persist(async () => {
    const { response } = await replica
      .client()
      .POST('/services/{ref}/versions', {
        params: { path: { ref } },
        body: { name: request.version, artifact: request.artifact },
      });
    return response.ok || undefined;
  });
  await persist(async () => {
    const { data } = await replica.client().POST('/deployments', {
      params: { header: { 'Idempotency-Key': key } },
      body: {
        service: ref,
        environment: ENVIRONMENT,
        artifact: request.artifact,
      },
    });
    if (data) request.ids.push(data.id);
    return data && true;
  });
  request.status = await persist(async () => {
    const [id = ''] = request.ids;
    const { data } = await replica
      .client()
      .GET('/deployments/{id}', { params: { path: { id } } });
    return data && TERMINAL.has(data.status) ? data.status : undefined;
  });
  if (request.status !== 'succeeded') {
    await persist(async () => {
      const { response } = await replica
        .client(MANAGER)
        .POST('/services/{ref}/environments/{environment}/hold', {
          params: { path: { ref, environment: ENVIRONMENT } },
          body: { reason: 'The image was pushed' },
        });
      return response.status < 500 || undefined;
    });
  }
  return request;
}

/** Repeats a call that a killed backend does not answer. */
function persist<T>(
  call: () => Promise<T | undefined>,
): Promise<T | undefined> {
  return pollUntil(() => call().catch(() => undefined), {
    intervalMs: 200,
    timeoutMs: END_TIMEOUT_MS,
  });
}

function randomDigest(random: Random): string {
  return Array.from({ length: 64 }, () =>
    random.between(0, 15).toString(16),
  ).join('');
}

/** Reads which version answers at each Service address, when the network has followed the pods. */
async function readServed(
  cluster: Cluster,
  namespace: string,
): Promise<Record<string, string>> {
  await sleep(5_000);
  const served: Record<string, string> = {};
  for (const name of SERVICES) {
    const { spec } = await cluster.get<{ spec: { clusterIP: string } }>([
      'service',
      name,
      `--namespace=${namespace}`,
    ]);
    const response = await fetch(`http://${spec.clusterIP}/version`);
    served[name] = ((await response.json()) as { version: string }).version;
  }
  return served;
}
