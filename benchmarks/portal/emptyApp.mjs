import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { backstageCli, root } from '../../scripts/lib/paths.mjs';

const here = dirname(fileURLToPath(import.meta.url));
/** Below `dist`, which checks of the repository ignore. */
const folder = join(here, '../dist/empty-app');
const PLUGIN = '@slipway/backstage-plugin-deployments';

function edit(file, change) {
  const before = readFileSync(file, 'utf8');
  const after = change(before);
  if (after === before)
    throw new Error(`${file} does not contain the expected text`);
  writeFileSync(file, after);
}

/**
 * Builds packages/app with a plugin that shows only a heading instead of ours. Everything else is the same: the other
 * plugins, the sign-in, the navigation, the build.
 *
 * @returns {string} Folder of the build.
 */
export function buildEmptyApp() {
  rmSync(folder, { recursive: true, force: true });
  const app = join(root, 'packages/app');
  for (const name of ['package.json', 'public', 'src']) {
    cpSync(join(app, name), join(folder, name), { recursive: true });
  }
  cpSync(
    join(here, 'emptyPlugin.tsx.txt'),
    join(folder, 'src/emptyPlugin.tsx'),
  );
  edit(join(folder, 'src/App.tsx'), text =>
    text.replace(`'${PLUGIN}'`, `'./emptyPlugin'`),
  );
  edit(join(folder, 'package.json'), text => {
    // The name stays the same, because the build finds the configuration schema by it.
    const manifest = JSON.parse(text);
    delete manifest.dependencies[PLUGIN];
    return JSON.stringify(manifest, null, 2);
  });
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [backstageCli, 'package', 'build'],
    { cwd: folder, encoding: 'utf8' },
  );
  if (status !== 0) {
    throw new Error(`The empty app could not be built:\n${stdout}${stderr}`);
  }
  return join(folder, 'dist');
}
