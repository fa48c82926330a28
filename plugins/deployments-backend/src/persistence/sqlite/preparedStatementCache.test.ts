import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { cachePreparedStatements } from './preparedStatementCache';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('cached prepared statements', () => {
  let knex: Knex;
  let compiled: string[];

  beforeEach(async () => {
    knex = await databases.init('SQLITE_3');
    await knex.schema.createTable('notes', table => {
      table.integer('id').primary();
      table.string('text');
    });
    const connection = await knex.client.acquireConnection();
    const compile = connection.prepare.bind(connection);
    compiled = [];
    connection.prepare = (sql: string) => {
      compiled.push(sql);
      return compile(sql);
    };
    await knex.client.releaseConnection(connection);
    await cachePreparedStatements(knex);
  });
  afterEach(() => knex.destroy());

  it('are compiled once, whatever their bindings are', async () => {
    for (const id of [1, 2, 3]) {
      await knex('notes').insert({ id, text: `note ${id}` });
    }
    const read = (id: number) => knex('notes').where({ id }).first();
    expect((await read(1)).text).toBe('note 1');
    expect((await read(3)).text).toBe('note 3');
    expect(await read(4)).toBeUndefined();
    expect(compiled).toHaveLength(2);
  });

  it('follow changes of the tables', async () => {
    await knex('notes').insert({ id: 1, text: 'one' });
    const all = () => knex.raw('select * from notes');
    expect(await all()).toEqual([{ id: 1, text: 'one' }]);
    await knex.raw(`alter table notes add column by text default 'alice'`);
    expect(await all()).toEqual([{ id: 1, text: 'one', by: 'alice' }]);
  });

  it('continue to work after one of them failed', async () => {
    const insert = () => knex('notes').insert({ id: 1, text: 'one' });
    await insert();
    await expect(insert()).rejects.toMatchObject({
      code: expect.stringMatching(/^SQLITE_CONSTRAINT/),
    });
    await knex('notes').delete();
    await insert();
    expect(await knex('notes')).toHaveLength(1);
  });

  it('are dropped when there are too many', async () => {
    const ask = (n: number) => knex.raw(`select ${n} as n`);
    await ask(0);
    for (let n = 1; n <= 1_000; n++) {
      await ask(n);
    }
    compiled.length = 0;
    await ask(1_000);
    expect(compiled).toEqual([]);
    expect(await ask(0)).toEqual([{ n: 0 }]);
    expect(compiled).toHaveLength(1);
  });
});
