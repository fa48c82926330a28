import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { isOutage } from './database';

export interface OutlastOptions {
  logger: LoggerService;
  /** What cannot be done meanwhile, as a sentence without its end. */
  what: string;
  /** How long an outage is waited out, in milliseconds. Default 60 s. */
  forMs?: number;
}

const FOR_MS = 60_000;
const PAUSE_MS = 500;

/**
 * Does what a process must have done before anything else, through a restart of the database: a start that gave up would
 * end the process, and with it the other plugins of the portal. The work must be one that can be done again. Throws the
 * last error when the outage lasts, and any other error at once.
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
          `${what}, because the database does not answer; tried again for ${Math.round(
            forMs / 1000,
          )} s: ${stringifyError(error)}`,
        );
      }
      await new Promise(resolve => setTimeout(resolve, PAUSE_MS));
    }
  }
}

/** Of sockets: whoever only talks to the database need not ask whose they are. */
const UNREACHABLE = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
]);

/** Whether the database does not answer, said by somebody who talks to nobody else. */
export function isUnreachable(error: unknown): boolean {
  const { code, message } = (error ?? {}) as Record<string, unknown>;
  return (
    isOutage(error) ||
    (typeof code === 'string' && UNREACHABLE.has(code)) ||
    (typeof message === 'string' &&
      // Knex's migrations keep nothing of an error but its words.
      /terminating connection|the database system is (starting up|shutting down|in recovery)/.test(
        message,
      ))
  );
}
