import { createValidatedOpenApiRouter } from '@backstage/backend-openapi-utils';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import type { Request, Router } from 'express';
import { errorHandler } from './errorHandler';
import { readOpenApiDocument } from './openApiDocument';
import { parseJsonBody } from './parseBody';

/** Routes whose bodies hold many items that are checked one by one: a bad item must not reject the others. */
const CHECKED_PER_ITEM = ['/dora/ingest'];

/**
 * Creates the router of the plugin's API. It rejects requests that do not match the OpenAPI document, answers unknown
 * paths with 404, and serves the document at `/openapi.json`.
 *
 * @param addRoutes - adds the routes
 */
export function createApiRouter(
  options: { logger: LoggerService; validateResponses?: boolean },
  addRoutes: (router: Router) => void,
): Router {
  const { logger, validateResponses = false } = options;
  // The document's own type is as large as the document, and would be compiled with every route.
  const document = readOpenApiDocument() as unknown as Parameters<
    typeof createValidatedOpenApiRouter
  >[0];
  const router = createValidatedOpenApiRouter(document, {
    middleware: [parseJsonBody(logger, CHECKED_PER_ITEM)],
    validatorOptions: {
      // httpAuth checks tokens.
      validateSecurity: false,
      validateResponses,
    },
  });
  addRoutes(router);
  router.use((req: Request) => {
    throw new NotFoundError(
      `This API has no ${req.method} ${req.path}. Check the method and the path.`,
    );
  });
  router.use(errorHandler(logger));
  return router;
}
