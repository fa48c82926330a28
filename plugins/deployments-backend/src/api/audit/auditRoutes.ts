import { canonicalServiceRef } from '../../access/catalogServices';
import { operation } from '../../http/operation';
import { listAuditEntries } from './auditHandlers';
import { DEFAULT_PAGE, readTime } from '../../http/paging';
import type { RouteOptions } from '../routeOptions';

export function addAuditRoutes({ router, api, resolveCaller }: RouteOptions) {
  router.get(
    '/audit',
    operation('listAuditEntries', async ({ query, http }) => ({
      status: 200,
      body: await listAuditEntries(api, await resolveCaller(http), {
        deploymentId: query.deployment,
        service: query.service && canonicalServiceRef(query.service, 'service'),
        environment: query.environment,
        actor: query.actor,
        since: readTime(query.since, 'since'),
        until: readTime(query.until, 'until'),
        limit: query.limit ?? DEFAULT_PAGE,
        cursor: query.cursor,
      }),
    })),
  );
}
