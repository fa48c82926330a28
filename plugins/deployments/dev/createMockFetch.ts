import type { FetchApi } from '@backstage/core-plugin-api';
import { getResponse, type RequestHandler } from 'msw';

/** Answers requests by handlers, without a network; whatever they don't handle is not found. */
export function createMockFetch(handlers: RequestHandler[]): FetchApi {
  return {
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const response = await getResponse(handlers, request);
      // A handler may answer late, or never.
      request.signal.throwIfAborted();
      return (
        response ??
        Response.json(
          {
            error: {
              name: 'NotFoundError',
              message: `No mock for ${request.url}`,
            },
          },
          { status: 404 },
        )
      );
    },
  };
}
