import type { DeploymentSummary } from '@slipway/backstage-plugin-deployments-common';
import { csvRow } from '@slipway/backstage-plugin-deployments-common';
import type {
  DeploymentsApi,
  DeploymentFilter,
} from '../../api/DeploymentsApi';
import { computeElapsedMs } from '../../shared/format/time';

const PAGE_SIZE = 500;
/** Enough for a year of a busy service, and still fine for a browser. */
const MOST_ROWS = 10_000;

const COLUMNS = [
  'id',
  'kind',
  'service',
  'environment',
  'version',
  'artifact',
  'status',
  'cause',
  'message',
  'reason',
  'hotfix',
  'requested_by',
  'on_behalf_of',
  'requested_at',
  'started_at',
  'finished_at',
  'duration_seconds',
  'commits',
  'verification',
  'golden_path',
  'demo',
] as const;

function toRow(deployment: DeploymentSummary) {
  return [
    deployment.id,
    deployment.kind,
    deployment.service,
    deployment.environment,
    deployment.version.name,
    deployment.version.artifact,
    deployment.status,
    deployment.cause,
    deployment.message,
    deployment.reason,
    String(deployment.hotfix),
    deployment.requestedBy.principal,
    deployment.requestedBy.onBehalfOf,
    deployment.requestedAt,
    deployment.startedAt,
    deployment.finishedAt,
    deployment.startedAt && deployment.finishedAt
      ? Math.round(
          computeElapsedMs(deployment.startedAt, deployment.finishedAt, 0) /
            1000,
        )
      : undefined,
    deployment.commitCount,
    deployment.verification,
    deployment.goldenPath.name,
    String(deployment.demo ?? false),
  ];
}

/** All deployments that match, as CSV. `complete` is false if there are more than fit into a file. */
export async function buildHistoryCsv(
  api: DeploymentsApi,
  filter: DeploymentFilter,
): Promise<{ text: string; rows: number; complete: boolean }> {
  const items: DeploymentSummary[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.listDeployments({
      ...filter,
      limit: PAGE_SIZE,
      cursor,
    });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor && items.length < MOST_ROWS);
  return {
    text: [COLUMNS, ...items.map(toRow)].map(csvRow).join(''),
    rows: items.length,
    complete: cursor === undefined,
  };
}
