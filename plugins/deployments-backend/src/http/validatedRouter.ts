import { createValidatedOpenApiRouter } from '@backstage/backend-openapi-utils';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import type { Request, Router } from 'express';
import { parseJsonBody } from './parseBody';
import { errorHandler } from './errorHandler';

/**
 * Creates a router that rejects requests which do not match an OpenAPI document. Add the routes, then call
 * {@link endRouter}.
 *
 * @param spec - the document, as unknown: its own type is as large as the document, and would be compiled with every
 * route
 */
export function createValidatedRouter(
  spec: unknown,
  options: {
    logger: LoggerService;
    validateResponses?: boolean;
    /** See {@link parseJsonBody}. */
    checkedPerItem?: readonly string[];
  },
): Router {
  return createValidatedOpenApiRouter(spec as OpenApiDocument, {
    middleware: [parseJsonBody(options.logger, options.checkedPerItem)],
    validatorOptions: {
      // httpAuth checks tokens.
      validateSecurity: false,
      validateResponses: options.validateResponses ?? false,
    },
  });
}

/** Adds the last handlers: 404 for unknown routes, and error responses for what routes throw. */
export function endRouter(router: Router, logger: LoggerService): void {
  router.use((req: Request) => {
    throw new NotFoundError(
      `This API has no ${req.method} ${req.path}. Check the method and the path.`,
    );
  });
  router.use(errorHandler(logger));
}

type OpenApiDocument = Parameters<typeof createValidatedOpenApiRouter>[0];
