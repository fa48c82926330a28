import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import knexFactory from 'knex';
import type { Knex } from 'knex';
import { hardenSqlite } from './hardenSqlite';

describe('SQLite on disk', () => {
  let directory: string;
  const opened: Knex[] = [];

  function open(): Knex {
    const knex = knexFactory({
      client: 'better-sqlite3',
      connection: { filename: join(directory, 'deployments.sqlite') },
      useNullAsDefault: true,
      pool: { min: 1, max: 1 },
    });
    opened.push(knex);
    return knex;
  }

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'slipway-sqlite-'));
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map(knex => knex.destroy()));
    rmSync(directory, { recursive: true });
  });

  it('keeps acknowledged commands through power loss', async () => {
    const knex = open();
    await hardenSqlite(knex);
    expect(await knex.raw('PRAGMA journal_mode')).toEqual([
      { journal_mode: 'wal' },
    ]);
    expect(await knex.raw('PRAGMA synchronous')).toEqual([{ synchronous: 2 }]);
  });

  it('allows one process at a time', async () => {
    const first = open();
    await hardenSqlite(first);
    const second = open();
    await second.raw('PRAGMA busy_timeout = 50');
    await expect(hardenSqlite(second, 300)).rejects.toThrow(
      /Another process has the deployments database \S+ open/,
    );
    await first.destroy();
    await hardenSqlite(second, 5_000);
  });

  it('needs no hardening in memory', async () => {
    const knex = knexFactory({
      client: 'better-sqlite3',
      connection: ':memory:',
      useNullAsDefault: true,
    });
    opened.push(knex);
    await expect(hardenSqlite(knex)).resolves.toBeUndefined();
  });
});
