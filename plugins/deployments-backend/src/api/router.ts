import type { Router } from 'express';
import { createAuthenticators } from '../access/authenticators';
import { registerPermissions } from '../access/registerPermissions';
import { createValidatedRouter, endRouter } from '../http/validatedRouter';
import { readOpenApiDocument } from '../http/openApiDocument';
import { createApiContext } from '../access/apiContext';
import type { RouterOptions } from '../access/apiOptions';
import { addEngineRoutes } from './engineAdmin/engineRoutes';
import { addAuditRoutes } from './audit/auditRoutes';
import { addCommandRoutes } from './commands/commandRoutes';
import { addDeploymentRoutes } from './deployments/deploymentRoutes';
import { addEnvironmentRoutes } from './environments/environmentRoutes';
import { addEventRoutes } from './records/eventRoutes';
import { addHealthRoutes } from './health/healthRoutes';
import { addLogRoutes } from './records/logRoutes';
import { addMeasurementRoutes } from './records/measurementRoutes';
import type { RouteOptions } from './routeOptions';
import { addServiceRoutes } from './services/serviceRoutes';
import { addVersionRoutes } from './versions/versionRoutes';
import { createEventStreams } from './records/eventStreams';

export type { RouterOptions } from '../access/apiOptions';

/**
 * Creates the routes of the plugin. Also registers the plugin's permissions, so call it only once. Mount it last,
 * because it responds to unknown paths with 404.
 */
export function createRouter(options: RouterOptions): Router {
  const { httpAuth, logger, model, permissionsRegistry, auth } = options;
  const api = createApiContext(options);
  registerPermissions({
    permissionsRegistry,
    auth,
    services: api.services,
    model,
  });

  const router = createValidatedRouter(
    readOpenApiDocument('openapi.yaml'),
    options,
  );
  const routes: RouteOptions = {
    router,
    api,
    streams: createEventStreams(options),
    ...createAuthenticators(httpAuth, api.resolveCaller),
  };
  addEnvironmentRoutes(routes);
  addServiceRoutes(routes);
  addVersionRoutes(routes);
  addDeploymentRoutes(routes);
  addEventRoutes(routes);
  addMeasurementRoutes(routes);
  addLogRoutes(routes);
  addCommandRoutes(routes);
  addAuditRoutes(routes);
  addHealthRoutes(routes);
  addEngineRoutes(routes);
  endRouter(router, logger);
  return router;
}
