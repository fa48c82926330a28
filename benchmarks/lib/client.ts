import type { DeploymentsClient } from '@slipway/backstage-plugin-deployments-common';
import { createDeploymentsClient } from '@slipway/backstage-plugin-deployments-common';
import { PERSON_HEADER } from './persons';

/** What replicas take from callers. They listen on the loopback address only. */
export const TOKEN = 'slipway-benchmark-token';

/** No answer within this is an error of the caller, in milliseconds: a frozen replica would never answer. */
const ANSWER_WITHIN_MS = 10_000;

/** What every request to a replica carries; `person`: an entity ref that is asked on behalf of. */
export function headersOf(person?: string): Record<string, string> {
  return {
    authorization: `Bearer ${TOKEN}`,
    ...(person === undefined ? {} : { [PERSON_HEADER]: person }),
  };
}

/**
 * A typed client of a replica's deployments API. Approvals and decisions take a `person`; without one the caller is a
 * service.
 *
 * @example
 * ```ts
 * const client = createClient(replica.url, 'user:default/ana');
 * await dataOf(client.POST('/deployments', { body, params: {} }));
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
          ...headersOf(person),
        },
        signal: withDeadline(init?.signal ?? undefined),
      }),
  });
}

/**
 * Not AbortSignal.any of an AbortSignal.timeout: Node 20 forgets the timeout when memory is cleared up, and whoever waits
 * for the answer of a replica that is gone waits for ever.
 */
function withDeadline(signal?: AbortSignal): AbortSignal {
  const controller = new AbortController();
  const abort = () => controller.abort(signal?.reason);
  setTimeout(
    () => controller.abort(new Error(`No answer in ${ANSWER_WITHIN_MS} ms`)),
    ANSWER_WITHIN_MS,
  ).unref();
  if (signal?.aborted) {
    abort();
  }
  signal?.addEventListener('abort', abort, { once: true });
  return controller.signal;
}
