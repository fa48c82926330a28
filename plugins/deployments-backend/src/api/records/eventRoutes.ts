import { operation } from '../../http/operation';
import { readDeployment } from '../../access/authorize';
import { listEvents } from './recordHandlers';
import { parsePosition } from '../../http/streams/streamPosition';
import type { RouteOptions } from '../routeOptions';

const JSON_TYPE = 'application/json';
const STREAM_TYPE = 'text/event-stream';

export function addEventRoutes(options: RouteOptions) {
  const { router, api, resolveCaller, streams } = options;

  router.get('/deployments/:id/events', async (req, res, next) => {
    if (req.accepts([JSON_TYPE, STREAM_TYPE]) !== STREAM_TYPE) {
      next();
      return;
    }
    const caller = await resolveCaller(req);
    const from = parsePosition(
      req.get('Last-Event-ID') || (req.query.after as string | undefined),
    );
    const { state, reader } = await readDeployment(api, caller, req.params.id);
    await streams.serve(res, {
      id: state.id,
      reader,
      principal: caller.principal.principal,
      from,
    });
  });

  router.get(
    '/deployments/:id/events',
    operation('getDeploymentEvents', async ({ path, query, http }) => ({
      status: 200,
      body: {
        items: await listEvents(
          api,
          await resolveCaller(http),
          path.id,
          query.after ?? 0,
        ),
      },
    })),
  );
}
