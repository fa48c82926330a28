/**
 * The job runner of the example organisation, in place of a company's CI or Kubernetes jobs. It knows one job,
 * `migrate`, which applies the migrations that a version needs to a service's database in an environment. It is
 * separate from the services, because a migration must finish before the version that needs it gets requests.
 *
 *   POST   /jobs       {"job": "migrate", "service", "environment", "version"} with an Idempotency-Key: the same
 *                      key is the same job, however often it is sent
 *   GET    /jobs/{id}  {"id", "status": "running" | "succeeded" | "failed" | "cancelled", "message", "log"}
 *   DELETE /jobs/{id}  stops it; applied migrations are kept
 *
 *   HOST, JOBS_PORT    address to listen on (127.0.0.1, 7017)
 *   JOBS_DIR           folder for jobs and the applied migrations of each database (.data/jobs)
 *
 * Jobs survive a restart: a running job continues with the migrations that its database does not have yet. The
 * databases are simulated; their migrations are listed in migrations.json.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const MAX_BODY_BYTES = 10_000;
const NAME = /^[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?$/;

const host = process.env.HOST || '127.0.0.1';
const port = Number(process.env.JOBS_PORT || 7017);
const directory = resolve(process.env.JOBS_DIR || '.data/jobs');
const jobsDirectory = join(directory, 'jobs');
const databasesDirectory = join(directory, 'databases');
const migrations = JSON.parse(
  readFileSync(new URL('migrations.json', import.meta.url), 'utf8'),
);

for (const each of [jobsDirectory, databasesDirectory]) {
  mkdirSync(each, { recursive: true });
}

/** Reads a JSON file; `undefined` if it does not exist. Writes are atomic, so a file is never incomplete. */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

let writes = 0;
async function writeJson(path, value) {
  const temporary = `${path}.${(writes += 1)}.new`;
  await writeFile(temporary, `${JSON.stringify(value, null, 2)}\n`);
  await rename(temporary, path);
}

/** Jobs by id, and by their idempotency key. */
const jobs = new Map();
const jobsByKey = new Map();
/** Abort controllers of running jobs, by id. */
const running = new Map();
/** The last work on each database, so that two jobs never change one at the same time. */
const turns = new Map();

function remember(job) {
  jobs.set(job.id, job);
  jobsByKey.set(job.key, job);
}

async function save(job) {
  await writeJson(join(jobsDirectory, `${job.id}.json`), job);
}

function note(job, line) {
  job.log.push(`${new Date().toISOString()} ${line}`);
  console.log(`job ${job.id.slice(0, 8)}: ${line}`);
}

async function end(job, status, message) {
  Object.assign(job, { status, message });
  note(job, `${status}: ${message}`);
  await save(job);
}

/** Lists the migrations that a version needs, in order: its own, and those of earlier versions. */
function listNeeded({ service, version }) {
  const all = migrations[service] ?? [];
  const last = all.findLastIndex(each => each.version === version);
  return all.slice(0, last + 1);
}

async function migrate(job, signal) {
  const { service, environment } = job.request;
  const path = join(databasesDirectory, `${service}--${environment}.json`);
  const database = readJson(path) ?? { applied: [] };
  const missing = listNeeded(job.request).filter(
    ({ id }) => !database.applied.includes(id),
  );
  for (const migration of missing) {
    for (const statement of migration.statements) note(job, statement);
    await sleep(migration.takesMs, undefined, { signal });
    if (migration.fails) {
      await end(job, 'failed', `${migration.id}: ${migration.fails}`);
      return;
    }
    database.applied.push(migration.id);
    await writeJson(path, database);
    note(job, `${migration.id} is applied`);
  }
  await end(
    job,
    'succeeded',
    missing.length > 0
      ? `applied ${missing.map(({ id }) => id).join(', ')}`
      : 'the database has all that this version needs',
  );
}

function run(job) {
  const { service, environment } = job.request;
  const database = `${service}--${environment}`;
  const stopping = new AbortController();
  running.set(job.id, stopping);
  const turn = (turns.get(database) ?? Promise.resolve())
    .then(() => migrate(job, stopping.signal))
    .catch(error =>
      end(
        job,
        ...(stopping.signal.aborted
          ? ['cancelled', 'stopped by a request']
          : ['failed', error.message]),
      ),
    )
    .catch(error => console.error(`job ${job.id}: ${error.message}`))
    .finally(() => running.delete(job.id));
  turns.set(database, turn);
}

