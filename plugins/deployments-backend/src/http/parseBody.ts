import type { LoggerService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import express, { type Request, type RequestHandler } from 'express';
import { PayloadTooLargeError, respondWithError } from './errorHandler';
import { requirePlainBody, requirePlainUrl } from './plainInput';

/** Enough for a version with a thousand commits; the validator limits each field. */
const BODY_LIMIT_BYTES = 1024 * 1024;

/**
 * Middleware that parses JSON bodies and rejects characters that no request may contain. It sends its own error
 * responses: the validator would turn an error of earlier middleware into a 400 without a reason.
 */
export function parseJsonBody(
  logger: LoggerService,
  /** Paths whose bodies hold many items that are checked one by one: a bad item must not reject the others. */
  checkedPerItem: readonly string[] = [],
): RequestHandler {
  const parse = express.json({ limit: BODY_LIMIT_BYTES });
  return (req, res, next) =>
    parse(req, res, error => {
      const problem = error
        ? explain(error)
        : findProblem(req, checkedPerItem.includes(req.path));
      if (problem === undefined) {
        next();
        return;
      }
      respondWithError(problem, req, res, logger);
    });
}

/**
 * Middleware that keeps the body as a Buffer, so that signatures can be verified. It sends its own error responses, as
 * {@link parseJsonBody} does.
 *
 * @param limitMb - the largest body, in MiB
 */
export function keepRawBody(
  logger: LoggerService,
  limitMb: number,
): RequestHandler {
  const parse = express.raw({ limit: limitMb * 1024 * 1024, type: () => true });
  return (req, res, next) =>
    parse(req, res, error => {
      if (error) {
        respondWithError(explain(error, limitMb), req, res, logger);
        return;
      }
      // express.raw sets no Buffer if the request has no body.
      if (!Buffer.isBuffer(req.body)) req.body = Buffer.alloc(0);
      next();
    });
}

function findProblem(
  { url, body }: Request,
  isCheckedPerItem: boolean,
): unknown {
  try {
    requirePlainUrl(url);
    if (!isCheckedPerItem) requirePlainBody(body);
    return undefined;
  } catch (error) {
    return error;
  }
}

function explain(
  error: { type?: string; status?: number },
  limitMb = 1,
): Error {
  switch (error.type) {
    case 'entity.too.large':
      return new PayloadTooLargeError(
        `The request body is larger than ${limitMb} MB, the limit of this API. Send less in one request.`,
      );
    case 'entity.parse.failed':
      return new InputError('The request body is not valid JSON');
    default:
      return new InputError(
        'The request body could not be read. Check its encoding and its length.',
      );
  }
}
