import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestDatabases } from '@backstage/backend-test-utils';
import createKnex from 'knex';
import type { Knex } from 'knex';
import { createPgBoss, enqueue, until } from './__testUtils__/testQueues';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_15'] });
const program = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer'].find(existsSync);
// Runs where PgBouncer is installed. Elsewhere, the tests of the session and of the queue cover most of it.
const withPgBouncer =
  program && databases.supports('POSTGRES_15') ? describe : describe.skip;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}

const answers = (port: number) =>
  new Promise<boolean>(resolve => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

withPgBouncer('wake-ups through PgBouncer', () => {
  let direct: Knex;
  let pooled: Knex;
  let bouncer: ChildProcess;
  let folder: string;

  async function startPgBouncer(mode: 'transaction' | 'session') {
    const { host, port: upstream, user } = direct.client.config.connection;
    const port = await freePort();
    folder = mkdtempSync(join(tmpdir(), 'slipway-pgbouncer-'));
    const file = join(folder, 'pgbouncer.ini');
    writeFileSync(
      file,
      [
        '[databases]',
        `* = host=${host} port=${upstream} user=${user}`,
        '[pgbouncer]',
        'listen_addr = 127.0.0.1',
        `listen_port = ${port}`,
        'unix_socket_dir =',
        'auth_type = any',
        `pool_mode = ${mode}`,
        'ignore_startup_parameters = extra_float_digits',
      ].join('\n'),
    );
    const isRoot = process.getuid?.() === 0;
    bouncer = spawn(
      program!,
      ['-q', ...(isRoot ? ['-u', 'nobody'] : []), file],
      {
        stdio: 'ignore',
      },
    );
    await until(() => answers(port));
    pooled = createKnex({
      ...direct.client.config,
      connection: {
        ...direct.client.config.connection,
        host: '127.0.0.1',
        port,
      },
    });
  }
  beforeEach(async () => {
    direct = await databases.init('POSTGRES_15');
  });
  afterEach(async () => {
    await pooled.destroy();
    const gone = new Promise(resolve => bouncer.once('close', resolve));
    bouncer.kill('SIGTERM');
    await gone;
    rmSync(folder, { recursive: true });
    await direct.destroy();
  });

  it('in transaction mode are polled for, which is logged once', async () => {
    await startPgBouncer('transaction');
    const calls: string[] = [];
    const replica = await createPgBoss(pooled, { pollEveryMs: 50 });
    await replica.queue.start(async id => {
      calls.push(id);
    });
    expect(replica.session.mode).toBe('polling');
    expect(replica.queue.description).toMatch(/polled/);
    for (let index = 0; index < 20; index += 1) {
      await enqueue(pooled, replica.queue, `${index}`);
    }
    await until(() => calls.length === 20);
    expect(replica.logger.warn.mock.calls).toEqual([
      [expect.stringContaining('PgBouncer')],
    ]);
    await replica.stop();
  });

  it('in session mode arrive by LISTEN', async () => {
    await startPgBouncer('session');
    const calls: string[] = [];
    const replica = await createPgBoss(pooled);
    await replica.queue.start(async id => {
      calls.push(id);
    });
    expect(replica.session.mode).toBe('session');
    await enqueue(pooled, replica.queue, 'a');
    await until(() => calls.includes('a'));
    expect(replica.queue.description).toMatch(/LISTEN/);
    expect(replica.logger.warn).not.toHaveBeenCalled();
    await replica.stop();
  });
});
