import { createHash } from 'node:crypto';
import { OperationResponse, Violation } from './contract/describedApi';

/** Where logs are: outside of the API, as GitHub's are in another system. */
export const LOG_PATH = '/_logs/';

/** A link to a log is valid for a minute. */
const VALID_MS = 60_000;

/** Texts that anyone can read who has the link, for a minute. */
export class PublishedLogs {
  readonly #now: () => number;
  readonly #logs = new Map<string, { text: string; until: number }>();
  readonly violations: Violation[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The path of the log. */
  publish(text: string): string {
    const index = this.#logs.size;
    const key = createHash('sha256').update(`${index} ${text}`).digest('hex');
    this.#logs.set(key, { text, until: this.#now() + VALID_MS });
    return `${LOG_PATH}${key}`;
  }

  /**
   * Serves a log. Like the storage behind GitHub, it refuses requests with an `Authorization` header: the client must
   * not send its token to another system.
   */
  read(path: string, authorization: string | undefined): OperationResponse {
    if (authorization !== undefined) {
      this.violations.push({
        direction: 'request',
        method: 'GET',
        path,
        errors: ['The token was sent to the storage of the logs.'],
      });
      return { status: 400, body: 'InvalidAuthenticationInfo\n' };
    }
    const log = this.#logs.get(path.slice(LOG_PATH.length));
    if (!log) return { status: 404, body: 'BlobNotFound\n' };
    return this.#now() < log.until
      ? { status: 200, body: log.text }
      : { status: 403, body: 'AuthenticationFailed: the link has expired\n' };
  }
}
