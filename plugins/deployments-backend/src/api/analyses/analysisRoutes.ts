import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { operation } from '../../http/operation';
import type { RouteOptions } from '../routeOptions';
import { streamCsv } from './analysisCsv';
import { findStepAnalysis, getStepAnalysis } from './analysisHandlers';
import { createReplay } from './createReplay';

const JSON_TYPE = 'application/json';
const CSV_TYPE = 'text/csv';

export function addAnalysisRoutes({
  router,
  api,
  resolveCaller,
}: RouteOptions) {
  const replayAnalysis = createReplay(api);

  router.get(
    '/deployments/:id/steps/:stepId/analysis',
    async (req, res, next) => {
      if (req.accepts([JSON_TYPE, CSV_TYPE]) !== CSV_TYPE) {
        next();
        return;
      }
      const { id, stepId } = req.params;
      const caller = await resolveCaller(req);
      const { looks } = await findStepAnalysis(api, caller, id, stepId);
      res.status(200).set({
        'Content-Type': `${CSV_TYPE}; charset=utf-8`,
        'Content-Disposition': 'attachment; filename="analysis.csv"',
        'Cache-Control': 'no-store',
      });
      await pipeline(Readable.from(streamCsv(looks)), res);
    },
  );

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
      body: await replayAnalysis(await resolveCaller(http), path.name),
    })),
  );
}
