import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  CustomErrorBase,
  isError,
  type ErrorResponseBody,
} from '@backstage/errors';
import type { RequestErrorName } from '@slipway/backstage-plugin-deployments-common';
import {
  DeploymentConflictError,
  RefusalError,
} from '../domain/deployment/messages/conflict';
import type { ErrorRequestHandler, Request, Response } from 'express';
import { sendPlainJson } from './plainJson';

/** Errors whose message is meant for the caller. Messages of all other errors go to the log only. */
const STATUS_BY_NAME: Record<string, number> = {
  InputError: 400,
  AuthenticationError: 401,
  NotAllowedError: 403,
  NotFoundError: 404,
  ConflictError: 409,
  PayloadTooLargeError: 413,
  UnsupportedMediaTypeError: 415,
  TooManyRequestsError: 429,
  NotImplementedError: 501,
  ServiceUnavailableError: 503,
} satisfies Record<RequestErrorName, number>;

/** The request body is larger than the API accepts. */
export class PayloadTooLargeError extends CustomErrorBase {
  name = 'PayloadTooLargeError' as const;
}

/** The caller has reached a limit and must wait, or close something first. */
export class TooManyRequestsError extends CustomErrorBase {
  name = 'TooManyRequestsError' as const;
}

/**
 * Sends an error response, without the stack. Backstage's own handler adds the stack in development and shows messages
 * of unexpected errors, which may contain a connection string.
 */
export function respondWithError(
  error: unknown,
  req: Request,
  res: Response,
  logger: LoggerService,
): void {
  const known = isError(error) ? STATUS_BY_NAME[error.name] : undefined;
  const statusCode = known ?? 500;
  const body: ErrorResponseBody = {
    error:
      known && isError(error)
        ? // Without the cause, which may contain more than the caller should know.
          {
            name: error.name,
            message: getMessage(error),
            ...(error instanceof DeploymentConflictError
              ? { deployment: error.deployment }
              : {}),
            ...(error instanceof RefusalError && error.sentences
              ? { sentences: error.sentences }
              : {}),
          }
        : logUnexpected(error, req, logger),
    request: { method: req.method, url: req.originalUrl },
    response: { statusCode },
  };
  if (known && known >= 500 && error instanceof Error) {
    logger.warn(`${req.method} ${req.path} failed`, error);
  }
  sendPlainJson(res.status(statusCode), body);
}

/** The message without the cause that errors of `@backstage/errors` append. */
function getMessage(error: Error & { cause?: unknown }): string {
  const cause = error.cause === undefined ? '' : `; caused by ${error.cause}`;
  return cause && error.message.endsWith(cause)
    ? error.message.slice(0, -cause.length)
    : error.message;
}

export function errorHandler(logger: LoggerService): ErrorRequestHandler {
  return (error, req, res, next) => {
    if (res.headersSent) {
      next(error);
      return;
    }
    respondWithError(error, req, res, logger);
  };
}

/** Logs an unexpected error under a reference, and tells the caller only the reference. */
function logUnexpected(error: unknown, req: Request, logger: LoggerService) {
  const reference = randomUUID();
  logger.error(
    `${req.method} ${req.path} failed (reference ${reference})`,
    error instanceof Error ? error : new Error(String(error)),
  );
  return {
    name: 'Error',
    message: `Something went wrong in the deployments backend. Ask the people who run the portal to look for ${reference} in the backend's log.`,
  };
}
