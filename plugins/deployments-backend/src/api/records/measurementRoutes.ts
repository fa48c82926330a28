import { operation } from '../../http/operation';
import { listMeasurements } from './recordHandlers';
import type { RouteOptions } from '../routeOptions';

export function addMeasurementRoutes({
  router,
  api,
  resolveCaller,
}: RouteOptions) {
  router.get(
    '/deployments/:id/measurements',
    operation('listMeasurements', async ({ path, query, http }) => ({
      status: 200,
      body: await listMeasurements(api, await resolveCaller(http), path.id, {
        stepId: query.step,
        afterSeq: query.after ?? 0,
      }),
    })),
  );
}
