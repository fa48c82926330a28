import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import type { Database } from '../store/database';
import { deleteOutbox, retryOutbox, takeDueOutbox } from '../store/outbox';
import type { OutboxItem, OutboxMessage } from '../store/outbox';
import type { ChangeHub } from './changes';

export interface OutboxOptions {
  database: Database;
  changes: ChangeHub;
  signals: SignalsService;
  notifications: NotificationService;
  logger: LoggerService;
}

/** The channel that the frontend listens on. */
export const SIGNAL_CHANNEL = 'deployments';

const SWEEP_EVERY_MS = 2_000;
/** A message that somebody took and did not deliver is due again after this. */
const TAKEN_FOR_MS = 60_000;
const MAX_ATTEMPTS = 20;
const MAX_BACKOFF_MS = 10 * 60_000;
const BATCH = 50;

/** Delivers what commits left in the outbox, each message at least once. Returns its stop function. */
export function startOutbox(options: OutboxOptions): () => Promise<void> {
  const { changes, logger } = options;
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;

  const run = () => {
    if (stopped) {
      return;
    }
    if (running) {
      again = true;
      return;
    }
    running = deliverDue(options)
      .catch(error =>
        logger.warn(
          `Signals and notifications could not be delivered; tried again shortly: ${stringifyError(
            error,
          )}`,
        ),
      )
      .finally(() => {
        running = undefined;
        if (again) {
          again = false;
          run();
        }
      });
  };

  // What other replicas commit, they deliver.
  const unsubscribe = changes.subscribeOwn(({ what }) => {
    if (what === 'events') {
      run();
    }
  });
  const timer = setInterval(run, SWEEP_EVERY_MS);
  timer.unref?.();
  run();
  return async () => {
    stopped = true;
    clearInterval(timer);
    unsubscribe();
    await running;
  };
}

async function deliverDue(options: OutboxOptions): Promise<void> {
  const { database } = options;
  for (;;) {
    const items = await database.transaction(async trx => {
      const now = await database.now(trx);
      return takeDueOutbox(trx, {
        now,
        until: now + TAKEN_FOR_MS,
        limit: BATCH,
        skipLocked: database.dialect === 'postgres',
      });
    });
    for (const item of items) {
      await deliver(options, item);
    }
    if (items.length < BATCH) {
      return;
    }
  }
}

async function deliver(
  options: OutboxOptions,
  item: OutboxItem,
): Promise<void> {
  const { database, logger } = options;
  try {
    await tell(options, item.message);
  } catch (error) {
    const said = stringifyError(error);
    if (item.attempts < MAX_ATTEMPTS) {
      const now = await database.now(database.knex);
      const pause = Math.min(1000 * 2 ** item.attempts, MAX_BACKOFF_MS);
      await retryOutbox(database.knex, item.id, now + pause, said);
      return;
    }
    logger.error(
      `A ${item.message.kind} about deployment ${item.message.deploymentId} could not be delivered ${MAX_ATTEMPTS} times and is given up: ${said}`,
    );
  }
  await deleteOutbox(database.knex, item.id);
}

async function tell(
  { signals, notifications }: OutboxOptions,
  message: OutboxMessage,
): Promise<void> {
  switch (message.kind) {
    case 'signal': {
      const { kind: _, ...ids } = message;
      await signals.publish({
        recipients: { type: 'broadcast' },
        channel: SIGNAL_CHANNEL,
        message: ids,
      });
      return;
    }
    case 'notification':
      await notifications.send({
        recipients: { type: 'entity', entityRef: message.to },
        payload: {
          title: message.title,
          description: message.description,
          severity: message.severity,
          link: `/deployments/${message.deploymentId}`,
          topic: 'deployments',
          // What is told twice, or is news of the same, takes the place of the one before.
          scope: `deployment:${message.deploymentId}:${message.topic}`,
        },
      });
      return;
    default: {
      const unknown: never = message;
      throw new Error(`Unknown message ${JSON.stringify(unknown)}`);
    }
  }
}
