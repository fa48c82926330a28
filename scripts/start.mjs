/**
 * `npm start`: the portal on this machine until Ctrl-C. The app is built first, where its sources changed, and served
 * from here, so that its pages load fast, and stay while the backend is away.
 *
 * `npm run dev`, which is `start.mjs --dev`, starts Backstage's development server in its place: changes of the frontend
 * show at once, pages load slowly.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import {
  appDist,
  ensureAppBuilt,
  readFrontendConfig,
} from './lib/appBuild.mjs';
import { serveApp } from './lib/appServer.mjs';
import { readPid, untilBackendDies } from './lib/backendWatch.mjs';
import { startChild } from './lib/child.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { requireSupportedNode } from './lib/nodeVersion.mjs';
import { backstageCli, root } from './lib/paths.mjs';
import { readPortal } from './lib/portal.mjs';
import { isTaken } from './lib/ports.mjs';
import { untilAnswers } from './lib/readiness.mjs';

/** Open streams and running services get this long to end by themselves. */
const SHUTDOWN_GRACE_MS = 15_000;
/** The catalog reads the example people a moment after the backend answers. */
const SIGN_IN_TIMEOUT_MS = 60_000;

const PARENT_POLL_MS = 1_000;

const { claimDataDir, clearDeadOwner, describeOwner, readOwner } =
  createRequire(import.meta.url)('../packages/backend/src/demo/dataDirLock.js');

requireSupportedNode();
const isDev = process.argv.includes('--dev');
const portal = readPortal();
// First of all: a start that does not get it has changed nothing.
claimOrExit();
await requireFreePorts();
ensureInstalled();

const children = [];
const stopping = new AbortController();
const { signal } = stopping;

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(name, () => stop(0));
}

stopWithParent();

// Deployments that are under way may be waiting for one of its jobs.
const jobs = startProgram('jobs', ['examples/services/jobs.mjs'], root);
jobs.exited.then(() =>
  fail('The job runner stopped; its output above says why.'),
);
if (isDev) {
  const app = startPackage('app');
  app.exited.then(() => fail('The app stopped; its output above says why.'));
} else {
  // On a machine with several cores it is built while the backend starts.
  startApp().catch(error => fail(`The app could not start. ${error.message}`));
}
await superviseBackend();

function claimOrExit() {
  const { dataDir } = portal;
  const elsewhere =
    'or set SLIPWAY_DATA_DIR, SLIPWAY_APP_PORT and SLIPWAY_BACKEND_PORT to run a second portal beside it.';
  const claimed = claimDataDir(dataDir, 'portal');
  if ('owner' in claimed) {
    const { owner } = claimed;
    console.error(
      `${describeOwner(
        dataDir,
        'portal',
        owner,
      )} Stop it with Ctrl-C where it runs, or with \`kill ${
        owner.pid
      }\`, ${elsewhere}`,
    );
    process.exit(1);
  }
  process.once('exit', () => claimed.release());
  const backend = readOwner(portal.pidFile);
  if (backend) {
    console.error(
      `${describeOwner(
        dataDir,
        'backend',
        backend,
      )} It was started by itself, or an earlier \`npm start\` was killed. Stop it with \`kill ${
        backend.pid
      }\`, ${elsewhere}`,
    );
    process.exit(1);
  }
  clearDeadOwner(dataDir, 'backend');
}

async function startApp() {
  await ensureAppBuilt({ signal });
  const config = await readFrontendConfig({ ...process.env, ...portal.env });
  const server = await serveApp({
    folder: appDist,
    config,
    port: portal.appPort,
  });
  signal.addEventListener('abort', () => server.close());
}

async function requireFreePorts() {
  const wanted = [
    [portal.appPort, 'app', 'SLIPWAY_APP_PORT'],
    [portal.backendPort, 'backend', 'SLIPWAY_BACKEND_PORT'],
    [portal.jobsPort, 'job runner', 'SLIPWAY_JOBS_PORT'],
  ];
  let free = true;
  for (const [port, name, variable] of wanted) {
    if (!(await isTaken(port))) continue;
    free = false;
    console.error(
      `Port ${port}, which the ${name} needs, is taken. Stop what listens there, or set ${variable} to another port.`,
    );
  }
  if (!free) process.exit(1);
}

function startProgram(name, args, cwd) {
  const child = startChild({ name, args, cwd, env: portal.env });
  children.push(child);
  return child;
}

function startPackage(name) {
  return startProgram(
    name,
    [backstageCli, 'package', 'start'],
    join(root, 'packages', name),
  );
}

/**
 * Whoever ends npm ends its shell, which passes no signal on to us: we would
 * run on with nobody to stop us.
 */
function stopWithParent() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) stop(0);
  }, PARENT_POLL_MS);
  signal.addEventListener('abort', () => clearInterval(timer));
}

/** Ready means that a person who opens the page can sign in. */
async function untilReady(until) {
  await untilAnswers(`${portal.backendUrl}/.backstage/health/v1/readiness`, {
    signal: until,
  });
  await untilAnswers(`${portal.backendUrl}/api/auth/demo/refresh`, {
    signal: until,
    headers: { 'x-slipway-demo-user': 'ana' },
    timeoutMs: SIGN_IN_TIMEOUT_MS,
  });
}

/** The id of the process that died before it was ready, if it did. */
async function untilReadyOrDead(ignore) {
  const decided = new AbortController();
  const until = AbortSignal.any([signal, decided.signal]);
  const dead = await Promise.race([
    untilReady(until).then(() => undefined),
    untilBackendDies(portal.pidFile, { signal: until, ignore }),
  ]);
  decided.abort();
  return dead;
}

/**
 * Backstage's CLI reloads the backend when a source file changes, but does not
 * start it again when its process dies; a portal should come back by itself.
 */
async function superviseBackend() {
  let cli = startPackage('backend');
  let dead = await untilReadyOrDead();
  if (signal.aborted) return;
  if (dead !== undefined) {
    await fail('The backend could not start; its output above says why.');
    return;
  }
  await untilAnswers(portal.appUrl, { signal });
  if (signal.aborted) return;
  console.log(`\nSlipway is ready: ${portal.appUrl}\n`);

  for (;;) {
    dead = await untilBackendDies(portal.pidFile, { signal, ignore: dead });
    if (signal.aborted) return;
    console.log(
      `The backend (process ${dead}) died unexpectedly; starting it again.`,
    );
    cli.kill();
    cli = startPackage('backend');
    const again = await untilReadyOrDead(dead);
    if (again !== undefined) {
      dead = again;
      console.log(
        'The backend could not start again; its output above says why. It tries again when a source file changes.',
      );
      await untilReady(signal);
    }
    if (signal.aborted) return;
    console.log(`The backend is back: ${portal.appUrl}`);
  }
}

async function fail(message) {
  if (signal.aborted) return;
  console.error(message);
  await stop(1);
}

async function stop(exitCode) {
  if (signal.aborted) {
    // Asked a second time: do not wait for shutdown hooks any longer.
    await Promise.all(children.map(child => child.stop(0)));
    process.exit(exitCode);
  }
  stopping.abort();
  console.log('Stopping…');
  await Promise.all(children.map(child => child.stop(SHUTDOWN_GRACE_MS)));
  // Ours may have been killed; one that still runs belongs to another start.
  clearDeadOwner(portal.dataDir, 'backend');
  process.exit(exitCode);
}
