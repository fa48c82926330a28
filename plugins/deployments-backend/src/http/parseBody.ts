import type { LoggerService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import express, { type Request, type RequestHandler } from 'express';
import { PayloadTooLargeError, respondWithError } from './errorHandler';
import { requirePlainBody, requirePlainUrl } from './plainInput';

/** Enough for a version with a thousand commits; the validator bounds each field. */
const BODY_LIMIT_BYTES = 1024 * 1024;

/**
 * Parses JSON bodies, and refuses what no request may hold. It answers its own errors: whatever stands before the validator and throws comes out of the
 * validator as 400 without a cause.
 */
export function jsonBody(
  logger: LoggerService,
  /** Paths whose bodies hold many things that are looked at one by one: one that is wrong does not take the others with it. */
  judgedApart: readonly string[] = [],
): RequestHandler {
  const parse = express.json({ limit: BODY_LIMIT_BYTES });
  return (req, res, next) =>
    parse(req, res, error => {
      const wrong = error
        ? explain(error)
        : whatIsWrong(req, judgedApart.includes(req.path));
      if (wrong === undefined) {
        next();
        return;
      }
      respondWithError(wrong, req, res, logger);
    });
}

/**
 * Leaves the body as it came, as a Buffer, for signatures. It answers its own errors as {@link jsonBody} does.
 *
 * @param limitMb - in millions of bytes, about
 */
export function rawBody(
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
      // Without a body there is none.
      if (!Buffer.isBuffer(req.body)) req.body = Buffer.alloc(0);
      next();
    });
}

function whatIsWrong({ url, body }: Request, isJudgedApart: boolean): unknown {
  try {
    requirePlainUrl(url);
    if (!isJudgedApart) requirePlainBody(body);
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
        `The request body is larger than the ${limitMb} MB that this API takes`,
      );
    case 'entity.parse.failed':
      return new InputError('The request body is not valid JSON');
    default:
      return new InputError('The request body cannot be read');
  }
}
