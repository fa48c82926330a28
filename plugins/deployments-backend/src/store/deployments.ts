import type {
  DeploymentKind,
  DeploymentStatus,
} from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import type { DeploymentFilter, PlaceRef } from '../engine/service';
import type { Snapshot } from '../pipeline/snapshot';
import type { DeploymentState } from '../pipeline/state';
import type { BigIntColumn } from './columns';
import {
  readJson,
  readNumber,
  readOptionalNumber,
  readOptionalText,
  writeJson,
  writeOptionalJson,
} from './columns';
import { decodeCursor, page } from './cursor';
import { wherePlace } from './placeCondition';

/** A deployment's row: its state, and what the engine needs to take turns on it. */
export interface DeploymentRecord {
  state: DeploymentState;
  epoch: number;
  owner?: string;
  lastOwner?: string;
  leaseUntil?: number;
  wakeAt?: number;
  reducerVersion: number;
  revertedBy?: string;
}

/** Who owns what is deployed, as of the request: what teams own changes, history does not. */
export interface Ownership {
  ownerGroup?: string;
  system?: string;
  tier: string;
}

export interface NewDeployment extends Ownership {
  state: DeploymentState;
  wakeAt?: number;
  /** Of the code that folded its first event. */
  reducerVersion: number;
  idempotency?: { key: string; requestHash: string };
}

export interface DeploymentRow {
  id: string;
  kind: DeploymentKind;
  service: string;
  environment: string;
  artifact: string;
  status: DeploymentStatus;
  touched_at: BigIntColumn | null;
  seq: number;
  epoch: number;
  owner: string | null;
  last_owner: string | null;
  lease_until: BigIntColumn | null;
  wake_at: BigIntColumn | null;
  late_at: BigIntColumn | null;
  state: string;
  snapshot: string | null;
  reducer_version: number;
  reverted_by: string | null;
  requested_at: BigIntColumn;
  finished_at: BigIntColumn | null;
  verification: string | null;
  request_hash: string | null;
}

export const DEPLOYMENTS_TABLE = 'deployments';
const TABLE = DEPLOYMENTS_TABLE;

export async function insertDeployment(
  trx: Knex.Transaction,
  deployment: NewDeployment,
): Promise<void> {
  const { state } = deployment;
  await trx(TABLE).insert({
    id: state.id,
    kind: state.kind,
    service: state.service,
    environment: state.environment,
    version_id: state.version.id,
    artifact: state.version.artifact,
    golden_path: state.goldenPath.name,
    reverts: state.reverts ?? null,
    requested_by: state.requestedBy.principal,
    on_behalf_of: state.requestedBy.onBehalfOf ?? null,
    requested_via: state.requestedBy.via,
    requested_at: state.requestedAt,
    owner_group: deployment.ownerGroup ?? null,
    system: deployment.system ?? null,
    tier: deployment.tier,
    idempotency_key: deployment.idempotency?.key ?? null,
    request_hash: deployment.idempotency?.requestHash ?? null,
    wake_at: deployment.wakeAt ?? null,
    reducer_version: deployment.reducerVersion,
    ...columnsOf(state),
  });
}

/** The columns that follow from the state. */
function columnsOf(state: DeploymentState) {
  const { snapshot, ...rest } = state;
  return {
    status: state.status,
    seq: state.seq,
    state: writeJson(rest),
    snapshot: writeOptionalJson(snapshot),
    plan_hash: state.planHash ?? null,
    started_at: state.startedAt ?? null,
    touched_at: state.touchedAt ?? null,
    traffic_at: state.trafficAt ?? null,
    restored_at: state.restoredAt ?? null,
    finished_at: state.finishedAt ?? null,
    verification: state.verification ?? null,
  };
}

export function placeColumns({ service, environment }: PlaceRef) {
  return { service, environment };
}

/** Writes a state that was read under the row's lock. */
export async function updateDeployment(
  trx: Knex.Transaction,
  state: DeploymentState,
  written: { wakeAt?: number; lateAt?: number; reducerVersion: number },
): Promise<void> {
  await trx(TABLE)
    .where({ id: state.id })
    .update({
      ...columnsOf(state),
      wake_at: written.wakeAt ?? null,
      late_at: written.lateAt ?? null,
      reducer_version: written.reducerVersion,
    });
}

/** Writes what newer code makes of a row that was read under its lock: its state, and who has it from now on. */
export async function rewriteDeployment(
  trx: Knex.Transaction,
  record: DeploymentRecord,
): Promise<void> {
  await trx(TABLE)
    .where({ id: record.state.id })
    .update({
      ...columnsOf(record.state),
      reducer_version: record.reducerVersion,
      owner: record.owner ?? null,
      epoch: record.epoch,
      wake_at: record.wakeAt ?? null,
    });
}

