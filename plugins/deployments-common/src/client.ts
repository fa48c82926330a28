import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './generated/api';
import type { paths as DoraPaths } from './generated/dora';
import { DeploymentsRequestError } from './requestError';

/** @public */
export type DeploymentsClient = Client<paths>;

/** @public */
export type DoraClient = Client<DoraPaths>;

/**
 * A typed client of the delivery metrics, which the deployments plugin serves under `/dora`.
 *
 * @param options - As of {@link createDeploymentsClient}; `baseUrl` is that of the plugin.
 * @public
 */
export function createDoraClient(options: ClientOptions): DoraClient {
  return createClient<DoraPaths>(
    clientOptions({ ...options, baseUrl: `${options.baseUrl}/dora` }),
  );
}

/**
 * A typed client of the deployments API.
 *
 * @param options - `baseUrl`: of the plugin, e.g. from `discoveryApi.getBaseUrl('deployments')`. `fetch`: one that adds
 *   the caller's token, e.g. Backstage's `fetchApi.fetch`.
 * @public
 */
export function createDeploymentsClient(
  options: ClientOptions,
): DeploymentsClient {
  return createClient<paths>(clientOptions(options));
}

interface ClientOptions {
  baseUrl: string;
  fetch: typeof fetch;
}

function clientOptions(options: ClientOptions) {
  const { baseUrl, fetch: fetchWithToken } = options;
  return {
    baseUrl,
    fetch: (request: Request) => fetchWithOptions(fetchWithToken, request),
    querySerializer: { array: { style: 'form', explode: true } },
  } as const;
}

/**
 * openapi-fetch hands over a Request. Backstage's fetchApi passes what it is given through several functions that each
 * make a Request of it, and the body of one can be read only once; a URL and options can be used again.
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
    // GET must not have one, not even an empty one.
    body: body === '' ? undefined : body,
  });
}

/**
 * The data of an answer, or its error thrown as a {@link DeploymentsRequestError}.
 *
 * @example
 * ```ts
 * const plan = await dataOf(client.POST('/deployments/plan', { body }));
 * ```
 * @param answer - What a method of the client returned.
 * @public
 */
export async function dataOf<T>(
  answer: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await answer;
  if (!response.ok || data === undefined) {
    throw DeploymentsRequestError.of(response, error);
  }
  return data;
}
