/**
 * Why there is no response: nothing was sent (`unreachable`), the request was sent, but no complete response came back, so it
 * may have had its effect (`unanswered`), or the response is larger than the limit (`unreadable`).
 *
 * @public
 */
export type HttpFailure = 'unreachable' | 'unanswered' | 'unreadable';

/**
 * A request without a usable response. Its message contains no credential.
 *
 * @public
 */
export class HttpError extends Error {
  /** Whether the request may have had an effect. */
  readonly failure: HttpFailure;

  constructor(message: string, failure: HttpFailure, cause?: unknown) {
    super(message, { cause });
    this.name = 'HttpError';
    this.failure = failure;
  }
}
