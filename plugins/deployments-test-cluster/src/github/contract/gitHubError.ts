/** An error response. Operations throw it. */
export class GitHubError extends Error {
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    message: string,
    headers: Record<string, string> = {},
  ) {
    super(message);
    this.name = 'GitHubError';
    this.status = status;
    this.headers = headers;
  }
}

/** GitHub says "not found" about everything that a token cannot see. */
export function buildNotFound(): GitHubError {
  return new GitHubError(404, 'Not Found');
}

/** The body of every error. */
export function buildErrorBody(status: number, message: string) {
  return {
    message,
    documentation_url: 'https://docs.github.com/rest',
    status: String(status),
  };
}
