/**
 * An answer of the deployments backend that is no success, or no answer at all.
 *
 * `name` and `message` are the server's, which say what to do next.
 *
 * @public
 */
export class DeploymentsApiError extends Error {
  /** HTTP status; undefined when the backend could not be reached. */
  readonly status: number | undefined;

  constructor(options: { name: string; message: string; status?: number }) {
    super(options.message);
    this.name = options.name;
    this.status = options.status;
  }

  /** Whether trying the same again later can help: the backend is away, busy or broken. */
  get isTransient(): boolean {
    return (
      this.status === undefined || this.status >= 500 || this.status === 429
    );
  }
}

/** Makes an error of an answer's body, as `@backstage/errors` writes it. */
export function errorOfBody(
  body: unknown,
  status: number,
  statusText: string,
): DeploymentsApiError {
  const error =
    typeof body === 'object' && body !== null && 'error' in body
      ? body.error
      : undefined;
  if (typeof error === 'object' && error !== null) {
    const { name, message } = error as { name?: unknown; message?: unknown };
    if (typeof message === 'string' && message !== '') {
      return new DeploymentsApiError({
        name: typeof name === 'string' ? name : 'Error',
        message,
        status,
      });
    }
  }
  return new DeploymentsApiError({
    name: 'Error',
    message: `The deployments backend answered ${status} ${statusText}`.trim(),
    status,
  });
}

/** Makes an error of a request that got no answer. Aborts stay what they are: nobody failed. */
export function errorOfFailedRequest(cause: unknown): Error {
  if (cause instanceof DeploymentsApiError) {
    return cause;
  }
  if (cause instanceof Error && cause.name === 'AbortError') {
    return cause;
  }
  return new DeploymentsApiError({
    name: 'BackendUnreachable',
    message: `The deployments backend could not be reached (${
      cause instanceof Error ? cause.message : String(cause)
    })`,
  });
}

export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
