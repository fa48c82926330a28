import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { startChild } from '../child.mjs';
import { freePort } from '../ports.mjs';
import { untilAnswers } from '../readiness.mjs';
import { FIXTURES } from './fixtureFolder.mjs';

const START_TIMEOUT_MS = 180_000;

/** Path of Backstage's CLI in a checkout. */
export const getCli = checkout =>
  join(checkout, 'node_modules/@backstage/cli/bin/backstage-cli');

/**
 * Starts the backend of a release, without its app, with its own data directory.
 *
 * @param old - Checkout of the release, with node_modules.
 * @param directory - Data directory.
 * @param server - PostgreSQL server; SQLite if absent.
 * @returns `api` sends a request to the deployments plugin; `kill` ends backend and services with SIGKILL.
 */
export async function startPortal(old, directory, server) {
  const port = await freePort();
  const baseUrl = `http://localhost:${port}`;
  const config = join(directory, 'portal.yaml');
  writeFileSync(
    config,
    stringify({
      app: { title: 'Fixture', baseUrl },
      backend: {
        baseUrl,
        logger: {
          overrides: [{ matchers: { type: 'incomingRequest' }, level: 'warn' }],
        },
        listen: { host: '127.0.0.1', port },
        database: server
          ? {
              client: 'pg',
              connection: {
                host: '127.0.0.1',
                port: server.port,
                user: 'postgres',
                password: '',
              },
            }
          : { client: 'better-sqlite3', connection: { directory } },
      },
      auth: { environment: 'development', providers: { demo: {} } },
      permission: { enabled: false },
      catalog: {
        rules: [{ allow: ['Component', 'System', 'Group', 'User'] }],
        locations: [{ type: 'file', target: join(FIXTURES, 'catalog.yaml') }],
      },
      deployments: { local: { dataDir: join(directory, 'local') } },
    }),
  );
  const backend = startChild({
    name: 'backend',
    args: [
      getCli(old),
      'package',
      'start',
      '--config',
      join(FIXTURES, 'portal.yaml'),
      '--config',
      config,
    ],
    cwd: join(old, 'packages/backend'),
    env: { SLIPWAY_DATA_DIR: directory },
  });
  const { signal } = new AbortController();
  const demo = name => ({ 'x-slipway-demo-user': name });
  const isReady =
    (await untilAnswers(`${baseUrl}/.backstage/health/v1/readiness`, {
      signal,
      timeoutMs: START_TIMEOUT_MS,
    })) &&
    (await untilAnswers(`${baseUrl}/api/auth/demo/refresh`, {
      signal,
      headers: demo('carla'),
      timeoutMs: START_TIMEOUT_MS,
    }));
  if (!isReady) {
    await killAll(backend, directory);
    throw new Error('The backend did not start: see its output above');
  }
  const tokens = {};
  for (const name of ['ana', 'carla']) {
    const response = await fetch(`${baseUrl}/api/auth/demo/refresh`, {
      headers: demo(name),
    });
    tokens[name] = (await response.json()).backstageIdentity.token;
  }
  let killed;
  return {
    api: async (method, path, body, { as = 'ana', headers = {} } = {}) => {
      const response = await fetch(`${baseUrl}/api/deployments${path}`, {
        method,
        headers: {
          authorization: `Bearer ${tokens[as]}`,
          'content-type': 'application/json',
          ...headers,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const text = await response.text();
      if (!response.ok)
        throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return text ? JSON.parse(text) : undefined;
    },
    /** Ends backend and services, as when the machine loses power. */
    kill: () => (killed ??= killAll(backend, directory)),
  };
}

/** Sends SIGKILL to all processes with the data directory in their environment. */
async function killAll(backend, directory) {
  const pids = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(pid => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(directory);
      } catch {
        return false;
      }
    })
    .map(Number)
    .filter(pid => pid !== process.pid);
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has exited.
    }
  }
  await backend.stop(0);
}
