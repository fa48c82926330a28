/**
 * `npm test`: runs all jest suites of the repository once. Arguments are passed to
 * jest: `npm test -- plugins/deployments-backend --testNamePattern rollback`.
 * Database tests run on SQLite; `npm run test:postgres` also runs them on PostgreSQL.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ensureInstalled } from './lib/install.mjs';
import { requireSupportedNode } from './lib/nodeVersion.mjs';
import { backstageCli, root } from './lib/paths.mjs';
import { findPostgres } from './lib/postgres.mjs';

requireSupportedNode();
ensureInstalled();

const args = process.argv.slice(2);
const hasMode = args.some(arg => /^--(watch|coverage)/.test(arg));

const { status } = spawnSync(
  process.execPath,
  [
    backstageCli,
    'repo',
    'test',
    ...(hasMode ? [] : ['--watch=false']),
    ...args,
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      // Otherwise the database tests look for Docker wherever `CI` is set.
      BACKSTAGE_TEST_DISABLE_DOCKER: '1',
    },
  },
);
if (!process.env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING) {
  const install = findPostgres()
    ? ''
    : ' It needs a PostgreSQL server; on Debian: `apt-get install postgresql`.';
  console.log(
    `Skipped: the database tests on PostgreSQL; they ran on SQLite alone, because no PostgreSQL server was started for them. Run them on both with \`npm run test:postgres\`.${install}`,
  );
}
if (!process.env.SLIPWAY_TEST_CLUSTER) {
  console.log(
    'Skipped: the tests on a real Kubernetes cluster (*.cluster.test.ts). On Debian 12 as root, run them with `npm run test:cluster`; the first run builds the cluster in about 5 minutes.',
  );
}
if (!['/usr/local/bin/terraform', '/usr/bin/terraform'].some(existsSync)) {
  console.log(
    'Skipped: the tests of a command with Terraform, which is not installed.',
  );
}
process.exit(status ?? 1);
