import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';

const PAUSE_MS = 500;

/**
 * Does what a process must have done before it works, however often the database goes away meanwhile: one that gave up
 * would live on, hold its lock and never work. False: it is not wanted any more.
 */
export async function retryWithBackoff(
  work: () => Promise<void>,
  options: { stopping: AbortSignal; logger: LoggerService; what: string },
): Promise<boolean> {
  const { stopping, logger, what } = options;
  let isTold = false;
  while (!stopping.aborted) {
    try {
      await work();
      return true;
    } catch (error) {
      if (!isTold) {
        logger.warn(
          `${what}; tried again until it works: ${stringifyError(error)}`,
        );
      }
      isTold = true;
      await new Promise(resolve => setTimeout(resolve, PAUSE_MS));
    }
  }
  return false;
}
