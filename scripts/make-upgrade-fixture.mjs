/**
 * Makes a fixture for plugins/deployments-backend/src/upgrade/upgrade.test.ts: the data that the portal of a release
 * leaves on disk when it is killed during deployments.
 *
 *   git worktree add --detach ../old <tag or commit>
 *   (cd ../old && npm start)          # once, to install; then stop it
 *   node scripts/make-upgrade-fixture.mjs ../old <name of the release> [sqlite | postgres]
 *
 * It starts the release's own backend on SQLite and then on PostgreSQL, plays a short history through its HTTP API
 * (lib/upgradeFixture/playHistory.mjs), and ends it with SIGKILL while one deployment is in a check step, one is
 * queued, and two wait for approvals.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findPostgres, startPostgres } from './lib/postgres.mjs';
import { FIXTURES } from './lib/upgradeFixture/fixtureFolder.mjs';
import { getCli, startPortal } from './lib/upgradeFixture/oldPortal.mjs';
import {
  dumpDatabase,
  packDataDirectory,
} from './lib/upgradeFixture/packFixture.mjs';
import { playHistory } from './lib/upgradeFixture/playHistory.mjs';

const [checkoutFolder, release, only] = process.argv.slice(2);
if (!checkoutFolder || !release) {
  console.error(
    'Usage: node scripts/make-upgrade-fixture.mjs <checkout of the release> <name of the release> [sqlite | postgres]',
  );
  process.exit(1);
}
const old = resolve(checkoutFolder);
if (!existsSync(getCli(old))) {
  console.error(
    `The dependencies of ${old} are not installed: run npm start there once.`,
  );
  process.exit(1);
}
const programs = findPostgres();
if (!programs) {
  console.error(
    'A fixture needs PostgreSQL, which was not found. Install it, e.g. on Debian: `apt-get install postgresql`.',
  );
  process.exit(1);
}
const target = join(FIXTURES, release);
mkdirSync(target, { recursive: true });

for (const database of only ? [only] : ['sqlite', 'postgres']) {
  await make(database);
}

async function make(database) {
  console.log(`==> ${release} on ${database}`);
  const directory = mkdtempSync(join(tmpdir(), 'slipway-fixture-'));
  const server =
    database === 'postgres' ? await startPostgres(programs) : undefined;
  const portal = await startPortal(old, directory, server);
  try {
    const seen = await playHistory(portal.api);
    await portal.kill();
    writeFileSync(
      join(target, `${database}.json`),
      `${JSON.stringify(seen, null, 2)}\n`,
    );
    packDataDirectory(target, directory, database);
    if (server) dumpDatabase(target, programs, server);
  } finally {
    await portal.kill();
    await server?.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}
