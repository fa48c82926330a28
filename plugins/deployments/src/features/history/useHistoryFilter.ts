import type { DeploymentStatus } from '@slipway/backstage-plugin-deployments-common';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { DeploymentFilter } from '../../api/DeploymentsApi';
import { DEPLOYMENT_STATUSES } from '../../shared/labels/StatusLabels';

/** The options of the "since" filter, in milliseconds. */
export const SINCE_SPANS = {
  day: 24 * 3_600_000,
  week: 7 * 24 * 3_600_000,
  month: 30 * 24 * 3_600_000,
  quarter: 90 * 24 * 3_600_000,
} as const;

export type SinceSpan = keyof typeof SINCE_SPANS;

/** What the reader selected. It is stored in the address, so that a link shows the same. */
export interface HistoryFilter {
  service?: string;
  environment?: string;
  status: DeploymentStatus[];
  requestedBy?: string;
  since?: SinceSpan;
}

const KEYS = {
  service: 'service',
  environment: 'environment',
  status: 'status',
  requestedBy: 'by',
  since: 'since',
} as const;

function parseHistoryFilter(query: URLSearchParams): HistoryFilter {
  const since = query.get(KEYS.since) ?? '';
  return {
    service: query.get(KEYS.service) || undefined,
    environment: query.get(KEYS.environment) || undefined,
    status: query
      .getAll(KEYS.status)
      .filter((value): value is DeploymentStatus =>
        (DEPLOYMENT_STATUSES as string[]).includes(value),
      ),
    requestedBy: query.get(KEYS.requestedBy) || undefined,
    since: since in SINCE_SPANS ? (since as SinceSpan) : undefined,
  };
}

/** Writes a filter into a query and keeps the rest of it. */
function writeHistoryFilter(
  query: URLSearchParams,
  filter: HistoryFilter,
): URLSearchParams {
  const next = new URLSearchParams(query);
  Object.values(KEYS).forEach(key => next.delete(key));
  const single = {
    [KEYS.service]: filter.service,
    [KEYS.environment]: filter.environment,
    [KEYS.requestedBy]: filter.requestedBy,
    [KEYS.since]: filter.since,
  };
  for (const [key, value] of Object.entries(single)) {
    if (value) {
      next.set(key, value);
    }
  }
  filter.status.forEach(status => next.append(KEYS.status, status));
  return next;
}

/** Converts the filter to the API's. */
export function toApiFilter(
  filter: HistoryFilter,
  now: number,
): DeploymentFilter {
  return {
    service: filter.service,
    environment: filter.environment,
    status: filter.status.length ? filter.status : undefined,
    requestedBy: filter.requestedBy,
    since: filter.since
      ? new Date(now - SINCE_SPANS[filter.since]).toISOString()
      : undefined,
  };
}

export function isFiltered(filter: HistoryFilter): boolean {
  return Boolean(
    filter.service ||
      filter.environment ||
      filter.status.length ||
      filter.requestedBy ||
      filter.since,
  );
}

export const NO_FILTER: HistoryFilter = { status: [] };

export function useHistoryFilter(): [
  HistoryFilter,
  (filter: HistoryFilter) => void,
] {
  const [query, setQuery] = useSearchParams();
  const text = query.toString();
  const filter = useMemo(
    () => parseHistoryFilter(new URLSearchParams(text)),
    [text],
  );
  const setFilter = useCallback(
    (next: HistoryFilter) =>
      setQuery(current => writeHistoryFilter(current, next), {
        replace: true,
      }),
    [setQuery],
  );
  return [filter, setFilter];
}
