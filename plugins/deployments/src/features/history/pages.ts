import type { DeploymentSummary } from '@slipway/backstage-plugin-deployments-common';
import type { PageOf } from '../../api/DeploymentsApi';

/**
 * A list of which the first page was loaded again. What is older than that page stays; within its span the page is
 * right, so what it lacks no longer matches the filter.
 */
export function mergeFirstPage(
  shown: PageOf<DeploymentSummary>,
  first: PageOf<DeploymentSummary>,
): PageOf<DeploymentSummary> {
  if (first.nextCursor === undefined || shown.items.length === 0) {
    return first;
  }
  const oldest = first.items[first.items.length - 1]?.requestedAt ?? '';
  const newestShown = shown.items[0].requestedAt;
  // The list moved on so far that the page does not reach what is shown: what is between would be missing.
  if (oldest > newestShown) {
    return first;
  }
  const inFirst = new Set(first.items.map(item => item.id));
  const older = shown.items.filter(
    item => item.requestedAt <= oldest && !inFirst.has(item.id),
  );
  return {
    items: [...first.items, ...older],
    nextCursor: older.length ? shown.nextCursor : first.nextCursor,
  };
}
