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
 * Installs the Scaffolder into a node_modules of its own, unless that is done already: whoever starts or tests the portal
 * does not need it.
 *
 * @returns {string} the version of the Scaffolder
 */
export function ensurePeerInstalled() {
  const wanted = stamp();
  const isInstalled =
    existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted;
  if (!isInstalled) {
    rmSync(stampFile, { force: true });
    console.log(
      'Installing the Scaffolder beside which the engine is measured (a few minutes the first time)…',
    );
    yarn(['install', '--immutable'], here);
    writeFileSync(stampFile, wanted);
  }
  const require = createRequire(import.meta.url);
  return require('@backstage/plugin-scaffolder-backend/package.json').version;
}
