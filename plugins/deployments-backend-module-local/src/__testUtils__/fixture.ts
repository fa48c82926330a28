import { mkdtemp, realpath, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { mockServices } from '@backstage/backend-test-utils';
import type {
  ApplyRequest,
  DeploymentTarget,
} from '@slipway/backstage-plugin-deployments-node';
import { readLocalConfig } from '../config/readLocalConfig';
import { stopGroup } from '../process/processGroup';
import { findTagged } from '../process/processTag';
import { createLocalTarget } from '../target/localTarget';
import { LocalManager } from '../target/localSupervisor';
import { applyRequest, artifactOf, effect, settled } from './requests';

export { applyRequest, artifactOf, effect, settled, SERVICE } from './requests';

/** The server program of the example services: a real one, not a stand-in for it. */
export const SERVER = path.resolve(
  __dirname,
  '../../../../examples/services/server.mjs',
);

/** Variables of the server program, by the name of a version that behaves so. */
const VERSIONS: Record<string, Record<string, string>> = {
  good: {},
  better: {},
  failing: { ERROR_RATE: '1' },
  crashing: { CRASH: '3' },
  late: { READY_AFTER_MS: '60000' },
  slow: { LATENCY_MS: '700', LATENCY_JITTER_MS: '0' },
};

export interface Fixture {
  dataDir: string;
  /** App-config for this folder and the versions that tests use. */
  configOf(overrides?: JsonObject): JsonObject;
  /** A new manager and target over the same folder: what a restart of the backend makes. */
  boot(overrides?: JsonObject): Promise<{
    manager: LocalManager;
    target: DeploymentTarget;
  }>;
  tagged(): ReturnType<typeof findTagged>;
  /** Ends all that is left, however the test ended. */
  dispose(): Promise<void>;
}

let slice = 0;

/** Ports that no other test file uses at the same time: jest gives each worker an id of its own. */
function portRange(): { from: number; to: number } {
  const worker = Number(process.env.JEST_WORKER_ID ?? 1);
  const from = 20_000 + ((worker * 1_000 + (process.pid % 20) * 500) % 10_000);
  slice = (slice + 50) % 500;
  return { from: from + slice, to: from + slice + 49 };
}

export async function createFixture(): Promise<Fixture> {
  const dataDir = await realpath(
    await mkdtemp(path.join(tmpdir(), 'slipway-local-')),
  );
  const ports = portRange();
  const managers: LocalManager[] = [];
  const configOf = (overrides: JsonObject = {}): JsonObject => ({
    deployments: {
      local: {
        dataDir,
        ports,
        drain: '1s',
        stopTimeout: '2s',
        services: {
          checkout: {
            command: [process.execPath, SERVER],
            cwd: tmpdir(),
            env: {
              SERVICE_NAME: 'checkout',
              LATENCY_MS: '0',
              LATENCY_JITTER_MS: '1',
            },
            readiness: { path: '/healthz', timeout: '20s' },
            liveness: {
              every: { milliseconds: 200 },
              timeout: { milliseconds: 500 },
            },
            versions: [
              ...Object.entries(VERSIONS).map(([name, env]) => ({
                name,
                artifact: artifactOf(name),
                env: { SERVICE_VERSION: name, ...env },
              })),
              {
                name: 'missing',
                artifact: artifactOf('missing'),
                command: ['no-such-program-anywhere'],
              },
            ],
          },
        },
        ...overrides,
      },
    },
  });

  return {
    dataDir,
    configOf,
    async boot(overrides = {}) {
      const config = readLocalConfig(new ConfigReader(configOf(overrides)));
      if (!config) throw new Error('No config');
      const manager = new LocalManager({
        config,
        logger: mockServices.logger.mock(),
        lockWaitMs: 0,
      });
      managers.push(manager);
      await manager.start();
      return { manager, target: createLocalTarget(manager) };
    },
    tagged: () => findTagged(dataDir),
    async dispose() {
      await Promise.allSettled(managers.map(manager => manager.stop()));
      for (const { group } of await findTagged(dataDir)) {
        await stopGroup(group, 0);
      }
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Brings a version in and makes it the only one. */
export async function deploy(
  target: DeploymentTarget,
  version: string,
  overrides: Partial<ApplyRequest> = {},
) {
  const handle = await target.apply(applyRequest(version, overrides));
  const progress = await settled(target, handle, overrides);
  if (progress.state !== 'ready') throw new Error(JSON.stringify(progress));
  await target.finalize({
    ...effect(overrides),
    candidate: progress.candidate,
  });
  return progress.candidate;
}

export async function until(
  holds: () => Promise<boolean> | boolean,
): Promise<void> {
  const end = Date.now() + 15_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`Never held: ${holds}`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

/** A request on a connection of its own. */
export function get(
  url: string,
): Promise<{ status: number; version?: string; body: string }> {
  return new Promise((resolve, reject) => {
    http
      .get(url, { agent: false }, response => {
        const chunks: Buffer[] = [];
        response.on('data', chunk => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            version: response.headers['x-service-version']?.toString(),
            body: Buffer.concat(chunks).toString(),
          }),
        );
      })
      .on('error', reject);
  });
}
