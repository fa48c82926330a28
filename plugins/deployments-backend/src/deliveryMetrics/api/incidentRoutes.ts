import { DEFAULT_PAGE } from '../../http/paging';
import type { DoraRouteOptions } from './doraContext';
import {
  getIncident,
  linkIncident,
  listIncidents,
  openIncident,
  resolveIncident,
} from './incidentHandlers';
import { operation } from '../../http/operation';

export function addIncidentRoutes(options: DoraRouteOptions) {
  const { router, resolveCaller, requireUser } = options;
  const link = '/dora/incidents/:incident/links/:deployment/:role';

  router.get(
    '/dora/incidents',
    operation('listIncidents', async ({ query, http }) => ({
      status: 200,
      body: await listIncidents(options, await resolveCaller(http), {
        ...query,
        limit: query.limit ?? DEFAULT_PAGE,
      }),
    })),
  );

  router.post(
    '/dora/incidents',
    operation('openIncident', async ({ body, http }) => {
      const { incident, created } = await openIncident(
        options,
        await requireUser(http),
        body,
        http.header('Idempotency-Key'),
      );
      return { status: created ? 201 : 200, body: incident };
    }),
  );

  router.get(
    '/dora/incidents/:incident',
    operation('getIncident', async ({ path, http }) => ({
      status: 200,
      body: await getIncident(
        options,
        await resolveCaller(http),
        path.incident,
      ),
    })),
  );

  router.post(
    '/dora/incidents/:incident/resolve',
    operation('resolveIncident', async ({ path, body, http }) => ({
      status: 200,
      body: await resolveIncident(
        options,
        await requireUser(http),
        path.incident,
        body,
      ),
    })),
  );

  router.put(
    link,
    operation('linkIncident', async ({ path, http }) => ({
      status: 200,
      body: await linkIncident(
        options,
        await requireUser(http),
        path.incident,
        {
          deployment: path.deployment,
          role: path.role,
          stand: 'linked',
        },
      ),
    })),
  );

  router.delete(
    link,
    operation('unlinkIncident', async ({ path, http }) => ({
      status: 200,
      body: await linkIncident(
        options,
        await requireUser(http),
        path.incident,
        {
          deployment: path.deployment,
          role: path.role,
          stand: 'removed',
        },
      ),
    })),
  );
}
