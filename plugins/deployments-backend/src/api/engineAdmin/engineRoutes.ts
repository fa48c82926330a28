import { operation } from '../../http/operation';
import { getEngine } from './engineHandlers';
import type { RouteOptions } from '../routeOptions';

export function addEngineRoutes({ router, api, resolveCaller }: RouteOptions) {
  router.get(
    '/admin/engine',
    operation('getEngine', async ({ http }) => ({
      status: 200,
      body: await getEngine(api, await resolveCaller(http)),
    })),
  );
}
