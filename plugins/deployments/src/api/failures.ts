import { DeploymentsRequestError } from '@slipway/backstage-plugin-deployments-common';

/** The backend gave no answer: it is away, or the network is.
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

/** Makes an error of a request that failed. Answers and given-up requests stay what they are. */
export function failureOf(cause: unknown): Error {
  return cause instanceof DeploymentsRequestError ||
    (cause instanceof Error && isAbort(cause))
    ? cause
    : new BackendUnreachableError(cause);
}

/** HTTP status of an answer; undefined when there was none. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof DeploymentsRequestError ? error.status : undefined;
}

/** Whether the server has decided, so that sending the same again cannot help: not away, not busy, not broken. */
export function isFinal(error: unknown): boolean {
  const status = statusOf(error);
  return status !== undefined && status < 500 && status !== 429;
}

export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
