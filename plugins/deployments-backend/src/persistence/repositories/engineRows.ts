import type { DeploymentStatus } from '@slipway/backstage-plugin-deployments-common';
import { OWNING_STATUSES } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import type { DeploymentState } from '../../domain/deployment/state';
import type { BigIntColumn } from '../columns';
import { readNumber, readOptionalNumber, readOptionalText } from '../columns';
import { DEPLOYMENTS_TABLE, toState } from './deployments';
import type { DeploymentRow } from './deployments';

/** Statuses that are not terminal: few rows of many, found by the index on status. */
const ACTIVE = [
  'queued',
  ...OWNING_STATUSES,
] as const satisfies readonly DeploymentStatus[];

/** A deployment with the engine's columns. Times are epoch milliseconds. */
export interface EngineRow {
  state: DeploymentState;
  owner?: string;
  leaseUntil?: number;
  wakeAt?: number;
  overdueAt?: number;
  reducerVersion: number;
}

type Status = (typeof ACTIVE)[number];

/** Counts the deployments that are queued or own an environment, by status. */
export async function countActive(on: Knex): Promise<Record<Status, number>> {
  const rows: { status: Status; count: BigIntColumn }[] = await on(
    DEPLOYMENTS_TABLE,
  )
    .whereIn('status', [...ACTIVE])
    .groupBy('status')
    .select('status')
    .count({ count: '*' });
  const counts = { queued: 0, running: 0, waiting: 0, rolling_back: 0 };
  for (const { status, count } of rows) {
    counts[status] = readNumber(count);
  }
  return counts;
}

/** Counts the deployments that ended since a time, by status. */
export async function countFinished(
  on: Knex,
  since: number,
): Promise<Partial<Record<DeploymentStatus, number>>> {
  const rows: { status: DeploymentStatus; count: BigIntColumn }[] = await on(
    DEPLOYMENTS_TABLE,
  )
    .where({ demo: false })
    .where('finished_at', '>=', since)
    .groupBy('status')
    .select('status')
    .count({ count: '*' });
  return Object.fromEntries(
    rows.map(({ status, count }) => [status, readNumber(count)]),
  );
}

export async function countLate(on: Knex, now: number): Promise<number> {
  const row = await on(DEPLOYMENTS_TABLE)
    .where('late_at', '<=', now)
    .count({ count: '*' })
    .first();
  return readNumber(row?.count ?? 0);
}

/** Counts the deployments that each process owns. */
export async function countOwned(on: Knex): Promise<Map<string, number>> {
  const rows: { owner: string; count: BigIntColumn }[] = await on(
    DEPLOYMENTS_TABLE,
  )
    .whereIn('status', [...ACTIVE])
    .whereNotNull('owner')
    .groupBy('owner')
    .select('owner')
    .count({ count: '*' });
  return new Map(rows.map(({ owner, count }) => [owner, readNumber(count)]));
}

/** Lists the deployments that have a running step or an owner, the longest running first. */
export async function listRunning(
  on: Knex,
  limit: number,
): Promise<EngineRow[]> {
  return select(
    active(on)
      .whereIn('status', [...OWNING_STATUSES])
      .where(busy =>
        busy
          .whereIn('status', ['running', 'rolling_back'])
          .orWhereNotNull('owner'),
      )
      .orderBy(['started_at', 'id'])
      .limit(limit),
  );
}

/** Lists the deployments in a status, the oldest request first. */
export async function listWaiting(
  on: Knex,
  status: 'queued' | 'waiting',
  limit: number,
): Promise<EngineRow[]> {
  return select(
    active(on).where({ status }).orderBy(['requested_at', 'id']).limit(limit),
  );
}

/**
 * Returns rows that should not stay as they are for long. The caller decides which of them are stuck, and why.
 *
 * @param before - due, or with an expired lease, since before this time
 * @param alive - owners known to be alive; `undefined`: unknown
 */
export async function listSuspicious(
  on: Knex,
  options: { before: number; alive?: string[]; now: number; limit: number },
): Promise<EngineRow[]> {
  const { before, alive, now, limit } = options;
  const questions = [
    active(on)
      .where('wake_at', '<=', before)
      .where(free => free.whereNull('owner').orWhere('lease_until', '<', now))
      .orderBy('wake_at'),
    active(on)
      .whereNotNull('owner')
      .where(gone => {
        gone.where('lease_until', '<', before);
        if (alive) {
          gone.orWhereNotIn('owner', alive);
        }
      })
      .orderBy('lease_until'),
    active(on).whereNull('owner').whereNull('wake_at').orderBy('requested_at'),
    active(on).where('late_at', '<=', now).orderBy('late_at'),
    active(on)
      .where('status', 'waiting')
      .whereNull('late_at')
      .orderBy('requested_at'),
    active(on)
      .whereIn('status', [...OWNING_STATUSES])
      .whereNotExists(holding =>
        holding
          .select(on.raw('1'))
          .from('service_environments')
          .whereRaw('service_environments.service = deployments.service')
          .whereRaw(
            'service_environments.environment = deployments.environment',
          )
          .whereRaw('service_environments.holder = deployments.id'),
      )
      .orderBy('started_at'),
  ];
  const found = new Map<string, EngineRow>();
  for (const question of questions) {
    for (const row of await select(question.limit(limit))) {
      found.set(row.state.id, row);
    }
  }
  return [...found.values()];
}

/** Lists ended deployments that are still named as the owner of their environment's lock. */
export async function listEndedLockOwners(
  on: Knex,
  limit: number,
): Promise<EngineRow[]> {
  return select(
    on<DeploymentRow>(DEPLOYMENTS_TABLE)
      .join(
        'service_environments',
        'service_environments.holder',
        'deployments.id',
      )
      .whereNotIn('status', [...ACTIVE])
      .orderBy('finished_at')
      .limit(limit),
  );
}

/** Returns those of the given deployments that own their environment's lock. */
export async function filterLockOwners(
  on: Knex,
  ids: string[],
): Promise<Set<string>> {
  const rows: { holder: string }[] = await on('service_environments')
    .whereIn('holder', ids)
    .select('holder');
  return new Set(rows.map(({ holder }) => holder));
}

function active(on: Knex) {
  return on<DeploymentRow>(DEPLOYMENTS_TABLE).whereIn('status', [...ACTIVE]);
}

async function select(query: Knex.QueryBuilder): Promise<EngineRow[]> {
  const rows: DeploymentRow[] = await query.select(
    'deployments.id',
    'state',
    'snapshot',
    'owner',
    'lease_until',
    'wake_at',
    'late_at',
    'reducer_version',
  );
  return rows.map(row => ({
    state: toState(row),
    owner: readOptionalText(row.owner),
    leaseUntil: readOptionalNumber(row.lease_until),
    wakeAt: readOptionalNumber(row.wake_at),
    overdueAt: readOptionalNumber(row.late_at),
    reducerVersion: row.reducer_version,
  }));
}
