import { operation } from '../../http/operation';
import { listLogLines } from './recordHandlers';
import { DEFAULT_LOG_PAGE } from '../../http/paging';
import type { RouteOptions } from '../routeOptions';

export function addLogRoutes({ router, api, resolveCaller }: RouteOptions) {
  router.get(
    '/deployments/:id/logs',
    operation('listLogLines', async ({ path, query, http }) => ({
      status: 200,
      body: await listLogLines(api, await resolveCaller(http), path.id, {
        stepId: query.step,
        q: query.q,
        afterSeq: query.after ?? 0,
        limit: query.limit ?? DEFAULT_LOG_PAGE,
      }),
    })),
  );
}
