import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import type { ServiceOverview } from '@slipway/backstage-plugin-deployments-common';
import { useCallback, useEffect, useState } from 'react';
import {
  deploymentsApiRef,
  type DeploymentsApi,
} from '../../api/DeploymentsApi';
import {
  BUSY_INTERVAL,
  IDLE_INTERVAL,
  usePolling,
} from '../../hooks/usePolling';
import { isBusy } from '../../hooks/chooseOverviewInterval';
import type { ServiceFilter } from './useServiceFilter';

const PAGE_SIZE = 50;

interface Services {
  items: ServiceOverview[];
  totalItems: number;
}

/** Loads services of several owners one by one, because the API accepts one owner and people belong to few groups. */
async function ofOwners(
  api: DeploymentsApi,
  owners: string[],
  query: { q?: string; limit: number },
  signal: AbortSignal,
): Promise<Services> {
  const pages = await Promise.all(
    owners.map(owner => api.listServices({ ...query, owner }, { signal })),
  );
  const byRef = new Map(
    pages
      .flatMap(page => page.items)
      .map(item => [item.service.entityRef, item]),
  );
  const items = [...byRef.values()].sort((a, b) =>
    a.service.name.localeCompare(b.service.name),
  );
  const missing = pages.reduce(
    (sum, page) => sum + Math.max(0, page.totalItems - page.items.length),
    0,
  );
  return { items, totalItems: items.length + missing };
}

/** Matching services, kept up to date. */
export function useServices(filter: ServiceFilter): {
  items?: ServiceOverview[];
  totalItems: number;
  loading: boolean;
  error?: Error;
  loadMore(): void;
  refresh(): void;
} {
  const { q, owner } = filter;
  const api = useApi(deploymentsApiRef);
  const identityApi = useApi(identityApiRef);
  const [limit, setLimit] = useState(PAGE_SIZE);
  useEffect(() => setLimit(PAGE_SIZE), [q, owner]);

  const load = useCallback(
    async (signal: AbortSignal): Promise<Services> => {
      const query = { q: q || undefined, limit };
      if (owner === 'mine') {
        const { ownershipEntityRefs } =
          await identityApi.getBackstageIdentity();
        return ofOwners(api, ownershipEntityRefs, query, signal);
      }
      return api.listServices(query, { signal });
    },
    [api, identityApi, q, owner, limit],
  );
  const polled = usePolling(load, value =>
    value?.items.some(isBusy) ? BUSY_INTERVAL : IDLE_INTERVAL,
  );
  // When the list gets longer, the shown items stay until the longer list is loaded.
  const [before, setBefore] = useState<Services>();
  useEffect(() => {
    if (polled.value) {
      setBefore(polled.value);
    }
  }, [polled.value]);
  const shown = polled.value ?? (limit > PAGE_SIZE ? before : undefined);

  return {
    items: shown?.items,
    totalItems: shown?.totalItems ?? 0,
    loading: polled.loading && !shown,
    error: polled.error,
    refresh: polled.refresh,
    loadMore: () => setLimit(current => Math.min(500, current + PAGE_SIZE)),
  };
}
