import type { DoraRow } from '@slipway/backstage-plugin-deployments-common';
import type { BigIntColumn } from '../../../persistence/columns';
import { readNumber } from '../../../persistence/columns';
import type {
  FailureReason,
  ReworkReason,
} from '../../definitions/projections';
import { explainExclusion } from '../../definitions/exclusionReasons';
import { keepNewest, linkedIncidents } from './linkedIncidents';
import type { Found, RowSource, RowsRequest } from './rowSource';
import { nameCommonColumns, optional, time } from './rowSource';

interface FoundDeployment extends Found {
  id: string;
  source: string;
  service: string;
  environment: string;
  kind: DoraRow['kind'];
  hotfix: boolean | number;
  version: string;
  outcome: NonNullable<DoraRow['outcome']>;
  started_at: BigIntColumn;
  traffic_at: BigIntColumn | null;
  finished_at: BigIntColumn;
  owner_group: string | null;
  system: string | null;
  url: string | null;
  demo: boolean | number;
  repeated: boolean | number;
  failed: boolean | number;
  failure: FailureReason | null;
  rework: boolean | number;
  rework_because: ReworkReason | null;
}

/** Creates the source of deployment rows; the columns say whether they count for a metric. */
export function deploymentRows(counted: string, reason: string): RowSource {
  return {
    rows: (knex, { filter, span }) => [
      nameCommonColumns(knex, 'dora_deployments', filter, span, {
        at: 'finished_at',
        key: 'id',
        counted,
        reason,
      }),
    ],
    present: async (database, rows, request) => {
      const deployments = rows as FoundDeployment[];
      const incidents = await linkedIncidents(
        database.knex,
        deployments.map(({ id }) => id),
      );
      return deployments.map(row => ({
        ...toDeploymentView(row, request),
        ...keepNewest(incidents.get(row.id) ?? []),
      }));
    },
  };
}

function toDeploymentView(
  row: FoundDeployment,
  { metric, settlingSince }: RowsRequest,
): DoraRow {
  const isCounted = Boolean(row.counted);
  const hit =
    metric === 'change-fail-rate'
      ? Boolean(row.failed)
      : metric === 'rework-rate' && Boolean(row.rework);
  const finishedAt = readNumber(row.finished_at);
  return {
    type: 'deployment',
    id: row.id,
    deployment: row.id,
    source: row.source,
    service: row.service,
    environment: row.environment,
    at: time(finishedAt),
    startedAt: time(readNumber(row.started_at)),
    finishedAt: time(finishedAt),
    counted: isCounted,
    ...(metric === 'deployment-frequency' ? {} : { hit }),
    ...optional('reason', row.reason),
    ...explainExclusion({
      metric,
      counted: isCounted,
      reason: row.reason ?? undefined,
      failure: row.failure ?? undefined,
      rework: row.rework_because ?? undefined,
    }),
    settling: isCounted && finishedAt >= settlingSince,
    repeated: Boolean(row.repeated),
    version: row.version,
    kind: row.kind,
    hotfix: Boolean(row.hotfix),
    outcome: row.outcome,
    ...optional('ownerGroup', row.owner_group),
    ...optional('system', row.system),
    ...optional('url', row.url),
    demo: Boolean(row.demo),
  };
}
