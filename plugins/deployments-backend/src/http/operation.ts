import type { operations } from '@slipway/backstage-plugin-deployments-common/openapi';
import type { Request, RequestHandler, Response } from 'express';
import { sendPlainJson } from './plainJson';

type Part<Operation, P extends string> = Operation extends {
  parameters: Partial<Record<P, infer V>>;
}
  ? NonNullable<V>
  : Record<string, never>;

type Body<Operation> = Operation extends {
  requestBody: { content: { 'application/json': infer B } };
}
  ? B
  : undefined;

type JsonOf<R> = R extends { content: { 'application/json': infer B } }
  ? B
  : never;

type Statuses<Operation> = Operation extends { responses: infer R }
  ? Exclude<keyof R, 'default'>
  : never;

/** A response that the document defines for the operation: a status and its body. */
export type OperationResponse<Operation> = {
  [S in Statuses<Operation>]: {
    status: S;
    body: Operation extends { responses: Record<S, infer R> }
      ? JsonOf<R>
      : never;
  };
}[Statuses<Operation>];

/** A validated request, typed by the document. */
export interface OperationRequest<Operation> {
  path: Part<Operation, 'path'>;
  query: Part<Operation, 'query'>;
  header: Part<Operation, 'header'>;
  body: Body<Operation>;
  http: Request;
}

/**
 * Creates a request handler that is typed by the OpenAPI document. The validator has checked the request before, so the
 * casts are safe.
 */
export function operation<O extends keyof operations>(
  _id: O,
  handle: (
    request: OperationRequest<operations[O]>,
    res: Response,
  ) => Promise<OperationResponse<operations[O]>>,
): RequestHandler {
  return async (req, res) => {
    const { status, body } = await handle(
      {
        path: req.params as Part<operations[O], 'path'>,
        query: req.query as Part<operations[O], 'query'>,
        header: req.headers as Part<operations[O], 'header'>,
        body: req.body as Body<operations[O]>,
        http: req,
      },
      res,
    );
    sendPlainJson(res.status(status as number), body);
  };
}
