import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '@backstage/types';
import type { DeploymentsClient } from '@slipway/backstage-plugin-deployments-common';
import { atExit } from './cleanUp';
import { createClient } from './client';
import { pollUntil } from './pollUntil';

export interface ReplicaOptions {
  /** Names its config and log files, e.g. `replica-1`. */
  name: string;
  /** Absolute path of the TypeScript file that calls `runReplica`, or of its bundle. */
  entry: string;
  /** Result of `replicaConfig`, with the app-config of the measurement. */
  config: JsonObject;
  /** Port on which it listens; also in `config`. */
  port: number;
  /** Folder for its config and log files. */
  directory: string;
  env?: Record<string, string>;
}

/** A backend in a separate process, which can be restarted after it was killed. */
export interface Replica {
  readonly name: string;
  readonly url: string;
  readonly logFile: string;
  /** `stopped`: not started or exited; `frozen`: suspended by SIGSTOP. */
  readonly state: 'stopped' | 'running' | 'frozen';
  readonly pid: number | undefined;
  /** Number of times that its process exited unexpectedly. */
  readonly crashes: number;
  /** Starts the process and returns immediately. The replica must be stopped. */
  start(): void;
  /** Waits until it responds. Returns false if it does not within `timeoutMs` (default: 60 s) or its process exits. */
  waitUntilReady(timeoutMs?: number): Promise<boolean>;
  /** Sends SIGKILL, and waits until the process has exited. */
  kill(): Promise<void>;
  /** Sends SIGTERM like a rolling update, and SIGKILL after `graceMs` (default: 15 s). */
  stop(graceMs?: number): Promise<void>;
  /** Suspends the process with SIGSTOP. */
  freeze(): void;
  /** Resumes the process with SIGCONT. */
  thaw(): void;
  /**
   * Creates a client of its deployments API. `person`: entity ref of the user on whose behalf it acts; a service by
   * default.
   */
  client(person?: string): DeploymentsClient;
}

/** In milliseconds. More frequent polling would slow the start down. */
const READY_POLL_INTERVAL_MS = 150;

/** Transpiles TypeScript like Backstage's CLI when it starts a package. */
const NODE_TRANSFORM = require.resolve(
  '@backstage/cli/config/nodeTransform.cjs',
);

/**
 * Creates a replica that is not started yet.
 *
 * @example
 * ```ts
 * const port = await freePort();
 * const replica = createReplica({
 *   name: 'replica-1',
 *   entry: require.resolve('./replica'),
 *   port,
 *   config: replicaConfig({ port, databaseUrl, services, extra: { deployments } }),
 *   directory,
 * });
 * replica.start();
 * await replica.waitUntilReady();
 * ```
 */
export function createReplica(options: ReplicaOptions): Replica {
  const { name, port, directory } = options;
  const url = `http://127.0.0.1:${port}`;
  const logFile = join(directory, `${name}.log`);
  const configFile = join(directory, `${name}.yaml`);
  mkdirSync(directory, { recursive: true });
  // JSON is valid YAML.
  writeFileSync(configFile, `${JSON.stringify(options.config, null, 2)}\n`);

  let child: ChildProcess | undefined;
  let exited = Promise.resolve();
  let state: Replica['state'] = 'stopped';
  let crashes = 0;

  const signal = (name_: NodeJS.Signals) => child?.kill(name_);
  atExit(() => signal('SIGKILL'));

  return {
    name,
    url,
    logFile,
    get state() {
      return state;
    },
    get pid() {
      return state === 'stopped' ? undefined : child?.pid;
    },
    get crashes() {
      return crashes;
    },
    start() {
      if (state !== 'stopped') {
        throw new Error(`${name} is already running`);
      }
      const log = openSync(logFile, 'a');
      const started = spawn(
        process.execPath,
        [...getCommand(options.entry), '--config', configFile],
        {
          stdio: ['ignore', log, log, 'ipc'],
          env: { ...process.env, NODE_ENV: 'production', ...options.env },
        },
      );
      closeSync(log);
      child = started;
      state = 'running';
      exited = new Promise(resolve =>
        started.once('exit', () => {
          // On purpose, `stopped` is set before.
          if (child === started && state !== 'stopped') {
            crashes += 1;
            state = 'stopped';
          }
          resolve();
        }),
      );
    },
    async waitUntilReady(timeoutMs = 60_000) {
      const becameReady = await pollUntil(
        async () => {
          if (state === 'stopped') return false;
          return (await isReady(url)) ? true : undefined;
        },
        { intervalMs: READY_POLL_INTERVAL_MS, timeoutMs },
      );
      return becameReady ?? false;
    },
    async kill() {
      signal('SIGKILL');
      state = 'stopped';
      await exited;
    },
    async stop(graceMs = 15_000) {
      if (state === 'stopped') {
        return;
      }
      signal('SIGCONT');
      signal('SIGTERM');
      state = 'stopped';
      const timer = setTimeout(() => signal('SIGKILL'), graceMs);
      await exited;
      clearTimeout(timer);
    },
    freeze() {
      if (state === 'running') {
        signal('SIGSTOP');
        state = 'frozen';
      }
    },
    thaw() {
      if (state === 'frozen') {
        signal('SIGCONT');
        state = 'running';
      }
    },
    client: person => createClient(url, person),
  };
}

function getCommand(entry: string): string[] {
  return entry.endsWith('.cjs')
    ? [join(__dirname, 'runBundle.cjs'), entry]
    : ['--require', NODE_TRANSFORM, entry];
}

async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/.backstage/health/v1/readiness`, {
      signal: AbortSignal.timeout(2_000),
    });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
