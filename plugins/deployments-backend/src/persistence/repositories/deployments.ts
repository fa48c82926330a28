import type {
  DeploymentKind,
  DeploymentStatus,
} from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import { inChunks } from '../inChunks';
import type { ServiceEnvironmentRef } from '../../domain/model/serviceEnvironment';
import type { Snapshot } from '../../domain/deployment/snapshot';
import type { DeploymentState } from '../../domain/deployment/state';
import { awaitsPersonSince } from '../../domain/deployment/overdueDecision';
import { upcastState } from '../../domain/deployment/upcast';
import type { BigIntColumn } from '../columns';
import { getDialect } from '../getDialect';
import {
  readJson,
  readNumber,
  readOptionalNumber,
  readOptionalText,
  writeJson,
  writeOptionalJson,
} from '../columns';
import type { AddedRows } from '../insertRows';

/** A deployment's row: its state, and the columns that the engine uses to claim and wake it. */
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

/** Who owned the service at the time of the request. It is stored, because ownership may change later. */
export interface Ownership {
  ownerGroup?: string;
  system?: string;
  tier: string;
}

export interface NewDeployment extends Ownership {
  state: DeploymentState;
  wakeAt?: number;
  /** The version of the reducer that folded its first event. */
  reducerVersion: number;
  idempotency?: { key: string; requestHash: string };
}

/** Which process owns a deployment, and until when. */
export interface Lease {
  owner: string;
  epoch: number;
  leaseUntil: number;
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
  awaits_person_since: BigIntColumn | null;
  request_hash: string | null;
  demo: boolean;
}

export const DEPLOYMENTS_TABLE = 'deployments';
const TABLE = DEPLOYMENTS_TABLE;
/** The columns that processes other than the owner may change. */
const LIGHT_COLUMNS = [
  'seq',
  'epoch',
  'owner',
  'last_owner',
  'lease_until',
  'wake_at',
  'reducer_version',
  'reverted_by',
] as const;
/** The columns of a record. The others repeat parts of the state, to find deployments by them. */
const RECORD_COLUMNS = [...LIGHT_COLUMNS, 'state', 'snapshot'] as const;

export async function insertDeployment(
  trx: Knex.Transaction,
  deployment: NewDeployment,
  added: readonly AddedRows[] = [],
): Promise<void> {
  const inserted = trx(TABLE).insert(toRow(deployment));
  await getDialect(trx).changeAndInsert(trx, inserted, added);
}

/**
 * Inserts ended deployments that were made up for a demo. They have no events, wake-ups or owners. Those that are stored
 * already stay as they are.
 */
export async function insertDemoDeployments(
  trx: Knex.Transaction,
  deployments: readonly NewDeployment[],
): Promise<void> {
  for (const some of inChunks(deployments, 50)) {
    await trx(TABLE).insert(some.map(toRow)).onConflict('id').ignore();
  }
}

function toRow(deployment: NewDeployment) {
  const { state } = deployment;
  return {
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
    demo: state.demo !== undefined,
    ...toStateColumns(state),
    snapshot: writeOptionalJson(state.snapshot),
  };
}

function ownerColumns({ owner, epoch, leaseUntil }: Lease) {
  return { owner, last_owner: owner, epoch, lease_until: leaseUntil };
}

/** Columns that release a deployment. With the higher epoch, later writes of the old owner are rejected. */
function releaseColumns(on: Knex) {
  return { owner: null, epoch: on.raw('epoch + 1'), lease_until: null };
}

/** Returns the columns that follow from the state, except the snapshot, which is large and written once. */
function toStateColumns(state: DeploymentState) {
  const { snapshot: _, ...rest } = state;
  return {
    status: state.status,
    seq: state.seq,
    state: writeJson(rest),
    plan_hash: state.planHash ?? null,
    started_at: state.startedAt ?? null,
    touched_at: state.firstChangeAt ?? null,
    traffic_at: state.trafficAt ?? null,
    restored_at: state.restoredAt ?? null,
    finished_at: state.finishedAt ?? null,
    verification: state.verification ?? null,
    awaits_person_since: awaitsPersonSince(state) ?? null,
  };
}

export function serviceEnvironmentColumns({
  service,
  environment,
}: ServiceEnvironmentRef) {
  return { service, environment };
}

export interface DeploymentUpdate {
  /** The state that the update is based on. */
  before: DeploymentState;
  after: DeploymentState;
  wakeAt?: number;
  overdueAt?: number;
  reducerVersion: number;
  /** The new owner. Default: unchanged. */
  owner?: Lease | 'released';
}

/** Writes the new state of a row that was read under its lock, and inserts other rows. */
export async function updateDeployment(
  trx: Knex.Transaction,
  written: DeploymentUpdate,
  added: readonly AddedRows[],
): Promise<void> {
  const { before, after, owner } = written;
  const updated = trx(TABLE)
    .where({ id: after.id })
    .update({
      ...updateColumns(written),
      ...(after.snapshot === before.snapshot
        ? {}
        : { snapshot: writeOptionalJson(after.snapshot) }),
      ...(owner === 'released' ? releaseColumns(trx) : {}),
      ...(owner && owner !== 'released' ? ownerColumns(owner) : {}),
    });
  await getDialect(trx).changeAndInsert(trx, updated, added);
}

