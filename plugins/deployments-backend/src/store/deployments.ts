import type {
  DeploymentKind,
  DeploymentStatus,
} from '@slipway/backstage-plugin-deployments-common';
import { TERMINAL_STATUSES } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import type { DeploymentFilter, PlaceRef } from '../engine/service';
import type { Snapshot } from '../pipeline/snapshot';
import { REDUCER_VERSION } from '../pipeline/snapshot';
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
  idempotency?: { key: string; requestHash: string };
}

interface DeploymentRow {
  id: string;
  kind: DeploymentKind;
  service: string;
  environment: string;
  artifact: string;
  status: DeploymentStatus;
  touched_at: BigIntColumn | null;
  epoch: number;
  owner: string | null;
  last_owner: string | null;
  lease_until: BigIntColumn | null;
  wake_at: BigIntColumn | null;
  state: string;
  snapshot: string | null;
  reducer_version: number;
  reverted_by: string | null;
  requested_at: BigIntColumn;
  finished_at: BigIntColumn | null;
  verification: string | null;
  request_hash: string | null;
}

const TABLE = 'deployments';

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
    reducer_version: snapshot?.reducerVersion ?? REDUCER_VERSION,
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

function placeColumns({ service, environment }: PlaceRef) {
  return { service, environment };
}

