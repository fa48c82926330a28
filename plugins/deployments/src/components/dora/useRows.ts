import { useApi } from '@backstage/core-plugin-api';
import type {
  DoraMetricName,
  DoraRow,
  DoraRows,
} from '@slipway/backstage-plugin-deployments-common';
import { useCallback, useEffect, useState } from 'react';
import { asError, isAbort } from '../../api/failures';
import { doraApiRef, type DoraSelected } from '../../api/DoraApi';

const PAGE_SIZE = 50;

export interface RowsRequest {
  metric: DoraMetricName;
  selected: DoraSelected;
  counted?: boolean;
}

interface Shown {
  request: RowsRequest;
  items: DoraRow[];
  totals: DoraRows['totals'];
  nextCursor?: string;
}

/**
 * The rows of a metric, page by page. They do not refresh by themselves: what somebody reads must not move.
 *
 * @param request - A stable object (`useMemo`); another one begins anew.
 */
export function useRows(request: RowsRequest) {
  const api = useApi(doraApiRef);
  const [shown, setShown] = useState<Shown>();
  const [failure, setFailure] = useState<{
    request: RowsRequest;
    error: Error;
  }>();
  const [loadingMore, setLoadingMore] = useState(false);

  const page = useCallback(
    async (cursor: string | undefined, signal?: AbortSignal) => {
      const { metric, selected, counted } = request;
      return api.listRows(
        metric,
        { ...selected, counted, limit: PAGE_SIZE, cursor },
        { signal },
      );
    },
    [api, request],
  );

  useEffect(() => {
    const stopped = new AbortController();
    page(undefined, stopped.signal).then(
      ({ items, totals, nextCursor }) => {
        if (!stopped.signal.aborted) {
          setShown({ request, items, totals, nextCursor });
        }
      },
      error => {
        if (!stopped.signal.aborted && !isAbort(error)) {
          setFailure({ request, error: asError(error) });
        }
      },
    );
    return () => stopped.abort();
  }, [page, request]);

  const current = shown?.request === request ? shown : undefined;
  const nextCursor = current?.nextCursor;
  const loadMore = useCallback(async () => {
    if (!nextCursor) {
      return;
    }
    setLoadingMore(true);
    setFailure(undefined);
    try {
      const more = await page(nextCursor);
      setShown(before =>
        // Another answer may have come meanwhile.
        before?.request === request && before.nextCursor === nextCursor
          ? {
              ...before,
              items: [...before.items, ...more.items],
              nextCursor: more.nextCursor,
            }
          : before,
      );
    } catch (error) {
      setFailure({ request, error: asError(error) });
    }
    setLoadingMore(false);
  }, [page, request, nextCursor]);

  return {
    items: current?.items,
    totals: current?.totals,
    error: failure?.request === request ? failure.error : undefined,
    hasMore: nextCursor !== undefined,
    loadingMore,
    loadMore,
  };
}
