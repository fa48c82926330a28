import { operation } from '../../http/operation';
import { listEnvironments, listGoldenPaths } from './environmentHandlers';
import type { RouteOptions } from '../routeOptions';

export function addEnvironmentRoutes({
  router,
  api,
  resolveCaller,
}: RouteOptions) {
  router.get(
    '/environments',
    operation('listEnvironments', async ({ http }) => ({
      status: 200,
      body: { items: await listEnvironments(api, await resolveCaller(http)) },
    })),
  );

  router.get(
    '/golden-paths',
    operation('listGoldenPaths', async ({ http }) => ({
      status: 200,
      body: { items: await listGoldenPaths(api, await resolveCaller(http)) },
    })),
  );
}
