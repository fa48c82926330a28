import { spawn, SpawnOptions } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';

/** Which of the node's namespaces a process enters. */
export type NodeNamespaces =
  /** Only the network: everything else is the machine's. For tests, the portal and a browser. */
  | 'network'
  /** Everything, for the programs of the cluster: they end with the node. */
  | 'all';

/**
 * Builds the command that runs a program in a node's namespaces.
 *
 * `ip netns exec` would hide the control groups from the kubelet; `nsenter` does not.
 */
export function enterNode(
  nodePid: number,
  namespaces: NodeNamespaces,
  command: string,
  args: string[],
): [command: string, args: string[]] {
  const options =
    namespaces === 'all'
      ? ['--target', String(nodePid), '--net', '--mount', '--pid']
      : [`--net=/proc/${nodePid}/ns/net`];
  return ['nsenter', [...options, '--', command, ...args]];
}

/** How a command ended. */
export class CommandFailedError extends Error {
  override name = 'CommandFailedError';

  constructor(
    command: string,
    /** `null` if a signal ended it. */
    readonly exitCode: number | null,
    readonly stderr: string,
  ) {
    super(
      `${command} ended with ${exitCode ?? 'a signal'}: ${stderr
        .trim()
        .slice(-2000)}`,
    );
  }
}

/** Options of a command. */
export interface CommandOptions {
  /** Written to its standard input. */
  input?: string;
  env?: Record<string, string>;
  /** Default: a minute. */
  timeoutMs?: number;
}

/**
 * Runs a command and returns its standard output.
 *
 * @throws CommandFailedError if its exit code is not 0.
 */
export function runCommand(
  [command, args]: [command: string, args: string[]],
  options: CommandOptions = {},
): Promise<string> {
  const child = spawn(command, args, {
    env: { ...process.env, ...options.env },
    timeout: options.timeoutMs ?? 60_000,
  });
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', chunk => output.push(chunk));
  child.stderr.on('data', chunk => errors.push(chunk));
  // A program that ends before it has read everything is reported by its exit code.
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', code => {
      if (code === 0) {
        resolve(Buffer.concat(output).toString('utf8'));
        return;
      }
      const commandLine = [command, ...args].join(' ');
      reject(
        new CommandFailedError(
          commandLine.slice(0, 300),
          code,
          Buffer.concat(errors).toString('utf8'),
        ),
      );
    });
  });
}

/**
 * Starts a program that outlives this function and writes to `log/<name>.log` below the folder. It is in a session of its
 * own, so Ctrl-C does not reach it.
 */
export function spawnLogged(
  folder: string,
  name: string,
  [command, args]: [command: string, args: string[]],
  stdin: 'ignore' | 'pipe' = 'ignore',
) {
  const log = openSync(join(folder, 'log', `${name}.log`), 'a');
  const options: SpawnOptions = {
    detached: true,
    stdio: [stdin, log, log],
  };
  const child = spawn(command, args, options);
  closeSync(log);
  child.unref();
  return child;
}
