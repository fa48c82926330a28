import { operation } from '../../http/operation';
import type { RouteOptions } from '../routeOptions';
import { compareEnvironments } from './compareEnvironments';

export function addComparisonRoutes(options: RouteOptions) {
  const { router, api, resolveCaller } = options;

  router.get(
    '/comparison',
    operation('compareEnvironments', async ({ query, http }) => ({
      status: 200,
      body: await compareEnvironments(api, await resolveCaller(http), {
        ...query,
        limit: query.limit ?? 500,
      }),
    })),
  );
}
