import { operation } from '../../http/operation';
import type { RouteOptions } from '../routeOptions';
import { getStepAnalysis, replayAnalysis } from './analysisHandlers';

export function addAnalysisRoutes({
  router,
  api,
  resolveCaller,
}: RouteOptions) {
  router.get(
    '/deployments/:id/steps/:stepId/analysis',
    operation('getStepAnalysis', async ({ path, http }) => ({
      status: 200,
      body: await getStepAnalysis(
        api,
        await resolveCaller(http),
        path.id,
        path.stepId,
      ),
    })),
  );

  router.get(
    '/analyses/:name/replay',
    operation('replayAnalysis', async ({ path, http }) => ({
      status: 200,
      body: await replayAnalysis(api, await resolveCaller(http), path.name),
    })),
  );
}
