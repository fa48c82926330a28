import { canonicalServiceRef } from '../../access/catalogServices';
import { operation } from '../../http/operation';
import {
  createDeployment,
  endWatch,
  getDeployment,
  listDeployments,
  planDeployment,
} from './deploymentHandlers';
import { listAwaited } from './listAwaited';
import { DEFAULT_PAGE, readTime } from '../../http/paging';
import type { RouteOptions } from '../routeOptions';

export function addDeploymentRoutes(options: RouteOptions) {
  const { router, api, resolveCaller, requireUser } = options;

  // Before the route with an id, so that `plan` is not taken for one.
  router.post(
    '/deployments/plan',
    operation('planDeployment', async ({ body, http }) => ({
      status: 200,
      body: await planDeployment(api, await resolveCaller(http), body),
    })),
  );

  router.get(
    '/deployments',
    operation('listDeployments', async ({ query, http }) => {
      const filter = {
        ids: query.id,
        services: query.service
          ? [canonicalServiceRef(query.service, 'service')]
          : undefined,
        environment: query.environment,
        status: query.status,
        kind: query.kind,
        requestedBy: query.requestedBy,
        since: readTime(query.since, 'since'),
        until: readTime(query.until, 'until'),
        limit: query.limit ?? DEFAULT_PAGE,
        cursor: query.cursor,
      };
      return {
        status: 200,
        body: query.awaiting
          ? await listAwaited(api, await requireUser(http), filter)
          : await listDeployments(api, await resolveCaller(http), filter),
      };
    }),
  );

  router.post(
    '/deployments',
    operation('createDeployment', async ({ body, http }) => {
      const caller = await (body.hotfix
        ? requireUser(http)
        : resolveCaller(http));
      const { deployment, created } = await createDeployment(
        api,
        caller,
        body,
        http.get('Idempotency-Key'),
      );
      return { status: created ? 201 : 200, body: deployment };
    }),
  );

  router.get(
    '/deployments/:id',
    operation('getDeployment', async ({ path, http }) => ({
      status: 200,
      body: await getDeployment(api, await resolveCaller(http), path.id),
    })),
  );

  router.post(
    '/deployments/:id/watch/end',
    operation('endWatch', async ({ path, body, http }) => ({
      status: 200,
      body: await endWatch(api, await requireUser(http), path.id, body.reason),
    })),
  );
}
