import { createHash } from 'node:crypto';
import { OperationResponse, Violation } from './contract/describedApi';

/** Where logs are below the API's root. GitHub's are in another system. */
const LOG_PATH = '/_logs/';

/** A link to a log is valid for a minute. */
const VALID_MS = 60_000;

/** Texts that anyone can read who has the link, for a minute. */
export class PublishedLogs {
  readonly #now: () => number;
  readonly #basePath: string;
  readonly #logs = new Map<string, { text: string; until: number }>();
  readonly violations: Violation[] = [];

  /** @param basePath - path of the API's root, e.g. `/api/v3` */
  constructor(options: { now: () => number; basePath: string }) {
    this.#now = options.now;
    this.#basePath = options.basePath;
  }

  /** Returns the path of the log, below the API's root. */
  publish(text: string): string {
    const index = this.#logs.size;
    const key = createHash('sha256').update(`${index} ${text}`).digest('hex');
    this.#logs.set(key, { text, until: this.#now() + VALID_MS });
    return `${LOG_PATH}${key}`;
  }

  /**
   * Serves a log. Like the storage behind GitHub, it refuses requests with an `Authorization` header: the client must
   * not send its token to another system. `undefined` if the path is none of a log.
   */
  read(
    path: string,
    authorization: string | undefined,
  ): OperationResponse | undefined {
    const prefix = this.#basePath + LOG_PATH;
    if (!path.startsWith(prefix)) return undefined;
    if (authorization !== undefined) {
      this.violations.push({
        direction: 'request',
        method: 'GET',
        path,
        errors: ['The token was sent to the storage of the logs.'],
      });
      return { status: 400, body: 'InvalidAuthenticationInfo\n' };
    }
    const log = this.#logs.get(path.slice(prefix.length));
    if (!log) return { status: 404, body: 'BlobNotFound\n' };
    return this.#now() < log.until
      ? { status: 200, body: log.text }
      : { status: 403, body: 'AuthenticationFailed: the link has expired\n' };
  }
}
