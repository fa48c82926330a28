import type {
  DeploymentKind,
  Verdict,
} from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import type { ServiceEnvironmentRef } from '../../domain/model/serviceEnvironment';
import type { DeploymentState } from '../../domain/deployment/state';
import type { BigIntColumn } from '../columns';
import {
  readNumber,
  readOptionalJson,
  readOptionalNumber,
  readOptionalText,
} from '../columns';
import { inChunks } from '../inChunks';
import { DEPLOYMENTS_TABLE as TABLE, toState } from './deployments';
import type { DeploymentRow } from './deployments';
import { WATCH_STATE_SQL } from './watches';
import type { Served } from '../../domain/model/servedVersion';
import type { WatchState } from '../../domain/watch/storedWatch';

/** How many deployments back to search for a version. The rows are light: neither states nor snapshots. */
const LOOK_BACK = 300;

interface ServedRow {
  id: string;
  kind: DeploymentKind;
  artifact: string;
  requested_by: string;
  traffic_at: BigIntColumn | null;
  finished_at: BigIntColumn;
  verification: string | null;
  reverted_by: string | null;
  version_id: string | null;
  name: string | null;
  quarantined: string | null;
  watch: WatchState | null;
}

/**
 * Lists the successful deployments of an environment, the newest first. A deployment that was rolled back,
 * automatically or by a cancel, is not successful.
 */
export async function listServed(
  on: Knex,
  { service, environment }: ServiceEnvironmentRef,
): Promise<Served[]> {
  const rows: ServedRow[] = await on(`${TABLE} as d`)
    .leftJoin('versions as v', join =>
      join.on('v.service', 'd.service').andOn('v.artifact', 'd.artifact'),
    )
    .leftJoin('watches as w', 'w.deployment_id', 'd.id')
    .where({
      'd.service': service,
      'd.environment': environment,
      'd.status': 'succeeded',
      'd.demo': false,
    })
    .whereIn('d.kind', ['deploy', 'rollback', 'restart'])
    .orderBy([
      { column: 'd.finished_at', order: 'desc' },
      { column: 'd.id', order: 'desc' },
    ])
    .limit(LOOK_BACK)
    .select(
      'd.id',
      'd.kind',
      'd.artifact',
      'd.requested_by',
      'd.traffic_at',
      'd.finished_at',
      'd.verification',
      'd.reverted_by',
      'v.id as version_id',
      'v.name',
      'v.quarantined',
      on.raw(`${WATCH_STATE_SQL} as watch`),
    );
  // Versions that were adopted from observations, without a registration, have their names only in the states.
  const named = await namesIn(
    on,
    rows.filter(({ name }) => name === null).map(({ id }) => id),
  );
  return rows.map(row => toServed(row, named.get(row.id)));
}

function toServed(
  row: ServedRow,
  named: DeploymentState['version'] | undefined,
): Served {
  return {
    deploymentId: row.id,
    kind: row.kind,
    version: {
      id: row.version_id ?? named?.id ?? row.artifact,
      name: row.name ?? named?.name ?? row.artifact,
      artifact: row.artifact,
    },
    requestedBy: row.requested_by,
    trafficAt: readOptionalNumber(row.traffic_at),
    finishedAt: readNumber(row.finished_at),
    verification: readOptionalText(row.verification) as Verdict | undefined,
    revertedBy: readOptionalText(row.reverted_by),
    quarantined: readOptionalJson(row.quarantined),
    ...(row.watch === null ? {} : { watch: row.watch }),
  };
}

async function namesIn(
  on: Knex,
  ids: string[],
): Promise<Map<string, DeploymentState['version']>> {
  const names = new Map<string, DeploymentState['version']>();
  for (const some of inChunks(ids, 500)) {
    const rows = await on<DeploymentRow>(TABLE)
      .whereIn('id', some)
      .select('id', 'state');
    rows.forEach(({ id, state }) =>
      names.set(id, toState({ state, snapshot: null }).version),
    );
  }
  return names;
}

/**
 * Returns the newest ended deployment that changed the environment and still counts. One that was rolled back left
 * the environment as it was before.
 */
export async function findLatestEffective(
  on: Knex,
  { service, environment }: ServiceEnvironmentRef,
): Promise<DeploymentState | undefined> {
  const row = await on<DeploymentRow>(TABLE)
    .where({ service, environment, demo: false })
    .whereIn('status', ['succeeded', 'failed', 'rollback_failed'])
    .whereNotNull('touched_at')
    .orderBy([
      { column: 'touched_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .first('state', 'snapshot');
  return row && toState(row);
}
