import type { Router } from 'express';
import type { DoraServices } from '../createDeliveryMetrics';
import { createAuthenticators } from '../../access/authenticators';
import type { RouterOptions } from '../../access/apiOptions';
import type { DoraRouteOptions } from './doraContext';
import { createDoraContext } from './doraContext';
import { addIncidentRoutes } from './incidentRoutes';
import { addIngestRoutes } from './ingestRoutes';
import { addMetricsRoutes } from './metricsRoutes';

export interface DoraRouterOptions extends RouterOptions {
  dora: DoraServices;
}

/** Adds the routes of the delivery metrics, which all start with `/dora`. */
export function addDoraRoutes(
  router: Router,
  options: DoraRouterOptions,
): void {
  const context = createDoraContext(options);
  const routes: DoraRouteOptions = {
    ...context,
    router,
    ...createAuthenticators(options.httpAuth, context.api.resolveCaller),
  };
  addMetricsRoutes(routes);
  addIncidentRoutes(routes);
  addIngestRoutes(routes);
}
