import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import {
  createFaultProxy,
  readCluster,
  type Cluster,
  type FaultProxy,
} from '@slipway/backstage-plugin-deployments-test-cluster';
import { openPostgres, pollUntil, serviceRef, type Replica } from '../../lib';
import { createRandom, type Random } from '../random';
import { MANAGER } from '../scenario';
import {
  judgeCluster,
  type ClusterEvidence,
  type ClusterVerdict,
  type RequestedDeployment,
} from './clusterRules';
import {
  createBackend,
  ENVIRONMENT,
  prepareCluster,
  SERVICES,
  type Version,
} from './prepareCluster';
import { watchWorkloads } from './watchWorkloads';

/** Options of a chaos run on Kubernetes. */
export interface ClusterChaosOptions {
  kills: number;
  seed: number;
  /** Folder for logs and evidence. */
  out?: string;
}

/** Result of a chaos run on Kubernetes. */
export interface ClusterChaosResult {
  verdicts: ClusterVerdict[];
  /** For each kill, how long before it the last effect was sent to the cluster. */
  sinceEffectMs: number[];
  deployments: number;
  /** Effects that the cluster carried out and whose response the proxy withheld. */
  lostResponses: number;
  directory: string;
}

/** Share of deployments of an image that does not exist. */
const BROKEN = 0.2;
/** Probability per second that the response to the next effect is lost. */
const LOSS_PER_SECOND = 0.15;
/** The longest time between an effect and the kill that it triggers. */
const KILL_WITHIN_MS = 1_000;
/** An effect triggers a kill only if the backend has been running for a moment, so that work proceeds. */
const REST_MS = 1_500;
const END_TIMEOUT_MS = 180_000;

/**
 * Deploys to a real cluster through a proxy that loses responses, and kills the backend shortly after it has sent an effect,
 * until there were enough kills. Then waits until all deployments have ended, and checks what the cluster has seen.
 */
export async function runOnKubernetes(
  options: ClusterChaosOptions,
  print: (line: string) => void,
): Promise<ClusterChaosResult> {
  const cluster = readCluster();
  if (!cluster) throw new Error('SLIPWAY_TEST_CLUSTER is not set');
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
    await Promise.all(SERVICES.map(name => adopt(replica, name)));
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
      lostResponses: proxy.requests.filter(({ fault }) => fault === 'cut')
        .length,
      directory,
    };
  } finally {
    await replica.stop();
    await proxy.close();
    await server.stop();
  }
}

/** Makes what runs the current version, as a person does for a service that Slipway has not deployed. */
async function adopt(replica: Replica, service: string): Promise<void> {
  const ref = serviceRef(service);
  const client = replica.client(MANAGER);
  const isAdopted = await retryUntilAvailable(async () => {
    const { data } = await client.GET('/services/{ref}/overview', {
      params: { path: { ref } },
    });
    const drift = data?.environments[0]?.drift;
    if (!drift) return undefined;
    const { response } = await client.POST(
      '/services/{ref}/environments/{environment}/drift',
      {
        params: { path: { ref, environment: ENVIRONMENT } },
        body: { choice: 'adopt', drift: drift.id, reason: 'It works' },
      },
    );
    return response.ok || undefined;
  });
  if (!isAdopted) throw new Error(`${service} could not be adopted`);
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
  const lose = createRandom(options.seed, 'responses');
  const losing = setInterval(() => {
    if (lose.chance(LOSS_PER_SECOND)) {
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
    // Half of them while the response may still be under way.
    await sleep(
      random.chance(0.5)
        ? random.between(0, 60)
        : random.between(0, KILL_WITHIN_MS - 50),
    );
    // The signal takes effect immediately; waiting for the exit takes longer.
    sinceEffectMs.push(Date.now() - (sent().at(-1)?.at ?? 0));
    await replica.kill();
    replica.start();
    if (!(await replica.waitUntilReady())) {
      throw new Error(`The backend did not start: see ${replica.logFile}`);
    }
    if (sinceEffectMs.length % 10 === 0) {
      print(`${sinceEffectMs.length} kills, ${sent().length} effects sent`);
    }
  }
}

/** Requests a deployment until a response arrives, waits until it has ended, and lifts the hold that a rollback leaves. */
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
  await retryUntilAvailable(async () => {
    const { response } = await replica
      .client()
      .POST('/services/{ref}/versions', {
        params: { path: { ref } },
        body: { name: request.version, artifact: request.artifact },
      });
    return response.ok || undefined;
  });
  // Twice: a caller who gets no response repeats the request, and must not create another deployment.
  await sendRequest(replica, request, key);
  await sendRequest(replica, request, key);
  request.status = await retryUntilAvailable(async () => {
    const [id = ''] = request.ids;
    const { data } = await replica
      .client()
      .GET('/deployments/{id}', { params: { path: { id } } });
    return data && isTerminal(data.status) ? data.status : undefined;
  });
  if (request.status === undefined) {
    request.unfinished = await readUnfinished(replica, request.ids[0] ?? '');
    return request;
  }
  if (request.status !== 'succeeded') {
    await retryUntilAvailable(async () => {
      const { response } = await replica
        .client(MANAGER)
        .POST('/services/{ref}/environments/{environment}/hold', {
          params: { path: { ref, environment: ENVIRONMENT } },
          body: { reason: 'The image was pushed' },
        });
      // A backend that is starting responds with 404. Without a hold, it is a conflict.
      return response.ok || response.status === 409 || undefined;
    });
  }
  return request;
}

/** Sends a request until a response arrives. */
async function sendRequest(
  replica: Replica,
  request: RequestedDeployment,
  key: string,
): Promise<void> {
  await retryUntilAvailable(async () => {
    const { data } = await replica.client().POST('/deployments', {
      params: { header: { 'Idempotency-Key': key } },
      body: {
        service: serviceRef(request.service),
        environment: ENVIRONMENT,
        artifact: request.artifact,
      },
    });
    if (data) request.ids.push(data.id);
    return data && true;
  });
}

/** Reads what a deployment that does not end is waiting for. */
async function readUnfinished(replica: Replica, id: string): Promise<unknown> {
  const path = { params: { path: { id } } };
  return retryUntilAvailable(async () => {
    const client = replica.client(MANAGER);
    const { data: deployment } = await client.GET('/deployments/{id}', path);
    const { data: events } = await client.GET('/deployments/{id}/events', path);
    return deployment && events && { deployment, events };
  });
}

/** Repeats a call that a killed backend does not answer. */
function retryUntilAvailable<T>(
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
