/**
 * Makes a fixture for plugins/deployments-backend/src/upgrade/upgrade.test.ts: what the portal of a release leaves on
 * disk when it is killed in the middle of its work.
 *
 *   git worktree add --detach ../old <tag or commit>
 *   (cd ../old && npm start)          # once, to install; stop it again
 *   node scripts/make-upgrade-fixture.mjs ../old <name of the release> [sqlite | postgres]
 *
 * It starts that release's own backend, on SQLite and then on PostgreSQL, plays a short history through its HTTP API, and
 * ends it with SIGKILL while one deployment is in a check step, one is queued, and two wait for approvals. Of the API it
 * uses only what old releases have; where a later one asks for more, play() is the place to say so.
 */
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { stringify } from 'yaml';
import { startChild } from './lib/child.mjs';
import { root } from './lib/paths.mjs';
import { freePort } from './lib/ports.mjs';
import { findPostgres, startPostgres } from './lib/postgres.mjs';
import { untilAnswers } from './lib/readiness.mjs';

const FIXTURES = join(
  root,
  'plugins/deployments-backend/src/upgrade/__fixtures__',
);
const CHECKOUT = 'component:default/checkout';
const PAYMENTS = 'component:default/payments';
const INVENTORY = 'component:default/inventory';
const START_TIMEOUT_MS = 180_000;
const STEP_TIMEOUT_MS = 120_000;

const [checkoutFolder, release, only] = process.argv.slice(2);
if (!checkoutFolder || !release) {
  console.error(
    'Usage: node scripts/make-upgrade-fixture.mjs <checkout of the release> <name of the release> [sqlite | postgres]',
  );
  process.exit(1);
}
const old = resolve(checkoutFolder);
const oldCli = join(old, 'node_modules/@backstage/cli/bin/backstage-cli');
if (!existsSync(oldCli)) {
  console.error(`${old} has no node_modules: install its dependencies first.`);
  process.exit(1);
}
const programs = findPostgres();
if (!programs) {
  console.error(
    'A fixture has a PostgreSQL dump, and there is no PostgreSQL server. On Debian: `apt-get install postgresql`.',
  );
  process.exit(1);
}
const target = join(FIXTURES, release);
mkdirSync(target, { recursive: true });

for (const database of only ? [only] : ['sqlite', 'postgres']) {
  await make(database);
}

