import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBackendModule } from '@backstage/backend-plugin-api';
import { unwrapResponse } from '@slipway/backstage-plugin-deployments-common';
import { deploymentsExtensionPoint } from '@slipway/backstage-plugin-deployments-node';
import { TestTarget } from '../../plugins/deployments-backend/src/application/__testUtils__/TestTarget';
import { atExit } from '../lib/cleanUp';
import { createClient } from '../lib/client';
import { pollUntil } from '../lib/pollUntil';
import { runReplica } from '../lib/replicaBackend';
import { replicaConfig, serviceRef } from '../lib/replicaConfig';
import type { Executed } from './coverage';
import { merge, startCoverage } from './coverage';

const USAGE = `Usage: npm run trace -- [--files]

Sends one POST /deployments to the real plugin on SQLite, with a target in memory, and counts the plugin's files and named
functions that run until the response, and until the target is called.

  --files   also list the files and functions`;
const SOURCES = 'plugins/deployments-backend/src/';
const SERVICE = 'checkout';

async function main(): Promise<void> {
  const { freePort } = await import('../../scripts/lib/ports.mjs');
  const directory = mkdtempSync(join(tmpdir(), 'slipway-trace-'));
  atExit(() => rmSync(directory, { recursive: true, force: true }));
  const port = await freePort();
  const target = new TestTarget();
  const called = new Promise<void>(resolve => {
    target.before = () => resolve();
  });
  startBackend(port, directory, target);
  const client = createClient(`http://127.0.0.1:${port}`);
  const isReady = async () => {
    const { response } = await client.GET('/health');
    return response.ok || undefined;
  };
  await pollUntil(() => isReady().catch(() => undefined), {
    intervalMs: 200,
    timeoutMs: 60_000,
  });
  const { id } = await unwrapResponse(
    client.POST('/services/{ref}/versions', {
      params: { path: { ref: serviceRef(SERVICE) } },
      body: { name: '1.0.0', artifact: 'pkg:generic/checkout@1.0.0' },
    }),
  );
  const coverage = await startCoverage();
  await unwrapResponse(
    client.POST('/deployments', {
      params: {},
      body: {
        service: serviceRef(SERVICE),
        environment: 'staging',
        versionId: id,
      },
    }),
  );
  const request = await coverage.take(SOURCES);
  await called;
  const both = merge(request, await coverage.take(SOURCES));
  console.log(describe('until the response', request));
  console.log(describe("until the target's call", both));
  if (process.argv.includes('--files')) {
    console.log(list(both));
  }
}

function startBackend(
  port: number,
  directory: string,
  target: TestTarget,
): void {
  const configFile = join(directory, 'app-config.json');
  const config = replicaConfig({
    port,
    database: { client: 'sqlite', folder: directory },
    services: [{ name: SERVICE }],
    extra: {
      deployments: {
        environments: {
          staging: { tier: 'staging', target: { provider: 'test' } },
        },
        goldenPaths: {
          canary: {
            for: { kind: 'component' },
            steps: [
              {
                id: 'canary',
                use: 'deploy',
                with: { strategy: 'canary', weight: 10 },
              },
              { id: 'shift', use: 'traffic', with: { weight: 100 } },
              { id: 'retire', use: 'finalize' },
            ],
          },
        },
      },
    },
  });
  writeFileSync(configFile, JSON.stringify(config));
  process.argv.push('--config', configFile);
  process.env.LOG_LEVEL = 'error';
  runReplica([
    Promise.resolve({
      default: createBackendModule({
        pluginId: 'deployments',
        moduleId: 'test-target',
        register(env) {
          env.registerInit({
            deps: { deployments: deploymentsExtensionPoint },
            async init({ deployments }) {
              deployments.addTarget(target);
            },
          });
        },
      }),
    }),
    import('@slipway/backstage-plugin-deployments-backend'),
  ]);
}

function describe(span: string, executed: Executed): string {
  const functions = [...executed.values()].reduce(
    (sum, { size }) => sum + size,
    0,
  );
  const rooms = new Map<string, number>();
  for (const file of executed.keys()) {
    const room = file.includes('/') ? file.split('/')[0] : 'wiring';
    rooms.set(room, (rooms.get(room) ?? 0) + 1);
  }
  const byRoom = [...rooms]
    .sort((a, b) => b[1] - a[1])
    .map(([room, files]) => `${room} ${files}`);
  return `${span}: ${functions} functions in ${
    executed.size
  } files (${byRoom.join(', ')})`;
}

function list(executed: Executed): string {
  return [...executed]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([file, names]) => `${file}: ${[...names].join(', ')}`)
    .join('\n');
}

if (process.argv.includes('--help')) {
  console.log(USAGE);
} else {
  main().then(
    () => process.exit(0),
    error => {
      console.error(error);
      process.exit(1);
    },
  );
}
