import type { RequestHandler } from 'express';
import type { DoraMetricName } from '@slipway/backstage-plugin-deployments-common';
import type { DoraRouteOptions } from './doraContext';
import { writeRows } from './csvExport';
import type { RequestedRows } from './metricsHandlers';
import {
  getMetrics,
  getQuality,
  getSelection,
  listRows,
} from './metricsHandlers';
import { operation } from '../../http/operation';

/** The default in the OpenAPI document. */
const DEFAULT_PAGE = 100;

export function addMetricsRoutes(options: DoraRouteOptions) {
  const { router, resolveCaller } = options;

  router.get(
    '/dora/metrics',
    operation('getDoraMetrics', async ({ query, http }) => ({
      status: 200,
      body: await getMetrics(options, await resolveCaller(http), query),
    })),
  );

  router.get(
    '/dora/metrics/:metric/rows',
    serveCsv(options),
    operation('listDoraRows', async ({ path, query, http }) => ({
      status: 200,
      body: await listRows(options, await resolveCaller(http), path.metric, {
        ...query,
        limit: query.limit ?? DEFAULT_PAGE,
      }),
    })),
  );

  router.get(
    '/dora/quality',
    operation('getDoraQuality', async ({ query, http }) => ({
      status: 200,
      body: await getQuality(options, await resolveCaller(http), query),
    })),
  );

  router.get(
    '/dora/selection',
    operation('getDoraSelection', async ({ http }) => ({
      status: 200,
      body: await getSelection(options, await resolveCaller(http)),
    })),
  );
}

/** Serves CSV if the client prefers it to JSON. */
function serveCsv(options: DoraRouteOptions): RequestHandler {
  return async (req, res, next) => {
    if (req.accepts(['application/json', 'text/csv']) !== 'text/csv') {
      next();
      return;
    }
    const { limit: _, cursor: __, ...asked } = req.query;
    await writeRows(
      options,
      await options.resolveCaller(req),
      // The validator has checked both.
      req.params.metric as DoraMetricName,
      asked as RequestedRows,
      res,
    );
  };
}
