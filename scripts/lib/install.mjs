import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { root, yarnPath } from './paths.mjs';

const stampFile = join(root, 'node_modules/.slipway-install.json');

function manifests() {
  const workspaces = ['packages', 'plugins'].flatMap(folder =>
    readdirSync(join(root, folder)).map(name => join(folder, name)),
  );
  return ['.', 'benchmarks', ...workspaces]
    .map(folder => join(folder, 'package.json'))
    .filter(file => existsSync(join(root, file)));
}

/** Hashes everything that affects an installation. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const file of ['yarn.lock', '.yarnrc.yml', ...manifests()]) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

/** Native addons are built for one ABI; Yarn rebuilds them for another. */
const abi = `${process.platform}-${process.arch}-${process.versions.modules}`;

function readStamp() {
  if (!existsSync(stampFile)) return {};
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return {};
  }
}

/**
 * Finds the headers that are installed with this Node, if any, to build native
 * addons without a download and with the correct headers.
 */
function findNodeDir() {
  const prefix = dirname(dirname(process.execPath));
  const header = join(prefix, 'include/node/node_version.h');
  if (!existsSync(header)) return undefined;
  const text = readFileSync(header, 'utf8');
  const part = name => text.match(`#define NODE_${name}_VERSION (\\d+)`)?.[1];
  const version = ['MAJOR', 'MINOR', 'PATCH'].map(part).join('.');
  return version === process.versions.node ? prefix : undefined;
}

/** The environment for programs that build native addons. */
export function nativeBuildEnv() {
  const headers = findNodeDir();
  return {
    ...process.env,
    ...(headers ? { npm_config_nodedir: headers } : {}),
  };
}

/**
 * Runs the Yarn release in this repository. Exits if it fails.
 *
 * @param {string[]} args
 * @param {string} [folder] - Folder of the project.
 */
export function yarn(args, folder = root) {
  const { status } = spawnSync(process.execPath, [yarnPath, ...args], {
    cwd: folder,
    stdio: 'inherit',
    env: nativeBuildEnv(),
  });
  if (status !== 0) {
    console.error(`\`yarn ${args.join(' ')}\` failed: see its output above.`);
    process.exit(status ?? 1);
  }
}

/**
 * Installs the dependencies with the Yarn release in this repository, unless nothing
 * has changed since the last installation. That check takes milliseconds.
 */
export function ensureInstalled() {
  const stamp = readStamp();
  if (stamp.fingerprint === fingerprint() && stamp.abi === abi) return;

  rmSync(stampFile, { force: true });
  console.log('Installing the dependencies (a few minutes the first time)…');
  yarn(['install']);
  writeFileSync(
    stampFile,
    `${JSON.stringify({ fingerprint: fingerprint(), abi })}\n`,
  );
}
