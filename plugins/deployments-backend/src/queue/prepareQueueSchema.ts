import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { EngineModel } from '../domain/model/deploymentsModel';

type QueueSettings = EngineModel['queue'];

/** pg-boss accepts up to fifty bytes, and only identifiers that need no quotes. */
const MAX_NAME_BYTES = 50;
/** The advisory lock for creating tables. It can be any number that no other software locks in this database. */
const INSTALL_LOCK = 6_105_240_331_207;

/** The schema version of pg-boss 12.35, as stored in its table `version`. */
const SCHEMA_VERSION = 43;

/** The tables of pg-boss 12.35. If one is missing, pg-boss fails without a useful error. */
const TABLES = [
  'version',
  'queue',
  'job',
  'job_common',
  'job_dependency',
  'schedule',
  'subscription',
  'bam',
  'warning',
  'queue_stats',
];

/** PostgreSQL's codes for missing tables, functions, types and schemas. */
const MISSING_CODES = new Set(['42P01', '42883', '42704', '3F000']);

/** Whether an error means that the queue's tables are damaged or missing. */
export function isMissingError(error: unknown): boolean {
  const { code, message } = (error ?? {}) as {
    code?: unknown;
    message?: unknown;
  };
  return (
    (typeof code === 'string' && MISSING_CODES.has(code)) ||
    // The message of pg-boss when the row of the queue is missing.
    (typeof message === 'string' && /^Queue \S+ does not exist/.test(message))
  );
}

/**
 * Returns the queue's schema: the configured one, or one named after the plugin's schema, so that both division modes
 * are separate.
 */
export async function findQueueSchema(
  knex: Knex,
  settings: QueueSettings,
): Promise<string> {
  if (settings.schema !== undefined) {
    return settings.schema;
  }
  const { rows } = await knex.raw<{ rows: { name: string | null }[] }>(
    'select current_schema() as name',
  );
  const own = rows[0].name ?? 'public';
  return own === 'public' ? 'deployments_queue' : plainName(`${own}_queue`);
}

function plainName(name: string): string {
  const plain = name.toLowerCase().replace(/\W/g, '_').replace(/^\d/, '_$&');
  if (plain === name && Buffer.byteLength(name) <= MAX_NAME_BYTES) {
    return name;
  }
  // The hash keeps two different names different.
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${plain.slice(0, MAX_NAME_BYTES - 9)}_${hash}`;
}

/**
 * Creates the schema and drops damaged tables, so that pg-boss can create them again. With `rebuild`, drops all tables. If the
 * database role may not do that, throws an error that says what to grant or configure.
 */
export async function prepareQueueSchema(
  knex: Knex,
  schema: string,
  settings: QueueSettings,
  how: 'keep' | 'rebuild',
): Promise<void> {
  await knex.transaction(async trx => {
    // Replicas that start together must not drop what another one has just created.
    await trx.raw('select pg_advisory_xact_lock(?::bigint)', [INSTALL_LOCK]);
    const facts = await readFacts(trx, schema);
    if (!facts.exists) {
      if (!settings.createSchema || !facts.maycreateschema) {
        throw new Error(missingSchema(schema, facts));
      }
      await trx.raw('create schema ??', [schema]);
      return;
    }
    const found = await findTables(trx, schema);
    if (how === 'keep' && found.length === TABLES.length) {
      return;
    }
    if (!facts.maycreate) {
      throw new Error(
        `The database role '${facts.role}' has no permission to create the tables of the wake-up queue in schema '${schema}'. Ask a database administrator to run: GRANT USAGE, CREATE ON SCHEMA "${schema}" TO "${facts.role}"; or set deployments.engine.queue.schema to a schema where the role may create tables.`,
      );
    }
    if (found.length > 0) {
      if (found.includes('version')) {
        await refuseNewer(trx, schema);
      }
      await removeRemains(trx, schema);
    }
  });
}

interface Facts {
  role: string;
  database: string;
  exists: boolean;
  maycreateschema: boolean;
  maycreate: boolean;
}

async function readFacts(trx: Knex, schema: string): Promise<Facts> {
  const { rows } = await trx.raw<{ rows: Facts[] }>(
    `select current_user as role, current_database() as database,
       n.oid is not null as exists,
       has_database_privilege(current_database(), 'CREATE') as maycreateschema,
       coalesce(has_schema_privilege(n.oid, 'CREATE')
         and has_schema_privilege(n.oid, 'USAGE'), false) as maycreate
     from (select ?::text as name) asked
     left join pg_namespace n on n.nspname = asked.name`,
    [schema],
  );
  return rows[0];
}

async function findTables(trx: Knex, schema: string): Promise<string[]> {
  const { rows } = await trx.raw<{ rows: { name: string }[] }>(
    `select c.relname as name from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = ? and c.relname = any(?) and c.relkind in ('r', 'p')`,
    [schema, TABLES],
  );
  return rows.map(({ name }) => name);
}

/** Throws if newer replicas have created the tables, because during an upgrade, old ones must not drop or replace them. */
async function refuseNewer(trx: Knex, schema: string): Promise<void> {
  const row = await trx
    .withSchema(schema)
    .from('version')
    .max({ version: 'version' })
    .first();
  if (Number(row?.version ?? 0) > SCHEMA_VERSION) {
    throw new Error(
      `A newer version of the plugin created the tables of the wake-up queue in schema '${schema}'. Upgrade this replica, or drop the schema if no replica runs a newer version.`,
    );
  }
}

/** Drops only what pg-boss created, because the configured schema may contain other things too. */
async function removeRemains(trx: Knex, schema: string): Promise<void> {
  for (const table of TABLES) {
    await trx.raw('drop table if exists ??.?? cascade', [schema, table]);
  }
  const { rows } = await trx.raw<{ rows: { signature: string }[] }>(
    `select p.oid::regprocedure::text as signature from pg_proc p
     join pg_namespace n on n.oid = p.pronamespace
     where n.nspname = ?
       and p.proname in ('create_queue', 'delete_queue', 'job_now', 'job_table_format', 'job_table_run', 'job_table_run_async')`,
    [schema],
  );
  for (const { signature } of rows) {
    // PostgreSQL has quoted and qualified the signature already.
    await trx.raw(`drop function if exists ${signature} cascade`);
  }
  await trx.raw('drop type if exists ??.job_state cascade', [schema]);
}

function missingSchema(schema: string, { role, database }: Facts): string {
  return `The schema '${schema}' of the wake-up queue is missing in database '${database}', and the database role '${role}' has no permission to create it (or deployments.engine.queue.createSchema is false). Ask a database administrator to run: CREATE SCHEMA "${schema}" AUTHORIZATION "${role}"; or GRANT CREATE ON DATABASE "${database}" TO "${role}"; or set deployments.engine.queue.schema to a schema where the role may create tables.`;
}
