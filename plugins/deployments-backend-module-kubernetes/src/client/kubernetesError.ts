/** Why a request to an API server failed. */
export type KubernetesFailure =
  /** The API server answered with an error. */
  | {
      kind: 'rejected';
      /** HTTP status. */
      status: number;
      /** Reason in one word, e.g. `NotFound`; empty if the answer had none. */
      reason: string;
      /** How long to wait before the next request, in milliseconds, if the answer said so. */
      retryAfterMs?: number;
    }
  /** Nothing was sent: the connection failed, or the credential can't be read. */
  | { kind: 'unreachable' }
  /** The request was sent, but no complete answer came back: it may have had its effect. */
  | { kind: 'unanswered' }
  /** The answer is larger than the limit, or is not JSON. */
  | { kind: 'unreadable' };

/** A failed request to an API server. Its message contains no credential. */
export class KubernetesError extends Error {
  readonly failure: KubernetesFailure;

  constructor(message: string, failure: KubernetesFailure, cause?: unknown) {
    super(message, { cause });
    this.name = 'KubernetesError';
    this.failure = failure;
  }
}

/** Returns the HTTP status with which the API server rejected a request; `undefined` for any other error. */
export function getRejectedStatus(error: unknown): number | undefined {
  return error instanceof KubernetesError && error.failure.kind === 'rejected'
    ? error.failure.status
    : undefined;
}
