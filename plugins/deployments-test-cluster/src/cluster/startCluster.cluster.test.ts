import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  findLeftovers,
  readNetworkNamespace,
} from '../__testUtils__/findLeftovers';
import { buildExampleService } from '../image/buildExampleService';
import { buildNodeImage } from '../image/buildNodeImage';
import { Cluster } from './cluster';
import { ClusterDescription } from './clusterDescription';
import { pollUntil } from './pollUntil';
import { describeWithCluster } from './describeWithCluster';
import { removeStaleClusters } from './removeStaleClusters';
import { startCluster } from './startCluster';

const TIMEOUT_MS = 240_000;

/** Folders of the machine in which the programs of a cluster write when nothing prevents them. */
function listMachineFolders(): string[] {
  const folders = [
    '/opt/containerd',
    '/run/containerd',
    '/run/netns',
    '/var/lib/cni',
    '/var/lib/containers',
    '/var/lib/kubelet',
    '/var/log/containers',
    '/var/log/pods',
  ];
  return folders.flatMap(folder => {
    try {
      return [folder, ...readdirSync(folder).map(name => join(folder, name))];
    } catch {
      return [];
    }
  });
}

/** Reads what all clusters share. Settings of the network are separate for each, and this test runs in that of the first. */
function readKernelSettings(): string {
  return execFileSync('sysctl', [
    'vm.overcommit_memory',
    'vm.panic_on_oom',
    'kernel.panic',
    'kernel.panic_on_oops',
    'kernel.keys.root_maxkeys',
  ]).toString();
}

async function runPods(cluster: Cluster): Promise<void> {
  const image = await cluster.pushImage({
    name: 'shop/checkout',
    tag: '1.0.0',
    ...buildNodeImage({ version: '1.0.0' }),
  });
  await cluster.createNamespace('shop');
  await cluster.apply(
    buildExampleService({ name: 'checkout', namespace: 'shop', image }),
  );
  await cluster.kubectl(
    ['rollout', 'status', 'deployment/checkout', '--namespace=shop'],
    { timeoutMs: 60_000 },
  );
}

/** Starts a cluster in a process of its own. */
async function startOwner(): Promise<{
  owner: ChildProcess;
  description: ClusterDescription;
}> {
  const owner = spawn(
    process.execPath,
    [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      join(__dirname, '../__testUtils__/ownCluster.ts'),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const file = await new Promise<string>((resolve, reject) => {
    createInterface({ input: owner.stdout! }).once('line', resolve);
    owner.once('exit', code => reject(new Error(`ended with ${code}`)));
  });
  return { owner, description: JSON.parse(readFileSync(file, 'utf8')) };
}

function readKeeperPid(description: ClusterDescription): number {
  const pids = readdirSync('/proc').filter(name => /^\d+$/.test(name));
  return Number(
    pids.find(pid => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return (
          command.includes('keepCluster.sh') &&
          command.includes(description.folder)
        );
      } catch {
        return false;
      }
    }),
  );
}

const waitUntilGone = (description: ClusterDescription, namespace: string) =>
  pollUntil(
    () => {
      const left = findLeftovers(description, namespace);
      return left.length === 0 ? [] : undefined;
    },
    { intervalMs: 250, timeoutMs: 20_000 },
  );

describeWithCluster('a second cluster on the same machine', first => {
  it(
    'runs beside the first, and leaves nothing when it stops',
    async () => {
      const foldersBefore = listMachineFolders();
      const settingsBefore = readKernelSettings();

      const { cluster, stop } = await startCluster();
      const { description } = cluster;
      const namespace = readNetworkNamespace(description.nodePid);
      try {
        expect(description.id).not.toBe(first.description.id);
        await runPods(cluster);
        const pods = ['pods', '--namespace=shop', '--output=name'];
        expect((await cluster.kubectl(['get', ...pods])).split('\n')).toEqual([
          expect.stringContaining('pod/checkout-'),
          expect.stringContaining('pod/checkout-'),
          '',
        ]);
        expect(await first.kubectl(['get', ...pods])).toBe('');
        expect(findLeftovers(description, namespace)).not.toEqual([]);
      } finally {
        await stop();
      }

      expect(findLeftovers(description, namespace)).toEqual([]);
      expect(listMachineFolders()).toEqual(foldersBefore);
      expect(readKernelSettings()).toBe(settingsBefore);
      expect(await first.kubectl(['get', 'nodes', '--no-headers'])).toMatch(
        / Ready /,
      );
    },
    TIMEOUT_MS,
  );

  it(
    'continues after its API server was away, and leaves nothing when the process that started it is killed',
    async () => {
      const { owner, description } = await startOwner();
      const namespace = readNetworkNamespace(description.nodePid);
      const cluster = new Cluster(description);
      await cluster.withoutApiServer(async () => {
        await expect(
          cluster.kubectl(['get', 'nodes', '--request-timeout=2s']),
        ).rejects.toThrow(/refused/);
      });
      await runPods(cluster);

      owner.kill('SIGKILL');

      await waitUntilGone(description, namespace);
      expect(findLeftovers(description, namespace)).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'leaves no process when its keeper is killed as well, and the next start removes its folder',
    async () => {
      const { owner, description } = await startOwner();
      const namespace = readNetworkNamespace(description.nodePid);

      process.kill(readKeeperPid(description), 'SIGKILL');
      owner.kill('SIGKILL');

      const left = await pollUntil(
        () => {
          const found = findLeftovers(description, namespace);
          return found.some(item => /^(process|mount) /.test(item))
            ? undefined
            : found;
        },
        { intervalMs: 250, timeoutMs: 20_000 },
      );
      expect(left).toContain(description.folder);

      expect(removeStaleClusters()).toEqual([description.id]);
      expect(findLeftovers(description, namespace)).toEqual([]);
      expect(await first.kubectl(['get', 'nodes', '--output=name'])).toContain(
        'node1',
      );
    },
    TIMEOUT_MS,
  );
});
