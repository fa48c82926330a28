import createKnex from 'knex';
import type { Knex } from 'knex';
import { getDialect } from './getDialect';

describe('the dialect of a connection', () => {
  it.each([
    ['pg', 'postgres'],
    ['better-sqlite3', 'sqlite'],
  ])('of %s is %s, also in a transaction', async (client, name) => {
    const knex = createKnex({
      client,
      connection: { filename: ':memory:' },
      useNullAsDefault: true,
    });
    expect(getDialect(knex).name).toBe(name);
    if (name === 'sqlite') {
      await knex.transaction(async trx =>
        expect(getDialect(trx).name).toBe(name),
      );
    }
    await knex.destroy();
  });

  it('of another database is an error that says what to set', () => {
    const knex = { client: { config: { client: 'mssql' } } } as unknown as Knex;
    expect(() => getDialect(knex)).toThrow(
      "does not support the database client 'mssql'. Set backend.database.client to 'pg' or 'better-sqlite3'.",
    );
  });
});
