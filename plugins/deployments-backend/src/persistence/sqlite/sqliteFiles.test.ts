import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import knexFactory from 'knex';
import type { Knex } from 'knex';
import { hardenSqlite } from './hardenSqlite';

describe('the files of SQLite', () => {
  let root: string;
  let folder: string;
  let knex: Knex | undefined;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'slipway-modes-'));
    folder = join(root, 'data');
    mkdirSync(folder);
    chmodSync(folder, 0o755);
  });
  afterEach(async () => {
    await knex?.destroy();
    knex = undefined;
    rmSync(root, { recursive: true });
  });

  const getMode = (path: string) => (statSync(path).mode & 0o7777).toString(8);
  const file = () => join(folder, 'deployments.sqlite');
  const open = async () => {
    knex = knexFactory({
      client: 'better-sqlite3',
      connection: { filename: file() },
      useNullAsDefault: true,
    });
    await hardenSqlite(knex);
    await knex.schema.createTable('t', table => table.integer('n'));
    return knex;
  };

  it('are private to their owner, including those that SQLite creates next to them', async () => {
    await open();
    expect(getMode(file())).toBe('600');
    expect(getMode(`${file()}-wal`)).toBe('600');
    expect(getMode(folder)).toBe('700');
  });

  it('from earlier runs are made private, including those of other plugins', async () => {
    for (const name of [
      'deployments.sqlite',
      'auth.sqlite',
      'auth.sqlite-wal',
      'notes.txt',
    ]) {
      writeFileSync(join(folder, name), '');
      chmodSync(join(folder, name), 0o644);
    }
    await open();
    expect(getMode(file())).toBe('600');
    expect(getMode(join(folder, 'auth.sqlite'))).toBe('600');
    expect(getMode(join(folder, 'auth.sqlite-wal'))).toBe('600');
    expect(getMode(join(folder, 'notes.txt'))).toBe('644');
  });

  it('leave a folder open that other users work in', async () => {
    chmodSync(folder, 0o1777);
    await open();
    expect(getMode(folder)).toBe('1777');
    expect(getMode(file())).toBe('600');
  });

  it('keep a mode that is stricter already', async () => {
    writeFileSync(file(), '');
    chmodSync(folder, 0o500);
    await open().catch(() => {});
    expect(getMode(folder)).toBe('500');
    chmodSync(folder, 0o700);
  });
});
