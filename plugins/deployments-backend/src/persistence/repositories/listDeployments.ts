import type { Knex } from 'knex';
import type { DeploymentFilter } from '../../domain/model/filters';
import type { DeploymentState } from '../../domain/deployment/state';
import { readNumber } from '../columns';
import { decodeCursor, page } from '../cursor';
import { whereServiceEnvironment } from '../serviceEnvironmentCondition';
import { LOOKS_TABLE } from './analysisLooks';
import { DEPLOYMENTS_TABLE, toState } from './deployments';
import type { DeploymentRow } from './deployments';

/**
 * Returns a page of the deployments that match a filter, the newest request first. Throws InputError for an invalid
 * cursor.
 */
export async function listDeployments(
  on: Knex,
  filter: DeploymentFilter,
): Promise<{ items: DeploymentState[]; nextCursor?: string }> {
  const query = on<DeploymentRow>(DEPLOYMENTS_TABLE)
    .orderBy([
      { column: 'requested_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(filter.limit + 1);
  if (filter.ids) {
    query.whereIn('id', filter.ids);
  }
  if (filter.services) {
    query.whereIn('service', filter.services);
  }
  if (filter.environment !== undefined) {
    query.where('environment', filter.environment);
  }
  if (filter.allowed) {
    whereServiceEnvironment(query, filter.allowed);
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
  if (filter.awaitsPerson) {
    query.whereNotNull('awaits_person_since');
  }
  if (filter.analysis !== undefined) {
    query.whereIn(
      'id',
      on(LOOKS_TABLE)
        .where({ analysis: filter.analysis })
        .select('deployment_id'),
    );
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
  return { items: items.map(toState), nextCursor };
}
