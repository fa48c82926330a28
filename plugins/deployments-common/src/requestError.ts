/**
 * Name of an error that the API itself responds with and whose message is written for the caller. The name of an
 * unexpected error is `Error`.
 *
 * @public
 */
export type RequestErrorName =
  | 'InputError'
  | 'AuthenticationError'
  | 'NotAllowedError'
  | 'NotFoundError'
  | 'ConflictError'
  | 'PayloadTooLargeError'
  | 'UnsupportedMediaTypeError'
  | 'TooManyRequestsError'
  | 'NotImplementedError'
  | 'ServiceUnavailableError';

/**
 * An error response of the API. `message` is written for people: it says what happened and what to do.
 *
 * @public
 */
export class DeploymentsRequestError extends Error {
  /** HTTP status code. */
  readonly status: number;
  /** The deployment that the message is about, if any. */
  readonly deployment?: { id: string; title: string };

  private constructor(
    name: string,
    message: string,
    status: number,
    deployment: { id: string; title: string } | undefined,
  ) {
    super(message);
    // A name of `@backstage/errors`, e.g. ConflictError, so that pages and tests can distinguish errors.
    this.name = name;
    this.status = status;
    this.deployment = deployment;
  }

  /**
   * Creates the error for an error response.
   *
   * @param response - The response, whose body has been read.
   * @param body - The body, parsed if it is JSON.
   */
  static of(
    response: Pick<Response, 'status' | 'statusText'>,
    body: unknown,
  ): DeploymentsRequestError {
    const { name, message, deployment } = parseError(body) ?? {
      // The response came from a proxy, not from the API.
      name: 'ResponseError',
      message:
        `The deployments API answered ${response.status} ${response.statusText}`.trim(),
    };
    return new DeploymentsRequestError(
      name,
      message,
      response.status,
      deployment,
    );
  }
}

interface ErrorBody {
  name: string;
  message: string;
  deployment?: { id: string; title: string };
}

function parseError(body: unknown): ErrorBody | undefined {
  if (typeof body !== 'object' || body === null || !('error' in body)) {
    return undefined;
  }
  const { error } = body;
  if (typeof error !== 'object' || error === null) return undefined;
  const name = 'name' in error ? error.name : undefined;
  const message = 'message' in error ? error.message : undefined;
  return typeof name === 'string' && typeof message === 'string'
    ? {
        name,
        message,
        deployment: parseDeployment('deployment' in error && error.deployment),
      }
    : undefined;
}

function parseDeployment(value: unknown): ErrorBody['deployment'] {
  if (typeof value !== 'object' || value === null) return undefined;
  const id = 'id' in value ? value.id : undefined;
  const title = 'title' in value ? value.title : undefined;
  return typeof id === 'string' && typeof title === 'string'
    ? { id, title }
    : undefined;
}
