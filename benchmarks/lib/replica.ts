import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '@backstage/types';
import type { DeploymentsClient } from '@slipway/backstage-plugin-deployments-common';
import { atExit } from './cleanUp';
import { createClient } from './client';

export interface ReplicaOptions {
  /** Names its config and log files, e.g. `replica-1`. */
  name: string;
  /** Absolute path of the TypeScript file that calls `runReplica`, or of what `bundleReplica` made of it. */
  entry: string;
  /** As of `replicaConfig`, with the parts of app-config that the measurement is about. */
  config: JsonObject;
  /** Where it is reached; part of `config` as well. */
  port: number;
  /** Folder for its config and log files. */
  directory: string;
  env?: Record<string, string>;
}

/** A backend in a process of its own, which can be started again after it was killed. */
export interface Replica {
  readonly name: string;
  readonly url: string;
  readonly logFile: string;
  /** `stopped`: it never ran, or ended; `frozen`: SIGSTOP. */
  readonly state: 'stopped' | 'running' | 'frozen';
  readonly pid: number | undefined;
  /** How often a process of it ended without being asked to. */
  readonly crashes: number;
  /** Starts the process and returns at once; it must be stopped. */
  start(): void;
  /** Until it answers. False: it did not within `timeoutMs`, or its process ended. Default: 60 s. */
  untilReady(timeoutMs?: number): Promise<boolean>;
  /** kill -9, and waits until the process is gone. */
  kill(): Promise<void>;
  /** SIGTERM, as in a rolling update; kill -9 after `graceMs`. Default: 15 s. */
  stop(graceMs?: number): Promise<void>;
  /** SIGSTOP: neither works nor notices that time passes. */
  freeze(): void;
  /** SIGCONT. */
  thaw(): void;
  /** A client of its deployments API; `person`: on whose behalf, as an entity ref. Default: a service. */
  client(person?: string): DeploymentsClient;
}

/** Asking more often would slow down what is asked about, in milliseconds. */
const READY_EVERY_MS = 150;

/** Transpiles as Backstage's CLI does when it starts a package. */
const NODE_TRANSFORM = require.resolve(
  '@backstage/cli/config/nodeTransform.cjs',
);

/**
 * A replica that is not started yet.
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
 * await replica.untilReady();
 * ```
 */
export function createReplica(options: ReplicaOptions): Replica {
  const { name, port, directory } = options;
  const url = `http://127.0.0.1:${port}`;
  const logFile = join(directory, `${name}.log`);
  const configFile = join(directory, `${name}.yaml`);
  mkdirSync(directory, { recursive: true });
  // JSON is YAML as well.
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
        throw new Error(`${name} runs already`);
      }
      const log = openSync(logFile, 'a');
      const started = spawn(
        process.execPath,
        [...programOf(options.entry), '--config', configFile],
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
          // Asked to end, it is `stopped` before.
          if (child === started && state !== 'stopped') {
            crashes += 1;
            state = 'stopped';
          }
          resolve();
        }),
      );
    },
    async untilReady(timeoutMs = 60_000) {
      const until = Date.now() + timeoutMs;
      while (state !== 'stopped' && Date.now() < until) {
        if (await isReady(url)) {
          return true;
        }
        await sleep(READY_EVERY_MS);
      }
      return false;
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

function programOf(entry: string): string[] {
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
