/**
 * `yarn test:e2e`: runs the browser tests against a portal that is started like by
 * `npm start`, with an empty data directory on free ports, or against the portal
 * at `PLAYWRIGHT_URL`. Arguments are passed to Playwright, except
 *
 *   --portal <file>  the configuration of deployments beside app-config.yaml's; only as the first argument
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './lib/paths.mjs';
import { parse } from 'yaml';
import { freePort } from './lib/ports.mjs';

function run(args, options) {
  return spawnSync(process.execPath, args, { cwd: root, ...options });
}

const dataDir = mkdtempSync(join(tmpdir(), 'slipway-e2e-'));

const args = process.argv.slice(2);
const [, portalFile] =
  args[0] === '--portal'
    ? args.splice(0, 2)
    : [undefined, 'packages/app/e2e-tests/portal.yaml'];

/** Tests add entities to this file; at first it contains nothing that other tests would see. */
const catalogFile = join(dataDir, 'catalog.yaml');
writeFileSync(
  catalogFile,
  'apiVersion: backstage.io/v1alpha1\nkind: Domain\nmetadata: { name: retired }\nspec: { owner: team-platform }\n',
);
const yaml = file => parse(readFileSync(join(root, file), 'utf8'));
const { catalog } = yaml('app-config.yaml');

// Ctrl-C also reaches Playwright, which stops the portal; then this process cleans up.
process.on('SIGINT', () => {});

const { status } = run(
  [join(root, 'node_modules/@playwright/test/cli.js'), 'test', ...args],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      SLIPWAY_DATA_DIR: dataDir,
      APP_CONFIG_deployments: JSON.stringify(yaml(portalFile)),
      APP_CONFIG_catalog_locations: JSON.stringify([
        ...catalog.locations,
        { type: 'file', target: catalogFile },
      ]),
      APP_CONFIG_catalog_processingInterval: JSON.stringify({ seconds: 10 }),
      SLIPWAY_E2E_CATALOG: catalogFile,
      SLIPWAY_APP_PORT: String(await freePort()),
      SLIPWAY_BACKEND_PORT: String(await freePort()),
      SLIPWAY_JOBS_PORT: String(await freePort()),
      SLIPWAY_PROMETHEUS_PORT: String(await freePort()),
    },
  },
);

rmSync(dataDir, { recursive: true, force: true });
process.exit(status ?? 1);
