import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import { redactText } from '@slipway/backstage-plugin-deployments-node';
import type { Database } from '../persistence/database';
import {
  deleteOutbox,
  retryOutbox,
  takeDueOutbox,
} from '../persistence/repositories/outbox';
import type { OutboxItem } from '../persistence/repositories/outbox';
import type { OutboxMessage } from '../domain/model/outboxMessage';
import type { ChangeHub } from './changeHub';

export interface OutboxOptions {
  database: Database;
  changes: ChangeHub;
  signals: SignalsService;
  notifications: NotificationService;
  logger: LoggerService;
}

/** The channel that the frontend listens on. */
const SIGNAL_CHANNEL = 'deployments';

const SWEEP_EVERY_MS = 2_000;
/** What is committed within this is delivered together: each delivery costs two commits, however many it delivers. */
const GATHER_MS = 50;
/** A message that somebody took and did not deliver is due again after this. */
const TAKEN_FOR_MS = 60_000;
const MAX_ATTEMPTS = 20;
const MAX_BACKOFF_MS = 10 * 60_000;
const BATCH = 50;

/** Delivers what commits left in the outbox, each message at least once. Returns its stop function. */
export function startOutbox(options: OutboxOptions): () => Promise<void> {
  const { changes, logger } = options;
  let running: Promise<void> | undefined;
  let gathering: NodeJS.Timeout | undefined;
  let again = false;
  let stopped = false;

  function soon(): void {
    gathering ??= setTimeout(() => {
      gathering = undefined;
      run();
    }, GATHER_MS);
  }
  function run(): void {
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
          soon();
        }
      });
  }
  // What other replicas commit, they deliver.
  const unsubscribe = changes.subscribeOwn(({ what }) => {
    if (what === 'events') {
      soon();
    }
  });
  const timer = setInterval(run, SWEEP_EVERY_MS);
  timer.unref?.();
  run();
  return async () => {
    stopped = true;
    clearInterval(timer);
    clearTimeout(gathering);
    unsubscribe();
    await running;
  };
}

async function deliverDue(options: OutboxOptions): Promise<void> {
  const { database } = options;
  for (;;) {
    const now = database.estimateNow();
    const items = await database.statement(on =>
      takeDueOutbox(on, {
        now,
        until: now + TAKEN_FOR_MS,
        limit: BATCH,
        skipLocked: database.dialect === 'postgres',
      }),
    );
    const { outdated, signals, rest } = sortOut(items);
    const told = [...outdated];
    for (const item of signals) {
      if (await deliver(options, item)) {
        told.push(item);
      }
    }
    await forget(database, told);
    // Slower and louder: each is crossed out by itself, so that few are told twice.
    for (const item of rest) {
      if (await deliver(options, item)) {
        await forget(database, [item]);
      }
    }
    if (items.length < BATCH) {
      return;
    }
  }
}

async function forget(database: Database, told: OutboxItem[]): Promise<void> {
  if (told.length > 0) {
    await database.statement(on =>
      deleteOutbox(
        on,
        told.map(({ id }) => id),
      ),
    );
  }
}

/** A signal says that something is new; of several about one deployment the last one says it all. */
function sortOut(items: readonly OutboxItem[]): {
  outdated: OutboxItem[];
  signals: OutboxItem[];
  rest: OutboxItem[];
} {
  const isSignal = ({ message }: OutboxItem) => message.kind === 'signal';
  const newest = new Map(
    items
      .filter(isSignal)
      .map(item => [item.message.deploymentId, item] as const),
  );
  const signals = [...newest.values()];
  return {
    outdated: items.filter(item => isSignal(item) && !signals.includes(item)),
    signals,
    rest: items.filter(item => !isSignal(item)),
  };
}

/** True: it is done with; otherwise it is due again later. */
async function deliver(
  options: OutboxOptions,
  item: OutboxItem,
): Promise<boolean> {
  const { database, logger } = options;
  try {
    await tell(options, item.message);
  } catch (error) {
    const said = redactText(stringifyError(error));
    if (item.attempts < MAX_ATTEMPTS) {
      const now = await database.now(database.knex);
      const pause = Math.min(1000 * 2 ** item.attempts, MAX_BACKOFF_MS);
      await retryOutbox(database.knex, item.id, now + pause, said);
      return false;
    }
    logger.error(
      `A ${item.message.kind} about deployment ${item.message.deploymentId} could not be delivered ${MAX_ATTEMPTS} times and is given up: ${said}`,
    );
  }
  return true;
}

async function tell(
  { signals, notifications }: OutboxOptions,
  message: OutboxMessage,
): Promise<void> {
  switch (message.kind) {
    case 'signal': {
      // Everybody who is signed in gets it, whatever they may read: ids alone, and they fetch the rest with their rights.
      // Named one by one, because what an earlier version left in the outbox holds more.
      const { deploymentId, seq } = message;
      await signals.publish({
        recipients: { type: 'broadcast' },
        channel: SIGNAL_CHANNEL,
        message: { deploymentId, seq },
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
