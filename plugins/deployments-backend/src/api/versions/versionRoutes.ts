import { operation } from '../../http/operation';
import {
  listVersions,
  quarantineVersion,
  registerVersion,
  releaseVersion,
} from './versionHandlers';
import { DEFAULT_PAGE } from '../../http/paging';
import type { RouteOptions } from '../routeOptions';

export function addVersionRoutes(options: RouteOptions) {
  const { router, api, resolveCaller, requireUser } = options;

  router.get(
    '/services/:ref/versions',
    operation('listVersions', async ({ path, query, http }) => ({
      status: 200,
      body: await listVersions(api, await resolveCaller(http), path.ref, {
        ...query,
        limit: query.limit ?? DEFAULT_PAGE,
      }),
    })),
  );

  router.post(
    '/services/:ref/versions',
    operation('registerVersion', async ({ path, body, http }) => {
      const { version, created } = await registerVersion(
        api,
        await resolveCaller(http),
        path.ref,
        body,
      );
      return { status: created ? 201 : 200, body: version };
    }),
  );

  router.put(
    '/services/:ref/versions/:versionId/quarantine',
    operation('quarantineVersion', async ({ path, body, http }) => ({
      status: 200,
      body: await quarantineVersion(
        api,
        await resolveCaller(http),
        path.ref,
        path.versionId,
        body.reason,
      ),
    })),
  );

  router.delete(
    '/services/:ref/versions/:versionId/quarantine',
    operation('releaseVersion', async ({ path, query, http }) => ({
      status: 200,
      body: await releaseVersion(
        api,
        await requireUser(http),
        path.ref,
        path.versionId,
        query.reason,
      ),
    })),
  );
}
