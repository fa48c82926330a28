import { useApi } from '@backstage/core-plugin-api';
import type {
  DoraMetricName,
  DoraReason,
} from '@slipway/backstage-plugin-deployments-common';
import { useCallback } from 'react';
import { doraApiRef, type DoraSelected } from '../../../api/DoraApi';
import { usePages } from '../../../hooks/usePages';

const PAGE_SIZE = 50;

export interface RowsRequest {
  metric: DoraMetricName;
  selected: DoraSelected;
  counted?: boolean;
  /** Only rows left out for this reason. */
  reason?: DoraReason;
}

/**
 * The rows of a metric, page by page.
 *
 * @param request - A stable object (`useMemo`); a new one starts over.
 */
export function useRows(request: RowsRequest) {
  const api = useApi(doraApiRef);
  const load = useCallback(
    (cursor: string | undefined, signal?: AbortSignal) => {
      const { metric, selected, counted, reason } = request;
      return api.listRows(
        metric,
        { ...selected, counted, reason, limit: PAGE_SIZE, cursor },
        { signal },
      );
    },
    [api, request],
  );
  const { page, ...rest } = usePages(load);
  return { items: page?.items, totals: page?.totals, ...rest };
}
