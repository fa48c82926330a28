import type { Knex } from 'knex';
import type { Verification } from '../auditSealing/sealAudit';
import { verifyChain } from '../auditSealing/sealAudit';
import { createDatabase } from '../../persistence/createDatabase';
import { migrate, findMigrationsDirectory } from '../../persistence/migrate';

export interface CopyOptions {
  /** A SQLite database that no portal has open. */
  from: Knex;
  /** An empty database; the tables are created in it. */
  to: Knex;
  onTable?(table: string, rows: number): void;
}

export interface Copied {
  /** Number of rows by table, in the order in which the tables were copied. */
  tables: Map<string, number>;
  /** The result of verifying the audit chain in the copy. */
  chain: Extract<Verification, { result: 'intact' }>;
}

type Row = Record<string, unknown>;

const ROWS_AT_ONCE = 500;
/** Tables of the database system, of Knex, and of Backstage's scheduler, which recreates its own. */
const FOREIGN_TABLES = /^(sqlite_|knex_|backstage_backend_tasks__)/;
/** Names the running processes. It stays empty in the copy, where none runs yet. */
const PROCESS_TABLE = 'replicas';

/**
 * Copies everything from SQLite to another database in one transaction. Verifies that each table has as many rows as
 * the original and that the audit chain is intact; otherwise it throws and nothing is copied.
 */
export async function copyTables(options: CopyOptions): Promise<Copied> {
  const { from, to, onTable } = options;
  await requireCurrent(from);
  await migrate(to);
  const tables = await listTablesInOrder(from);
  await requireEmpty(to, tables);

  return to.transaction(async trx => {
    const copied = new Map<string, number>();
    for (const table of tables) {
      const rows = await copyTable(from, trx, table);
      copied.set(table, rows);
      onTable?.(table, rows);
    }
    // No process owns a deployment in the copy. `lease_until` stays, because a provider call of the old process may
    // still be running.
    await trx('deployments').whereNotNull('owner').update({ owner: null });
    for (const [table, rows] of copied) {
      const there = await count(trx, table);
      if (there !== rows) {
        throw new Error(
          `Table ${table} has ${there} rows in the copy instead of ${rows}; nothing was copied`,
        );
      }
    }
    const chain = await verifyChain({ ...createDatabase(to), knex: trx });
    if (chain.result === 'broken') {
      throw new Error(
        `The audit chain of the copy is broken at entry ${chain.position}: ${chain.message}. Nothing was copied. If the chain of the original is intact, this is a bug of copy-database.`,
      );
    }
    return { tables: copied, chain };
  });
}

async function requireCurrent(from: Knex): Promise<void> {
  const directory = findMigrationsDirectory();
  const isOurs =
    (await from.schema.hasTable('deployments')) &&
    (await from.schema.hasTable('knex_migrations'));
  if (!isOurs) {
    throw new Error(
      'This is not a database of the deployments plugin: it has no table "deployments". The right file is deployments.sqlite in the folder that backend.database.connection.directory names',
    );
  }
  const [, pending]: [unknown, { file: string }[]] = await from.migrate.list({
    directory,
  });
  if (pending.length > 0) {
    throw new Error(
      `The SQLite database belongs to an older version: it lacks ${pending
        .map(({ file }) => file)
        .join(
          ', ',
        )}. Start this version of the portal on it once, stop it, and then copy`,
    );
  }
  // Fails with the same message as a portal start when the database is newer than this code.
  await migrate(from);
}

async function requireEmpty(to: Knex, tables: string[]): Promise<void> {
  for (const table of tables) {
    const rows = await count(to, table);
    if (rows > 0) {
      throw new Error(
        `The target is in use: table ${table} has ${rows} rows. Copy into an empty database or schema; nothing was copied`,
      );
    }
  }
}

/** Lists the plugin's tables, each after those that it refers to. */
async function listTablesInOrder(from: Knex): Promise<string[]> {
  const rows: { name: string }[] = await from.raw(
    `select name from sqlite_master where type = 'table' order by name`,
  );
  const names = rows
    .map(({ name }) => name)
    .filter(name => !FOREIGN_TABLES.test(name) && name !== PROCESS_TABLE);
  const ordered: string[] = [];
  const visit = async (name: string) => {
    if (ordered.includes(name)) {
      return;
    }
    const references: { table: string }[] = await from.raw(
      `select "table" from pragma_foreign_key_list(?)`,
      [name],
    );
    for (const { table } of references) {
      if (table !== name) {
        await visit(table);
      }
    }
    ordered.push(name);
  };
  for (const name of names) {
    await visit(name);
  }
  return ordered;
}

async function copyTable(
  from: Knex,
  to: Knex.Transaction,
  table: string,
): Promise<number> {
  const columns = await to(table).columnInfo();
  const convert = converter(columns);
  let copied = 0;
  let after = -1;
  for (;;) {
    const rows: (Row & { copied_rowid: number })[] = await from(table)
      .select('*', from.raw('rowid as copied_rowid'))
      .whereRaw('rowid > ?', [after])
      .orderByRaw('rowid')
      .limit(ROWS_AT_ONCE);
    const last = rows.at(-1);
    if (!last) {
      break;
    }
    await to.batchInsert(
      table,
      rows.map(({ copied_rowid: _, ...row }) => convert(row)),
      50,
    );
    copied += rows.length;
    after = last.copied_rowid;
  }
  await continueSequences(to, table, columns);
  return copied;
}

function converter(
  columns: Record<string, Knex.ColumnInfo>,
): (row: Row) => Row {
  return row =>
    Object.fromEntries(
      Object.entries(row).map(([column, value]) => {
        if (value !== null && columns[column]?.type === 'boolean') {
          return [column, Boolean(value)];
        }
        // PostgreSQL cannot store a zero byte in a text.
        return typeof value === 'string'
          ? [column, value.replaceAll('\u0000', '\ufffd')]
          : [column, value];
      }),
    );
}

/** Makes sequences continue after the highest copied number. */
async function continueSequences(
  to: Knex.Transaction,
  table: string,
  columns: Record<string, Knex.ColumnInfo>,
): Promise<void> {
  for (const [column, { defaultValue }] of Object.entries(columns)) {
    if (typeof defaultValue === 'string' && /^nextval\(/.test(defaultValue)) {
      await to.raw(
        `select setval(pg_get_serial_sequence(?, ?), max(??)) from ?? having max(??) is not null`,
        [`"${table}"`, column, column, table, column],
      );
    }
  }
}

async function count(on: Knex, table: string): Promise<number> {
  const row = await on(table).count({ count: '*' }).first();
  return Number(row?.count ?? 0);
}
