import type { DeploymentSummary } from '@slipway/backstage-plugin-deployments-common';
import type { PageOf } from '../../api/DeploymentsApi';

/**
 * Merges a reloaded first page into a list. Older items stay; within the page's span the page is right, so items that
 * it lacks no longer match the filter.
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
  // So many items are new that the page doesn't reach the shown ones; the items in between would be missing.
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
