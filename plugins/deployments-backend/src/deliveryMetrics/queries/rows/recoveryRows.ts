import type { BigIntColumn } from '../../../persistence/columns';
import {
  readJson,
  readNumber,
  readOptionalNumber,
} from '../../../persistence/columns';
import { explainExclusion } from '../../definitions/exclusionReasons';
import { keepNewest, linkedIncidents } from './linkedIncidents';
import type { Found, RowSource } from './rowSource';
import {
  nameCommonColumns,
  optional,
  time,
  timeIf,
  listVersionsFor,
} from './rowSource';

interface FoundRecovery extends Found {
  id: string;
  service: string;
  environment: string;
  started_at: BigIntColumn;
  ended_at: BigIntColumn | null;
  duration_ms: BigIntColumn | null;
  deployments: string;
  owner_group: string | null;
  system: string | null;
  demo: boolean | number;
}

/** Periods from the impact start until service was restored. */
export const recoveryRows: RowSource = {
  rows: (knex, { filter, span }) => [
    nameCommonColumns(knex, 'dora_recoveries', filter, span, {
      at: 'started_at',
      key: 'id',
      counted: 'counted',
      reason: 'reason',
    }),
  ],
  async present({ knex }, rows, { metric }) {
    const recoveries = rows as FoundRecovery[];
    const listIds = (row: FoundRecovery) => readJson<string[]>(row.deployments);
    const all = recoveries.flatMap(listIds);
    const incidents = await linkedIncidents(knex, all);
    const versions = await listVersionsFor(knex, all);
    return recoveries.map(row => {
      const [first] = listIds(row);
      const deployment = versions.get(first);
      const isCounted = Boolean(row.counted);
      return {
        type: 'recovery',
        id: row.id,
        service: row.service,
        environment: row.environment,
        at: time(readNumber(row.at)),
        startedAt: time(readNumber(row.started_at)),
        ...optional('finishedAt', timeIf(row.ended_at)),
        counted: isCounted,
        ...optional('reason', row.reason),
        ...explainExclusion({
          metric,
          counted: isCounted,
          reason: row.reason ?? undefined,
        }),
        ...optional('value', readOptionalNumber(row.duration_ms)),
        settling: false,
        deployment: first,
        ...optional('source', deployment?.source),
        ...optional('version', deployment?.version),
        ...keepNewest(
          listIds(row)
            .flatMap(id => incidents.get(id) ?? [])
            .filter(({ role }) => role === 'caused'),
        ),
        ...optional('ownerGroup', row.owner_group),
        ...optional('system', row.system),
        demo: Boolean(row.demo),
      };
    });
  },
};
