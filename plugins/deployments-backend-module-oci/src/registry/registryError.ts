/** Why a registry could not be read. */
export type RegistryFailure =
  /** It has no such repository, tag or blob, or hides it. */
  | 'missing'
  /** It does not accept the login, or the login may not read this. */
  | 'denied'
  /** It is limiting requests. */
  | 'rate_limited'
  /** It can't be reached, answers too late or with an error. */
  | 'unavailable'
  /** Its answer is not what the specification says. */
  | 'unreadable';

/** An error of a registry. Its message is a sentence for people, without secrets. */
export class RegistryError extends Error {
  readonly failure: RegistryFailure;
  /** Epoch milliseconds before which a retry is pointless, if known. */
  readonly retryAt?: number;

  constructor(
    message: string,
    failure: RegistryFailure,
    options: { retryAt?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'RegistryError';
    this.failure = failure;
    if (options.retryAt !== undefined) this.retryAt = options.retryAt;
  }
}
