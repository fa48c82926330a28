import { operation } from '../../http/operation';
import { listEnvironments, listGoldenPaths } from './environmentHandlers';
import type { RouteOptions } from '../routeOptions';

export function addEnvironmentRoutes({ router, api, callerOf }: RouteOptions) {
  router.get(
    '/environments',
    operation('listEnvironments', async ({ http }) => ({
      status: 200,
      body: { items: await listEnvironments(api, await callerOf(http)) },
    })),
  );

  router.get(
    '/golden-paths',
    operation('listGoldenPaths', async ({ http }) => ({
      status: 200,
      body: { items: await listGoldenPaths(api, await callerOf(http)) },
    })),
  );
}
