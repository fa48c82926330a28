/**
 * `npm run portal:sheets -- before` and, when the portal has changed, `npm run portal:sheets -- after`: takes pictures of
 * the portal's pages, measures everyday tasks, and writes both into docs/portal.md. More arguments are passed to
 * Playwright.
 */
import { spawnSync } from 'node:child_process';
import { ensureInstalled } from './lib/install.mjs';
import { root } from './lib/paths.mjs';

const [state, ...args] = process.argv.slice(2);
if (!['before', 'after'].includes(state)) {
  console.error('Usage: npm run portal:sheets -- before|after');
  process.exit(1);
}
ensureInstalled();

const { status } = spawnSync(
  process.execPath,
  [
    'scripts/e2e.mjs',
    '--portal',
    'packages/app/e2e-tests/sheets/portal.yaml',
    '--config',
    'playwright.sheets.config.ts',
    ...args,
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, SLIPWAY_SHEETS: state },
  },
);

// Only available after the dependencies are installed.
const { writePortalPage } = await import('./lib/portalPage.mjs');
await writePortalPage();
process.exit(status ?? 1);
