import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  CustomErrorBase,
  isError,
  type ErrorResponseBody,
} from '@backstage/errors';
import { DeploymentConflictError } from '../domain/deployment/messages/conflict';
import type { ErrorRequestHandler, Request, Response } from 'express';
import { withoutControls } from './plainJson';

/** Errors that are written for the caller; the message of any other one is for the log only. */
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
};

/** The caller sent more than the API takes. */
export class PayloadTooLargeError extends CustomErrorBase {
  name = 'PayloadTooLargeError' as const;
}

/** The caller has to wait, or to close something first. */
export class TooManyRequestsError extends CustomErrorBase {
  name = 'TooManyRequestsError' as const;
}

/**
 * Answers with an error, never with its stack: Backstage's own handler adds it in development, and shows the message of
 * unexpected errors, which may hold a connection string.
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
        ? // The message alone: what caused it may hold more than a caller should know.
          {
            name: error.name,
            message: getMessage(error),
            ...(error instanceof DeploymentConflictError
              ? { deployment: error.deployment }
              : {}),
          }
        : unexpected(error, req, logger),
    request: { method: req.method, url: req.originalUrl },
    response: { statusCode },
  };
  if (known && known >= 500 && error instanceof Error) {
    logger.warn(`${req.method} ${req.path} failed`, error);
  }
  res.status(statusCode).json(withoutControls(body));
}

/** Errors of `@backstage/errors` append their cause to what they say. */
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

/** What went wrong stands in the log under a reference that the caller can pass on. */
function unexpected(error: unknown, req: Request, logger: LoggerService) {
  const reference = randomUUID();
  logger.error(
    `${req.method} ${req.path} failed (reference ${reference})`,
    error instanceof Error ? error : new Error(String(error)),
  );
  return {
    name: 'Error',
    message: `Something went wrong here. Whoever runs the portal finds it in the backend's log under ${reference}.`,
  };
}
