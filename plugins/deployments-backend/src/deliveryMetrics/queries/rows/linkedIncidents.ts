import type {
  DoraRow,
  LinkOrigin,
  LinkRole,
} from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import type { BigIntColumn } from '../../../persistence/columns';
import { append } from '../../definitions/links';
import { readNumber, readOptionalNumber } from '../../../persistence/columns';

const MAX_INCIDENTS = 20;

type LinkedIncident = NonNullable<DoraRow['incidents']>[number];

/**
 * Reads the incidents that deployments are linked to, by a report or by inference. A source may link those of two
 * services: such links count for neither, and readers of one service may lack permission for the other.
 */
export async function linkedIncidents(
  knex: Knex,
  deployments: readonly string[],
): Promise<Map<string, LinkedIncident[]>> {
  const ids = [...new Set(deployments)];
  const reported: Row[] = await knex('dora_links')
    .join('dora_incidents', 'dora_incidents.id', 'dora_links.incident_id')
    .join('dora_deployments', join =>
      join
        .on('dora_deployments.id', 'dora_links.deployment_id')
        .andOn('dora_deployments.service', 'dora_incidents.service'),
    )
    .whereIn('deployment_id', ids)
    .where('stand', 'linked')
    .select('dora_incidents.*', 'deployment_id', 'role', 'origin');
  const inferred: Row[] = await knex('dora_inferred_links')
    .join(
      'dora_incidents',
      'dora_incidents.id',
      'dora_inferred_links.incident_id',
    )
    .whereIn('deployment_id', ids)
    .select('dora_incidents.*', 'deployment_id')
    .select({
      role: knex.raw('?', ['caused']),
      origin: knex.raw('?', ['inferred']),
    });
  const byDeployment = new Map<string, LinkedIncident[]>();
  for (const row of [...reported, ...inferred]) {
    append(byDeployment, row.deployment_id, present(row));
  }
  return byDeployment;
}

/** Limits the incidents of a row: one noisy alert can lead to thousands, too many to show. */
export function keepNewest(
  all: readonly LinkedIncident[],
): Pick<DoraRow, 'incidents' | 'incidentCount'> {
  const newest = [...all].sort(
    (a, b) => Date.parse(b.startedAt) - Date.parse(a.startedAt),
  );
  const incidents = newest.slice(0, MAX_INCIDENTS);
  return all.length > incidents.length
    ? { incidents, incidentCount: all.length }
    : { incidents };
}

interface Row {
  id: string;
  title: string;
  url: string | null;
  started_at: BigIntColumn;
  resolved_at: BigIntColumn | null;
  open_at: BigIntColumn;
  deployment_id: string;
  role: LinkRole;
  origin: LinkOrigin;
}

function present(row: Row): LinkedIncident {
  const resolvedAt = readOptionalNumber(row.resolved_at);
  const isOver =
    resolvedAt !== undefined && resolvedAt >= readNumber(row.open_at);
  return {
    id: row.id,
    title: row.title,
    role: row.role,
    origin: row.origin,
    startedAt: new Date(readNumber(row.started_at)).toISOString(),
    ...(isOver ? { resolvedAt: new Date(resolvedAt).toISOString() } : {}),
    ...(row.url ? { url: row.url } : {}),
  };
}
