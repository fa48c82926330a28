import createKnex from 'knex';
import type { Knex } from 'knex';
import { getDialect } from './getDialect';

describe('the dialect of a connection', () => {
  it('to PostgreSQL', () => {
    expect(getDialect(createKnex({ client: 'pg' })).name).toBe('postgres');
  });

  it('to SQLite, also in a transaction', async () => {
    const knex = createKnex({
      client: 'better-sqlite3',
      connection: { filename: ':memory:' },
      useNullAsDefault: true,
    });
    const inTransaction = await knex.transaction(
      async trx => getDialect(trx).name,
    );
    expect([getDialect(knex).name, inTransaction]).toEqual([
      'sqlite',
      'sqlite',
    ]);
    await knex.destroy();
  });

  it('to another database is an error that says what to set', () => {
    const knex = { client: { config: { client: 'mysql' } } } as unknown as Knex;
    expect(() => getDialect(knex)).toThrow(
      "does not support the database client 'mysql'. Set backend.database.client to 'pg' or 'better-sqlite3'.",
    );
  });
});