async function make(database) {
  console.log(`==> ${release} on ${database}`);
  const directory = mkdtempSync(join(tmpdir(), 'slipway-fixture-'));
  const server =
    database === 'postgres' ? await startPostgres(programs) : undefined;
  const portal = await startPortal(directory, server);
  try {
    const seen = await play(portal.api);
    await portal.kill();
    writeFileSync(
      join(target, `${database}.json`),
      `${JSON.stringify(seen, null, 2)}\n`,
    );
    pack(directory, database);
    if (server) dump(server);
  } finally {
    await portal.kill();
    await server?.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The release's backend, without its app, on a data directory of its own. */
async function startPortal(directory, server) {
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
      oldCli,
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
    throw new Error('The backend did not start; its output above says why');
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
    /** With its services, as when the machine loses power. */
    kill: () => (killed ??= killAll(backend, directory)),
  };
}

async function killAll(backend, directory) {
  const marks = readdirSync('/proc')
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
  for (const pid of marks) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
  await backend.stop(0);
}

/** The history. Returns what the release itself says about it, for today's to be compared with. */
async function play(api) {
  const ref = encodeURIComponent;
  const versionId = async (service, name) => {
    const { items } = await api(
      'GET',
      `/services/${ref(service)}/versions?limit=100`,
    );
    return items.find(version => version.name === name).id;
  };
  const deploy = async (service, environment, name, more = {}) => {
    const body = {
      service,
      environment,
      versionId: await versionId(service, name),
      ...more,
    };
    const { id } = await api('POST', '/deployments', body, {
      headers: { 'idempotency-key': randomUUID() },
    });
    return id;
  };
  const read = id => api('GET', `/deployments/${id}`);
  const until = async (id, holds, what) => {
    for (const end = Date.now() + STEP_TIMEOUT_MS; ; await sleep(50)) {
      const deployment = await read(id);
      if (holds(deployment)) return deployment;
      if (Date.now() > end || deployment.finishedAt) {
        throw new Error(
          `${id} is not ${what}: ${JSON.stringify(deployment, null, 2)}`,
        );
      }
    }
  };
  const ended = async (id, status) => {
    await until(id, deployment => deployment.status === status, status);
    console.log(`    ${status} ${id}`);
    return id;
  };
  const command = async (id, type, as, more = {}) => {
    const { planHash } = await read(id);
    await api(
      'POST',
      `/deployments/${id}/commands`,
      {
        type,
        commandId: randomUUID(),
        reason: `${type} by ${as}`,
        ...(type === 'approve' && planHash ? { planHash } : {}),
        ...more,
      },
      { as },
    );
  };
  const needsApproval = ({ blockers }) =>
    blockers.some(({ kind }) => kind === 'approval');
  const waitsIn = stepId => deployment =>
    deployment.status === 'waiting' &&
    deployment.blockers.some(
      blocker => blocker.kind === 'approval' && blocker.stepId === stepId,
    );

  const known = Date.now() + 60_000;
  while ((await api('GET', `/services?limit=100`)).items.length < 3) {
    if (Date.now() > known)
      throw new Error('The catalog does not know the services');
    await sleep(500);
  }

  // Versions: of the target, and one that CI has registered, with commits and a flag.
  const registered = await api('POST', `/services/${ref(PAYMENTS)}/versions`, {
    name: '2.2.0',
    artifact: 'sha256:payments-2.2.0',
    changeUrl: 'https://git.example.com/shop/payments/pull/95',
    flags: ['migrations'],
    commits: [
      {
        id: '566a6fc1d920b60ac95120c7b5d3a4a77d836996',
        message: 'Store charges per order line',
        author: 'ana@example.com',
        authoredAt: '2026-11-18T07:00:00Z',
      },
      {
        id: '3e29fb6fedf0751c0e16a1fcad916e229d444b52',
        message: 'Migration: charge_lines',
        author: 'carla@example.com',
        authoredAt: '2026-11-17T14:20:00Z',
      },
    ],
  });
  await api(
    'PUT',
    `/services/${ref(PAYMENTS)}/versions/${registered.id}/quarantine`,
    { reason: 'Drops charges' },
  );

  // Ended in each way.
  const first = await ended(
    await deploy(CHECKOUT, 'staging', '1.0.0', { reason: 'The first one' }),
    'succeeded',
  );
  const second = await ended(
    await deploy(CHECKOUT, 'staging', '1.1.0'),
    'succeeded',
  );
  const reverted = await api('POST', '/deployments', {
    service: CHECKOUT,
    environment: 'staging',
    kind: 'rollback',
    reverts: second,
    reason: 'Back to be sure',
  });
  await ended(reverted.id, 'succeeded');
  await ended(await deploy(CHECKOUT, 'staging', '1.2.0'), 'rolled_back');
  await api('POST', `/services/${ref(CHECKOUT)}/environments/staging/hold`, {
    reason: 'It was the price rules',
  });
  await ended(await deploy(INVENTORY, 'dev', '0.1.0'), 'succeeded');
  const restarted = await api('POST', '/deployments', {
    service: INVENTORY,
    environment: 'dev',
    kind: 'restart',
  });
  await ended(restarted.id, 'succeeded');
  // Leaves a hold.
  await ended(await deploy(INVENTORY, 'dev', '0.2.0'), 'rolled_back');

  const charged = await deploy(PAYMENTS, 'production', '2.0.0', {
    inputs: { ticket: 'CHG-1042' },
  });
  await until(charged, needsApproval, 'blocked by an approval');
  await command(charged, 'approve', 'carla');
  await until(charged, waitsIn('approve'), 'waiting for its second approval');
  await command(charged, 'approve', 'carla', { stepId: 'approve' });
  await ended(charged, 'succeeded');
  const dropped = await deploy(PAYMENTS, 'production', '2.1.0', {
    inputs: { ticket: 'CHG-1043' },
  });
  await until(dropped, needsApproval, 'blocked by an approval');
  await command(dropped, 'cancel', 'ana');
  await ended(dropped, 'cancelled');

  // What other pipelines reported, and incidents.
  const { results } = await api('POST', '/dora/ingest', {
    source: 'jenkins',
    events: [
      {
        id: 'd1',
        type: 'deployment',
        service: INVENTORY,
        environment: 'production',
        version: '0.0.9',
        outcome: 'succeeded',
        startedAt: '2026-11-20T10:00:00Z',
        finishedAt: '2026-11-20T10:05:00Z',
        commits: ['c1'],
      },
      {
        id: 'd2',
        type: 'deployment',
        service: INVENTORY,
        environment: 'production',
        version: '0.0.10',
        outcome: 'failed',
        startedAt: '2026-11-21T10:00:00Z',
        finishedAt: '2026-11-21T10:05:00Z',
        trafficAt: '2026-11-21T10:02:00Z',
      },
      {
        id: 'i1',
        type: 'incident',
        incident: 'INC-1',
        service: INVENTORY,
        environment: 'production',
        title: 'No stock is shown',
        startedAt: '2026-11-21T10:03:00Z',
        resolvedAt: '2026-11-21T10:30:00Z',
      },
      {
        id: 'x1',
        type: 'deployment',
        service: 'nobody-knows-it',
        environment: 'production',
        version: '1',
        outcome: 'succeeded',
        finishedAt: '2026-11-21T10:05:00Z',
      },
      { id: 'x2', type: 'deployment', service: INVENTORY },
    ],
  });
  const outcomes = results.map(({ status }) => status).join(' ');
  if (outcomes !== 'accepted accepted accepted unmapped rejected') {
    throw new Error(`Not ingested as expected: ${JSON.stringify(results)}`);
  }
  await api('POST', '/dora/incidents', {
    service: CHECKOUT,
    title: 'Prices are wrong',
    causedBy: second,
  });

  // Under way, from here on.
  const waiting = await deploy(PAYMENTS, 'production', '2.1.0', {
    inputs: { ticket: 'CHG-1044' },
  });
  await until(waiting, needsApproval, 'blocked by an approval');
  await command(waiting, 'approve', 'carla');
  await until(waiting, waitsIn('approve'), 'waiting for its second approval');
  const unapproved = await deploy(CHECKOUT, 'production', '1.0.0');
  await until(unapproved, needsApproval, 'blocked by an approval');
  // The audit trail is sealed every two seconds, and what is counted for the metrics follows in the background.
  await sleep(6_000);
  const all = (await api('GET', '/deployments?limit=100')).items;
  const deployments = [];
  for (const { id } of all) {
    const {
      kind,
      service,
      environment,
      version,
      status,
      requestedAt,
      startedAt,
      finishedAt,
      seq,
    } = await read(id);
    const { items: events } = await api('GET', `/deployments/${id}/events`);
    const isOver = finishedAt !== undefined;
    deployments.push({
      id,
      kind,
      service,
      environment,
      version: version.name,
      status,
      requestedAt,
      startedAt,
      finishedAt,
      ...(isOver
        ? {
            seq,
            events: events.map(event => ({ seq: event.seq, at: event.at })),
          }
        : {}),
    });
  }
  const audit = (await api('GET', '/audit?limit=100')).items.map(
    ({ id, action }) => ({ id, action }),
  );
  const versions = {};
  for (const service of [CHECKOUT, PAYMENTS, INVENTORY]) {
    const { items } = await api(
      'GET',
      `/services/${ref(service)}/versions?limit=100`,
    );
    versions[service] = items.map(
      ({ id, name, artifact, commits, quarantined }) => ({
        id,
        name,
        artifact,
        commits: commits?.length ?? 0,
        quarantined: quarantined !== undefined,
      }),
    );
  }
  const holds = [];
  for (const service of [CHECKOUT, PAYMENTS, INVENTORY]) {
    const { environments } = await api(
      'GET',
      `/services/${ref(service)}/overview`,
    );
    for (const { environment, hold } of environments) {
      if (hold)
        holds.push({
          service,
          environment: environment.name ?? environment,
          reason: hold.reason,
        });
    }
  }
  const incidents = (await api('GET', '/dora/incidents?limit=100')).items.map(
    ({ id, service, title, resolvedAt }) => ({
      id,
      service,
      title,
      resolvedAt,
    }),
  );
  const deadLetters = (await api('GET', '/dora/events?limit=100')).items.map(
    ({ event, status }) => ({ event, status }),
  );

  // At last, and killed as soon as it is in its check step.
  const running = await deploy(CHECKOUT, 'staging', '1.3.0');
  const queued = await deploy(CHECKOUT, 'staging', '1.4.0');
  await until(queued, ({ status }) => status === 'queued', 'queued');
  await until(
    running,
    ({ steps }) =>
      steps.some(({ id, status }) => id === 'watch' && status === 'running'),
    'in the step watch',
  );
  return {
    running,
    queued,
    waiting,
    unapproved,
    first,
    deployments,
    audit,
    versions,
    holds,
    incidents,
    deadLetters,
  };
}

/** What is ours of the data directory; the files of Backstage's own plugins are their business. */
function pack(directory, database) {
  const content = join(directory, 'fixture');
  mkdirSync(content);
  cpSync(join(directory, 'local'), join(content, 'local'), { recursive: true });
  rmSync(join(content, 'local/lock'), { force: true });
  if (database === 'sqlite') {
    const file = join(directory, 'deployments.sqlite');
    const Sqlite = createRequire(
      join(root, 'plugins/deployments-backend/package.json'),
    )('better-sqlite3');
    const db = new Sqlite(file);
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.exec('VACUUM');
    db.close();
    cpSync(file, join(content, 'deployments.sqlite'));
  }
  const tar = execFileSync(
    'tar',
    [
      '--sort=name',
      '--owner=0',
      '--group=0',
      '--numeric-owner',
      '-C',
      content,
      '-c',
      '.',
    ],
    { maxBuffer: 2 ** 28 },
  );
  writeFileSync(
    join(target, `${database}.tar.gz`),
    gzipSync(tar, { level: 9 }),
  );
}

function dump({ port }) {
  const sql = execFileSync(
    join(programs, 'pg_dump'),
    [
      '-h',
      '127.0.0.1',
      '-p',
      String(port),
      '-U',
      'postgres',
      '--no-owner',
      '--no-privileges',
      '--inserts',
      '--rows-per-insert=100',
      'backstage_plugin_deployments',
    ],
    { encoding: 'utf8', maxBuffer: 2 ** 28 },
  );
  // Commands of psql, which only it understands.
  const plain = sql.replace(/^\\.*\n/gm, '');
  writeFileSync(join(target, 'postgres.sql.gz'), gzipSync(plain, { level: 9 }));
}
