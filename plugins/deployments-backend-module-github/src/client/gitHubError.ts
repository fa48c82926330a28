/** Why a request to GitHub's API has no usable answer. */
export type GitHubFailure =
  /** Nothing was sent. */
  | { kind: 'unreachable' }
  /** It was sent, and no complete answer came back: it may have had its effect. */
  | { kind: 'unanswered' }
  /** The answer is too large, or not what GitHub's API describes. */
  | { kind: 'unreadable' }
  /** The portal has no credential for the repository. Nothing was sent. */
  | { kind: 'uncredentialed' }
  /** GitHub asks to send fewer requests. Nothing has happened. */
  | { kind: 'rate_limited'; retryAfterMs: number }
  /** GitHub answered with another status than 2xx. */
  | { kind: 'rejected'; status: number };

/** A request to GitHub's API that failed. Its message contains no credential. */
export class GitHubError extends Error {
  readonly failure: GitHubFailure;

  constructor(message: string, failure: GitHubFailure, cause?: unknown) {
    super(message, { cause });
    this.name = 'GitHubError';
    this.failure = failure;
  }
}

/** Returns the status of an answer that rejects a request; `undefined` for every other error. */
export function getRejectedStatus(error: unknown): number | undefined {
  return error instanceof GitHubError && error.failure.kind === 'rejected'
    ? error.failure.status
    : undefined;
}
