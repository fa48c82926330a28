import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

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

function environmentOf(pid: number): Map<string, string> {
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
export function processesOf(wanted: ServiceProcess): number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(pid => {
      const environment = environmentOf(pid);
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

/** The artifact of a version of the example services. */
function artifactOf(service: string, version: string): string {
  const declared = readFileSync(
    resolve(__dirname, '../../../examples/versions.yaml'),
    'utf8',
  );
  const [artifact] =
    new RegExp(`pkg:generic/shop/${service}@${version}\\S+`).exec(declared) ??
    [];
  if (!artifact) {
    throw new Error(`${service} has no version ${version}`);
  }
  return artifact;
}

/**
 * Puts another version in place of the one that runs, as somebody does who works on the machine by hand: while the
 * backend is away, which starts again by itself.
 */
export function replaceWhatRuns(running: ServiceProcess, version: string) {
  const { service, environment } = running;
  const artifact = artifactOf(service, version);
  const places = join(dataDir, 'local', 'places');
  const file = readdirSync(places).find(name =>
    name.startsWith(`${service}--${environment}--`),
  );
  if (!file) {
    throw new Error(`Nothing of ${service} runs in ${environment}`);
  }
  killBackend();
  for (const pid of processesOf(running)) {
    process.kill(pid, 'SIGKILL');
  }
  const path = join(places, file);
  const place = JSON.parse(readFileSync(path, 'utf8'));
  for (const instance of place.instances) {
    Object.assign(instance, { artifact, versionName: version });
  }
  writeFileSync(path, JSON.stringify(place));
}
