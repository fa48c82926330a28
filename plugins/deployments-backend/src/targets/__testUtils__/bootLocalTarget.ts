import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import localTarget from '@slipway/backstage-plugin-deployments-backend-module-local';
import type { DeploymentTarget } from '@slipway/backstage-plugin-deployments-node';
import { collectProviders } from '@slipway/backstage-plugin-deployments-node/conformance';

const PORTS_PER_WORKER = 40;

/** The real local target in a backend of its own. */
export interface BootedLocalTarget {
  target: DeploymentTarget;
  /** Holds its state and its logs; `stop` removes it. */
  dataDir: string;
  /** Stops the backend and all processes. */
  stop(): Promise<void>;
}

/**
 * Starts the real local target with one service, checkout.
 *
 * @param toService - Returns the service as under `deployments.local.services`.
 */
export async function bootLocalTarget(
  toService: (dataDir: string) => JsonObject,
): Promise<BootedLocalTarget> {
  const dataDir = await realpath(await mkdtemp(join(tmpdir(), 'slipway-')));
  // Tests run at the same time in several workers. A free port is not a reserved one, so each worker has its own.
  const from =
    31_000 + (Number(process.env.JEST_WORKER_ID ?? 1) % 20) * PORTS_PER_WORKER;
  const { plugin, collected } = collectProviders();
  const backend = await startTestBackend({
    features: [
      plugin,
      localTarget,
      mockServices.rootConfig.factory({
        data: {
          deployments: {
            local: {
              dataDir,
              ports: { from, to: from + PORTS_PER_WORKER - 1 },
              drain: '1s',
              stopTimeout: '2s',
              services: { checkout: toService(dataDir) },
            },
          },
        },
      }),
    ],
  });
  const [target] = collected.targets;
  if (!target) throw new Error('The module added no target');
  return {
    target,
    dataDir,
    async stop() {
      await backend.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Versions whose artifacts are `sha256:<name>`, which run a script in Node.js with their name as its first argument. */
export function listScriptVersions(
  script: string,
  names: readonly string[],
  toArguments: (name: string) => string[] = () => [],
): JsonObject {
  return {
    command: ['node'],
    versions: names.map(name => ({
      name,
      artifact: `sha256:${name}`,
      command: [process.execPath, '-e', script, name, ...toArguments(name)],
    })),
  };
}
