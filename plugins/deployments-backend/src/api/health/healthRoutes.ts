import { operation } from '../../http/operation';
import { getHealth } from './healthHandler';
import type { RouteOptions } from '../routeOptions';

export function addHealthRoutes({ router, api, callerOf }: RouteOptions) {
  router.get(
    '/health',
    operation('getHealth', async ({ http }) => {
      const health = await getHealth(api, await callerOf(http));
      return { status: health.status === 'stalled' ? 503 : 200, body: health };
    }),
  );
}
