import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { locateSource } from '../locateSource';
import { spawnLogged } from './nodeProcess';
import { pollUntil } from './pollUntil';
import { CLUSTER_PREFIX, removeIfDead } from './removeStaleClusters';

const START_TIMEOUT_MS = 20_000;

/** Killing a node takes milliseconds, but its disk may be busy. */
const STOP_TIMEOUT_MS = 60_000;

/** A cluster's node without its programs: a folder, namespaces and control groups. */
export interface ClusterNode {
  id: string;
  folder: string;
  /** Process id of its first process. */
  pid: number;
  /** Ends every process of it and removes everything. */
  stop(): Promise<void>;
}

/**
 * Starts the namespaces of a cluster. They end with this process, even if it is killed: the node's first process reads from
 * a pipe that only this process holds.
 *
 * @throws If they do not start within 20 s.
 */
export async function startNode(): Promise<ClusterNode> {
  const folder = mkdtempSync(join(tmpdir(), CLUSTER_PREFIX));
  const id = basename(folder);
  for (const name of ['log', 'pids']) mkdirSync(join(folder, name));

  const keeper = spawnLogged(
    folder,
    'node',
    ['bash', [locateSource('cluster/keepCluster.sh'), folder, id]],
    'pipe',
  );
  const state = { hasEnded: false };
  const ended = new Promise<void>(resolve => {
    for (const event of ['exit', 'error']) {
      keeper.once(event, () => {
        state.hasEnded = true;
        resolve();
      });
    }
  });
  const readLog = () => {
    const file = join(folder, 'log/node.log');
    return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  };

  async function stop() {
    // It ends when its input does.
    keeper.ref();
    keeper.stdin?.destroy();
    const timeout = new AbortController();
    const isLate = await Promise.race([
      ended.then(() => false),
      pollUntil(() => (timeout.signal.aborted ? true : undefined), {
        intervalMs: 200,
        timeoutMs: STOP_TIMEOUT_MS,
      }).then(() => true),
    ]);
    timeout.abort();
    if (existsSync(folder)) removeIfDead(folder, id);
    if (isLate || existsSync(folder)) {
      throw new Error(`The test cluster ${id} did not stop: see ${folder}`);
    }
  }

  const pidFile = join(folder, 'node.pid');
  const pid = await pollUntil(
    () => {
      if (existsSync(pidFile)) return Number(readFileSync(pidFile, 'utf8'));
      return state.hasEnded ? 0 : undefined;
    },
    { intervalMs: 20, timeoutMs: START_TIMEOUT_MS },
  );
  if (!pid) {
    const log = readLog();
    await stop().catch(() => {});
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`The namespaces of the test cluster did not start: ${log}`);
  }
  return { id, folder, pid, stop };
}
