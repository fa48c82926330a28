/**
 * `yarn test:e2e`: the browser tests, against a portal of their own that starts
 * with an empty data directory on free ports. Arguments go on to Playwright.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './lib/paths.mjs';
import { freePort } from './lib/ports.mjs';

const dataDir = mkdtempSync(join(tmpdir(), 'slipway-e2e-'));

// Ctrl-C reaches Playwright as well, which stops the portal; then we clean up.
process.on('SIGINT', () => {});

const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/@playwright/test/cli.js'),
    'test',
    ...process.argv.slice(2),
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      SLIPWAY_DATA_DIR: dataDir,
      SLIPWAY_APP_PORT: String(await freePort()),
      SLIPWAY_BACKEND_PORT: String(await freePort()),
    },
  },
);

rmSync(dataDir, { recursive: true, force: true });
process.exit(status ?? 1);
