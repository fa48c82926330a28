import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, yarnPath } from './paths.mjs';

const plugin = join(
  root,
  'node_modules/@cyclonedx/yarn-plugin-cyclonedx/yarn-plugin-cyclonedx.cjs',
);

/** Folders of the packages that are published. */
export function listPublishedFolders() {
  return readdirSync(join(root, 'plugins'))
    .map(name => join(root, 'plugins', name))
    .filter(folder => {
      const path = join(folder, 'package.json');
      return (
        existsSync(path) && !JSON.parse(readFileSync(path, 'utf8')).private
      );
    });
}

/**
 * Creates the software bill of materials of a package: itself and everything that a user installs with it. It is the same
 * each time, without random ids and times. Needs the installed dependencies, for their licences.
 *
 * @param {string} folder - Folder of the package.
 * @returns {object} A document in CycloneDX 1.6. Throws if Yarn fails.
 */
export function createSbom(folder) {
  const options = '--production --output-reproducible --mc-type library';
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [yarnPath, 'cyclonedx', ...options.split(' '), '--output-file', '-'],
    {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1024 ** 3,
      env: { ...process.env, YARN_PLUGINS: plugin },
    },
  );
  if (status !== 0) throw new Error(`No SBOM of ${folder}:\n${stderr}`);
  return JSON.parse(stdout);
}
