import { operation } from '../../http/operation';
import { getHealth } from './healthHandler';
import type { RouteOptions } from '../routeOptions';

export function addHealthRoutes({ router, api, resolveCaller }: RouteOptions) {
  router.get(
    '/health',
    operation('getHealth', async ({ http }) => {
      const health = await getHealth(api, await resolveCaller(http));
      return { status: health.status === 'stalled' ? 503 : 200, body: health };
    }),
  );
}
