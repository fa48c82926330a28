import type { DeploymentsClient } from '@slipway/backstage-plugin-deployments-common';
import { createDeploymentsClient } from '@slipway/backstage-plugin-deployments-common';
import { PERSON_HEADER } from './persons';

/** Token that replicas accept. They listen on the loopback address only. */
export const TOKEN = 'slipway-benchmark-token';

/** Timeout of a request in milliseconds: a frozen replica never responds. */
const RESPONSE_TIMEOUT_MS = 10_000;

/** Builds the headers of a request to a replica. `person`: entity ref of the user on whose behalf it is sent. */
export function buildHeaders(person?: string): Record<string, string> {
  return {
    authorization: `Bearer ${TOKEN}`,
    ...(person === undefined ? {} : { [PERSON_HEADER]: person }),
  };
}

/**
 * Creates a typed client of a replica's deployments API. Approvals and decisions need a `person`; without one the
 * caller is a service.
 *
 * @example
 * ```ts
 * const client = createClient(replica.url, 'user:default/ana');
 * await getData(client.POST('/deployments', { body, params: {} }));
 * ```
 */
export function createClient(url: string, person?: string): DeploymentsClient {
  return createDeploymentsClient({
    baseUrl: `${url}/api/deployments`,
    fetch: (input, init) =>
      fetch(input, {
        ...init,
        headers: {
          ...Object.fromEntries(new Headers(init?.headers)),
          ...buildHeaders(person),
        },
        signal: withDeadline(init?.signal ?? undefined),
      }),
  });
}

/**
 * Combines a signal with a timeout. Not AbortSignal.any with AbortSignal.timeout: Node 20 loses the timeout in garbage
 * collection, and the caller would wait forever for a dead replica.
 */
function withDeadline(signal?: AbortSignal): AbortSignal {
  const controller = new AbortController();
  const abort = () => controller.abort(signal?.reason);
  setTimeout(
    () =>
      controller.abort(
        new Error(`No response within ${RESPONSE_TIMEOUT_MS} ms`),
      ),
    RESPONSE_TIMEOUT_MS,
  ).unref();
  if (signal?.aborted) {
    abort();
  }
  signal?.addEventListener('abort', abort, { once: true });
  return controller.signal;
}
