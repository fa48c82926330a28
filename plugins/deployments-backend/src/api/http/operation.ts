import type { operations } from '@slipway/backstage-plugin-deployments-common';
import type { Request, RequestHandler, Response } from 'express';

/** An operation of the OpenAPI document, by its `operationId`. */
export type OperationId = keyof operations;

type Parameters<O extends OperationId> = operations[O]['parameters'];

type Part<
  O extends OperationId,
  P extends string,
> = Parameters<O> extends Partial<Record<P, infer V>>
  ? NonNullable<V>
  : Record<string, never>;

type Body<O extends OperationId> = operations[O] extends {
  requestBody: { content: { 'application/json': infer B } };
}
  ? B
  : undefined;

type Responses<O extends OperationId> = operations[O]['responses'];

type JsonOf<R> = R extends { content: { 'application/json': infer B } }
  ? B
  : never;

/** A status that the document names for the operation, with the body that belongs to it. */
export type Answer<O extends OperationId> = {
  [S in Exclude<keyof Responses<O>, 'default'>]: {
    status: S;
    body: JsonOf<Responses<O>[S]>;
  };
}[Exclude<keyof Responses<O>, 'default'>];

/** A validated request, as the document types it. */
export interface OperationRequest<O extends OperationId> {
  path: Part<O, 'path'>;
  query: Part<O, 'query'>;
  header: Part<O, 'header'>;
  body: Body<O>;
  http: Request;
}

/**
 * A handler whose request and answer are typed by the OpenAPI document. The request has passed the validator, which is
 * what makes the casts true.
 */
export function operation<O extends OperationId>(
  _id: O,
  handle: (request: OperationRequest<O>, res: Response) => Promise<Answer<O>>,
): RequestHandler {
  return async (req, res) => {
    const { status, body } = await handle(
      {
        path: req.params as Part<O, 'path'>,
        query: req.query as Part<O, 'query'>,
        header: req.headers as Part<O, 'header'>,
        body: req.body as Body<O>,
        http: req,
      },
      res,
    );
    res.status(status as number).json(body);
  };
}
