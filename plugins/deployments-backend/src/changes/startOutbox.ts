import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { EventsService } from '@backstage/plugin-events-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import {
  DEPLOYMENTS_EVENT_TOPIC,
  redactText,
} from '@slipway/backstage-plugin-deployments-node';
import {
  deleteOutbox,
  retryOutbox,
  takeDueOutbox,
} from '../persistence/repositories/outbox';
import type { OutboxItem } from '../persistence/repositories/outbox';
import type { OutboxMessage } from '../domain/model/outboxMessage';
import type { ChangeHub } from './changeHub';
import { sendNotification, type NotificationDeps } from './sendNotification';

export interface OutboxOptions extends NotificationDeps {
  changes: ChangeHub;
  signals: SignalsService;
  events: Pick<EventsService, 'publish'>;
  logger: LoggerService;
}

/** The channel that the frontend listens on. */
const SIGNAL_CHANNEL = 'deployments';

const SWEEP_EVERY_MS = 2_000;
/** How long to collect messages before a delivery. A delivery costs two commits, however many messages it has. */
const BATCH_MS = 50;
/** How long until a message is due again if the replica that took it has not delivered it. */
const TAKEN_FOR_MS = 60_000;
const MAX_ATTEMPTS = 20;
const MAX_BACKOFF_MS = 10 * 60_000;
const BATCH_SIZE = 50;

/** Delivers the outbox messages of commits, each at least once. Returns a function that stops it. */
export function startOutbox(options: OutboxOptions): () => Promise<void> {
  const { changes, logger } = options;
  let running: Promise<void> | undefined;
  let batchTimer: NodeJS.Timeout | undefined;
  let again = false;
  let stopped = false;

  function runSoon(): void {
    batchTimer ??= setTimeout(() => {
      batchTimer = undefined;
      run();
    }, BATCH_MS);
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
          `Signals, events and notifications could not be delivered; retrying shortly: ${stringifyError(
            error,
          )}`,
        ),
      )
      .finally(() => {
        running = undefined;
        if (again) {
          again = false;
          runSoon();
        }
      });
  }
  // Each replica delivers the messages of its own commits.
  const unsubscribe = changes.subscribeOwn(({ what }) => {
    if (what === 'events') {
      runSoon();
    }
  });
  const timer = setInterval(run, SWEEP_EVERY_MS);
  timer.unref?.();
  run();
  return async () => {
    stopped = true;
    clearInterval(timer);
    clearTimeout(batchTimer);
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
        limit: BATCH_SIZE,
      }),
    );
    const { outdated, repeatable, notifications } = groupByKind(items);
    const done = [...outdated];
    for (const item of repeatable) {
      if (await deliver(options, item)) {
        done.push(item);
      }
    }
    await deleteItems(database, done);
    // Each notification is deleted immediately after it was sent, because people would see it twice after a crash.
    for (const item of notifications) {
      if (await deliver(options, item)) {
        await deleteItems(database, [item]);
      }
    }
    if (items.length < BATCH_SIZE) {
      return;
    }
  }
}

async function deleteItems(
  database: OutboxOptions['database'],
  items: OutboxItem[],
): Promise<void> {
  if (items.length > 0) {
    await database.statement(on =>
      deleteOutbox(
        on,
        items.map(({ id }) => id),
      ),
    );
  }
}

/**
 * Separates notifications from signals and events, whose receivers recognise a repetition. Of the signals for a
 * deployment, only the newest is sent, because a signal only says that the deployment changed.
 */
function groupByKind(items: readonly OutboxItem[]): {
  outdated: OutboxItem[];
  repeatable: OutboxItem[];
  notifications: OutboxItem[];
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
    repeatable: [
      ...signals,
      ...items.filter(({ message }) => message.kind === 'event'),
    ],
    notifications: items.filter(
      ({ message }) => message.kind === 'notification',
    ),
  };
}

/** Sends a message. Returns true if it can be deleted, and false if it will be sent again later. */
async function deliver(
  options: OutboxOptions,
  item: OutboxItem,
): Promise<boolean> {
  const { database, logger } = options;
  try {
    await send(options, item.message);
  } catch (error) {
    const reason = redactText(stringifyError(error));
    if (item.attempts < MAX_ATTEMPTS) {
      const now = await database.now(database.knex);
      const pause = Math.min(1000 * 2 ** item.attempts, MAX_BACKOFF_MS);
      await retryOutbox(database.knex, item.id, now + pause, reason);
      return false;
    }
    logger.error(
      `A ${item.message.kind} about deployment ${item.message.deploymentId} was dropped after ${MAX_ATTEMPTS} failed deliveries: ${reason}`,
    );
  }
  return true;
}

async function send(
  options: OutboxOptions,
  message: OutboxMessage,
): Promise<void> {
  switch (message.kind) {
    case 'signal': {
      // Every signed-in user gets the signal, so it contains only ids; the rest is fetched with the user's permissions.
      // The fields are named one by one, because messages stored by an earlier version contain more.
      const { deploymentId, seq } = message;
      await options.signals.publish({
        recipients: { type: 'broadcast' },
        channel: SIGNAL_CHANNEL,
        message: { deploymentId, seq },
      });
      return;
    }
    case 'notification':
      await sendNotification(options, message);
      return;
    case 'event':
      await options.events.publish({
        topic: DEPLOYMENTS_EVENT_TOPIC,
        eventPayload: message.payload,
      });
      return;
    default: {
      const unknown: never = message;
      throw new Error(`Unknown message ${JSON.stringify(unknown)}`);
    }
  }
}