/** Describes what is wrong with a request; `undefined` if it is valid. */
function findMistake({ job, service, environment, version, ...rest }) {
  if (job !== 'migrate') return 'job must be "migrate", the only job there is';
  for (const [field, value] of Object.entries({
    service,
    environment,
    version,
  })) {
    if (typeof value !== 'string' || !NAME.test(value)) {
      return `${field} must be a name of lower-case letters, digits, dots and dashes`;
    }
  }
  const unknown = Object.keys(rest);
  return unknown.length > 0 ? `unknown field ${unknown[0]}` : undefined;
}

async function start(key, request) {
  const known = jobsByKey.get(key);
  if (known) return known;
  const job = {
    id: randomUUID(),
    key,
    request,
    status: 'running',
    message: 'started',
    log: [],
  };
  // Stored before the first await, so that concurrent requests with the same key create one job.
  remember(job);
  await save(job);
  run(job);
  return job;
}

/** Converts a job to a response, without its key. */
const toResponse = ({ id, status, message, log, request }) => ({
  id,
  status,
  message,
  log,
  ...request,
});

function send(response, status, value) {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(`${JSON.stringify(value)}\n`);
}

async function readBody(request) {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > MAX_BODY_BYTES) return undefined;
  }
  try {
    const body = JSON.parse(text);
    return typeof body === 'object' && body !== null ? body : undefined;
  } catch {
    return undefined;
  }
}

async function create(request, response) {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || key === '' || key.length > 500) {
    send(response, 400, { error: 'the header Idempotency-Key is required' });
    return;
  }
  const body = await readBody(request);
  const mistake = body ? findMistake(body) : 'the body must be a JSON object';
  if (mistake) {
    send(response, 400, { error: mistake });
    return;
  }
  const { service, environment, version } = body;
  const requested = { job: 'migrate', service, environment, version };
  // Jobs are found by the hash of their key, which can be any text.
  const job = await start(
    createHash('sha256').update(key).digest('hex'),
    requested,
  );
  if (JSON.stringify(job.request) !== JSON.stringify(requested)) {
    send(response, 409, { error: 'this key was used for another job' });
    return;
  }
  send(response, 202, toResponse(job));
}

async function handle(request, response) {
  const base = 'http://localhost';
  if (!URL.canParse(request.url, base)) {
    send(response, 400, { error: 'the URL is not valid' });
    return;
  }
  const { pathname } = new URL(request.url, base);
  if (pathname === '/jobs' && request.method === 'POST') {
    await create(request, response);
    return;
  }
  const job = jobs.get(/^\/jobs\/([0-9a-f-]{36})$/.exec(pathname)?.[1]);
  if (!job) {
    send(response, 404, { error: 'the job does not exist' });
  } else if (request.method === 'DELETE') {
    running.get(job.id)?.abort();
    await turns.get(`${job.request.service}--${job.request.environment}`);
    send(response, 200, toResponse(job));
  } else if (request.method === 'GET') {
    send(response, 200, toResponse(job));
  } else {
    send(response, 405, { error: 'a job can only be read and deleted' });
  }
}

const server = http.createServer((request, response) =>
  handle(request, response).catch(error => {
    console.error(`${request.method} ${request.url}: ${error.message}`);
    if (!response.headersSent) send(response, 500, { error: 'internal error' });
    response.end();
  }),
);

server.on('error', error => {
  console.error(`The job runner failed: ${error.message}`);
  process.exit(1);
});

for (const file of readdirSync(jobsDirectory)) {
  const job = file.endsWith('.json') && readJson(join(jobsDirectory, file));
  if (!job) continue;
  remember(job);
  if (job.status === 'running') {
    note(job, 'continues after a restart');
    run(job);
  }
}

server.listen(port, host, () => {
  console.log(
    `The job runner is listening on http://${host}:${server.address().port}`,
  );
});

for (const name of ['SIGTERM', 'SIGINT']) {
  // Running jobs continue at the next start.
  process.on(name, () => process.exit(0));
}
