import type { Router } from 'express';
import { createAuthenticators } from '../access/authenticators';
import { registerPermissions } from '../access/registerPermissions';
import { createApiContext } from '../access/apiContext';
import type { RouterOptions } from '../access/apiOptions';
import { addAnalysisRoutes } from './analyses/analysisRoutes';
import { addEngineRoutes } from './engineAdmin/engineRoutes';
import { addAuditRoutes } from './audit/auditRoutes';
import { addCommandRoutes } from './commands/commandRoutes';
import { addDeploymentRoutes } from './deployments/deploymentRoutes';
import { addComparisonRoutes } from './comparison/comparisonRoutes';
import { addDriftRoutes } from './drift/driftRoutes';
import { addEnvironmentRoutes } from './environments/environmentRoutes';
import { addEventRoutes } from './records/eventRoutes';
import { addHealthRoutes } from './health/healthRoutes';
import { addLogRoutes } from './records/logRoutes';
import { addMeasurementRoutes } from './records/measurementRoutes';
import type { RouteOptions } from './routeOptions';
import { addServiceRoutes } from './services/serviceRoutes';
import { addVersionRoutes } from './versions/versionRoutes';
import { createEventStreams } from './records/eventStreams';

/** Adds the routes of deployments, and registers the plugin's permissions, so call it only once. */
export function addApiRoutes(router: Router, options: RouterOptions): void {
  const { httpAuth, model, permissionsRegistry, auth } = options;
  const api = createApiContext(options);
  registerPermissions({
    permissionsRegistry,
    auth,
    services: api.services,
    model,
  });

  const routes: RouteOptions = {
    router,
    api,
    streams: createEventStreams(options),
    ...createAuthenticators(httpAuth, api.resolveCaller),
  };
  addEnvironmentRoutes(routes);
  addServiceRoutes(routes);
  addComparisonRoutes(routes);
  addDriftRoutes(routes);
  addVersionRoutes(routes);
  addDeploymentRoutes(routes);
  addEventRoutes(routes);
  addMeasurementRoutes(routes);
  addAnalysisRoutes(routes);
  addLogRoutes(routes);
  addCommandRoutes(routes);
  addAuditRoutes(routes);
  addHealthRoutes(routes);
  addEngineRoutes(routes);
}
