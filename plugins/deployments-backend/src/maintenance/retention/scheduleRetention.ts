import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { RetentionModel } from '../../domain/model/deploymentsModel';
import type { Database } from '../../persistence/database';
import { isUnreachable } from '../../persistence/retryUntilAvailable';
import type { Removable } from '../../persistence/repositories/expiredRecords';
import { removeOld, removeOldDeadLetters } from './removeOld';

export interface RetentionOptions {
  database: Database;
  model: RetentionModel;
  scheduler: SchedulerService;
  logger: LoggerService;
}

/**
 * Removes old records every hour, on one replica at a time (Backstage's scheduler picks it). A run stops after half
 * an hour, and the next one continues.
 */
export async function scheduleRetention(
  options: RetentionOptions,
): Promise<void> {
  const { model, scheduler, logger } = options;
  if (Object.values(model).every(keepFor => keepFor === 'never')) {
    return;
  }
  try {
    await scheduler.scheduleTask({
      id: 'deployments-retention',
      scope: 'global',
      frequency: { hours: 1 },
      timeout: { minutes: 30 },
      initialDelay: { minutes: 1 },
      fn: signal => runRetention(options, signal),
    });
  } catch (error) {
    // After a failed start, Backstage's scheduler cannot be used again; deployments don't depend on it.
    if (!isUnreachable(error)) {
      throw error;
    }
    logger.error(
      `This process removes no old records until it is restarted, because the database did not respond when retention was scheduled: ${stringifyError(
        error,
      )}`,
    );
  }
}

export async function runRetention(
  { database, model, logger }: Omit<RetentionOptions, 'scheduler'>,
  signal: AbortSignal,
): Promise<void> {
  const sorts: Removable[] = ['logs', 'measurements'];
  for (const what of sorts) {
    const keepFor = model[what];
    if (keepFor === 'never') {
      continue;
    }
    const { rows, deployments } = await removeOld(
      database,
      what,
      keepFor,
      signal,
    );
    if (rows > 0) {
      logger.info(
        `Retention removed ${rows} rows of ${what} of ${deployments} deployments`,
      );
    }
  }
  if (model.deadLetters !== 'never') {
    const removed = await removeOldDeadLetters(
      database,
      model.deadLetters,
      signal,
    );
    if (removed > 0) {
      logger.info(
        `Retention removed ${removed} dead letters of the delivery metrics`,
      );
    }
  }
}
