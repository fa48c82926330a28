import {
  csvRow,
  type ComparedService,
  type EnvironmentComparison,
} from '@slipway/backstage-plugin-deployments-common';

const DAY = 86_400_000;

const COLUMNS = [
  'service',
  'owner',
  'system',
  'from_environment',
  'from_version',
  'from_artifact',
  'from_since',
  'from_verification',
  'to_environment',
  'to_version',
  'to_artifact',
  'to_since',
  'state',
  'commits',
  'days',
  'blockers',
] as const;

/** A comparison as CSV, one row for each service. */
export function buildComparisonCsv(
  { from, to }: Pick<EnvironmentComparison, 'from' | 'to'>,
  items: readonly ComparedService[],
): string {
  const rows = items.map(item => [
    item.service.entityRef,
    item.service.owner,
    item.service.system,
    from.name,
    item.from?.version.name,
    item.from?.version.artifact,
    item.from?.since,
    item.from?.verification,
    to.name,
    item.to?.version.name,
    item.to?.version.artifact,
    item.to?.since,
    item.state,
    item.commitCount,
    item.diff?.apartMs === undefined
      ? undefined
      : Math.round((item.diff.apartMs / DAY) * 10) / 10,
    item.blockers.map(({ message }) => message).join(' '),
  ]);
  return [COLUMNS, ...rows].map(csvRow).join('');
}
