import { Router } from 'express';
import type { DoraServices } from '../createDeliveryMetrics';
import { createAuthenticators } from '../../access/authenticators';
import { createValidatedRouter, endRouter } from '../../http/validatedRouter';
import type { RouterOptions } from '../../access/apiOptions';
import type { DoraRouteOptions } from './doraContext';
import { createDoraContext } from './doraContext';
import { readOpenApiDocument } from '../../http/openApiDocument';
import { addIncidentRoutes } from './incidentRoutes';
import { addIngestRoutes } from './ingestRoutes';
import { addMetricsRoutes } from './metricsRoutes';

export interface DoraRouterOptions extends RouterOptions {
  dora: DoraServices;
}

/**
 * Creates the routes of the delivery metrics, under `/dora`. Mount them before the plugin's other routes, which
 * answer unknown paths with 404.
 */
export function createDoraRouter(options: DoraRouterOptions): Router {
  const { httpAuth, logger } = options;
  const context = createDoraContext(options);
  const router = createValidatedRouter(
    readOpenApiDocument('dora.openapi.yaml'),
    {
      ...options,
      checkedPerItem: ['/ingest'],
    },
  );
  const routes: DoraRouteOptions = {
    ...context,
    router,
    ...createAuthenticators(httpAuth, context.api.resolveCaller),
  };
  addMetricsRoutes(routes);
  addIncidentRoutes(routes);
  addIngestRoutes(routes);
  endRouter(router, logger);
  return Router().use('/dora', router);
}
