import { useApi } from '@backstage/core-plugin-api';
import {
  isTerminal,
  type DeploymentSummary,
} from '@slipway/backstage-plugin-deployments-common';
import { useCallback, useEffect, useRef, useState } from 'react';
import { deploymentsApiRef, type PageOf } from '../../api/DeploymentsApi';
import { asError } from '../../api/failures';
import {
  BUSY_INTERVAL,
  IDLE_INTERVAL,
  usePolling,
} from '../../hooks/usePolling';
import { toApiFilter, type HistoryFilter } from './useHistoryFilter';
import { mergeFirstPage } from './mergeFirstPage';

const PAGE_SIZE = 25;
/** The server's largest page. */
const MOST_AT_ONCE = 500;

export interface History {
  items?: DeploymentSummary[];
  loading: boolean;
  error?: Error;
  hasMore: boolean;
  loadingMore: boolean;
  loadMore(): void;
  refresh(): void;
}

/** Matching deployments, newest first. Older ones load on demand, newer ones appear by themselves. */
export function useHistory(filter: HistoryFilter): History {
  const api = useApi(deploymentsApiRef);
  const key = JSON.stringify(filter);
  const [shown, setShown] = useState<{
    key: string;
    page: PageOf<DeploymentSummary>;
  }>();
  const [loadingMore, setLoadingMore] = useState(false);
  const [moreError, setMoreError] = useState<Error>();
  const latestKey = useRef(key);
  latestKey.current = key;

  // Polls everything that is shown and not only the first page, because deployments further down change as well.
  const shownCount = useRef(0);
  shownCount.current = shown?.key === key ? shown.page.items.length : 0;
  const load = useCallback(
    (signal: AbortSignal) =>
      api.listDeployments(
        {
          ...toApiFilter(JSON.parse(key) as HistoryFilter, Date.now()),
          limit: Math.min(
            MOST_AT_ONCE,
            Math.max(PAGE_SIZE, shownCount.current),
          ),
        },
        { signal },
      ),
    [api, key],
  );
  const first = usePolling(load, page =>
    page?.items.some(item => !isTerminal(item.status))
      ? BUSY_INTERVAL
      : IDLE_INTERVAL,
  );

  useEffect(() => {
    const page = first.value;
    if (page) {
      setShown(before => ({
        key,
        page: before?.key === key ? mergeFirstPage(before.page, page) : page,
      }));
    }
    // `key` changes together with the page that was loaded for it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [first.value]);

  const current = shown?.key === key ? shown.page : first.value;
  const nextCursor = current?.nextCursor;

  const loadMore = useCallback(async () => {
    if (!nextCursor) {
      return;
    }
    setLoadingMore(true);
    setMoreError(undefined);
    try {
      const page = await api.listDeployments({
        ...toApiFilter(JSON.parse(key) as HistoryFilter, Date.now()),
        limit: PAGE_SIZE,
        cursor: nextCursor,
      });
      if (latestKey.current === key) {
        setShown(before => {
          const known = new Set(before?.page.items.map(item => item.id));
          const fresh = page.items.filter(item => !known.has(item.id));
          return {
            key,
            page: {
              items: [...(before?.page.items ?? []), ...fresh],
              nextCursor: page.nextCursor,
            },
          };
        });
      }
    } catch (error) {
      setMoreError(asError(error));
    }
    setLoadingMore(false);
  }, [api, key, nextCursor]);

  return {
    items: current?.items,
    loading: first.loading && !current,
    error: first.error ?? moreError,
    hasMore: Boolean(nextCursor),
    loadingMore,
    loadMore,
    refresh: first.refresh,
  };
}
