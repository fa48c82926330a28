import { createValidatedOpenApiRouter } from '@backstage/backend-openapi-utils';
import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError, isError } from '@backstage/errors';
import type { Request, Router } from 'express';
import { registerPermissions } from './access/register';
import { errorHandler } from './http/errors';
import { jsonBody } from './http/body';
import { spec } from './openapi.generated';
import { createContext } from './operations/context';
import type { RouterOptions } from './options';
import { addAdminRoutes } from './routes/admin';
import { addAuditRoutes } from './routes/audit';
import { addCommandRoutes } from './routes/commands';
import { addDeploymentRoutes } from './routes/deployments';
import { addEnvironmentRoutes } from './routes/environments';
import { addEventRoutes } from './routes/events';
import { addHealthRoutes } from './routes/health';
import { addLogRoutes } from './routes/logs';
import { addMeasurementRoutes } from './routes/measurements';
import type { RouteOptions } from './routes/routeOptions';
import { addServiceRoutes } from './routes/services';
import { addVersionRoutes } from './routes/versions';
import { createEventStreams } from './stream/streams';

export type { ApiOptions, RouterOptions } from './options';

/**
 * The routes of the plugin. Registers the plugin's permissions with the permissions registry, so call it once. Mount it
 * last: what it does not know it answers with 404.
 */
export function createRouter(options: RouterOptions): Router {
  const { httpAuth, logger, model, permissionsRegistry, auth } = options;
  const api = createContext(options);
  registerPermissions({
    permissionsRegistry,
    auth,
    services: api.services,
    model,
  });

  // The document's own type is as large as the document, and would be compiled with every route.
  const router: Router = createValidatedOpenApiRouter(spec as OpenApiDocument, {
    middleware: [jsonBody(logger)],
    validatorOptions: {
      // Tokens are httpAuth's business.
      validateSecurity: false,
      validateResponses: options.validateResponses ?? false,
    },
  });
  const routes: RouteOptions = {
    router,
    api,
    streams: createEventStreams(options),
    callerOf: async req =>
      api.resolveCaller(
        await httpAuth.credentials(req, { allow: ['user', 'service'] }),
      ),
    personOf: async req =>
      api.resolveCaller(await userCredentials(httpAuth, req)),
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
  addAdminRoutes(routes);

  router.use((req: Request) => {
    throw new NotFoundError(`There is no ${req.method} ${req.path} here`);
  });
  router.use(errorHandler(logger));
  return router;
}

/** The permission framework lets every service through, so that these routes take none. */
async function userCredentials(httpAuth: HttpAuthService, req: Request) {
  try {
    return await httpAuth.credentials(req, { allow: ['user'] });
  } catch (error) {
    if (isError(error) && error.name === 'NotAllowedError') {
      throw new NotAllowedError(
        "This is a person's decision: it takes the token of a signed-in user, not a service's",
      );
    }
    throw error;
  }
}

type OpenApiDocument = Parameters<typeof createValidatedOpenApiRouter>[0];
