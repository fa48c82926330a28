import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './generated/api';
import { DeploymentsRequestError } from './requestError';

/**
 * Typed client of the deployments API; see {@link createDeploymentsClient}.
 *
 * @public
 */
export type DeploymentsClient = Client<paths>;

/**
 * Creates a typed client of the deployments API. Its methods do not throw on an error response; pass their result to
 * {@link unwrapResponse} for that.
 *
 * @public
 */
export function createDeploymentsClient(
  options: ClientOptions,
): DeploymentsClient {
  return createClient<paths>(toFetchOptions(options));
}

/**
 * Options of the clients.
 *
 * @public
 */
export interface ClientOptions {
  /** URL of the plugin, e.g. from `discoveryApi.getBaseUrl('deployments')`. */
  baseUrl: string;
  /** Adds the caller's token to each request, e.g. Backstage's `fetchApi.fetch`. */
  fetch: typeof fetch;
}

function toFetchOptions(options: ClientOptions) {
  const { baseUrl, fetch: fetchWithToken } = options;
  return {
    baseUrl,
    fetch: (request: Request) => fetchWithOptions(fetchWithToken, request),
    querySerializer: { array: { style: 'form', explode: true } },
  } as const;
}

/**
 * openapi-fetch passes a Request. Backstage's fetchApi wraps several functions that each create a new Request from
 * their arguments. The body of a Request can be read only once, but a URL and options can be reused.
 */
async function fetchWithOptions(
  fetchWithToken: typeof fetch,
  request: Request,
): Promise<Response> {
  const { url, method, headers, signal } = request;
  const body = await request.text();
  return fetchWithToken(url, {
    method,
    headers,
    signal,
    // GET must not have a body, not even an empty one.
    body: body === '' ? undefined : body,
  });
}

/**
 * Returns the data of a successful response.
 *
 * @example
 * ```ts
 * const plan = await unwrapResponse(client.POST('/deployments/plan', { body }));
 * ```
 * @param pending - The result of a method of the client.
 * @throws DeploymentsRequestError if the response is an error or has no data.
 * @public
 */
export async function unwrapResponse<T>(
  pending: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await pending;
  if (!response.ok || data === undefined) {
    throw DeploymentsRequestError.of(response, error);
  }
  return data;
}
