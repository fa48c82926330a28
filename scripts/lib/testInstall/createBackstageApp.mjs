import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { root } from '../paths.mjs';

/** The version of create-app whose template is that of the release in backstage.json. */
const CREATE_APP = '0.9.2';

/** What an installation leaves, so that the next one doesn't build native addons again. */
const INSTALLED = ['node_modules', '.yarn'];

const readJson = path => JSON.parse(readFileSync(path, 'utf8'));
const writeJson = (path, value) =>
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);

/** Versions of third parties that releases of Backstage need; a patch is this repository's own. */
function readResolutions() {
  const { resolutions } = readJson(join(root, 'package.json'));
  return Object.fromEntries(
    Object.entries(resolutions).filter(
      ([, version]) => !version.startsWith('patch:'),
    ),
  );
}

/**
 * Installs create-app.
 *
 * @param {string} folder
 * @returns {(template: string, app: string, registry: string) => Promise<void>} Writes an app without installing it.
 *   `template` is `default-app` or `legacy-app`, `app` the folder; of what that contains, only installed packages stay.
 *   `registry` is the URL of the registry for packages of `@slipway`.
 */
export async function installCreateApp(folder) {
  mkdirSync(folder, { recursive: true });
  writeJson(join(folder, 'package.json'), {
    private: true,
    overrides: readResolutions(),
  });
  const name = '@backstage/create-app';
  const options = ['--no-audit', '--no-fund', '--ignore-scripts'];
  execFileSync('npm', ['install', ...options, `${name}@${CREATE_APP}`], {
    cwd: folder,
    stdio: 'inherit',
  });
  const program = join(folder, 'node_modules', name);
  // The command line refuses Node 20, which Slipway supports.
  const { templatingTask } = createRequire(import.meta.url)(
    join(program, 'dist/lib/tasks.cjs.js'),
  );

  return async (template, app, registry) => {
    mkdirSync(app, { recursive: true });
    for (const entry of readdirSync(app)) {
      if (!INSTALLED.includes(entry))
        rmSync(join(app, entry), { recursive: true });
    }
    await templatingTask(join(program, 'templates', template), app, {
      name: 'portal',
      defaultBranch: 'main',
    });
    completeApp(app, registry);
  };
}

const BACKSTAGE = /^@backstage\//;

/** The versions of Backstage's packages in this repository's lock file. */
function readLockedVersions() {
  const lock = parse(readFileSync(join(root, 'yarn.lock'), 'utf8'));
  return Object.fromEntries(
    Object.entries(lock)
      .filter(([descriptors]) => BACKSTAGE.test(descriptors))
      .map(([descriptors, { version }]) => [
        descriptors.split('@npm:')[0],
        version,
      ]),
  );
}

/** The versions of Backstage's packages that the app's ranges begin with, which are those of the release. */
function readTemplateVersions(app) {
  const dependencies = ['packages/app', 'packages/backend', '.'].flatMap(
    folder => {
      const manifest = readJson(join(app, folder, 'package.json'));
      return Object.entries({
        ...manifest.dependencies,
        ...manifest.devDependencies,
      });
    },
  );
  return Object.fromEntries(
    dependencies
      .filter(([name]) => BACKSTAGE.test(name))
      .map(([name, range]) => [name, range.replace(/^\^/, '')]),
  );
}

/**
 * Makes the app as it is in the release of backstage.json: the newest versions that its ranges allow depend on packages
 * of later releases, so that the app would have some of them twice. Versions come from this repository's lock file.
 */
function completeApp(app, registry) {
  const release = readJson(join(root, 'backstage.json')).version;
  const { version } = readJson(join(app, 'backstage.json'));
  if (version !== release) {
    throw new Error(
      `create-app ${CREATE_APP} makes apps of Backstage ${version}, but backstage.json has ${release}`,
    );
  }
  copyFileSync(join(root, 'yarn.lock'), join(app, 'yarn.lock'));

  const manifest = readJson(join(app, 'package.json'));
  Object.assign(
    manifest.resolutions,
    readTemplateVersions(app),
    readLockedVersions(),
    readResolutions(),
  );
  writeJson(join(app, 'package.json'), manifest);

  const settings = join(app, '.yarnrc.yml');
  const { npmPreapprovedPackages, ...others } = parse(
    readFileSync(settings, 'utf8'),
  );
  writeFileSync(
    settings,
    stringify({
      ...others,
      npmPreapprovedPackages: [...npmPreapprovedPackages, '@slipway/*'],
      npmScopes: { slipway: { npmRegistryServer: registry } },
      unsafeHttpWhitelist: [new URL(registry).hostname],
    }),
  );
}
