import { useApi } from '@backstage/core-plugin-api';
import type { DeploymentSummary } from '@slipway/backstage-plugin-deployments-common';
import { useCallback, useEffect } from 'react';
import {
  deploymentsApiRef,
  type DeploymentsApi,
  type PageOf,
} from '../../api/DeploymentsApi';
import { usePolling, type Polled } from '../../hooks/usePolling';

/** The most decisions that one request returns. */
export const MAX_AWAITED = 100;

/** How often the list is polled, in milliseconds. Signals report most changes sooner. */
const INTERVAL = 60_000;
/**
 * How long to wait after a signal, in milliseconds. The count is on every page of everybody, and each change of any
 * deployment sends a signal.
 */
const SIGNAL_DELAY = 10_000;
/** How long parts of one page share a response, in milliseconds. */
const SHARED_FOR = 1_000;

type Awaited = PageOf<DeploymentSummary>;

const shared = new WeakMap<
  DeploymentsApi,
  { at: number; response: Promise<Awaited> }
>();
/** Refreshes each place that shows the decisions now. */
const refreshers = new Set<() => void>();

function listAwaited(api: DeploymentsApi): Promise<Awaited> {
  const known = shared.get(api);
  if (known && Date.now() - known.at < SHARED_FOR) {
    return known.response;
  }
  const response = api.listDeployments({ awaiting: 'me', limit: MAX_AWAITED });
  shared.set(api, { at: Date.now(), response });
  response.catch(() => shared.delete(api));
  return response;
}

/** The deployments that wait for a decision of the viewer. All places on a page share one request. */
export function useAwaited(
  options: { signalDelay?: number } = {},
): Polled<Awaited> & { refreshAll(): Promise<void> } {
  const { signalDelay = SIGNAL_DELAY } = options;
  const api = useApi(deploymentsApiRef);
  const load = useCallback(() => listAwaited(api), [api]);
  const polled = usePolling(load, () => INTERVAL, { signalDelay });
  const { refresh } = polled;

  useEffect(() => {
    refreshers.add(refresh);
    return () => {
      refreshers.delete(refresh);
    };
  }, [refresh]);

  const refreshAll = useCallback(async () => {
    shared.delete(api);
    refreshers.forEach(each => each());
  }, [api]);
  return { ...polled, refreshAll };
}
