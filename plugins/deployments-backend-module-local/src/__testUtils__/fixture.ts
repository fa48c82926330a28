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
import { pollUntil } from '../concurrency/abortableWait';
import { readLocalConfig } from '../config/readLocalConfig';
import { stopGroup } from '../process/processGroup';
import { findTaggedProcesses } from '../process/processTag';
import { createLocalTarget } from '../target/localTarget';
import { LocalSupervisor } from '../target/localSupervisor';
import {
  applyRequest,
  toArtifact,
  buildRequest,
  waitForApply,
} from './requests';

export {
  applyRequest,
  toArtifact,
  buildRequest,
  waitForApply,
  SERVICE,
} from './requests';

/** The real server program of the example services. */
export const SERVER = path.resolve(
  __dirname,
  '../../../../examples/services/server.mjs',
);

/** Environment variables of the server program by version name, which says how the version behaves. */
const VERSIONS: Record<string, Record<string, string>> = {
  good: {},
  better: {},
  failing: { ERROR_RATE: '1' },
  crashing: { CRASH: '3' },
  late: { READY_AFTER_MS: '60000' },
  slow: { LATENCY_MS: '700', LATENCY_JITTER_MS: '0' },
};

/** Exits at its start from the third process on. */
const THIRD_CRASHES = `
  const fs = require('fs'), file = process.argv[1] + '/starts';
  fs.appendFileSync(file, 'x');
  if (fs.readFileSync(file).length > 2) process.exit(3);
  import(${JSON.stringify(SERVER)});`;

export interface Fixture {
  dataDir: string;
  /** Builds app-config for this folder with the versions that tests use. */
  buildConfig(overrides?: JsonObject): JsonObject;
  /** Creates a new supervisor and target for the same folder, like a restart of the backend. */
  boot(overrides?: JsonObject): Promise<{
    supervisor: LocalSupervisor;
    target: DeploymentTarget;
  }>;
  /** Finds the processes of this folder. */
  findTagged(): ReturnType<typeof findTaggedProcesses>;
  /** Stops all remaining processes and deletes the folder. */
  dispose(): Promise<void>;
}

let slice = 0;

/** Chooses ports that no other test file uses at the same time: each jest worker has its own id. */
function choosePorts(): { from: number; to: number } {
  const worker = Number(process.env.JEST_WORKER_ID ?? 1);
  const from = 20_000 + ((worker * 1_000 + (process.pid % 20) * 500) % 10_000);
  slice = (slice + 50) % 500;
  return { from: from + slice, to: from + slice + 49 };
}

export async function createFixture(): Promise<Fixture> {
  const dataDir = await realpath(
    await mkdtemp(path.join(tmpdir(), 'slipway-local-')),
  );
  const ports = choosePorts();
  const supervisors: LocalSupervisor[] = [];
  const buildConfig = (overrides: JsonObject = {}): JsonObject => ({
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
                artifact: toArtifact(name),
                env: { SERVICE_VERSION: name, ...env },
              })),
              {
                name: 'third-crashes',
                artifact: toArtifact('third-crashes'),
                env: { SERVICE_VERSION: 'third-crashes' },
                command: [process.execPath, '-e', THIRD_CRASHES, dataDir],
              },
              {
                name: 'missing',
                artifact: toArtifact('missing'),
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
    buildConfig,
    async boot(overrides = {}) {
      const config = readLocalConfig(new ConfigReader(buildConfig(overrides)));
      if (!config) throw new Error('No config');
      const supervisor = new LocalSupervisor({
        config,
        logger: mockServices.logger.mock(),
        lockWaitMs: 0,
      });
      supervisors.push(supervisor);
      await supervisor.start();
      return { supervisor, target: createLocalTarget(supervisor) };
    },
    findTagged: () => findTaggedProcesses(dataDir),
    async dispose() {
      await Promise.allSettled(
        supervisors.map(supervisor => supervisor.stop()),
      );
      for (const { group } of await findTaggedProcesses(dataDir)) {
        await stopGroup(group, 0);
      }
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Starts a version and makes it the only one. */
export async function deploy(
  target: DeploymentTarget,
  version: string,
  overrides: Partial<ApplyRequest> = {},
) {
  const handle = await target.apply(applyRequest(version, overrides));
  const progress = await waitForApply(target, handle, overrides);
  if (progress.state !== 'ready') throw new Error(JSON.stringify(progress));
  await target.finalize({
    ...buildRequest(overrides),
    candidate: progress.candidate,
  });
  return progress.candidate;
}

/** Waits until a condition is met, at most 15 s. */
export async function until(
  isMet: () => Promise<boolean> | boolean,
): Promise<void> {
  const result = await pollUntil(
    async () => ((await isMet()) ? true : undefined),
    { intervalMs: 50, timeoutMs: 15_000 },
  );
  if (!result) throw new Error(`Condition not met within 15 s: ${isMet}`);
}

/** Sends a request on a new connection. */
export function get(
  url: string,
  headers: Record<string, string> = {},
): Promise<{
  status: number;
  version?: string;
  setCookie: string[];
  body: string;
}> {
  return new Promise((resolve, reject) => {
    http
      .get(url, { agent: false, headers }, response => {
        const chunks: Buffer[] = [];
        response.on('data', chunk => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            version: response.headers['x-service-version']?.toString(),
            setCookie: response.headers['set-cookie'] ?? [],
            body: Buffer.concat(chunks).toString(),
          }),
        );
      })
      .on('error', reject);
  });
}
