import { STATUS_CODES } from 'node:http';
import type { JsonObject } from '@backstage/types';
import type { Request, RequestHandler, Response } from 'express';
import type { OpenApiDocument } from '../openApiDocument';
import { type AuditDeps, startAuditEvent } from './startAuditEvent';

/** Operations that change nothing, although their method usually does. */
const READS = ['planDeployment'];
const METHODS = ['post', 'put', 'patch', 'delete'];

/** The names of path parameters that the API shortens. */
const SUBJECTS: Record<string, string> = {
  ref: 'service',
  id: 'deployment',
};

/** The fields of bodies that say what is changed. Reasons, inputs and other texts are not among them. */
const BODY_FIELDS = {
  service: 'service',
  environment: 'environment',
  kind: 'kind',
  type: 'command',
};
const MAX_LENGTH = 300;

interface WriteOperation {
  eventId: string;
  method: string;
  segments: string[];
}

/**
 * Middleware that reports each request that changes something to Backstage's auditor, before it is handled and with its
 * outcome. Add it before the routes and their body parsers, so that it sees all refused requests too.
 */
export function auditRequests(
  deps: AuditDeps & { document: OpenApiDocument },
): RequestHandler {
  const operations = listWrites(deps.document);
  return async (req, res, next) => {
    const found = findWrite(operations, req);
    if (found) {
      const event = await startAuditEvent(deps, found);
      // Also emitted after the end of the response.
      res.once('close', () => {
        const refusal = explainRefusal(res);
        if (refusal === undefined) event.succeed(readBody(req));
        else event.fail(refusal, isValid(res) ? readBody(req) : undefined);
      });
    }
    next();
  };
}

function listWrites({ paths }: OpenApiDocument): WriteOperation[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    METHODS.flatMap(method => {
      const operation = operations[method] as
        | { operationId: string }
        | undefined;
      return operation && !READS.includes(operation.operationId)
        ? [
            {
              eventId: toKebabCase(operation.operationId),
              method: method.toUpperCase(),
              segments: path.split('/'),
            },
          ]
        : [];
    }),
  );
}

function toKebabCase(name: string): string {
  return name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
}

function findWrite(operations: readonly WriteOperation[], req: Request) {
  const segments = req.path.split('/');
  const [, dora, hooks, source, ...more] = segments;
  if (dora === 'dora' && hooks === 'hooks' && source && more.length === 0) {
    return req.method === 'POST'
      ? {
          eventId: 'receive-webhook',
          // Without the request: its token is the source's own, which Backstage would reject.
          meta: { source, ip: req.ip ?? '' },
        }
      : undefined;
  }
  const operation = operations.find(
    one =>
      one.method === req.method &&
      one.segments.length === segments.length &&
      one.segments.every(
        (segment, at) => segment.startsWith('{') || segment === segments[at],
      ),
  );
  return (
    operation && {
      eventId: operation.eventId,
      request: req,
      meta: readPath(operation, segments),
    }
  );
}

function readPath(
  operation: WriteOperation,
  segments: readonly string[],
): JsonObject {
  const parameters = operation.segments.flatMap((segment, at) => {
    const [, name] = /^\{(.+)\}$/.exec(segment) ?? [];
    return name ? [[SUBJECTS[name] ?? name, decode(segments[at])]] : [];
  });
  return Object.fromEntries(parameters);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Explains why a request changed nothing, by its status only: messages can contain what the caller sent. */
function explainRefusal(res: Response): string | undefined {
  if (!res.writableFinished) {
    return 'The connection was closed before the response was sent';
  }
  const { statusCode } = res;
  return statusCode < 400
    ? undefined
    : `The response was ${statusCode} ${STATUS_CODES[statusCode] ?? ''}`.trim();
}

/** Whether the body was accepted, so that its fields contain what they are for. */
function isValid({ statusCode }: Response): boolean {
  return ![400, 413, 415].includes(statusCode);
}

function readBody({ body }: Request): JsonObject {
  const fields = Object.entries(BODY_FIELDS).flatMap(([field, name]) => {
    const value: unknown = body?.[field];
    return typeof value === 'string' && value.length <= MAX_LENGTH
      ? [[name, value]]
      : [];
  });
  return Object.fromEntries(fields);
}
