import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from '@playwright/test';
import { DEPLOYMENT_MS } from './portal';

/** The data directory of the portal that the tests visit; scripts/e2e.mjs names it. */
const dataDir = resolve(
  __dirname,
  '../../..',
  process.env.SLIPWAY_DATA_DIR || '.data',
);

/** Processes can be looked at where the system lists them under /proc. */
export const canSeeProcesses = process.platform === 'linux';

interface ServiceProcess {
  service: string;
  version: string;
  environment: string;
}

function getEnvironment(pid: number): Map<string, string> {
  try {
    return new Map(
      readFileSync(`/proc/${pid}/environ`, 'utf8')
        .split('\0')
        .map(entry => {
          const at = entry.indexOf('=');
          return [entry.slice(0, at), entry.slice(at + 1)];
        }),
    );
  } catch {
    return new Map(); // gone meanwhile, or another user's
  }
}

/** Ids of the processes that the portal runs for a version of a service in an environment. */
export function listProcesses(wanted: ServiceProcess): number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(pid => {
      const environment = getEnvironment(pid);
      return (
        environment.get('SLIPWAY_LOCAL_DATA_DIR') === join(dataDir, 'local') &&
        environment.get('SERVICE_NAME') === wanted.service &&
        environment.get('SERVICE_VERSION') === wanted.version &&
        environment
          .get('SLIPWAY_PLACE')
          ?.startsWith(`${wanted.service}--${wanted.environment}--`)
      );
    });
}

export function backendPid(): number {
  return Number(readFileSync(join(dataDir, 'backend.pid'), 'utf8'));
}

/** What `kill -9 $(cat .data/backend.pid)` does. */
export function killBackend() {
  process.kill(backendPid(), 'SIGKILL');
}

/** Whether the portal has a backend that answers. */
async function isBackendReady(): Promise<boolean> {
  const port = process.env.SLIPWAY_BACKEND_PORT || 7007;
  try {
    const { ok } = await fetch(
      `http://localhost:${port}/.backstage/health/v1/readiness`,
    );
    return ok;
  } catch {
    return false;
  }
}

/** Does what kills the backend, and waits until its successor answers. */
export async function throughRestart<T>(work: () => T): Promise<T> {
  const killed = backendPid();
  const result = work();
  await expect.poll(backendPid, { timeout: DEPLOYMENT_MS }).not.toBe(killed);
  await expect.poll(isBackendReady, { timeout: DEPLOYMENT_MS }).toBe(true);
  return result;
}

/** Where the versions of services are declared: of the examples, and of the tests' own. */
const DECLARED = ['../../../examples/versions.yaml', 'portal.yaml'];

function findArtifact(service: string, version: string): string {
  const declared = DECLARED.map(file =>
    readFileSync(resolve(__dirname, file), 'utf8'),
  ).join('\n');
  const [artifact] =
    new RegExp(`pkg:generic/shop/${service}@${version}\\S+`).exec(declared) ??
    [];
  if (!artifact) {
    throw new Error(`${service} has no version ${version}`);
  }
  return artifact;
}

/** The file that keeps what runs of a service in an environment. */
function placeFile(service: string, environment: string): string {
  const serviceEnvironments = join(dataDir, 'local', 'places');
  const file = readdirSync(serviceEnvironments).find(
    name =>
      name.startsWith(`${service}--${environment}--`) && name.endsWith('.json'),
  );
  if (!file) {
    throw new Error(`Nothing of ${service} runs in ${environment}`);
  }
  return join(serviceEnvironments, file);
}

/**
 * Puts another version in place of the one that runs, as somebody does who works on the machine by hand: while the
 * backend is away, which starts again by itself.
 */
export function replaceWhatRuns(running: ServiceProcess, version: string) {
  const { service, environment } = running;
  const artifact = findArtifact(service, version);
  const path = placeFile(service, environment);
  killBackend();
  for (const pid of listProcesses(running)) {
    process.kill(pid, 'SIGKILL');
  }
  const serviceEnvironment = JSON.parse(readFileSync(path, 'utf8'));
  for (const instance of serviceEnvironment.instances) {
    Object.assign(instance, { artifact, versionName: version });
  }
  writeFileSync(path, JSON.stringify(serviceEnvironment));
}

/**
 * Leaves half of what is on record of a service in an environment, as a disk that was full does: the backend, which
 * starts again by itself, cannot know what runs there. The processes run on.
 *
 * @returns how an operator repairs it, which takes a restart of the backend as well
 */
export function loseWhatRuns(service: string, environment: string) {
  const path = placeFile(service, environment);
  killBackend();
  const content = readFileSync(path, 'utf8');
  writeFileSync(path, content.slice(0, content.length / 2));
  return {
    repair() {
      killBackend();
      writeFileSync(path, content);
    },
  };
}
