import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { atExit } from '../lib';

const PROGRAMS = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer'];

/**
 * Starts PgBouncer in transaction mode in front of a server. LISTEN and session locks do not work through it. It ends
 * with this process.
 *
 * @returns URL of the server through PgBouncer.
 */
export async function startPgBouncer(
  serverUrl: string,
  directory: string,
): Promise<string> {
  const program = PROGRAMS.find(existsSync);
  if (!program) {
    throw new Error(
      '--no-listen needs PgBouncer, which was not found. Install it, e.g. on Debian: `apt-get install pgbouncer`.',
    );
  }
  const { freePort, isTaken } = await import('../../scripts/lib/ports.mjs');
  const server = new URL(serverUrl);
  const port = await freePort();
  const users = join(directory, 'pgbouncer-users.txt');
  const config = join(directory, 'pgbouncer.ini');
  writeFileSync(users, `"${server.username}" "${server.password}"\n`);
  writeFileSync(
    config,
    [
      '[databases]',
      `* = host=${server.hostname} port=${server.port}`,
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${port}`,
      'unix_socket_dir =',
      'auth_type = trust',
      `auth_file = ${users}`,
      'pool_mode = transaction',
      'max_client_conn = 500',
      'default_pool_size = 60',
      'ignore_startup_parameters = extra_float_digits',
      'logfile =',
      '',
    ].join('\n'),
  );
  // PgBouncer does not run as root, the user of containers.
  const user = isRoot() ? { uid: readId('-u'), gid: readId('-g') } : undefined;
  if (user) {
    chmodSync(directory, 0o755);
    chownSync(config, user.uid, user.gid);
    chownSync(users, user.uid, user.gid);
  }
  const child = spawn(program, ['-q', config], { ...user, stdio: 'ignore' });
  atExit(() => child.kill('SIGKILL'));
  for (let tries = 0; !(await isTaken(port)); tries += 1) {
    if (child.exitCode !== null || tries > 100) {
      throw new Error('PgBouncer did not start');
    }
    await sleep(100);
  }
  const url = new URL(serverUrl);
  url.port = String(port);
  return url.toString();
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function readId(option: string): number {
  return Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
}
