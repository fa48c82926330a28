/**
 * Starts a PostgreSQL server and runs a command with it, for the tests that run on
 * both databases: `node scripts/with-postgres.mjs npm test`.
 */
import { spawn } from 'node:child_process';
import { findPostgres, startPostgres } from './lib/postgres.mjs';

const [command, ...args] = process.argv.slice(2);
if (!command) {
  console.error('Usage: node scripts/with-postgres.mjs <command> [arguments]');
  process.exit(1);
}
const programs = findPostgres();
if (!programs) {
  console.error(
    'No PostgreSQL server was found. Install one, e.g. on Debian: `apt-get install postgresql`.',
  );
  process.exit(1);
}

const postgres = await startPostgres(programs);
const child = spawn(command, args, {
  stdio: 'inherit',
  env: {
    ...process.env,
    BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING:
      postgres.connectionString,
  },
});
for (const name of ['SIGINT', 'SIGTERM']) {
  process.on(name, () => child.kill(name));
}
child.once('error', error => {
  console.error(`${command}: ${error.message}`);
});
const code = await new Promise(resolve => child.once('close', resolve));
await postgres.stop();
process.exit(code ?? 1);
