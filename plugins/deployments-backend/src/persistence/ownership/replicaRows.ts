import type { Knex } from 'knex';
import type { BigIntColumn } from '../columns';
import { readNumber } from '../columns';
import { getDialect } from '../getDialect';

/** A process that works on deployments. Times are epoch milliseconds by the database's clock. */
export interface Replica {
  /** What its deployments name as their `owner`. A replica that lost its lock gets a new one. */
  owner: string;
  /** Absent where there are no session locks; then only its leases show whether it is alive. */
  advisoryKey?: number;
  host: string;
  pid: number;
  startedAt: number;
  seenAt: number;
  /** Version of this package. */
  version: string;
  reducerVersion: number;
  /** Number of deployments that it worked on at `seenAt`. */
  inFlight: number;
}

export interface ListedReplica extends Replica {
  /** Whether its lock is held at this moment; absent where it has none. */
  holdsLock?: boolean;
}

interface ReplicaRow {
  owner: string;
  advisory_key: number | null;
  host: string;
  pid: number;
  started_at: BigIntColumn;
  seen_at: BigIntColumn;
  version: string;
  reducer_version: number;
  in_flight: number;
}

const TABLE = 'replicas';

/** The first of the two numbers of our advisory locks ("SLWP"); the second is the replica's own key. */
export const LOCK_CLASS = 0x534c5750;
/** Keys are below this: PostgreSQL takes signed 32-bit numbers and shows them as unsigned ones. */
export const MAX_ADVISORY_KEY = 2 ** 31 - 1;

/**
 * SQL for the keys that any session of this database holds; `objsubid` 2 means locks of two numbers. Keys are random
 * and were free when they were taken, so another installation in a schema of the same database does not have them.
 */
export const HELD_KEYS = `select objid::bigint as advisory_key from pg_locks
  where locktype = 'advisory' and granted and objsubid = 2 and classid = ${LOCK_CLASS}
    and database = (select oid from pg_database where datname = current_database())`;

/** Inserts a replica. Call it after taking the lock: a row whose key nobody holds belongs to a dead replica. */
export async function insertReplica(on: Knex, replica: Replica): Promise<void> {
  await on(TABLE).insert({
    owner: replica.owner,
    advisory_key: replica.advisoryKey ?? null,
    host: replica.host.slice(0, 300),
    pid: replica.pid,
    started_at: replica.startedAt,
    seen_at: replica.seenAt,
    version: replica.version.slice(0, 100),
    reducer_version: replica.reducerVersion,
    in_flight: replica.inFlight,
  });
}

/** Updates the replica's heartbeat. Returns false if its row was removed. */
export async function touchReplica(
  on: Knex,
  owner: string,
  seen: { seenAt: number; inFlight: number },
): Promise<boolean> {
  const rows = await on(TABLE)
    .where({ owner })
    .update({ seen_at: seen.seenAt, in_flight: seen.inFlight });
  return rows > 0;
}

/** Sets the key whose lock shows from now on whether the replica is alive. */
export async function setAdvisoryKey(
  on: Knex,
  owner: string,
  advisoryKey: number,
): Promise<void> {
  await on(TABLE).where({ owner }).update({ advisory_key: advisoryKey });
}

export async function removeReplica(on: Knex, owner: string): Promise<void> {
  await on(TABLE).where({ owner }).delete();
}

/** On SQLite, at start: removes all replicas, because only one process runs at a time. */
export async function removeAllReplicas(on: Knex): Promise<void> {
  await on(TABLE).delete();
}

/** Lists the replicas, the most recently started first. */
export async function listReplicas(knex: Knex): Promise<ListedReplica[]> {
  const rows = await knex<ReplicaRow>(TABLE).orderBy([
    { column: 'started_at', order: 'desc' },
    { column: 'owner' },
  ]);
  const held =
    getDialect(knex).name === 'postgres' &&
    rows.some(row => row.advisory_key !== null)
      ? new Set<number>(
          (await knex.raw(HELD_KEYS)).rows.map(
            (row: { advisory_key: BigIntColumn }) =>
              readNumber(row.advisory_key),
          ),
        )
      : undefined;
  return rows.map(row => ({
    owner: row.owner,
    ...(row.advisory_key === null
      ? {}
      : {
          advisoryKey: row.advisory_key,
          ...(held ? { holdsLock: held.has(row.advisory_key) } : {}),
        }),
    host: row.host,
    pid: row.pid,
    startedAt: readNumber(row.started_at),
    seenAt: readNumber(row.seen_at),
    version: row.version,
    reducerVersion: row.reducer_version,
    inFlight: row.in_flight,
  }));
}

/**
 * Removes replicas that own nothing and were not seen since a time. One that was only frozen inserts its row again
 * when it resumes. Returns the number of rows.
 */
export async function pruneReplicas(
  on: Knex,
  notSeenSince: number,
): Promise<number> {
  return on(TABLE)
    .where('seen_at', '<', notSeenSince)
    .whereNotExists(
      on('deployments').whereRaw('deployments.owner = replicas.owner'),
    )
    .delete();
}
