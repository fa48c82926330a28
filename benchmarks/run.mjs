/**
 * `node benchmarks/run.mjs <folder> [options]`: runs the folder's main.ts, transpiled like by Backstage's CLI.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from '../scripts/lib/install.mjs';
import { requireSupportedNode } from '../scripts/lib/nodeVersion.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const [folder = '', ...args] = process.argv.slice(2);
const known = readdirSync(here).filter(name =>
  existsSync(join(here, name, 'main.ts')),
);
if (!known.includes(folder)) {
  console.error(
    `Usage: node benchmarks/run.mjs <${known.join('|')}> [options]`,
  );
  process.exit(1);
}
requireSupportedNode();
ensureInstalled();

const transform = createRequire(import.meta.url).resolve(
  '@backstage/cli/config/nodeTransform.cjs',
);
const child = spawn(
  process.execPath,
  ['--require', transform, join(here, folder, 'main.ts'), ...args],
  { stdio: 'inherit' },
);
// Ctrl-C also reaches the child; other signals must be forwarded.
for (const signal of ['SIGTERM', 'SIGHUP']) {
  process.on(signal, () => child.kill(signal));
}
process.on('SIGINT', () => {});
child.once('exit', (code, signal) => {
  process.exit(code ?? (signal ? 1 : 0));
});
