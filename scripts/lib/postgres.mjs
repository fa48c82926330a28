import { execFileSync, spawn } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, isTaken } from './ports.mjs';

const DEBIAN = '/usr/lib/postgresql';
const START_TIMEOUT_MS = 30_000;

/** The folder of PostgreSQL's server programs, or undefined without a server. */
export function findPostgres() {
  const debian = existsSync(DEBIAN)
    ? readdirSync(DEBIAN)
        .sort((a, b) => Number(b) - Number(a))
        .map(version => join(DEBIAN, version, 'bin'))
    : [];
  const path = (process.env.PATH ?? '').split(':');
  return [...debian, ...path].find(folder =>
    existsSync(join(folder, 'initdb')),
  );
}

/** PostgreSQL refuses to run as root, as whom containers run. */
function serverUser() {
  if (process.getuid() !== 0) return {};
  const id = option =>
    Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/**
 * Starts an empty PostgreSQL server in a temporary directory, on a free port of
 * the loopback address, for tests: nothing it holds survives a power loss.
 *
 * @param {string} programs - what `findPostgres` found
 */
export async function startPostgres(programs) {
  const user = serverUser();
  const directory = mkdtempSync(join(tmpdir(), 'slipway-postgres-'));
  if (user.uid !== undefined) chownSync(directory, user.uid, user.gid);

  const data = join(directory, 'data');
  execFileSync(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '-N'],
    { ...user, cwd: directory, stdio: ['ignore', 'ignore', 'inherit'] },
  );

  const port = await freePort();
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: directory,
    fsync: 'off',
    full_page_writes: 'off',
    max_connections: 300,
  };
  const server = spawn(
    join(programs, 'postgres'),
    [
      '-D',
      data,
      ...Object.entries(settings).flatMap(([key, value]) => [
        '-c',
        `${key}=${value}`,
      ]),
    ],
    { ...user, cwd: directory, stdio: 'ignore', detached: true },
  );
  const exited = new Promise(resolve => server.once('exit', resolve));

  const started = Date.now();
  while (!(await isTaken(port))) {
    if (server.exitCode !== null || Date.now() - started > START_TIMEOUT_MS) {
      throw new Error(`PostgreSQL did not start in ${directory}`);
    }
    await sleep(100);
  }

  return {
    connectionString: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    async stop() {
      // "Immediate" shutdown: there is nothing to keep.
      server.kill('SIGQUIT');
      await exited;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
