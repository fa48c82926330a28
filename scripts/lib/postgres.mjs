import { execFileSync, spawn } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pollUntil } from './pollUntil.mjs';
import { freePort } from './ports.mjs';

const DEBIAN = '/usr/lib/postgresql';
const START_TIMEOUT_MS = 30_000;

/** Finds the folder of PostgreSQL's server programs; `undefined` if there is none. */
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

/** PostgreSQL does not run as root, the user of containers. */
function chooseUser() {
  if (process.getuid() !== 0) return {};
  const id = option =>
    Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/**
 * Whether the server accepts sessions: while it starts up, it listens but rejects them. Checks like a client, because
 * not every installation has `pg_isready`.
 *
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function acceptsSessions(port) {
  const version3 = 196_608;
  const parameters = Buffer.from('user\0postgres\0database\0postgres\0\0');
  const head = Buffer.alloc(8);
  head.writeInt32BE(head.length + parameters.length, 0);
  head.writeInt32BE(version3, 4);
  return new Promise(resolve => {
    const socket = connect({ port, host: '127.0.0.1' });
    const finish = isReady => {
      socket.destroy();
      resolve(isReady);
    };
    socket.once('connect', () =>
      socket.write(Buffer.concat([head, parameters])),
    );
    // An authentication request or its success starts with R, an error with E.
    socket.once('data', data => finish(data.toString('latin1', 0, 1) === 'R'));
    socket.once('error', () => finish(false));
    socket.once('close', () => finish(false));
  });
}

/** Faster; data survives a crash of the server, but not a power loss. */
const FOR_TESTS = { fsync: 'off', full_page_writes: 'off' };

/**
 * Starts an empty PostgreSQL server in a temporary directory, on a free port of the loopback address.
 *
 * @param {string} programs - Result of `findPostgres`.
 * @param {{settings?: Record<string, string | number>}} [options] - `settings`: server settings, e.g. `fsync: 'on'`;
 *   by default those for tests, with which data does not survive a power loss
 */
export async function startPostgres(programs, options = {}) {
  const user = chooseUser();
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
    max_connections: 300,
    ...FOR_TESTS,
    ...options.settings,
  };
  let server = startServer();
  await waitUntilListening();

  function startServer() {
    const child = spawn(
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
    const exited = new Promise(resolve => child.once('exit', resolve));
    return { child, exited };
  }

  async function waitUntilListening() {
    const isListening = await pollUntil(
      async () => {
        if (await acceptsSessions(port)) return true;
        return server.child.exitCode === null ? undefined : false;
      },
      { intervalMs: 100, timeoutMs: START_TIMEOUT_MS },
    );
    if (!isListening) {
      throw new Error(
        `PostgreSQL did not start in ${directory} within ${
          START_TIMEOUT_MS / 1000
        } s, or exited`,
      );
    }
  }

  async function end(signal) {
    server.child.kill(signal);
    await server.exited;
  }

  return {
    port,
    connectionString: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    /**
     * Restarts the server with the same data.
     *
     * @param {'fast' | 'immediate'} mode - `immediate`: like a crash, without a checkpoint
     */
    async restart(mode) {
      await end(mode === 'fast' ? 'SIGINT' : 'SIGQUIT');
      server = startServer();
      await waitUntilListening();
    },
    async stop() {
      // "Immediate" shutdown: the data is not needed any more.
      await end('SIGQUIT');
      rmSync(directory, { recursive: true, force: true });
    },
    /** Stops the server without waiting, for exit handlers. */
    killNow() {
      server.child.kill('SIGQUIT');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
