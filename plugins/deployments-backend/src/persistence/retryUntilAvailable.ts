import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { isOutage } from './database';

export interface OutlastOptions {
  logger: LoggerService;
  /** What cannot be done meanwhile: the beginning of a sentence. */
  what: string;
  /** How long to wait for the end of an outage, in milliseconds. Default 60 s. */
  forMs?: number;
}

const FOR_MS = 60_000;
const PAUSE_MS = 500;

/**
 * Runs work that a process needs before anything else, and retries it through a restart of the database: a start that
 * gave up would end the process, and with it the portal's other plugins. The work must be repeatable. Throws the last
 * error when the outage lasts, and any other error immediately.
 */
export async function retryUntilAvailable<T>(
  work: () => Promise<T>,
  { logger, what, forMs = FOR_MS }: OutlastOptions,
): Promise<T> {
  const until = performance.now() + forMs;
  for (let isTold = false; ; isTold = true) {
    try {
      return await work();
    } catch (error) {
      if (!isUnreachable(error) || performance.now() >= until) {
        throw error;
      }
      if (!isTold) {
        logger.warn(
          `${what}, because the database does not respond; retrying for ${Math.round(
            forMs / 1000,
          )} s: ${stringifyError(error)}`,
        );
      }
      await new Promise(resolve => setTimeout(resolve, PAUSE_MS));
    }
  }
}

/** Socket errors. A caller that only talks to the database knows that they are the database's. */
const UNREACHABLE = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
]);

/** Whether the database does not respond. Only for callers that talk to nothing else. */
export function isUnreachable(error: unknown): boolean {
  const { code, message } = (error ?? {}) as Record<string, unknown>;
  return (
    isOutage(error) ||
    (typeof code === 'string' && UNREACHABLE.has(code)) ||
    (typeof message === 'string' &&
      // Knex's migrations keep only the message of an error.
      /terminating connection|the database system is (starting up|shutting down|in recovery)/.test(
        message,
      ))
  );
}
