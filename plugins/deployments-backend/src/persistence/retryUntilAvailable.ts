import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { isOutage } from './isOutage';

export interface RetryOptions {
  logger: LoggerService;
  /** What failed, as a sentence without a period. It is logged once, however often the work fails. */
  what: string;
  /** How long to retry, in milliseconds. Default 60 s; `Infinity` if the work must succeed in the end. */
  forMs?: number;
  /** Which errors to retry. Default: those of a database that does not answer. */
  isRetryable?(error: unknown): boolean;
  /** Whether the work is still required. Called before each attempt and each pause. Default: it is. */
  isStillRequired?(): boolean;
}

const FOR_MS = 60_000;
const PAUSE_MS = 500;

/**
 * Repeats work that must succeed before the process can do its job, for example while the database restarts. Otherwise, the
 * process would end, and with it the portal's other plugins, or would keep running without doing anything. The work must be
 * safe to repeat.
 *
 * Returns the work's result, or `undefined` if it is no longer required. Throws the last error when the time is up. Throws an
 * error that isn't retryable immediately.
 */
export async function retryUntilAvailable<T>(
  work: () => Promise<T>,
  options: RetryOptions & { isStillRequired(): boolean },
): Promise<T | undefined>;
export async function retryUntilAvailable<T>(
  work: () => Promise<T>,
  options: RetryOptions,
): Promise<T>;
export async function retryUntilAvailable<T>(
  work: () => Promise<T>,
  {
    logger,
    what,
    forMs = FOR_MS,
    isRetryable = isUnreachable,
    isStillRequired = () => true,
  }: RetryOptions,
): Promise<T | undefined> {
  const until = performance.now() + forMs;
  let isLogged = false;
  while (isStillRequired()) {
    try {
      return await work();
    } catch (error) {
      if (!isRetryable(error) || performance.now() >= until) {
        throw error;
      }
      if (!isStillRequired()) {
        return undefined;
      }
      if (!isLogged) {
        logger.warn(describeFailure(what, forMs, error));
        isLogged = true;
      }
    }
    await new Promise(resolve => setTimeout(resolve, PAUSE_MS));
  }
  return undefined;
}

function describeFailure(what: string, forMs: number, error: unknown): string {
  const cause = isUnreachable(error)
    ? ' because the database does not answer'
    : '';
  const period = Number.isFinite(forMs)
    ? `for ${Math.round(forMs / 1000)} s`
    : 'until it succeeds';
  return `${what}${cause}; retrying ${period}: ${stringifyError(error)}`;
}

/** Socket errors. They don't say which peer failed, so they only count where the database is the only peer. */
const UNREACHABLE = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
]);

/** Whether an error means that the database does not answer. Use it only for work that has no other connections. */
export function isUnreachable(error: unknown): boolean {
  const { code, message } = (error ?? {}) as Record<string, unknown>;
  return (
    isOutage(error) ||
    (typeof code === 'string' && UNREACHABLE.has(code)) ||
    (typeof message === 'string' &&
      // Knex reports a failed migration with the message of the error, but without its code.
      /terminating connection|the database system is (starting up|shutting down|in recovery)/.test(
        message,
      ))
  );
}
