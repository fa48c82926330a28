import type {
  DoraMetricName,
  DoraQuality,
} from '@slipway/backstage-plugin-deployments-common';
import { DORA_METRICS } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import type { BigIntColumn } from '../../persistence/columns';
import { readNumber } from '../../persistence/columns';
import type { Database } from '../../persistence/database';
import type { ReasonCounts } from '../definitions/metricValues';
import type { DoraFilter, Span } from '../persistence/metricFilter';
import { toRows, rowsOfAnyTier } from '../persistence/metricFilter';
import {
  readDeployedServices,
  readAffectedServices,
} from './serviceEnvironmentList';
import { createMetricReader } from './createMetricReader';
import { includesNearlyAllRows } from './rollupReader';
import { inSnapshot } from './inSnapshot';

export interface QualityRequest {
  filter: DoraFilter;
  span: Span;
  /** The selected services, whose incidents and events count as well. Absent: all. */
  services?: readonly string[];
}

/** Nobody works through longer lists. */
const MAX_UNLINKED = 20;
const MAX_NAMED = 20;

/** The API's response, with times as epoch milliseconds. */
export type Quality = Omit<DoraQuality, 'newestUnlinked'> & {
  newestUnlinked: UnlinkedIncident[];
};

type UnlinkedIncident = Omit<
  DoraQuality['newestUnlinked'][number],
  'startedAt'
> & { startedAt: number };

/** Reads what is missing or doubtful in the data of a selection. */
export function readQuality(
  database: Database,
  { filter, span, services }: QualityRequest,
): Promise<Quality> {
  return inSnapshot(database, async snapshot => {
    const { knex } = snapshot;
    const excluded = await createMetricReader(snapshot).excluded(filter, span);
    const known = await listServicesFor(snapshot, filter, span);
    return {
      excluded: DORA_METRICS.flatMap(metric =>
        reasons(metric, excluded[metric]),
      ),
      negativeTimes: excluded['change-lead-time']['negative-time'] ?? 0,
      services: known.all,
      servicesWithoutIncidents: known.withoutIncidents,
      ...(await countEvents(knex, span, services)),
      environmentsWithoutTier: await readTierless(knex, filter, span),
      unmappedServices: await readUnmappedServices(knex, span),
      ...(await countLinks(knex, filter, span, services)),
    };
  });
}

function reasons(
  metric: DoraMetricName,
  excluded: ReasonCounts,
): DoraQuality['excluded'] {
  return (
    Object.entries(excluded) as [
      DoraQuality['excluded'][number]['reason'],
      number,
    ][]
  ).map(([reason, count]) => ({ metric, reason, count }));
}

async function listServicesFor(
  database: Database,
  filter: DoraFilter,
  span: Span,
) {
  const { knex } = database;
  const rows = toRows(knex, 'dora_deployments', filter, span);
  const all: string[] = includesNearlyAllRows(filter)
    ? await readDeployedServices(database, filter, span)
    : await rows.distinct().pluck('service');
  const affected = new Set(await readAffectedServices(database));
  return {
    all: all.length,
    withoutIncidents: all.filter(service => !affected.has(service)).sort(),
  };
}

async function countEvents(
  knex: Knex,
  span: Span,
  services: readonly string[] | undefined,
) {
  const events = () =>
    knex('dora_events')
      .where('received_at', '>=', span.from)
      .where('received_at', '<', span.until);
  const byStatus: { status: string; n: BigIntColumn }[] = await events()
    .whereIn('status', ['unmapped', 'rejected'])
    .groupBy('status')
    .select('status')
    .count({ n: '*' });
  const of = (status: string) =>
    readNumber(byStatus.find(row => row.status === status)?.n ?? 0);
  const skewed = events().whereRaw('skewed');
  if (services) skewed.whereIn('service', services);
  return {
    // The services of these are unknown.
    unmappedEvents: of('unmapped'),
    rejectedEvents: of('rejected'),
    clockSkewEvents: await countRows(skewed),
  };
}