/** Writes a state that was read under the row's lock. */
export async function updateDeployment(
  trx: Knex.Transaction,
  state: DeploymentState,
  wakeAt: number | undefined,
): Promise<void> {
  await trx(TABLE)
    .where({ id: state.id })
    .update({ ...columnsOf(state), wake_at: wakeAt ?? null });
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

function stateOf(
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

/** Takes the deployment for a process. The caller holds the row's lock and has checked that it may. */
export async function claimDeployment(
  trx: Knex.Transaction,
  id: string,
  claim: { owner: string; epoch: number; leaseUntil: number },
): Promise<void> {
  await trx(TABLE).where({ id }).update({
    owner: claim.owner,
    last_owner: claim.owner,
    epoch: claim.epoch,
    lease_until: claim.leaseUntil,
  });
}

/** Lets go; the caller holds the row's lock and owns the deployment. */
export async function releaseDeployment(
  trx: Knex.Transaction,
  id: string,
  wakeAt: number | undefined,
): Promise<void> {
  await trx(TABLE)
    .where({ id })
    .update({ owner: null, lease_until: null, wake_at: wakeAt ?? null });
}

export async function updateWakeAt(
  trx: Knex.Transaction,
  id: string,
  wakeAt: number | undefined,
): Promise<void> {
  await trx(TABLE)
    .where({ id })
    .update({ wake_at: wakeAt ?? null });
}

/** Keeps the lease, and says how far the deployment is. `undefined`: it is no longer ours. */
export async function renewLease(
  trx: Knex.Transaction,
  id: string,
  claim: { owner: string; epoch: number; leaseUntil: number },
): Promise<{ seq: number } | undefined> {
  const rows = await trx(TABLE)
    .where({ id, owner: claim.owner, epoch: claim.epoch })
    .update({ lease_until: claim.leaseUntil });
  if (rows === 0) {
    return undefined;
  }
  const row = await trx(TABLE).where({ id }).first('seq');
  return { seq: row.seq };
}

/**
 * On SQLite, at start: whoever was at work is gone, because there is one process at a time. `lease_until` stays: what
 * the old owner called may still be going on at a provider that cannot tell owners apart.
 */
export async function releaseAllOwners(on: Knex): Promise<void> {
  await on(TABLE).whereNotNull('owner').update({ owner: null });
}

/** Deployments that can be claimed and have work, the longest due first. */
export async function findDue(
  on: Knex,
  now: number,
  limit: number,
): Promise<string[]> {
  const rows = await dueQuery(on, now)
    .orderBy('wake_at')
    .limit(limit)
    .select('id');
  return rows.map(row => row.id);
}

export async function summarizeDue(
  on: Knex,
  now: number,
): Promise<{ count: number; oldestAt?: number }> {
  const row = await dueQuery(on, now)
    .count({ count: '*' })
    .min({ oldest: 'wake_at' })
    .first();
  return {
    count: readNumber(row?.count ?? 0),
    oldestAt: readOptionalNumber(
      row?.oldest as BigIntColumn | null | undefined,
    ),
  };
}

function dueQuery(on: Knex, now: number) {
  return on<DeploymentRow>(TABLE)
    .where('wake_at', '<=', now)
    .where('reducer_version', '<=', REDUCER_VERSION)
    .where(free => free.whereNull('owner').orWhere('lease_until', '<', now));
}

/** Those that wait for the place, the first to go first: a hotfix, then in the order of the requests. */
export async function queuedAt(
  on: Knex,
  place: PlaceRef,
): Promise<DeploymentState[]> {
  const rows = await on<DeploymentRow>(TABLE)
    .where({ ...placeColumns(place), status: 'queued' })
    .orderBy([{ column: 'requested_at' }, { column: 'id' }])
    .select('state', 'snapshot');
  const states = rows.map(stateOf);
  return [
    ...states.filter(state => state.hotfix),
    ...states.filter(state => !state.hotfix),
  ];
}

/**
 * Wakes those of a service that are queued, in whatever environment: promotion looks at the one before. Returns whom.
 */
export async function wakeQueuedOf(
  trx: Knex.Transaction,
  service: string,
  now: number,
): Promise<string[]> {
  const rows = await trx<DeploymentRow>(TABLE)
    .where({ service, status: 'queued' })
    .select('id');
  const ids = rows.map(row => row.id);
  await trx(TABLE).whereIn('id', ids).update({ wake_at: now });
  return ids;
}

/** From now on it does not count as known good. */
export async function markReverted(
  trx: Knex.Transaction,
  id: string,
  by: string,
): Promise<void> {
  await trx(TABLE).where({ id }).update({ reverted_by: by });
}

/** The most recently finished one that succeeded with its checks passed and was not rolled back. */
export async function findLastKnownGood(
  on: Knex,
  place: PlaceRef,
  except?: string,
): Promise<DeploymentState | undefined> {
  const query = on<DeploymentRow>(TABLE)
    .where({
      ...placeColumns(place),
      status: 'succeeded',
      verification: 'passed',
    })
    .whereIn('kind', ['deploy', 'rollback', 'restart'])
    .whereNull('reverted_by')
    .orderBy([
      { column: 'finished_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ]);
  if (except !== undefined) {
    query.whereNot('id', except);
  }
  const [row] = await query.limit(1).select('state', 'snapshot');
  return row && stateOf(row);
}

/** The newest one that changed the place after another began to; `undefined`: that one was the last. */
export async function findNewerTouched(
  on: Knex,
  place: PlaceRef,
  than: DeploymentState,
): Promise<DeploymentState | undefined> {
  const [row] = await on<DeploymentRow>(TABLE)
    .where(placeColumns(place))
    .where('touched_at', '>', than.touchedAt ?? than.at)
    .whereNot('id', than.id)
    .orderBy('touched_at', 'desc')
    .limit(1)
    .select('state', 'snapshot');
  return row && stateOf(row);
}

/** The last one before a time that brought an artifact in. */
export async function findLatestOf(
  on: Knex,
  place: PlaceRef,
  artifact: string,
  before: number,
): Promise<DeploymentState | undefined> {
  const [row] = await on<DeploymentRow>(TABLE)
    .where({ ...placeColumns(place), artifact })
    .where('touched_at', '<', before)
    .orderBy('touched_at', 'desc')
    .limit(1)
    .select('state', 'snapshot');
  return row && stateOf(row);
}

/** Of each place of these services: what is queued or at work there, and the one that ended last. */
export async function latestDeployments(
  on: Knex,
  services: string[],
): Promise<DeploymentState[]> {
  const states: DeploymentState[] = [];
  for (let from = 0; from < services.length; from += 500) {
    const some = services.slice(from, from + 500);
    const lastFinished = on(TABLE)
      .whereIn('service', some)
      .whereNotNull('finished_at')
      .groupBy('service', 'environment')
      .max({ at: 'finished_at' })
      .select('service', 'environment')
      .as('last');
    const rows: DeploymentRow[] = await on(TABLE)
      .leftJoin(lastFinished, join =>
        join
          .on('deployments.service', 'last.service')
          .andOn('deployments.environment', 'last.environment'),
      )
      .whereIn('deployments.service', some)
      .where(wanted =>
        wanted
          .whereNotIn('status', [...TERMINAL_STATUSES])
          .orWhereRaw('deployments.finished_at = last.at'),
      )
      .orderBy([
        { column: 'deployments.requested_at', order: 'desc' },
        { column: 'deployments.id', order: 'desc' },
      ])
      .select('deployments.state', 'deployments.snapshot');
    states.push(...rows.map(stateOf));
  }
  return states;
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

/** How many deployments there are by status, terminal ones left out. */
export async function countByStatus(
  on: Knex,
): Promise<Partial<Record<DeploymentStatus, number>>> {
  const rows: { status: DeploymentStatus; count: BigIntColumn }[] = await on(
    TABLE,
  )
    .whereNotIn('status', [...TERMINAL_STATUSES])
    .groupBy('status')
    .select('status')
    .count({ count: '*' });
  return Object.fromEntries(rows.map(row => [row.status, Number(row.count)]));
}
