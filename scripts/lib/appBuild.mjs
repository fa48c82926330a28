import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { backstageCli, root } from './paths.mjs';

const app = join(root, 'packages/app');
export const appDist = join(app, 'dist');
/** In the build's folder, so that it is deleted with the build. */
const stampFile = join(appDist, '.slipway-build.json');

/** Files and folders that are not part of a bundle. */
const NOT_BUNDLED =
  /\.(test|stories)\.|^(dist|dist-types|node_modules|e2e-tests|__testUtils__|__fixtures__)$/;

function* files(folder) {
  const entries = readdirSync(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (NOT_BUNDLED.test(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else if (entry.isFile()) yield path;
  }
}

/** Lists the folders of the app and of the workspaces that it depends on. */
function bundledFolders() {
  const byName = new Map();
  for (const parent of ['packages', 'plugins']) {
    for (const name of readdirSync(join(root, parent))) {
      const folder = join(root, parent, name);
      const file = join(folder, 'package.json');
      if (!existsSync(file)) continue;
      const manifest = JSON.parse(readFileSync(file, 'utf8'));
      byName.set(manifest.name, { folder, manifest });
    }
  }
  const folders = new Set();
  const add = name => {
    const found = byName.get(name);
    if (!found || folders.has(found.folder)) return;
    folders.add(found.folder);
    Object.keys(found.manifest.dependencies ?? {}).forEach(add);
  };
  add('app');
  return [...folders].sort();
}

/** Hashes everything that affects a build. app-config does not: it is inserted into the page when it is served. */
function fingerprint() {
  const hash = createHash('sha256');
  const sources = bundledFolders().flatMap(folder => [...files(folder)]);
  for (const file of [
    join(root, 'yarn.lock'),
    join(root, 'backstage.json'),
    ...sources,
  ]) {
    hash
      .update(file.slice(root.length))
      .update('\0')
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

function isBuilt(expected) {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8')).fingerprint === expected;
  } catch {
    return false;
  }
}

/** Runs Backstage's CLI; rejects with its output if it fails. */
function runCli(args, { cwd, signal }) {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [backstageCli, ...args], {
      cwd,
      signal,
      killSignal: 'SIGKILL',
      stdio: ['ignore', 'pipe', 'pipe'],
      // The CLI sets NODE_ENV only if it is not set.
      env: { ...process.env, NODE_ENV: undefined },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', chunk => {
        output += chunk;
      });
    }
    child.once('error', fail);
    child.once('close', code =>
      code === 0
        ? done()
        : fail(
            new Error(`\`backstage-cli ${args.join(' ')}\` failed:\n${output}`),
          ),
    );
  });
}

/**
 * Builds the app into packages/app/dist, unless nothing has changed since the last build.
 *
 * @param {{signal?: AbortSignal}} [options]
 */
export async function ensureAppBuilt({ signal } = {}) {
  const expected = fingerprint();
  if (isBuilt(expected)) return;
  console.log(
    'Building the app (half a minute; only if its sources have changed)…',
  );
  await rm(stampFile, { force: true });
  await runCli(['package', 'build'], { cwd: app, signal });
  writeFileSync(stampFile, `${JSON.stringify({ fingerprint: expected })}\n`);
}

/**
 * Reads the part of app-config that the app may see, file by file. The schemas in the build define the visibility of
 * each key.
 *
 * @param {Record<string, string | undefined>} env
 */
export async function readFrontendConfig(env) {
  // Only available after the dependencies are installed.
  const { ConfigSources, loadConfigSchema } = await import(
    '@backstage/config-loader'
  );
  const schema = await loadConfigSchema({
    serialized: JSON.parse(
      readFileSync(join(appDist, '.config-schema.json'), 'utf8'),
    ),
  });
  const source = ConfigSources.default({
    rootDir: root,
    watch: false,
    env,
    substitutionFunc: async name => env[name],
  });
  for await (const { configs } of source.readConfigData()) {
    return schema.process(configs, { visibility: ['frontend'] });
  }
  return [];
}
