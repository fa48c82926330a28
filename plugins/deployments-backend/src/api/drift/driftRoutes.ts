import { operation } from '../../http/operation';
import { DEFAULT_PAGE } from '../../http/paging';
import type { RouteOptions } from '../routeOptions';
import { listDrift } from './driftHandlers';

export function addDriftRoutes(options: RouteOptions) {
  const { router, api, resolveCaller } = options;

  router.get(
    '/drift',
    operation('listDrift', async ({ query, http }) => ({
      status: 200,
      body: await listDrift(api, await resolveCaller(http), {
        ...query,
        limit: query.limit ?? DEFAULT_PAGE,
      }),
    })),
  );
}
