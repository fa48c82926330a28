/**
 * An answer of the API that is no success. `message` is written for people: it says what is wrong and what to do.
 *
 * @public
 */
export class DeploymentsRequestError extends Error {
  /** HTTP status. */
  readonly status: number;
  /** The deployment that the message is about, if it is about one. */
  readonly deployment?: { id: string; title: string };

  private constructor(
    name: string,
    message: string,
    status: number,
    deployment: { id: string; title: string } | undefined,
  ) {
    super(message);
    // As `@backstage/errors` name it, e.g. ConflictError, so that pages and tests can tell them apart.
    this.name = name;
    this.status = status;
    this.deployment = deployment;
  }

  /**
   * @param response - The answer, its body already read.
   * @param body - The body, parsed where it was JSON.
   */
  static of(
    response: Pick<Response, 'status' | 'statusText'>,
    body: unknown,
  ): DeploymentsRequestError {
    const { name, message, deployment } = errorIn(body) ?? {
      // A proxy answered, not the API.
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

function errorIn(body: unknown): ErrorBody | undefined {
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
        deployment: deploymentIn('deployment' in error && error.deployment),
      }
    : undefined;
}

function deploymentIn(value: unknown): ErrorBody['deployment'] {
  if (typeof value !== 'object' || value === null) return undefined;
  const id = 'id' in value ? value.id : undefined;
  const title = 'title' in value ? value.title : undefined;
  return typeof id === 'string' && typeof title === 'string'
    ? { id, title }
    : undefined;
}
