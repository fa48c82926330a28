import type { Sentence } from './vocabulary';

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
  /** What the message says by codes, for translations. Absent if it has none. */
  readonly sentences?: Sentence[];

  private constructor(status: number, body: ErrorBody) {
    super(body.message);
    // A name of `@backstage/errors`, e.g. ConflictError, so that pages and tests can distinguish errors.
    this.name = body.name;
    this.status = status;
    this.deployment = body.deployment;
    this.sentences = body.sentences;
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
    const { status, statusText } = response;
    return new DeploymentsRequestError(
      status,
      parseError(body) ?? {
        // The response came from a proxy, not from the API.
        name: 'ResponseError',
        message: `The deployments API answered ${status} ${statusText}`.trim(),
      },
    );
  }
}

interface ErrorBody {
  name: string;
  message: string;
  deployment?: { id: string; title: string };
  sentences?: Sentence[];
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
        sentences: parseSentences('sentences' in error && error.sentences),
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

/** Sentences of the server; `undefined` for anything else, for which the message stands. */
function parseSentences(value: unknown): Sentence[] | undefined {
  const isSentence = (item: unknown): item is Sentence =>
    typeof item === 'object' &&
    item !== null &&
    'code' in item &&
    typeof item.code === 'string';
  return Array.isArray(value) && value.every(isSentence) ? value : undefined;
}
