import type { ServiceOverview } from '@slipway/backstage-plugin-deployments-common';
import { BUSY_INTERVAL, IDLE_INTERVAL } from './usePolling';

export function isBusy(overview: ServiceOverview): boolean {
  return overview.environments.some(
    state => state.active !== undefined || state.queued.length > 0,
  );
}

export function chooseOverviewInterval(overview: ServiceOverview | undefined) {
  return overview && isBusy(overview) ? BUSY_INTERVAL : IDLE_INTERVAL;
}
