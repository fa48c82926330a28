import type {
  DeploymentStatus,
  Verdict,
} from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import type { VersionDeployment } from '../../domain/serviceEnvironment/versionOutcome';
import type { WatchState } from '../../domain/watch/storedWatch';
import type { BigIntColumn } from '../columns';
import { readNumber, readOptionalNumber, readOptionalText } from '../columns';
import { inChunks } from '../inChunks';
import { DEPLOYMENTS_TABLE as TABLE } from './deployments';
import { WATCH_STATE_SQL } from './watches';

interface OutcomeRow {
  id: string;
  artifact: string;
  environment: string;
  status: DeploymentStatus;
  verification: string | null;
  requested_by: string;
  on_behalf_of: string | null;
  requested_at: BigIntColumn;
  finished_at: BigIntColumn | null;
  watch: WatchState | null;
  reverted_by: string | null;
  reverted_at: BigIntColumn | null;
  reverting_person: string | null;
}

/** Their deployments say nothing about the version, because they changed nothing, or haven't yet. */
const WITHOUT_OUTCOME: DeploymentStatus[] = [
  'queued',
  'cancelled',
  'expired',
  'superseded',
];

/** Returns the newest deployment of each of these artifacts in each environment. Restarts and removals don't count. */
export async function listVersionDeployments(
  on: Knex,
  service: string,
  artifacts: readonly string[],
): Promise<VersionDeployment[]> {
  const deployments: VersionDeployment[] = [];
  for (const some of inChunks([...artifacts], 500)) {
    const ranked = on(TABLE)
      .where({ service, demo: false })
      .whereIn('artifact', some)
      .whereIn('kind', ['deploy', 'rollback'])
      .whereNotIn('status', WITHOUT_OUTCOME)
      .select(
        'id',
        on.raw(
          'row_number() over (partition by environment, artifact order by requested_at desc, id desc) as nth',
        ),
      )
      .as('ranked');
    const rows: OutcomeRow[] = await on(`${TABLE} as d`)
      .join(ranked, 'ranked.id', 'd.id')
      .leftJoin('watches as w', 'w.deployment_id', 'd.id')
      .leftJoin(`${TABLE} as reverting`, 'reverting.id', 'd.reverted_by')
      .where('ranked.nth', 1)
      .select(
        'd.id',
        'd.artifact',
        'd.environment',
        'd.status',
        'd.verification',
        'd.requested_by',
        'd.on_behalf_of',
        'd.requested_at',
        'd.finished_at',
        'd.reverted_by',
        'reverting.finished_at as reverted_at',
        on.raw(
          'coalesce(reverting.on_behalf_of, reverting.requested_by) as reverting_person',
        ),
        on.raw(`${WATCH_STATE_SQL} as watch`),
      );
    deployments.push(...rows.map(toVersionDeployment));
  }
  return deployments;
}

function toVersionDeployment(row: OutcomeRow): VersionDeployment {
  const finishedAt = readOptionalNumber(row.finished_at);
  return {
    artifact: row.artifact,
    environment: row.environment,
    deploymentId: row.id,
    status: row.status,
    verification: readOptionalText(row.verification) as Verdict | undefined,
    ...(row.watch === null ? {} : { watch: row.watch }),
    requestedBy: row.on_behalf_of ?? row.requested_by,
    requestedAt: readNumber(row.requested_at),
    finishedAt,
    ...(row.reverted_by === null
      ? {}
      : {
          revertedBy: {
            deploymentId: row.reverted_by,
            requestedBy: row.reverting_person ?? row.requested_by,
            at:
              readOptionalNumber(row.reverted_at) ??
              finishedAt ??
              readNumber(row.requested_at),
          },
        }),
  };
}
