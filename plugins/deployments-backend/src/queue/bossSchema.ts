import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { EngineModel } from '../domain/model/deploymentsModel';

type QueueSettings = EngineModel['queue'];

/** pg-boss takes fifty bytes, and plain identifiers without being quoted. */
const MAX_NAME_BYTES = 50;
/** Any number that other software does not lock in this database. */
const INSTALL_LOCK = 6_105_240_331_207;

/** Of pg-boss 12.35, as in its table `version`. */
const SCHEMA_VERSION = 43;

/** What pg-boss 12.35 makes; without one of these it does not work, and does not notice. */
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

/** PostgreSQL's words for tables, functions, types or schemas that are not there. */
const MISSING_CODES = new Set(['42P01', '42883', '42704', '3F000']);

/** Whether an error says that the queue's tables are damaged or gone. */
export function saysMissing(error: unknown): boolean {
  const { code, message } = (error ?? {}) as {
    code?: unknown;
    message?: unknown;
  };
  return (
    (typeof code === 'string' && MISSING_CODES.has(code)) ||
    // pg-boss's own words when the row of the queue is gone.
    (typeof message === 'string' && /^Queue \S+ does not exist/.test(message))
  );
}

/** The schema of the queue: as configured, or named after the plugin's own, so that both division modes are separate. */
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
  // Two names must not become one.
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${plain.slice(0, MAX_NAME_BYTES - 9)}_${hash}`;
}

/**
 * Makes the schema and takes away what is left of damaged tables, so that pg-boss can make its own; `rebuild` takes away
 * all of them. Throws with what to grant or set when the role may not.
 */
export async function prepareQueueSchema(
  knex: Knex,
  schema: string,
  settings: QueueSettings,
  how: 'keep' | 'rebuild',
): Promise<void> {
  await knex.transaction(async trx => {
    // Replicas that start or recover together must not take away what another has just made.
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
        `The database role '${facts.role}' may not make the tables of the wake-up queue in schema '${schema}'. Have somebody who may run: GRANT USAGE, CREATE ON SCHEMA "${schema}" TO "${facts.role}"; or set deployments.engine.queue.schema to a schema where the role may create tables.`,
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

/** While replicas are upgraded one by one, the old ones must not take away what the new ones have made. */
async function refuseNewer(trx: Knex, schema: string): Promise<void> {
  const row = await trx
    .withSchema(schema)
    .from('version')
    .max({ version: 'version' })
    .first();
  if (Number(row?.version ?? 0) > SCHEMA_VERSION) {
    throw new Error(
      `The tables of the wake-up queue in schema '${schema}' were made by a newer version of the plugin; upgrade this replica, or drop the schema if there is no newer one`,
    );
  }
}

/** Only what pg-boss made: an administrator may have pointed it at a schema that holds other things as well. */
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
    // As PostgreSQL spells it, quoted and qualified where that is needed.
    await trx.raw(`drop function if exists ${signature} cascade`);
  }
  await trx.raw('drop type if exists ??.job_state cascade', [schema]);
}

function missingSchema(schema: string, { role, database }: Facts): string {
  return `The schema '${schema}' of the wake-up queue is missing in database '${database}', and the database role '${role}' may not make it (or deployments.engine.queue.createSchema is false). Have somebody who may run: CREATE SCHEMA "${schema}" AUTHORIZATION "${role}"; or GRANT CREATE ON DATABASE "${database}" TO "${role}"; or set deployments.engine.queue.schema to a schema where the role may create tables.`;
}
