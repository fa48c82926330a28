import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestDatabases } from '@backstage/backend-test-utils';
import knexFactory from 'knex';
import type { Knex } from 'knex';
import { createDatabase } from './createDatabase';
import { hardenSqlite } from './sqlite/hardenSqlite';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

/**
 * Returns the code of the error that a write throws. The driver's errors belong to another realm than jest's, so
 * matchers don't recognize them.
 */
async function readErrorCode(write: () => Promise<unknown>): Promise<unknown> {
  try {
    await write();
    return undefined;
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
}

describe.each(databases.eachSupportedId())('writes to %s', databaseId => {
  let knex: Knex;
  beforeEach(async () => {
    knex = await databases.init(databaseId);
    await knex.schema.createTable('t', table => {
      table.integer('n').unique();
      table.text('text');
    });
  });
  afterEach(() => knex.destroy());

  it('count as succeeded when they changed something and were committed', async () => {
    const { knex: db, transaction, statement, writes } = createDatabase(knex);
    const hasSucceeded = () => writes().lastSucceededAt !== undefined;
    await db('t').select();
    await db('t').where({ n: 1 }).update({ text: 'nothing there' });
    await transaction(async trx => {
      await trx('t').select();
      await trx('t').where({ n: 1 }).del();
    });
    await transaction(async trx => {
      await trx('t').insert({ n: 1 });
      throw new Error('undone');
    }).catch(() => {});
    await db.with('few', db('t').select()).select(db.raw('1')).from('few');
    await db.raw('with one as (select 1 as n) select n from one');
    expect(hasSucceeded()).toBe(false);
    let isInside = true;
    await transaction(async trx => {
      await trx('t').insert({ n: 1 });
      isInside = hasSucceeded();
    });
    expect([isInside, hasSucceeded()]).toEqual([false, true]);

    const other = createDatabase(knex);
    await other.statement(on => on('t').where({ n: 1 }).update({ text: 'x' }));
    expect(other.writes()).toMatchObject({
      lastSucceededAt: expect.any(Number),
      isFailing: false,
    });
    await statement(on => on('t').insert({ n: 2 }));
  });

  it('say nothing about the database when the statement itself is wrong', async () => {
    const { knex: db, transaction, writes } = createDatabase(knex);
    await db('t').insert({ n: 1 });
    for (const write of [
      async () => db('t').insert({ n: 1 }),
      async () => db('nowhere').insert({ n: 1 }),
      () =>
        transaction(async trx => {
          await trx('t').insert({ n: 1 });
        }),
    ]) {
      expect(await readErrorCode(write)).toMatch(
        /^(SQLITE_(CONST|ERR)|23505|42P01)/,
      );
    }
    expect(writes().isFailing).toBe(false);
    expect(writes().lastFailedAt).toBeUndefined();
  });
});

describe('writes to a database file that cannot grow', () => {
  let directory: string;
  let knex: Knex;
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'slipway-full-'));
    knex = knexFactory({
      client: 'better-sqlite3',
      connection: { filename: join(directory, 'deployments.sqlite') },
      useNullAsDefault: true,
      pool: { min: 1, max: 1 },
    });
    await hardenSqlite(knex);
    await knex.schema.createTable('t', table => table.text('text'));
  });
  afterEach(async () => {
    await knex.destroy();
    rmSync(directory, { recursive: true });
  });

  it('count as failing until one succeeds again', async () => {
    const database = createDatabase(knex);
    await knex.raw('PRAGMA max_page_count = 3');
    const much = { text: `secret - ${'x'.repeat(100_000)}` };
    for (const write of [
      async () => knex('t').insert(much),
      () => database.statement(on => on('t').insert(much)),
      () =>
        database.transaction(async trx => {
          await trx('t').insert(much);
        }),
    ]) {
      // SQLite then rolls the transaction back itself, and knex tries the same once more.
      expect(await readErrorCode(write)).toMatch(/^SQLITE_(FULL|ERROR)$/);
      expect(database.writes()).toMatchObject({
        lastFailedAt: expect.any(Number),
        lastError: 'SQLITE_FULL: database or disk is full',
        isFailing: true,
      });
      // Reads, and writes that change nothing, do not end the failing state.
      await knex('t').select();
      await knex('t').where({ text: 'none' }).update({ text: '' });
      expect(database.writes().isFailing).toBe(true);
      await knex.raw('PRAGMA max_page_count = 1000');
      await database.statement(on => on('t').insert({ text: 'fits' }));
      expect(database.writes()).toMatchObject({
        lastSucceededAt: expect.any(Number),
        isFailing: false,
      });
      await knex.raw('PRAGMA max_page_count = 3');
    }
  });
});
