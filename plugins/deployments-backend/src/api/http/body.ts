import type { LoggerService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import express, { type RequestHandler } from 'express';
import { PayloadTooLargeError, respondWithError } from './errors';

/** Enough for a version with a thousand commits; the validator bounds each field. */
const BODY_LIMIT_BYTES = 1024 * 1024;

/**
 * Parses JSON bodies. It answers its own errors: whatever stands before the validator and throws comes out of the
 * validator as 400 without a cause.
 */
export function jsonBody(logger: LoggerService): RequestHandler {
  const parse = express.json({ limit: BODY_LIMIT_BYTES });
  return (req, res, next) =>
    parse(req, res, error => {
      if (!error) {
        next();
        return;
      }
      respondWithError(explain(error), req, res, logger);
    });
}

function explain(error: { type?: string; status?: number }): Error {
  switch (error.type) {
    case 'entity.too.large':
      return new PayloadTooLargeError(
        'The request body is larger than the 1 MB that this API takes',
      );
    case 'entity.parse.failed':
      return new InputError('The request body is not valid JSON');
    default:
      return new InputError('The request body cannot be read');
  }
}
