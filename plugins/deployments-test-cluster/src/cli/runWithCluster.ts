import { spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { parseArgs } from 'node:util';
import { buildPrograms } from '../build/buildPrograms';
import { ClusterUnavailableError } from '../build/requirements';
import { enterNode } from '../cluster/nodeProcess';
import { publishPort } from '../cluster/publishPort';
import { removeStaleClusters } from '../cluster/removeStaleClusters';
import { startCluster, StartedCluster } from '../cluster/startCluster';

/** Exit code if this machine cannot run a cluster, so that a script can tell it from a failure. */
const UNAVAILABLE = 75;

const report = (line: string) => console.log(`[cluster] ${line}`);

function toSeconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}

/** Collects the signals to this process: it stops the cluster before it ends. */
function listenForSignals(): EventEmitter<{ signal: [NodeJS.Signals] }> & {
  received?: NodeJS.Signals;
} {
  const signals: ReturnType<typeof listenForSignals> = new EventEmitter();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      signals.received = name;
      signals.emit('signal', name);
    });
  }
  return signals;
}

/** Runs the command and returns its exit code. Signals to this process reach it too. */
async function runCommand(
  { cluster, descriptionFile }: StartedCluster,
  [name, ...args]: string[],
  signals: ReturnType<typeof listenForSignals>,
): Promise<number> {
  if (signals.received) return 1;
  const child = spawn(
    ...enterNode(cluster.description.nodePid, 'network', name, args),
    {
      stdio: 'inherit',
      env: { ...process.env, SLIPWAY_TEST_CLUSTER: descriptionFile },
    },
  );
  signals.on('signal', signal => {
    // Ctrl-C reaches the command by itself.
    if (signal !== 'SIGINT') child.kill(signal);
  });
  const code = await new Promise<number | null>(resolve => {
    child.once('error', error => {
      console.error(`${name}: ${error.message}`);
      resolve(1);
    });
    child.once('close', resolve);
  });
  return code ?? 1;
}

function readArguments(args: string[]) {
  const { values, positionals } = parseArgs({
    args,
    options: {
      build: { type: 'boolean' },
      clean: { type: 'boolean' },
      publish: { type: 'string', multiple: true },
    },
    allowPositionals: true,
  });
  const ports = (values.publish ?? []).map(Number);
  if (ports.some(port => !(Number.isInteger(port) && port > 0))) {
    throw new Error(`--publish needs a port, not "${values.publish}"`);
  }
  return { ...values, ports, command: positionals };
}

async function run(args: string[]): Promise<number> {
  const { build, clean, ports, command } = readArguments(args);
  if (clean) {
    const removed = removeStaleClusters();
    report(
      removed.length === 0
        ? 'nothing to remove'
        : `removed ${removed.join(', ')}`,
    );
    return 0;
  }
  await buildPrograms(report);
  if (build) return 0;

  const signals = listenForSignals();
  const startedAt = Date.now();
  const started = await startCluster();
  report(`Kubernetes is ready after ${toSeconds(startedAt)}`);
  const published: (() => Promise<void>)[] = [];
  try {
    for (const port of ports) {
      published.push(await publishPort(started.cluster.description, port));
    }
    return await runCommand(started, command, signals);
  } finally {
    const stoppedAt = Date.now();
    await Promise.all(published.map(close => close()));
    await started.stop();
    report(`stopped in ${toSeconds(stoppedAt)}`);
  }
}

/**
 * Starts a cluster and runs a command in its network namespace; `scripts/with-cluster.mjs` has the options.
 *
 * @param args - Options, `--`, and the command with its arguments.
 * @returns The command's exit code, or 75 if this machine cannot run a cluster.
 */
export async function runWithCluster(args: string[]): Promise<number> {
  try {
    return await run(args);
  } catch (error) {
    if (error instanceof ClusterUnavailableError) {
      console.error(error.message);
      return UNAVAILABLE;
    }
    console.error(error);
    return 1;
  }
}
