/**
 * An answer of the API that is no success. `message` is written for people: it says what is wrong and what to do.
 *
 * @public
 */
export class DeploymentsRequestError extends Error {
  /** HTTP status. */
  readonly status: number;

  private constructor(name: string, message: string, status: number) {
    super(message);
    // As `@backstage/errors` name it, e.g. ConflictError, so that pages and tests can tell them apart.
    this.name = name;
    this.status = status;
  }

  /**
   * @param response - The answer, its body already read.
   * @param body - The body, parsed where it was JSON.
   */
  static of(
    response: Pick<Response, 'status' | 'statusText'>,
    body: unknown,
  ): DeploymentsRequestError {
    const { name, message } = errorIn(body) ?? {
      // A proxy answered, not the API.
      name: 'ResponseError',
      message:
        `The deployments API answered ${response.status} ${response.statusText}`.trim(),
    };
    return new DeploymentsRequestError(name, message, response.status);
  }
}

function errorIn(body: unknown): { name: string; message: string } | undefined {
  if (typeof body !== 'object' || body === null || !('error' in body)) {
    return undefined;
  }
  const { error } = body;
  if (typeof error !== 'object' || error === null) return undefined;
  const name = 'name' in error ? error.name : undefined;
  const message = 'message' in error ? error.message : undefined;
  return typeof name === 'string' && typeof message === 'string'
    ? { name, message }
    : undefined;
}
