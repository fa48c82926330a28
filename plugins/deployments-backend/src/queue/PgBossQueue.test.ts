import { TestDatabases } from '@backstage/backend-test-utils';
import createKnex from 'knex';
import type { Knex } from 'knex';
import {
  aWhile,
  createPgBoss,
  deferred,
  enqueue,
  until,
} from './__testUtils__/testQueues';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_15'] });
const onPostgres = databases.supports('POSTGRES_15') ? describe : describe.skip;

type Replica = Awaited<ReturnType<typeof createPgBoss>>;

onPostgres('wake-ups of several replicas', () => {
  let knex: Knex;
  const replicas: Replica[] = [];
  const others: Knex[] = [];

  async function replica(
    handler: (id: string, signal: AbortSignal) => Promise<void>,
    options: Parameters<typeof createPgBoss>[1] & { on?: Knex } = {},
  ): Promise<Replica> {
    const { on = knex, ...rest } = options;
    const it = await createPgBoss(on, rest);
    replicas.push(it);
    await it.queue.start(handler);
    return it;
  }
  function another(changes: Partial<Knex.Config>): Knex {
    const it = createKnex({ ...knex.client.config, ...changes });
    others.push(it);
    return it;
  }
  function getLogin(user: string): Partial<Knex.Config> {
    const { connection } = knex.client.config;
    return { connection: { ...connection, user, password: 'secret' } };
  }
  async function listTables(schema: string): Promise<number> {
    const { rows } = await knex.raw(
      'select 1 from pg_tables where schemaname = ?',
      [schema],
    );
    return rows.length;
  }
  beforeEach(async () => {
    knex = await databases.init('POSTGRES_15');
  });
  afterEach(async () => {
    await Promise.all(replicas.splice(0).map(it => it.stop()));
    await Promise.all(others.splice(0).map(it => it.destroy()));
    await knex.destroy();
  });

  it('go to one replica each, and only to replicas with room', async () => {
    const calls: string[] = [];
    const gate = deferred();
    const handler = (name: string) => async (id: string) => {
      calls.push(`${name} ${id}`);
      await gate.promise;
    };
    const a = await replica(handler('a'), { concurrency: 3 });
    // A replica that has not been started takes none.
    replicas.push(await createPgBoss(knex));
    await replica(handler('b'), { concurrency: 3 });
    const ids = Array.from({ length: 10 }, (_, index) => `${index}`);
    for (const id of ids) {
      await enqueue(knex, a.queue, id);
    }
    await until(() => calls.length === 6);
    await aWhile();
    expect(calls.filter(it => it.startsWith('a'))).toHaveLength(3);
    expect(calls.filter(it => it.startsWith('b'))).toHaveLength(3);
    gate.resolve();
    await until(() => calls.length === 10);
    expect(calls.map(it => it.slice(2)).sort()).toEqual(ids);
    expect(a.queue.description).toMatch(/LISTEN/);
  });

  it('are polled for when there is no LISTEN', async () => {
    const calls: string[] = [];
    const { queue, session } = await replica(
      async id => {
        calls.push(id);
      },
      { pollEveryMs: 30 },
    );
    await session.stop();
    expect(queue.description).toMatch(/polled/);
    await enqueue(knex, queue, 'a');
    await until(() => calls.includes('a'));
  });

  it('arrive again after the server has ended the listening connection', async () => {
    const calls: string[] = [];
    const { queue, session } = await replica(async id => {
      calls.push(id);
    });
    const { pid } = session.session!;
    await knex.raw('select pg_terminate_backend(?)', [pid]);
    await enqueue(knex, queue, 'while it was away');
    await until(() => session.session !== undefined);
    await until(() => calls.includes('while it was away'));
    await enqueue(knex, queue, 'after');
    await until(() => calls.includes('after'));
    expect(session.session?.pid).not.toBe(pid);
  });

  it.each([
    ['all tables', 'drop schema deployments_queue cascade'],
    ['one table', 'drop table deployments_queue.job_common cascade'],
    [
      'the tables but one',
      'drop table deployments_queue.job, deployments_queue.queue, deployments_queue.version cascade',
    ],
    ['a function', 'drop function deployments_queue.job_now cascade'],
    ['the queue', 'delete from deployments_queue.queue'],
  ])(
    'survive the loss of %s: commands succeed, the sweep finds due rows, and the queue recovers',
    async (_name, loss) => {
      const calls: string[] = [];
      const due = new Set<string>();
      const { queue, logger } = await replica(
        async id => {
          calls.push(id);
          due.delete(id);
        },
        {
          pollEveryMs: 200,
          findDue: async limit => [...due].slice(0, limit),
        },
      );
      await knex.schema.createTable('commands', table => table.text('text'));
      await knex.raw(loss);
      await knex.transaction(async trx => {
        await trx('commands').insert({ text: 'approve' });
        due.add('during');
        await queue.enqueue(trx, 'during');
        await trx('commands').insert({ text: 'and more' });
      });
      expect(await knex('commands')).toHaveLength(2);
      await until(() => calls.includes('during'));
      await until(async () => (await listTables('deployments_queue')) > 8);
      await until(() => /LISTEN/.test(queue.description));
      // Only the queue delivers this one.
      await until(async () => {
        await enqueue(knex, queue, 'after');
        return calls.includes('after');
      });
      const warnings = logger.warn.mock.calls.filter(([text]) =>
        /wake-up queue/.test(text),
      );
      expect(warnings.length).toBeLessThanOrEqual(1);
    },
  );

  it('are passed to other replicas when a replica stops', async () => {
    const calls: string[] = [];
    const stopping = await replica(
      (_id, signal) =>
        new Promise(resolve => {
          signal.addEventListener('abort', () => resolve());
        }),
      { concurrency: 1 },
    );
    await enqueue(knex, stopping.queue, 'at work');
    await aWhile();
    await enqueue(knex, stopping.queue, 'waits');
    await replica(async id => {
      calls.push(id);
    });
    await stopping.queue.stop();
    await until(() => calls.includes('at work') && calls.includes('waits'));
    await enqueue(knex, stopping.queue, 'let go of at last');
    await until(() => calls.includes('let go of at last'));
    expect(calls).toHaveLength(3);
  });

  it('do not delay a command while somebody locks the queue’s tables', async () => {
    const calls: string[] = [];
    const { queue } = await replica(async id => {
      calls.push(id);
    });
    const held = await knex.transaction();
    await held.raw(
      'lock table deployments_queue.job_common in access exclusive mode',
    );
    await enqueue(knex, queue, 'a');
    await until(() => calls.includes('a'));
    await held.rollback();
    expect(calls).toEqual(['a']);
  });

  it('of two schemas in one database stay separate', async () => {
    await knex.raw('create schema deployments');
    await knex.raw('create schema staging');
    const calls: string[] = [];
    const first = another({ searchPath: ['deployments'] });
    const second = another({ searchPath: ['staging'] });
    const a = await replica(
      async id => {
        calls.push(`a ${id}`);
      },
      { on: first },
    );
    const b = await replica(
      async id => {
        calls.push(`b ${id}`);
      },
      { on: second },
    );
    await enqueue(first, a.queue, '1');
    await enqueue(second, b.queue, '2');
    await until(() => calls.length === 2);
    await aWhile();
    expect(calls.sort()).toEqual(['a 1', 'b 2']);
    expect(await listTables('deployments_queue')).toBeGreaterThan(8);
    expect(await listTables('staging_queue')).toBeGreaterThan(8);
  });

  describe('for a role that may not create schemas', () => {
    const role = `locked_down_${process.pid}`;
    let restricted: Knex;

    beforeEach(async () => {
      await knex.raw(`create role ${role} login password 'secret'`);
      restricted = another(getLogin(role));
    });
    afterEach(async () => {
      await Promise.all(replicas.splice(0).map(it => it.stop()));
      await restricted.destroy();
      await knex.raw(`drop owned by ${role} cascade`);
      await knex.raw(`drop role ${role}`);
    });

    it('fail at the start and say what to grant or configure', async () => {
      await expect(createPgBoss(restricted)).rejects.toThrow(
        new RegExp(
          `CREATE SCHEMA "deployments_queue" AUTHORIZATION "${role}".*GRANT CREATE ON DATABASE.*deployments\\.engine\\.queue\\.schema`,
        ),
      );
    });

    it('say which schema lacks a grant', async () => {
      await knex.raw('create schema deployments_queue');
      await expect(createPgBoss(restricted)).rejects.toThrow(
        `GRANT USAGE, CREATE ON SCHEMA "deployments_queue" TO "${role}"`,
      );
    });

    it('use a schema that was created for the role', async () => {
      await knex.raw(`create schema made_for_it authorization ${role}`);
      const calls: string[] = [];
      const { queue } = await replica(
        async id => {
          calls.push(id);
        },
        {
          on: restricted,
          settings: { schema: 'made_for_it', createSchema: false },
        },
      );
      await enqueue(restricted, queue, 'a');
      await until(() => calls.includes('a'));
      expect(await listTables('made_for_it')).toBeGreaterThan(8);
    });
  });
});
