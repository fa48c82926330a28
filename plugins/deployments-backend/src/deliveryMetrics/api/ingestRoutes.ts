import type { DoraRouteOptions } from './doraContext';
import {
  getIngestedEvent,
  ingest,
  listIngestedEvents,
  replayIngestedEvent,
  replayIngestedEvents,
} from './ingestHandlers';
import { doraOperation } from './doraOperation';

/** The default in the OpenAPI document. */
const DEFAULT_PAGE = 50;

export function addIngestRoutes(options: DoraRouteOptions) {
  const { router, resolveCaller } = options;

  router.post(
    '/ingest',
    doraOperation('ingest', async ({ body, http }) => ({
      status: 200,
      body: await ingest(options, await resolveCaller(http), body),
    })),
  );

  router.get(
    '/events',
    doraOperation('listIngestedEvents', async ({ query, http }) => ({
      status: 200,
      body: await listIngestedEvents(options, await resolveCaller(http), {
        ...query,
        limit: query.limit ?? DEFAULT_PAGE,
      }),
    })),
  );

  router.post(
    '/events/replay',
    doraOperation('replayIngestedEvents', async ({ body, http }) => ({
      status: 200,
      body: await replayIngestedEvents(
        options,
        await resolveCaller(http),
        body,
      ),
    })),
  );

  router.get(
    '/events/:event',
    doraOperation('getIngestedEvent', async ({ path, http }) => ({
      status: 200,
      body: await getIngestedEvent(
        options,
        await resolveCaller(http),
        path.event,
      ),
    })),
  );

  router.post(
    '/events/:event/replay',
    doraOperation('replayIngestedEvent', async ({ path, http }) => ({
      status: 200,
      body: await replayIngestedEvent(
        options,
        await resolveCaller(http),
        path.event,
      ),
    })),
  );
}
