import { DeploymentsRequestError } from '@slipway/backstage-plugin-deployments-common';

/** The backend could not be reached: it is down, or the network is.
 * @public
 */
export class BackendUnreachableError extends Error {
  constructor(cause: unknown) {
    super(
      `The deployments backend could not be reached (${
        cause instanceof Error ? cause.message : String(cause)
      })`,
    );
    this.name = 'BackendUnreachableError';
  }
}

/** Converts what a failed request threw into an error. Server responses and aborted requests stay as they are. */
export function toFailure(cause: unknown): Error {
  return cause instanceof DeploymentsRequestError ||
    (cause instanceof Error && isAbort(cause))
    ? cause
    : new BackendUnreachableError(cause);
}

/** The HTTP status of an error response; undefined if there was no response. */
export function getHttpStatus(error: unknown): number | undefined {
  return error instanceof DeploymentsRequestError ? error.status : undefined;
}

/** Whether retrying can't help: the server refused the request, rather than being down, busy or broken. */
export function isFinal(error: unknown): boolean {
  const status = getHttpStatus(error);
  return status !== undefined && status < 500 && status !== 429;
}

export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
