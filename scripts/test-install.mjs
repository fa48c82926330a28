/**
 * `npm run test:install`: packs the published packages as publishing does, follows docs/how-to/add-to-backstage.md word
 * for word in new apps of Backstage, one for each frontend system, and deploys the page's service in them. The packages
 * come from a registry on this machine, so that the commands are those that users run. Needs Chromium.
 *
 *   --folder <path>    works in this folder and keeps it; a further run with it installs faster
 *   --template <name>  makes only one app: `default-app` with the new frontend system, `legacy-app` with the classic one
 *   --archives <path>  takes the packed packages from this folder instead of packing them
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startChild } from './lib/child.mjs';
import { nativeBuildEnv } from './lib/install.mjs';
import { backstageCli, root, yarnPath } from './lib/paths.mjs';
import { freePort } from './lib/ports.mjs';
import { untilAnswers } from './lib/readiness.mjs';
import { installCreateApp } from './lib/testInstall/createBackstageApp.mjs';
import {
  deployInBrowser,
  deployOverHttp,
} from './lib/testInstall/deployInApp.mjs';
import { findUndeclaredImports } from './lib/testInstall/findUndeclaredImports.mjs';
import {
  readArchives,
  startRegistry,
} from './lib/testInstall/packageRegistry.mjs';
import { applyBlock, readBlocks } from './lib/testInstall/pageBlocks.mjs';

const PAGE = 'docs/how-to/add-to-backstage.md';
const APPS = [
  { template: 'default-app', skipped: 'Classic frontend system' },
  { template: 'legacy-app', skipped: 'New frontend system' },
];
const START = 'yarn start\n';
const READY_MS = 300_000;

const { values: options } = parseArgs({
  options: {
    folder: { type: 'string' },
    template: { type: 'string' },
    archives: { type: 'string' },
  },
});
const folder = options.folder
  ? resolve(options.folder)
  : mkdtempSync(join(tmpdir(), 'slipway-install-'));
const app = join(folder, 'app');
const programs = join(folder, 'bin');
const stopping = new AbortController();
for (const name of ['SIGINT', 'SIGTERM']) {
  process.on(name, () => stopping.abort(new Error(`Stopped by ${name}`)));
}

let registry;
try {
  const packages = readArchives(options.archives ?? pack());
  console.log(`Packed: ${packages.map(it => it.manifest.name).join(', ')}`);
  registry = await startRegistry(packages);
  writeYarn();
  const createApp = await installCreateApp(join(folder, 'create-app'));
  for (const { template, skipped } of APPS) {
    if (options.template && options.template !== template) continue;
    console.log(`==> ${template}`);
    await createApp(template, app, registry.url);
    await followPage(skipped, join(folder, `${template}.png`));
  }
  await addEverything(packages);
  console.log(`${PAGE} works in new apps`);
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await registry?.close();
  if (!options.folder) rmSync(folder, { recursive: true, force: true });
}

/** Builds and packs all published packages; returns the folder with the archives. */
function pack() {
  const archives = join(folder, 'archives');
  rmSync(archives, { recursive: true, force: true });
  mkdirSync(archives, { recursive: true });
  const run = args =>
    execFileSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  // Types are checked in the app.
  run([yarnPath, 'tsc', '--incremental', 'false', '--noCheck']);
  run([backstageCli, 'repo', 'build']);
  const each = ['workspaces', 'foreach', '--all', '--no-private'];
  run([yarnPath, ...each, 'pack', '-o', join(archives, '%s-%v.tgz')]);
  return archives;
}

/** The page's commands begin with `yarn`, which need not be installed. */
function writeYarn() {
  mkdirSync(programs, { recursive: true });
  const path = join(programs, 'yarn');
  writeFileSync(
    path,
    `#!/bin/sh\nexec '${process.execPath}' '${yarnPath}' "$@"\n`,
  );
  chmodSync(path, 0o755);
}

/** Runs a command in the app's folder. It doesn't block this process, which is the registry. */
async function run(command) {
  stopping.signal.throwIfAborted();
  console.log(`$ ${command.trim()}`);
  const child = spawn('sh', ['-ec', command], {
    cwd: app,
    stdio: 'inherit',
    signal: stopping.signal,
    env: {
      ...nativeBuildEnv(),
      PATH: `${programs}:${process.env.PATH}`,
      YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
    },
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`\`${command.trim()}\` failed`);
}

/** Does what the page says, checks the types, starts the app and deploys in it. */
async function followPage(skippedSection, picture) {
  await run('yarn install');
  const page = readFileSync(join(root, PAGE), 'utf8');
  const blocks = readBlocks(page, [skippedSection]);
  for (const block of blocks) {
    if (block.file) applyBlock(block, app);
    else if (block.text !== START) await run(block.text);
  }
  if (!blocks.some(({ text }) => text === START)) {
    throw new Error(`${PAGE} doesn't say how to start the app`);
  }
  await run('yarn tsc');
  await startAndDeploy(picture);
}

async function startAndDeploy(picture) {
  const appUrl = `http://localhost:${await freePort()}`;
  const backendPort = await freePort();
  const backendUrl = `http://localhost:${backendPort}`;
  const child = startChild({
    name: 'app',
    args: [yarnPath, ...START.trim().split(' ').slice(1)],
    cwd: app,
    env: {
      BROWSER: 'none',
      // Everything else is as the page says; another portal may use the standard ports.
      APP_CONFIG_app_baseUrl: JSON.stringify(appUrl),
      APP_CONFIG_backend_baseUrl: JSON.stringify(backendUrl),
      APP_CONFIG_backend_listen_port: JSON.stringify(backendPort),
      APP_CONFIG_backend_cors_origin: JSON.stringify(appUrl),
    },
  });
  const ended = new AbortController();
  child.exited.then(() => ended.abort());
  const signal = AbortSignal.any([stopping.signal, ended.signal]);
  try {
    const readiness = `${backendUrl}/.backstage/health/v1/readiness`;
    for (const url of [readiness, appUrl]) {
      if (!(await untilAnswers(url, { signal, timeoutMs: READY_MS }))) {
        throw new Error(`${url} does not respond`);
      }
    }
    await deployOverHttp(backendUrl, '1.4.1');
    await deployInBrowser({ appUrl, backendUrl, version: '1.4.2', picture });
  } finally {
    await child.stop(20_000);
  }
}

/** Adds the packages that the page doesn't need, and loads each entry point of those that run in the backend. */
async function addEverything(packages) {
  const manifests = packages.map(({ manifest }) => manifest);
  const backend = manifests.filter(
    ({ backstage }) => backstage.role !== 'frontend-plugin',
  );
  await run(
    `yarn --cwd packages/backend add ${backend.map(it => it.name).join(' ')}`,
  );
  const entries = backend.flatMap(({ name, exports }) =>
    Object.keys(exports ?? { '.': '' }).map(entry => join(name, entry)),
  );
  writeFileSync(
    join(app, 'packages/backend/load.cjs'),
    entries.map(entry => `require('${entry}');\n`).join(''),
  );
  await run('node packages/backend/load.cjs');

  const undeclared = manifests.flatMap(({ name }) =>
    findUndeclaredImports(join(app, 'node_modules', name)),
  );
  if (undeclared.length > 0) throw new Error(undeclared.join('\n'));
}
