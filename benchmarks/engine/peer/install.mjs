import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { yarn } from '../../../scripts/lib/install.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const stampFile = join(here, 'node_modules/.slipway-install');

function stamp() {
  const hash = createHash('sha256');
  for (const file of ['package.json', 'yarn.lock']) {
    hash.update(readFileSync(join(here, file)));
  }
  return `${hash.digest('hex')} ${process.platform}-${process.arch}-${
    process.versions.modules
  }`;
}

/**
 * Installs the Scaffolder into a separate node_modules, unless it is up to date. Its version stays the same when that
 * of the tests changes.
 *
 * @returns {string} Version of the Scaffolder.
 */
export function ensurePeerInstalled() {
  const expected = stamp();
  const isInstalled =
    existsSync(stampFile) && readFileSync(stampFile, 'utf8') === expected;
  if (!isInstalled) {
    rmSync(stampFile, { force: true });
    console.log(
      'Installing the Scaffolder for the comparison (a few minutes the first time)…',
    );
    yarn(['install', '--immutable'], here);
    writeFileSync(stampFile, expected);
  }
  const require = createRequire(import.meta.url);
  return require('@backstage/plugin-scaffolder-backend/package.json').version;
}
