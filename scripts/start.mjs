/**
 * `npm start`: runs the portal on this machine until Ctrl-C. If its sources have changed, the app is built first. This
 * process serves it, so that pages load fast and are available while the backend is down.
 *
 * `npm run dev`, which is `start.mjs --dev`, starts Backstage's development server instead: changes of the frontend are
 * visible immediately, but pages load slowly.
 *
 *   --config <file>        absolute path of a config file, instead of app-config.yaml; repeatable, later files win
 *   --before-ready <file>  a module whose default export is called with the portal once the backend is ready, before the
 *                          portal is reported as ready
 */
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
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
import { explainTaken } from './lib/ports.mjs';
import { untilAnswers } from './lib/readiness.mjs';

/** How long open streams and running services may take to end. */
const SHUTDOWN_GRACE_MS = 15_000;
/** The catalog reads the example people shortly after the backend is ready. */
const SIGN_IN_TIMEOUT_MS = 60_000;

const PARENT_POLL_MS = 1_000;

const { claimDataDir, clearDeadOwner, describeOwner, readOwner } =
  createRequire(import.meta.url)('../packages/backend/src/demo/dataDirLock.js');

requireSupportedNode();
const { values: options } = parseArgs({
  options: {
    dev: { type: 'boolean', default: false },
    config: { type: 'string', multiple: true, default: [] },
    'before-ready': { type: 'string' },
  },
});
const configArgs = options.config.flatMap(file => ['--config', file]);
const portal = readPortal();
// First, so that a start without the data directory changes nothing.
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

// Running deployments may be waiting for one of its jobs.
const jobs = startProgram('jobs', ['examples/services/jobs.mjs'], root);
jobs.exited.then(() => fail('The job runner stopped: see its output above.'));
if (options.dev) {
  const app = startPackage('app');
  app.exited.then(() => fail('The app stopped: see its output above.'));
} else {
  // On a machine with several cores, it is built while the backend starts.
  startApp().catch(error => fail(`The app could not start. ${error.message}`));
}
await superviseBackend();

function claimOrExit() {
  const { dataDir } = portal;
  const elsewhere =
    'or set SLIPWAY_DATA_DIR, SLIPWAY_APP_PORT and SLIPWAY_BACKEND_PORT to run a second portal at the same time.';
  const claimed = claimDataDir(dataDir, 'portal');
  if ('owner' in claimed) {
    const { owner } = claimed;
    console.error(
      `${describeOwner(
        dataDir,
        'portal',
        owner,
      )} Stop it with Ctrl-C in its terminal, or with \`kill ${
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
      )} It was started without \`npm start\`, or an earlier \`npm start\` was killed. Stop it with \`kill ${
        backend.pid
      }\`, ${elsewhere}`,
    );
    process.exit(1);
  }
  clearDeadOwner(dataDir, 'backend');
}

async function startApp() {
  await ensureAppBuilt({ signal });
  // It takes --config from the arguments of this process.
  const config = await readFrontendConfig({ ...process.env, ...portal.env });
  const server = await serveApp({
    folder: appDist,
    config,
    port: portal.appPort,
  });
  signal.addEventListener('abort', () => server.close());
}

async function requireFreePorts() {
  const required = [
    [portal.appPort, 'app', 'SLIPWAY_APP_PORT'],
    [portal.backendPort, 'backend', 'SLIPWAY_BACKEND_PORT'],
    [portal.jobsPort, 'job runner', 'SLIPWAY_JOBS_PORT'],
  ];
  let areFree = true;
  for (const [port, name, variable] of required) {
    const problem = await explainTaken(port, name, variable);
    if (!problem) continue;
    areFree = false;
    console.error(problem);
  }
  if (!areFree) process.exit(1);
}

function startProgram(name, args, cwd) {
  const child = startChild({ name, args, cwd, env: portal.env });
  children.push(child);
  return child;
}

function startPackage(name) {
  return startProgram(
    name,
    [backstageCli, 'package', 'start', ...configArgs],
    join(root, 'packages', name),
  );
}

/**
 * Stops when the parent exits. Ending npm ends its shell, which does not forward
 * signals to this process.
 */
function stopWithParent() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) stop(0);
  }, PARENT_POLL_MS);
  signal.addEventListener('abort', () => clearInterval(timer));
}

async function prepare() {
  if (!options['before-ready']) return;
  const module = await import(pathToFileURL(resolve(options['before-ready'])));
  await module.default(portal);
}

/** Waits until a person who opens the page can sign in. */
async function waitUntilReady(until) {
  await untilAnswers(`${portal.backendUrl}/.backstage/health/v1/readiness`, {
    signal: until,
  });
  await untilAnswers(`${portal.backendUrl}/api/auth/demo/refresh`, {
    signal: until,
    headers: { 'x-slipway-demo-user': 'ana' },
    timeoutMs: SIGN_IN_TIMEOUT_MS,
  });
}

/** Waits until the backend is ready. Returns the id of the process if it died before. */
async function waitUntilReadyOrDead(ignore) {
  const decided = new AbortController();
  const until = AbortSignal.any([signal, decided.signal]);
  const dead = await Promise.race([
    waitUntilReady(until).then(() => undefined),
    untilBackendDies(portal.pidFile, { signal: until, ignore }),
  ]);
  decided.abort();
  return dead;
}

/**
 * Restarts the backend when its process dies. Backstage's CLI reloads it only when a
 * source file changes.
 */
async function superviseBackend() {
  let cli = startPackage('backend');
  let dead = await waitUntilReadyOrDead();
  if (signal.aborted) return;
  if (dead !== undefined) {
    await fail('The backend could not start: see its output above.');
    return;
  }
  await untilAnswers(portal.appUrl, { signal });
  await prepare().catch(error => fail(error.message));
  if (signal.aborted) return;
  console.log(`\nSlipway is ready: ${portal.appUrl}\n`);

  for (;;) {
    dead = await untilBackendDies(portal.pidFile, { signal, ignore: dead });
    if (signal.aborted) return;
    console.log(
      `The backend (process ${dead}) died unexpectedly; restarting it.`,
    );
    cli.kill();
    cli = startPackage('backend');
    const again = await waitUntilReadyOrDead(dead);
    if (again !== undefined) {
      dead = again;
      console.log(
        'The backend could not be restarted: see its output above. It is restarted when a source file changes.',
      );
      await waitUntilReady(signal);
    }
    if (signal.aborted) return;
    console.log(`The backend is running again: ${portal.appUrl}`);
  }
}

async function fail(message) {
  if (signal.aborted) return;
  console.error(message);
  await stop(1);
}

async function stop(exitCode) {
  if (signal.aborted) {
    // On the second request, do not wait for shutdown hooks any longer.
    await Promise.all(children.map(child => child.stop(0)));
    process.exit(exitCode);
  }
  stopping.abort();
  console.log('Stopping…');
  await Promise.all(children.map(child => child.stop(SHUTDOWN_GRACE_MS)));
  // Our backend may have been killed. One that is still running belongs to another start.
  clearDeadOwner(portal.dataDir, 'backend');
  process.exit(exitCode);
}
