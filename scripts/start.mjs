/**
 * `npm start`: the portal on this machine, backend and app, until Ctrl-C.
 *
 * With `--built-app` the backend serves the app that `yarn build:all` left in
 * packages/app/dist, as in production: pages load faster, changes of the
 * frontend do not show.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readPid, untilBackendDies } from './lib/backendWatch.mjs';
import { isAlive, startChild } from './lib/child.mjs';
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

requireSupportedNode();
const builtApp = process.argv.includes('--built-app');
const portal = readPortal({ builtApp });
await requireFreePorts();
ensureInstalled();

mkdirSync(portal.dataDir, { recursive: true });
rmSync(portal.pidFile, { force: true });

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
if (!builtApp) {
  const app = startPackage('app');
  app.exited.then(() => fail('The app stopped; its output above says why.'));
}
await superviseBackend();

async function requireFreePorts() {
  const wanted = [
    [portal.backendPort, 'backend', 'SLIPWAY_BACKEND_PORT'],
    [portal.jobsPort, 'job runner', 'SLIPWAY_JOBS_PORT'],
  ];
  if (!builtApp) wanted.unshift([portal.appPort, 'app', 'SLIPWAY_APP_PORT']);
  let free = true;
  for (const [port, name, variable] of wanted) {
    if (!(await isTaken(port))) continue;
    free = false;
    const pid = name === 'backend' ? readPid(portal.pidFile) : undefined;
    const hint =
      pid && isAlive(pid)
        ? ` A backend from an earlier start still runs: \`kill ${pid}\`.`
        : '';
    console.error(
      `Port ${port}, which the ${name} needs, is taken. Stop what listens there, or set ${variable} to another port.${hint}`,
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
  rmSync(portal.pidFile, { force: true });
  process.exit(exitCode);
}
