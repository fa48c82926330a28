import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPrograms } from '../build/clusterCache';
import {
  ClusterUnavailableError,
  explainMissingParts,
  explainUnsupportedMachine,
} from '../build/requirements';
import { Cluster } from './cluster';
import { describeCluster, NODE_NAME } from './clusterDescription';
import { ComponentName } from './listComponents';
import { pollUntil } from './pollUntil';
import { removeStaleClusters } from './removeStaleClusters';
import { ClusterNode, startNode } from './startNode';
import { writeCredentials } from './writeCredentials';
import { writeSettings } from './writeSettings';

const NODE_READY_TIMEOUT_MS = 120_000;

const CONTAINERD_TIMEOUT_MS = 30_000;

/** A cluster that this process started, and stops. */
export interface StartedCluster {
  cluster: Cluster;
  /** File with the cluster's description, for `SLIPWAY_TEST_CLUSTER`. */
  descriptionFile: string;
  /** Stops every process of the cluster, pods included, and removes everything that belonged to it. */
  stop(): Promise<void>;
}

interface NodeStatus {
  status: { conditions?: { type: string; status: string }[] };
}

async function isNodeReady(cluster: Cluster): Promise<true | undefined> {
  try {
    const { status } = await cluster.get<NodeStatus>(['node', NODE_NAME]);
    const ready = status.conditions?.find(({ type }) => type === 'Ready');
    return ready?.status === 'True' ? true : undefined;
  } catch {
    // The kubelet has not registered it yet.
    return undefined;
  }
}

/** The image of the process that holds a pod's namespaces. */
async function pushPauseImage(cluster: Cluster): Promise<void> {
  const program = readFileSync(join(cluster.description.programs, 'pause'));
  await cluster.pushImage({
    name: 'pause',
    tag: '3.2',
    entrypoint: ['/pause'],
    files: [{ path: '/pause', content: program, mode: 0o755 }],
  });
}

async function startPrograms(cluster: Cluster): Promise<void> {
  const { folder } = cluster.description;
  const start = (...names: ComponentName[]) =>
    names.forEach(name => cluster.startComponent(name));

  start('etcd', 'registry', 'containerd', 'apiserver');
  await cluster.waitForApiServer();
  start('controllers', 'scheduler', 'proxy');
  // The kubelet ends if there is no containerd.
  const socket = join(folder, 'containerd/containerd.sock');
  await pollUntil(() => (existsSync(socket) ? true : undefined), {
    intervalMs: 100,
    timeoutMs: CONTAINERD_TIMEOUT_MS,
  });
  start('kubelet');
  await pushPauseImage(cluster);
  const isReady = await pollUntil(() => isNodeReady(cluster), {
    intervalMs: 300,
    timeoutMs: NODE_READY_TIMEOUT_MS,
  });
  if (!isReady) throw new Error('The node did not become ready');
}

/** Adds what the programs printed last, because the folder with their logs is about to be removed. */
function explainFailure(node: ClusterNode, error: unknown): Error {
  const logs = (['apiserver', 'containerd', 'kubelet'] as const).map(name => {
    const file = join(node.folder, 'log', `${name}.log`);
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    return `${name}: ${text.trimEnd().split('\n').slice(-5).join('\n')}`;
  });
  return new Error(
    `The test cluster did not start: ${error}\n${logs.join('\n')}`,
  );
}

/**
 * Starts a Kubernetes cluster of one node: API server, etcd, controllers, scheduler, kubelet, kube-proxy, containerd and an
 * image registry. Takes about 20 s. It is in namespaces of its own, so several can run at the same time, nothing in it
 * reaches the network of the machine, and it ends with this process, even if this process is killed.
 *
 * @throws ClusterUnavailableError if this machine cannot run it or has not built it; its message says what to do.
 */
export async function startCluster(): Promise<StartedCluster> {
  const unavailable = explainUnsupportedMachine() ?? explainMissingParts();
  const programs = findPrograms();
  if (unavailable || !programs) throw new ClusterUnavailableError(unavailable);

  removeStaleClusters();
  const node = await startNode();
  try {
    writeCredentials(node.folder);
    writeSettings(node.folder, node.id);
    const description = describeCluster(node.folder, programs, node.pid);
    const descriptionFile = join(node.folder, 'cluster.json');
    writeFileSync(descriptionFile, JSON.stringify(description, null, 2));
    const cluster = new Cluster(description);
    await startPrograms(cluster);
    return { cluster, descriptionFile, stop: () => node.stop() };
  } catch (error) {
    const explained = explainFailure(node, error);
    await node.stop();
    throw explained;
  }
}
