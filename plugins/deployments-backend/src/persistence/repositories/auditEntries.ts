import type {
  AuditEntry,
  Principal,
} from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import { inChunks } from '../inChunks';
import type { AuditFilter } from '../../domain/model/filters';
import type { BigIntColumn } from '../columns';
import {
  readNumber,
  readOptionalJson,
  readOptionalNumber,
  readOptionalText,
  writeOptionalJson,
} from '../columns';
import { decodeCursor, page } from '../cursor';
import { getDialect } from '../getDialect';
import type { AddedRows } from '../insertRows';
import { insertRows } from '../insertRows';
import type { NewAuditEntry } from '../../domain/model/auditEntry';

/** An audit entry, with its position and hashes once it is sealed into the chain. */
export interface StoredAuditEntry extends NewAuditEntry {
  id: number;
  position?: number;
  previousHash?: string;
  hash?: string;
}

interface AuditRow {
  id: BigIntColumn;
  at: BigIntColumn;
  actor: string;
  on_behalf_of: string | null;
  via: Principal['via'];
  action: string;
  outcome: AuditEntry['outcome'];
  service: string | null;
  environment: string | null;
  deployment_id: string | null;
  reason: string | null;
  details: string | null;
  position: BigIntColumn | null;
  previous_hash: string | null;
  hash: string | null;
}

const TABLE = 'audit_entries';

export function toAuditRows(entries: NewAuditEntry[]): AddedRows {
  return {
    table: TABLE,
    rows: entries.map(entry => ({
      at: entry.at,
      actor: entry.actor.principal,
      on_behalf_of: entry.actor.onBehalfOf ?? null,
      via: entry.actor.via,
      action: entry.action,
      outcome: entry.outcome,
      service: entry.service ?? null,
      environment: entry.environment ?? null,
      deployment_id: entry.deploymentId ?? null,
      reason: entry.reason ?? null,
      details: writeOptionalJson(entry.details),
    })),
  };
}

export async function appendAudit(
  trx: Knex.Transaction,
  entries: NewAuditEntry[],
): Promise<void> {
  await insertRows(trx, TABLE, toAuditRows(entries).rows);
}

export async function listAudit(
  on: Knex,
  filter: AuditFilter,
): Promise<{ items: AuditEntry[]; nextCursor?: string }> {
  const query = on<AuditRow>(TABLE)
    .orderBy([
      { column: 'at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(filter.limit + 1);
  const exact = {
    deployment_id: filter.deploymentId,
    service: filter.service,
    environment: filter.environment,
    actor: filter.actor,
  };
  for (const [column, value] of Object.entries(exact)) {
    if (value !== undefined) {
      query.where(column, value);
    }
  }
  if (filter.since !== undefined) {
    query.where('at', '>=', filter.since);
  }
  if (filter.until !== undefined) {
    query.where('at', '<', filter.until);
  }
  if (filter.cursor !== undefined) {
    const { at, id } = decodeCursor(filter.cursor);
    query.where(after =>
      after
        .where('at', '<', at)
        .orWhere(same => same.where('at', at).where('id', '<', Number(id))),
    );
  }
  const { items, nextCursor } = page(await query, filter.limit, row => ({
    at: readNumber(row.at),
    id: String(row.id),
  }));
  return {
    items: items
      .map(toEntry)
      .map(({ id, at, position, previousHash, hash, ...entry }) => ({
        ...entry,
        id: String(id),
        at: new Date(at).toISOString(),
      })),
    nextCursor,
  };
}

/** Returns the entries that are not sealed yet, in the order in which they were written. */
export async function readUnsealedEntries(
  on: Knex,
  limit: number,
): Promise<StoredAuditEntry[]> {
  const rows = await on<AuditRow>(TABLE)
    .whereNull('position')
    .orderBy('id')
    .limit(limit);
  return rows.map(toEntry);
}

/** Summarizes the unsealed entries, using the index on the position. */
export async function summarizeUnsealed(
  on: Knex,
): Promise<{ count: number; oldestAt?: number }> {
  const row = await on(TABLE)
    .whereNull('position')
    .count({ count: '*' })
    .min({ oldest: 'at' })
    .first();
  return {
    count: readNumber(row?.count ?? 0),
    oldestAt: readOptionalNumber(
      row?.oldest as BigIntColumn | null | undefined,
    ),
  };
}

/**
 * Lets one sealer work at a time, until the transaction ends. Returns false if another one is working. This is not a
 * table lock, because that would block autovacuum.
 */
export async function lockChain(trx: Knex.Transaction): Promise<boolean> {
  return getDialect(trx).tryLock(trx, 'audit chain');
}

export async function readLastSealed(
  on: Knex,
): Promise<StoredAuditEntry | undefined> {
  const row = await on<AuditRow>(TABLE)
    .whereNotNull('position')
    .orderBy('position', 'desc')
    .first();
  return row && toEntry(row);
}

export interface Seal {
  id: number;
  position: number;
  previousHash: string;
  hash: string;
}

/** Entries per statement: both databases limit the number of values. */
const ENTRIES_PER_STATEMENT = 100;

/** Writes positions and hashes. The unique position rejects a second sealer of the same entry. */
export async function sealEntries(
  trx: Knex.Transaction,
  seals: readonly Seal[],
): Promise<void> {
  for (const some of inChunks(seals, ENTRIES_PER_STATEMENT)) {
    const values = some
      .map(() => '(cast(? as bigint), cast(? as bigint), ?, ?)')
      .join(', ');
    await trx.raw(
      `with sealed (id, position, previous_hash, hash) as (values ${values})
       update ${TABLE} set
         position = sealed.position,
         previous_hash = sealed.previous_hash,
         hash = sealed.hash
       from sealed where ${TABLE}.id = sealed.id`,
      some.flatMap(({ id, position, previousHash, hash }) => [
        id,
        position,
        previousHash,
        hash,
      ]),
    );
  }
}

/** Returns the sealed entries after a position, in the order of the chain. */
export async function readSealedEntries(
  on: Knex,
  afterPosition: number,
  limit: number,
): Promise<StoredAuditEntry[]> {
  const rows = await on<AuditRow>(TABLE)
    .where('position', '>', afterPosition)
    .orderBy('position')
    .limit(limit);
  return rows.map(toEntry);
}

function toEntry(row: AuditRow): StoredAuditEntry {
  return {
    id: readNumber(row.id),
    at: readNumber(row.at),
    actor: {
      principal: row.actor,
      via: row.via,
      ...(row.on_behalf_of === null ? {} : { onBehalfOf: row.on_behalf_of }),
    },
    action: row.action,
    outcome: row.outcome,
    service: readOptionalText(row.service),
    environment: readOptionalText(row.environment),
    deploymentId: readOptionalText(row.deployment_id),
    reason: readOptionalText(row.reason),
    details: readOptionalJson(row.details),
    position: readOptionalNumber(row.position),
    previousHash: readOptionalText(row.previous_hash),
    hash: readOptionalText(row.hash),
  };
}