/** Reads environments without a known tier, which only count in the tier `other`. */
async function readTierless(
  knex: Knex,
  filter: DoraFilter,
  span: Span,
): Promise<Quality['environmentsWithoutTier']> {
  const rows: { environment: string; n: BigIntColumn }[] = await rowsOfAnyTier(
    knex,
    'dora_deployments',
    filter,
    span,
  )
    // Written like the partial index's condition; a bound value would not use the index.
    .whereRaw('not tier_known')
    .groupBy('environment')
    .orderBy([{ column: 'n', order: 'desc' }, { column: 'environment' }])
    .limit(MAX_NAMED)
    .select('environment')
    .count({ n: '*' });
  return rows.map(({ environment, n }) => ({
    environment,
    deployments: readNumber(n),
  }));
}

/** Reads the names of deployed services, such as repositories, that no service of the catalog is mapped to. */
async function readUnmappedServices(
  knex: Knex,
  span: Span,
): Promise<Quality['unmappedServices']> {
  const rows: { source: string; service: string; n: BigIntColumn }[] =
    await knex('dora_events')
      .where({ status: 'unmapped' })
      .whereIn('type', ['deployment', 'deploymentStatus'])
      .whereNotNull('service')
      .where('received_at', '>=', span.from)
      .where('received_at', '<', span.until)
      .groupBy('source', 'service')
      .orderBy([
        { column: 'n', order: 'desc' },
        { column: 'source' },
        { column: 'service' },
      ])
      .limit(MAX_NAMED)
      .select('source', 'service')
      .count({ n: '*' });
  return rows.map(({ n, ...row }) => ({ ...row, events: readNumber(n) }));
}

/** Counts the links of incidents of the tier that began in the span. */
async function countLinks(
  knex: Knex,
  { tier }: DoraFilter,
  span: Span,
  services: readonly string[] | undefined,
) {
  const incidents = () => {
    const query = knex('dora_incidents')
      .whereRaw(`coalesce(dora_incidents.tier, 'production') = ?`, [tier])
      .where('dora_incidents.started_at', '>=', span.from)
      .where('dora_incidents.started_at', '<', span.until);
    return services ? query.whereIn('dora_incidents.service', services) : query;
  };
  const reported = knex('dora_links')
    .join('dora_deployments', 'dora_deployments.id', 'dora_links.deployment_id')
    .where('dora_links.stand', 'linked');
  const reportedLinks = reported
    .clone()
    .whereRaw('dora_links.incident_id = dora_incidents.id')
    .select(knex.raw('1'));
  const inferredLinks = knex('dora_inferred_links')
    .whereRaw('dora_inferred_links.incident_id = dora_incidents.id')
    .select(knex.raw('1'));
  const inferred = await countRows(
    incidents().join(
      'dora_inferred_links',
      'dora_inferred_links.incident_id',
      'dora_incidents.id',
    ),
  );
  const explicit = await countRows(
    reported.whereIn('dora_links.incident_id', incidents().select('id')),
  );
  const unlinked = () =>
    incidents().whereNotExists(reportedLinks).whereNotExists(inferredLinks);
  const unlinkedIncidents = await countRows(unlinked());
  return {
    links: explicit + inferred,
    inferredLinks: inferred,
    unlinkedIncidents,
    newestUnlinked: unlinkedIncidents === 0 ? [] : await findNewest(unlinked()),
  };
}

async function findNewest(
  incidents: Knex.QueryBuilder,
): Promise<UnlinkedIncident[]> {
  const rows: {
    id: string;
    service: string;
    title: string;
    started_at: BigIntColumn;
  }[] = await incidents
    .orderBy([
      { column: 'started_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(MAX_UNLINKED)
    .select('id', 'service', 'title', 'started_at');
  return rows.map(({ started_at: startedAt, ...row }) => ({
    ...row,
    startedAt: readNumber(startedAt),
  }));
}

async function countRows(query: Knex.QueryBuilder): Promise<number> {
  const [row]: { n: BigIntColumn }[] = await query.count({ n: '*' });
  return readNumber(row.n);
}
