import { connect as connectTcp, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import createKnex from 'knex';
import type { Knex } from 'knex';
import type { PgConnection } from './pgConnection';
import { notify } from './notify';
import { createPgSession } from './pgSession';
import type { PgSessionKeeper } from './pgSession';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_15'] });
const onPostgres = databases.supports('POSTGRES_15') ? describe : describe.skip;

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

/** A network that can fall silent: nothing arrives any more, but no connection is closed. */
async function startNetwork(host: string, port: number) {
  const sockets = new Set<Socket>();
  const server = createServer(client => {
    const upstream = connectTcp(port, host);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ]) {
      sockets.add(from);
      from.on('error', () => {});
      from.on('close', () => to.destroy());
      from.pipe(to);
    }
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    fallSilent: () => sockets.forEach(socket => socket.unpipe()),
    async stop() {
      sockets.forEach(socket => socket.destroy());
      await new Promise(resolve => server.close(resolve));
    },
  };
}

onPostgres('a session with PostgreSQL', () => {
  let knex: Knex;
  const keepers: PgSessionKeeper[] = [];
  const others: Knex[] = [];
  const logger = mockServices.logger.mock();

  function create(on = knex) {
    const keeper = createPgSession({
      knex: on,
      logger,
      keepaliveMs: 50,
      deadlineMs: 500,
    });
    keepers.push(keeper);
    return keeper;
  }
  function another(changes: Partial<Knex.Config>): Knex {
    const it = createKnex({ ...knex.client.config, ...changes });
    others.push(it);
    return it;
  }
  beforeEach(async () => {
    jest.clearAllMocks();
    knex = await databases.init('POSTGRES_15');
  });
  afterEach(async () => {
    await Promise.all(keepers.splice(0).map(it => it.stop()));
    await Promise.all(others.splice(0).map(it => it.destroy()));
    await knex.destroy();
  });

  it('keeps session locks while it lasts, and releases them when it is closed', async () => {
    const keeper = create();
    await keeper.start();
    expect(keeper.mode).toBe('session');
    const take = 'select pg_try_advisory_lock(4, 2) as taken';
    expect(await keeper.session!.query(take)).toEqual([{ taken: true }]);
    const { rows } = await knex.raw(take);
    expect(rows).toEqual([{ taken: false }]);
    const { ended } = keeper.session!;
    await keeper.stop();
    expect(ended.aborted).toBe(true);
    expect(keeper.session).toBeUndefined();
    for (;;) {
      const again = await knex.raw(take);
      if (again.rows[0].taken) {
        break;
      }
    }
  });

  it('receives committed notifications, and none that are rolled back', async () => {
    const heard: string[] = [];
    const keeper = create();
    keeper.listen('changes', { onNotification: it => heard.push(it) });
    await keeper.start();
    await knex
      .transaction(async trx => {
        await notify(trx, 'changes', 'never');
        throw new Error('rolled back');
      })
      .catch(() => {});
    await knex.transaction(trx => notify(trx, 'changes', 'committed'));
    await until(() => heard.length > 0);
    expect(heard).toEqual(['committed']);
  });

  it('receives nothing from the same plugin in another schema of the database', async () => {
    await knex.raw('create schema other');
    const heard: string[] = [];
    const [here, there] = [create(), create(another({ searchPath: 'other' }))];
    here.listen('changes', { onNotification: it => heard.push(`here ${it}`) });
    there.listen('changes', {
      onNotification: it => heard.push(`there ${it}`),
    });
    await Promise.all([here.start(), there.start()]);
    await notify(another({ searchPath: 'other' }), 'changes', '1');
    await notify(knex, 'changes', '2');
    await until(() => heard.length === 2);
    expect(heard.sort()).toEqual(['here 2', 'there 1']);
  });

  it('reconnects when the server ends it, listens again and reports a gap', async () => {
    const notified: string[] = [];
    const keeper = create();
    keeper.subscribe({
      onUp: () => {
        notified.push('up');
      },
      onDown: () => notified.push('down'),
    });
    keeper.listen('changes', {
      onNotification: it => notified.push(it),
      onGap: () => notified.push('gap'),
    });
    await keeper.start();
    expect(notified).toEqual(['gap', 'up']);
    const { pid } = keeper.session!;
    await knex.raw('select pg_terminate_backend(?)', [pid]);
    await until(() => notified.length === 5);
    expect(notified).toEqual(['gap', 'up', 'down', 'gap', 'up']);
    expect(keeper.session!.pid).not.toBe(pid);
    await notify(knex, 'changes', 'heard again');
    await until(() => notified.includes('heard again'));
    expect(logger.warn).toHaveBeenCalledTimes(1);
  });

  it('detects a network that falls silent', async () => {
    const { host, port } = knex.client.config.connection;
    const network = await startNetwork(host, Number(port));
    const keeper = create(
      another({
        connection: {
          ...knex.client.config.connection,
          host: '127.0.0.1',
          port: network.port,
        },
      }),
    );
    await keeper.start();
    const { pid, ended } = keeper.session!;
    network.fallSilent();
    await until(() => ended.aborted);
    await until(() => keeper.mode === 'session');
    expect(keeper.session!.pid).not.toBe(pid);
    await keeper.stop();
    await network.stop();
  });

  it("uses the pool's role", async () => {
    const role = `tenant_${Date.now()}`;
    await knex.raw('create role ?? nologin', [role]);
    await knex.raw('grant ?? to current_user', [role]);
    const withRole = another({});
    withRole.client.pool.on(
      'createSuccess',
      (_event: unknown, connection: PgConnection) =>
        connection.query(`set role ${role}`),
    );
    const keeper = create(withRole);
    await keeper.start();
    const [{ current_user: user }] = await keeper.session!.query<{
      current_user: string;
    }>('select current_user');
    expect(user).toBe(role);
    await keeper.stop();
    await withRole.destroy();
    await knex.raw('drop role ??', [role]);
  });

  it('logs once that a pooler gives each transaction another connection', async () => {
    const pooled = another({});
    const acquire = pooled.client.acquireRawConnection.bind(pooled.client);
    // Like PgBouncer in transaction mode: its own process id, and no notification between transactions.
    pooled.client.acquireRawConnection = async () => {
      const connection: PgConnection = await acquire();
      connection.processID = 1;
      const on = connection.on.bind(connection) as (
        event: string,
        listener: (it: unknown) => void,
      ) => unknown;
      connection.on = (event: string, listener: never) =>
        event === 'notification' ? connection : on(event, listener);
      return connection;
    };
    const keeper = create(pooled);
    await keeper.start();
    expect(keeper.mode).toBe('polling');
    expect(keeper.session).toBeUndefined();
    await keeper.start();
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringMatching(/pooler.*PgBouncer/),
    );
  });
});
