import { operation } from '../../http/operation';
import {
  getServiceOverview,
  liftHold,
  listServices,
  placeHold,
  resolveDrift,
} from './serviceHandlers';
import { discoverWorkloads } from './workloadHandlers';
import { DEFAULT_PAGE } from '../../http/paging';
import type { RouteOptions } from '../routeOptions';

export function addServiceRoutes(options: RouteOptions) {
  const { router, api, resolveCaller, requireUser } = options;

  router.get(
    '/services',
    operation('listServices', async ({ query, http }) => ({
      status: 200,
      body: await listServices(api, await resolveCaller(http), {
        ...query,
        limit: query.limit ?? DEFAULT_PAGE,
      }),
    })),
  );

  router.get(
    '/services/:ref/overview',
    operation('getServiceOverview', async ({ path, http }) => ({
      status: 200,
      body: await getServiceOverview(api, await resolveCaller(http), path.ref),
    })),
  );

  router.get(
    '/services/:ref/environments/:environment/workloads',
    operation('discoverWorkloads', async ({ path, http }) => ({
      status: 200,
      body: await discoverWorkloads(
        api,
        await resolveCaller(http),
        path.ref,
        path.environment,
      ),
    })),
  );

  router.put(
    '/services/:ref/environments/:environment/hold',
    operation('placeHold', async ({ path, body, http }) => ({
      status: 200,
      body: await placeHold(
        api,
        await resolveCaller(http),
        path.ref,
        path.environment,
        body.reason,
      ),
    })),
  );

  router.post(
    '/services/:ref/environments/:environment/hold',
    operation('liftHold', async ({ path, body, http }) => ({
      status: 200,
      body: await liftHold(
        api,
        await requireUser(http),
        path.ref,
        path.environment,
        body.reason,
      ),
    })),
  );

  router.post(
    '/services/:ref/environments/:environment/drift',
    operation('resolveDrift', async ({ path, body, http }) => ({
      status: 200,
      body: await resolveDrift(
        api,
        await requireUser(http),
        path.ref,
        path.environment,
        body,
      ),
    })),
  );
}
