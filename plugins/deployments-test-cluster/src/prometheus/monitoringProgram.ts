import { ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { explainMissingPrograms } from '../build/explainMissingPrograms';

/** A running Prometheus or Alertmanager. */
export interface MonitoringProgram {
  /** Base URL on a loopback address. */
  url: string;
  /** Sends a signal, e.g. `SIGHUP` to read the configuration again. */
  signal(name: NodeJS.Signals): void;
  /** Resolves when the program has ended, whatever the reason. */
  exited: Promise<void>;
  /** Ends it and deletes its data. */
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 60_000;
const POLL_MS = 100;
const MAX_ATTEMPTS = 3;
const STOP_GRACE_MS = 5_000;

/** How to start a program. */
interface ProgramOptions {
  /** Name on the PATH. */
  program: string;
  /** Builds the arguments for a port and a new folder, in which files may be written. */
  buildArguments(options: { port: number; folder: string }): string[];
  /** Fixed port. Default: a free one. */
  port?: number;
  /** If it speaks TLS and asks for certificates, PEM. */
  tls?: { ca: string; certificate: string; key: string };
  /** If it asks for a user and a password: `user:password`. */
  login?: string;
}

/**
 * Starts a program that answers `GET /-/ready`, and waits until it is ready.
 *
 * @throws Error with its output if it can't start.
 */
export async function startMonitoringProgram(
  options: ProgramOptions,
): Promise<MonitoringProgram> {
  const missing = explainMissingPrograms([options.program]);
  if (missing) throw new Error(missing);
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await findFreePort());
    try {
      return await startOnce(options, port);
    } catch (error) {
      // Another program may have taken the port meanwhile.
      const isTaken = /address already in use/.test(String(error));
      if (!isTaken || options.port || attempt >= MAX_ATTEMPTS) throw error;
    }
  }
}

async function startOnce(
  { program, buildArguments, ...access }: ProgramOptions,
  port: number,
): Promise<MonitoringProgram> {
  const folder = mkdtempSync(join(tmpdir(), `slipway-${program}-`));
  const child = spawn(program, buildArguments({ port, folder }), {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keepOutput = (chunk: string) => {
    output = (output + chunk).slice(-5_000);
  };
  child.stdout.setEncoding('utf8').on('data', keepOutput);
  child.stderr.setEncoding('utf8').on('data', keepOutput);
  const exited = new Promise<void>(resolve => {
    child.once('error', () => resolve());
    child.once('close', () => resolve());
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  exited.then(() => {
    process.removeListener('exit', kill);
    rmSync(folder, { recursive: true, force: true });
  });

  const url = `http${access.tls ? 's' : ''}://127.0.0.1:${port}`;
  const isReady = await waitUntilReady(child, `${url}/-/ready`, access);
  if (!isReady) {
    kill();
    await exited;
    throw new Error(`${program} did not start:\n${output}`);
  }
  return {
    url,
    signal: name => child.kill(name),
    exited,
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(kill, STOP_GRACE_MS);
      await exited;
      clearTimeout(timer);
    },
  };
}

async function waitUntilReady(
  child: ChildProcess,
  url: string,
  access: Pick<ProgramOptions, 'tls' | 'login'>,
): Promise<boolean> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (child.exitCode === null && child.signalCode === null) {
    if ((await readStatus(url, access)) === 200) return true;
    if (Date.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return false;
}

/** Returns the status of a response; `undefined` without a response. */
function readStatus(
  url: string,
  { tls, login }: Pick<ProgramOptions, 'tls' | 'login'>,
): Promise<number | undefined> {
  return new Promise(resolve => {
    const options = tls
      ? { ca: tls.ca, cert: tls.certificate, key: tls.key, agent: false }
      : { agent: false as const };
    const request = (tls ? requestHttps : requestHttp)(
      url,
      { ...options, ...(login ? { auth: login } : {}), timeout: 2_000 },
      response => {
        response.resume();
        resolve(response.statusCode);
      },
    );
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(undefined));
    request.end();
  });
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
