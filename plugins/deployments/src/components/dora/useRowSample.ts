import { useApi } from '@backstage/core-plugin-api';
import type { DoraMetricName } from '@slipway/backstage-plugin-deployments-common';
import { useCallback } from 'react';
import { doraApiRef, type DoraSelected } from '../../api/DoraApi';
import { useLoaded } from '../../live/useLoaded';

/** More dots than this are no longer told apart, and slow the page down. */
const MOST_ROWS = 500;

/** The newest rows that count, for a chart of single ones. */
export function useRowSample(metric: DoraMetricName, selected: DoraSelected) {
  const api = useApi(doraApiRef);
  const load = useCallback(
    (signal: AbortSignal) =>
      api.listRows(
        metric,
        { ...selected, counted: true, limit: MOST_ROWS },
        { signal },
      ),
    [api, metric, selected],
  );
  return useLoaded(load);
}
