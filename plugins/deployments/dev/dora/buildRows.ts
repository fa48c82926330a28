import {
  isTerminal,
  type DeploymentSummary,
  type DoraMetricName,
  type DoraRow,
} from '@slipway/backstage-plugin-deployments-common';
import { listCommits, type Portal } from '../portal';

/** Which rows to list; times in epoch milliseconds. */
export interface RowFilter {
  from: number;
  to: number;
  tier: string;
  service?: string;
  owner?: string;
  system?: string;
}

/** The rows of a metric, newest first. */
export function buildRows(
  portal: Portal,
  metric: DoraMetricName,
  filter: RowFilter,
): DoraRow[] {
  return portal.deployments
    .filter(deployment => isSelected(portal, deployment, filter))
    .flatMap(deployment => buildRow(portal, metric, deployment));
}

/** Whether a deployment ended in the period, changed something, and belongs to the selection. */
function isSelected(
  { services, environments }: Portal,
  deployment: DeploymentSummary,
  filter: RowFilter,
): boolean {
  const { status, mayHaveChanged, finishedAt = '' } = deployment;
  const at = Date.parse(finishedAt);
  const service = services.find(
    ({ entityRef }) => entityRef === deployment.service,
  );
  const environment = environments.find(
    ({ name }) => name === deployment.environment,
  );
  return (
    isTerminal(status) &&
    mayHaveChanged &&
    at >= filter.from &&
    at < filter.to &&
    environment?.tier === filter.tier &&
    [undefined, deployment.service].includes(filter.service) &&
    [undefined, service?.owner].includes(filter.owner) &&
    [undefined, service?.system].includes(filter.system)
  );
}

function buildRow(
  portal: Portal,
  metric: DoraMetricName,
  deployment: DeploymentSummary,
): DoraRow[] {
  const { id, service, environment, version, finishedAt = '' } = deployment;
  const succeeded = deployment.status === 'succeeded';
  const incidents = portal.incidents.filter(({ links }) =>
    links.some(link => link.deployment === id),
  );
  const common: DoraRow = {
    type: 'deployment',
    id,
    deployment: id,
    source: 'portal',
    service,
    environment,
    version: version.name,
    kind: 'deploy',
    outcome: succeeded ? 'succeeded' : 'rolled_back',
    hotfix: deployment.hotfix,
    at: finishedAt,
    startedAt: deployment.startedAt,
    finishedAt,
    counted: true,
    settling: Date.now() - Date.parse(finishedAt) < 24 * 3_600_000,
    demo: false,
    incidents: incidents.map(
      ({ title, startedAt, resolvedAt, links: [link], ...incident }) => ({
        id: incident.id,
        title,
        startedAt,
        resolvedAt,
        role: link.role,
        origin: link.origin,
      }),
    ),
  };
  switch (metric) {
    case 'deployment-frequency':
      return [
        succeeded
          ? { ...common, why: 'A successful deployment of a change.' }
          : {
              ...common,
              counted: false,
              reason: 'not-successful',
              why: 'It did not succeed.',
            },
      ];
    case 'change-lead-time': {
      const span = { from: deployment.baseline, to: version };
      const commits = succeeded ? listCommits(portal, service, span) : [];
      return commits.map(({ id: commit, message, authoredAt = '' }) => ({
        ...common,
        type: 'change',
        id: commit,
        title: message,
        authoredAt,
        value: Date.parse(finishedAt) - Date.parse(authoredAt),
        why: 'The first successful deployment that contained this commit.',
      }));
    }
    case 'change-fail-rate': {
      const hit = !succeeded || incidents.length > 0;
      const failure = succeeded
        ? 'An incident is linked to it as its cause.'
        : 'It was rolled back.';
      return [{ ...common, hit, why: hit ? failure : 'It did not fail.' }];
    }
    case 'recovery-time':
      return incidents.map(({ startedAt, resolvedAt, title }) => ({
        ...common,
        type: 'recovery',
        at: startedAt,
        title,
        startedAt,
        finishedAt: resolvedAt,
        ...(resolvedAt
          ? {
              value: Date.parse(resolvedAt) - Date.parse(startedAt),
              why: 'Users were affected, and service was restored.',
            }
          : {
              counted: false,
              reason: 'still-open',
              why: 'It is still open.',
            }),
      }));
    case 'rework-rate':
      return [
        {
          ...common,
          hit: deployment.hotfix,
          why: deployment.hotfix
            ? 'Marked as a hotfix.'
            : 'It did not repair anything.',
        },
      ];
    default:
      return metric satisfies never;
  }
}
