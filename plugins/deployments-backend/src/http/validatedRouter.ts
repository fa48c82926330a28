import { createValidatedOpenApiRouter } from '@backstage/backend-openapi-utils';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import type { Request, Router } from 'express';
import { jsonBody } from './parseBody';
import { errorHandler } from './errorHandler';

/**
 * A router that lets through only requests that fit an OpenAPI document. Add routes, then {@link endRouter}.
 *
 * @param spec - its own type is as large as the document, and would be compiled with every route
 */
export function createValidatedRouter(
  spec: unknown,
  options: {
    logger: LoggerService;
    validateResponses?: boolean;
    /** As of {@link jsonBody}. */
    judgedApart?: readonly string[];
  },
): Router {
  return createValidatedOpenApiRouter(spec as OpenApiDocument, {
    middleware: [jsonBody(options.logger, options.judgedApart)],
    validatorOptions: {
      // Tokens are httpAuth's business.
      validateSecurity: false,
      validateResponses: options.validateResponses ?? false,
    },
  });
}

/** What no route knew is answered with 404, and what a route threw with its error. */
export function endRouter(router: Router, logger: LoggerService): void {
  router.use((req: Request) => {
    throw new NotFoundError(`There is no ${req.method} ${req.path} here`);
  });
  router.use(errorHandler(logger));
}

type OpenApiDocument = Parameters<typeof createValidatedOpenApiRouter>[0];
