import type { Knex } from 'knex';
import type { BigIntColumn } from '../../../persistence/columns';
import { readNumber, readOptionalNumber } from '../../../persistence/columns';
import { explainExclusion } from '../../definitions/exclusionReasons';
import { toRows } from '../../persistence/metricFilter';
import type { Found, RowSource } from './rowSource';
import { optional, time, listVersionsFor } from './rowSource';

interface FoundChange extends Found {
  type: 'change' | 'deployment';
  service: string;
  environment: string;
  commit_id: string;
  deployment_id: string;
  lead_ms: BigIntColumn | null;
  owner_group: string | null;
  system: string | null;
  demo: boolean | number;
}

/** Commits, and counted deployments that have no commits. */
export const changeRows: RowSource = {
  rows(knex, { filter, span }) {
    const changes = toRows(knex, 'dora_lead_times', filter, span).select({
      type: knex.raw('?', ['change']),
      at: 'deployed_at',
      key: knex.raw(`service || ' ' || commit_id`),
      counted: 'counted',
      reason: 'reason',
      service: 'service',
      environment: 'environment',
      commit_id: 'commit_id',
      deployment_id: 'deployment_id',
      lead_ms: 'lead_ms',
      owner_group: 'owner_group',
      system: 'system',
      demo: 'demo',
    });
    const without = toRows(knex, 'dora_deployments', filter, span)
      .whereNotNull('without_lead_times')
      .select({
        type: knex.raw('?', ['deployment']),
        at: 'finished_at',
        key: knex.raw(`service || ' ' || id`),
        counted: knex.raw('cast(? as boolean)', [false]),
        reason: 'without_lead_times',
        service: 'service',
        environment: 'environment',
        commit_id: knex.raw('null'),
        deployment_id: 'id',
        lead_ms: knex.raw('cast(null as bigint)'),
        owner_group: 'owner_group',
        system: 'system',
        demo: 'demo',
      });
    return [changes, without].map(rows => knex.from(rows.as('rows')));
  },
  async present({ knex }, rows, { metric }) {
    const changes = rows as FoundChange[];
    const records = await changeFacts(knex, changes);
    const versions = await listVersionsFor(
      knex,
      changes.map(row => row.deployment_id),
    );
    return changes.map(row => {
      const fields = records.get(`${row.service} ${row.commit_id}`);
      const deployment = versions.get(row.deployment_id);
      const isCounted = Boolean(row.counted);
      return {
        type: row.type,
        id: row.type === 'change' ? row.commit_id : row.deployment_id,
        service: row.service,
        environment: row.environment,
        at: time(readNumber(row.at)),
        finishedAt: time(readNumber(row.at)),
        counted: isCounted,
        ...optional('reason', row.reason),
        ...explainExclusion({
          metric,
          counted: isCounted,
          reason: row.reason ?? undefined,
        }),
        ...optional('value', readOptionalNumber(row.lead_ms)),
        settling: false,
        deployment: row.deployment_id,
        ...optional('source', deployment?.source),
        ...optional('version', deployment?.version),
        ...optional('title', fields?.title),
        ...optional('url', fields?.url),
        ...optional('authoredAt', authoredAt(row)),
        ...optional('ownerGroup', row.owner_group),
        ...optional('system', row.system),
        demo: Boolean(row.demo),
      };
    });
  },
};

/** Computes the author time from the lead time, because the commit may have been reported under several ids. */
function authoredAt({ at, lead_ms: lead }: FoundChange): string | undefined {
  return lead === null ? undefined : time(readNumber(at) - readNumber(lead));
}

async function changeFacts(knex: Knex, rows: readonly FoundChange[]) {
  const changes = rows.filter(({ type }) => type === 'change');
  const found: {
    service: string;
    commit_id: string;
    title: string | null;
    url: string | null;
  }[] =
    changes.length === 0
      ? []
      : await knex('dora_changes')
          .whereIn(
            ['service', 'commit_id'],
            changes.map(row => [row.service, row.commit_id]),
          )
          .select('service', 'commit_id', 'title', 'url');
  return new Map(found.map(row => [`${row.service} ${row.commit_id}`, row]));
}