/**
 * Locks the row until the transaction ends and reads it. An UPDATE is the lock that both databases have; it changes
 * nothing. `undefined`: there is none.
 */
export async function lockDeployment(
  trx: Knex.Transaction,
  id: string,
): Promise<DeploymentRecord | undefined> {
  const rows = await trx(TABLE)
    .where({ id })
    .update({ epoch: trx.ref('epoch') });
  return rows === 0 ? undefined : readDeployment(trx, id);
}

export async function readDeployment(
  on: Knex,
  id: string,
): Promise<DeploymentRecord | undefined> {
  const row = await on<DeploymentRow>(TABLE).where({ id }).first();
  return row && recordOf(row);
}

/** How far deployments have come, by id: the number of their last event. */
export async function readSeqs(
  on: Knex,
  ids: string[],
): Promise<Map<string, { seq: number } & PlaceRef>> {
  const seqs = new Map<string, { seq: number } & PlaceRef>();
  // PostgreSQL and SQLite bound the number of parameters of one statement.
  for (let from = 0; from < ids.length; from += 500) {
    const rows = await on<DeploymentRow>(TABLE)
      .whereIn('id', ids.slice(from, from + 500))
      .select('id', 'seq', 'service', 'environment');
    rows.forEach(({ id, ...row }) => seqs.set(id, row));
  }
  return seqs;
}

/** As `readDeployment`, where there must be one. */
export async function getDeployment(
  on: Knex,
  id: string,
): Promise<DeploymentState> {
  const record = await readDeployment(on, id);
  if (!record) {
    throw new Error(`Deployment ${id} does not exist`);
  }
  return record.state;
}

function recordOf(row: DeploymentRow): DeploymentRecord {
  return {
    state: stateOf(row),
    epoch: row.epoch,
    owner: readOptionalText(row.owner),
    lastOwner: readOptionalText(row.last_owner),
    leaseUntil: readOptionalNumber(row.lease_until),
    wakeAt: readOptionalNumber(row.wake_at),
    reducerVersion: row.reducer_version,
    revertedBy: readOptionalText(row.reverted_by),
  };
}

export function stateOf(
  row: Pick<DeploymentRow, 'state' | 'snapshot'>,
): DeploymentState {
  const state = readJson<DeploymentState>(row.state);
  if (row.snapshot !== null) {
    state.snapshot = readJson<Snapshot>(row.snapshot);
  }
  return state;
}

export async function findByIdempotencyKey(
  on: Knex,
  requestedBy: string,
  key: string,
): Promise<{ id: string; requestHash: string } | undefined> {
  const row: Pick<DeploymentRow, 'id' | 'request_hash'> | undefined = await on(
    TABLE,
  )
    .where({ requested_by: requestedBy, idempotency_key: key })
    .first('id', 'request_hash');
  return row && { id: row.id, requestHash: row.request_hash ?? '' };
}

export async function listDeployments(
  on: Knex,
  filter: DeploymentFilter,
): Promise<{ items: DeploymentState[]; nextCursor?: string }> {
  const query = on<DeploymentRow>(TABLE)
    .orderBy([
      { column: 'requested_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(filter.limit + 1);
  if (filter.services) {
    query.whereIn('service', filter.services);
  }
  if (filter.environment !== undefined) {
    query.where('environment', filter.environment);
  }
  if (filter.allowed) {
    wherePlace(query, filter.allowed);
  }
  if (filter.status) {
    query.whereIn('status', filter.status);
  }
  if (filter.kind) {
    query.where('kind', filter.kind);
  }
  if (filter.requestedBy !== undefined) {
    query.where('requested_by', filter.requestedBy);
  }
  if (filter.since !== undefined) {
    query.where('requested_at', '>=', filter.since);
  }
  if (filter.until !== undefined) {
    query.where('requested_at', '<', filter.until);
  }
  if (filter.cursor !== undefined) {
    const { at, id } = decodeCursor(filter.cursor);
    query.where(after =>
      after
        .where('requested_at', '<', at)
        .orWhere(same => same.where('requested_at', at).where('id', '<', id)),
    );
  }
  const rows = await query.select('id', 'requested_at', 'state', 'snapshot');
  const { items, nextCursor } = page(rows, filter.limit, row => ({
    at: readNumber(row.requested_at),
    id: row.id,
  }));
  return { items: items.map(stateOf), nextCursor };
}
