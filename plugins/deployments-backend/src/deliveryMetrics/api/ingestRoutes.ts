import type { DoraRouteOptions } from './doraContext';
import {
  getIngestedEvent,
  ingest,
  listIngestedEvents,
  replayIngestedEvent,
  replayIngestedEvents,
} from './ingestHandlers';
import { operation } from '../../http/operation';

/** The default in the OpenAPI document. */
const DEFAULT_PAGE = 50;

export function addIngestRoutes(options: DoraRouteOptions) {
  const { router, resolveCaller } = options;

  router.post(
    '/dora/ingest',
    operation('ingest', async ({ body, http }) => ({
      status: 200,
      body: await ingest(options, await resolveCaller(http), body),
    })),
  );

  router.get(
    '/dora/events',
    operation('listIngestedEvents', async ({ query, http }) => ({
      status: 200,
      body: await listIngestedEvents(options, await resolveCaller(http), {
        ...query,
        limit: query.limit ?? DEFAULT_PAGE,
      }),
    })),
  );

  router.post(
    '/dora/events/replay',
    operation('replayIngestedEvents', async ({ body, http }) => ({
      status: 200,
      body: await replayIngestedEvents(
        options,
        await resolveCaller(http),
        body,
      ),
    })),
  );

  router.get(
    '/dora/events/:event',
    operation('getIngestedEvent', async ({ path, http }) => ({
      status: 200,
      body: await getIngestedEvent(
        options,
        await resolveCaller(http),
        path.event,
      ),
    })),
  );

  router.post(
    '/dora/events/:event/replay',
    operation('replayIngestedEvent', async ({ path, http }) => ({
      status: 200,
      body: await replayIngestedEvent(
        options,
        await resolveCaller(http),
        path.event,
      ),
    })),
  );
}