/** The columns that every update writes. */
export function updateColumns(written: DeploymentUpdate) {
  return {
    ...toStateColumns(written.after),
    wake_at: written.wakeAt ?? null,
    late_at: written.overdueAt ?? null,
    reducer_version: written.reducerVersion,
  };
}

/** Changes only the owner. The caller has locked the row and checked that the change is allowed. */
export async function changeOwner(
  trx: Knex.Transaction,
  id: string,
  lease: Lease,
): Promise<void> {
  await trx(TABLE).where({ id }).update(ownerColumns(lease));
}

/**
 * Releases the deployment and sets its next wake-up. The caller owns the deployment and has locked the row.
 *
 * @param options.leaseUntil - until when a call of the old owner may still be running; absent if there is none
 */
export async function releaseDeployment(
  trx: Knex.Transaction,
  id: string,
  options: { wakeAt?: number; leaseUntil?: number },
): Promise<void> {
  const { wakeAt, leaseUntil } = options;
  await trx(TABLE)
    .where({ id })
    .update({
      ...releaseColumns(trx),
      lease_until: leaseUntil ?? null,
      wake_at: wakeAt ?? null,
    });
}

/** Writes the state and the owner of a row that newer code has converted under the row's lock. */
export async function rewriteDeployment(
  trx: Knex.Transaction,
  record: DeploymentRecord,
): Promise<void> {
  await trx(TABLE)
    .where({ id: record.state.id })
    .update({
      ...toStateColumns(record.state),
      snapshot: writeOptionalJson(record.state.snapshot),
      reducer_version: record.reducerVersion,
      owner: record.owner ?? null,
      epoch: record.epoch,
      wake_at: record.wakeAt ?? null,
    });
}

/**
 * Locks the row until the transaction ends. Returns it with the database's time, or `undefined` if there is no such row.
 *
 * @param cached - the state that the caller has cached; it is not read again if no event was added since
 */
export async function lockDeployment(
  trx: Knex.Transaction,
  id: string,
  cached?: DeploymentState,
): Promise<{ record: DeploymentRecord; now: number } | undefined> {
  // This kind of lock lets others insert rows that refer to the deployment, such as log lines.
  const [row]: (DeploymentRow & { now: BigIntColumn })[] = await trx(TABLE)
    .where({ id })
    .forNoKeyUpdate()
    .select(
      ...(cached ? LIGHT_COLUMNS : RECORD_COLUMNS),
      getDialect(trx).selectNow(trx),
    );
  if (!row) {
    return undefined;
  }
  const now = readNumber(row.now);
  if (!cached) {
    return { record: toDeploymentRecord(row, toState(row)), now };
  }
  if (row.seq === cached.seq) {
    return { record: toDeploymentRecord(row, cached), now };
  }
  const record = await readDeployment(trx, id);
  return record && { record, now };
}

export async function readDeployment(
  on: Knex,
  id: string,
): Promise<DeploymentRecord | undefined> {
  const row = await on<DeploymentRow>(TABLE)
    .where({ id })
    .first(...RECORD_COLUMNS);
  return row && toDeploymentRecord(row, toState(row));
}

/** Returns the number of the last event of each deployment, by id. */
export async function readSeqs(
  on: Knex,
  ids: string[],
): Promise<Map<string, { seq: number } & ServiceEnvironmentRef>> {
  const seqs = new Map<string, { seq: number } & ServiceEnvironmentRef>();
  // PostgreSQL and SQLite limit the number of parameters of one statement.
  for (const some of inChunks(ids, 500)) {
    const rows = await on<DeploymentRow>(TABLE)
      .whereIn('id', some)
      .select('id', 'seq', 'service', 'environment');
    rows.forEach(({ id, ...row }) => seqs.set(id, row));
  }
  return seqs;
}

/** Reads a deployment's state. Throws if there is none. */
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

function toDeploymentRecord(
  row: Pick<
    DeploymentRow,
    | 'epoch'
    | 'owner'
    | 'last_owner'
    | 'lease_until'
    | 'wake_at'
    | 'reducer_version'
    | 'reverted_by'
  >,
  state: DeploymentState,
): DeploymentRecord {
  return {
    state,
    epoch: row.epoch,
    owner: readOptionalText(row.owner),
    lastOwner: readOptionalText(row.last_owner),
    leaseUntil: readOptionalNumber(row.lease_until),
    wakeAt: readOptionalNumber(row.wake_at),
    reducerVersion: row.reducer_version,
    revertedBy: readOptionalText(row.reverted_by),
  };
}

export function toState(
  row: Pick<DeploymentRow, 'state' | 'snapshot'>,
): DeploymentState {
  const state = upcastState(readJson<object>(row.state));
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

/** Returns the group that owned the service when the deployment was requested. */
export async function readOwnerGroup(
  on: Knex,
  id: string,
): Promise<string | undefined> {
  const row: { owner_group: string | null } | undefined = await on(TABLE)
    .where({ id })
    .first('owner_group');
  return row?.owner_group ?? undefined;
}
