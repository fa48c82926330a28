import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { Knex } from 'knex';
import { afterCommit } from '../persistence/afterCommit';
import type { Database } from '../persistence/database';
import { readSeqs } from '../persistence/repositories/deployments';
import { notify } from '../persistence/postgres/notify';
import type { PgSessionKeeper } from '../persistence/postgres/pgSession';
import type { DeploymentChange } from './deploymentChange';

export type CommittedChange = Exclude<DeploymentChange, { what: 'missed' }>;
type Listener = (change: DeploymentChange) => void;

/** Publishes committed changes to listeners. A listener then reads the current state, so repeated changes do no harm. */
export interface ChangeHub {
  /**
   * Calls listeners in this process immediately and those on other replicas soon after. For other replicas, changes are
   * batched, because PostgreSQL serialises the commits of transactions that notify.
   */
  publish(change: CommittedChange): void;
  /** Publishes immediately on all replicas when the transaction commits. Use it for changes that a person waits for. */
  publishInTransaction(
    trx: Knex.Transaction,
    change: CommittedChange,
  ): Promise<void>;
  /** Subscribes to the changes of one deployment, or of all if it is `undefined`. Returns a function that unsubscribes. */
  subscribe(deploymentId: string | undefined, listener: Listener): () => void;
  /** Subscribes to the changes that this process publishes. Returns a function that unsubscribes. */
  subscribeOwn(listener: (change: CommittedChange) => void): () => void;
  /** Starts to receive changes from other replicas. */
  start(): void;
  stop(): Promise<void>;
}

/** Creates a change hub for a single process. */
export function createChangeHub(): ChangeHub {
  const local = createListeners();
  return {
    ...local,
    async publishInTransaction(trx, change) {
      afterCommit(trx, () => local.publish(change));
    },
    start: () => {},
    stop: async () => {},
  };
}

export interface SharedChangeHubOptions {
  database: Database;
  session: PgSessionKeeper;
  logger: LoggerService;
}

const CHANNEL = 'changes';
/** How long to collect changes before sending them to the other replicas. */
const BATCH_MS = 50;
/** PostgreSQL allows 7,999 bytes per notification. */
const MAX_BYTES = 7_000;
/** Without LISTEN: how often to read the followed deployments. */
const POLL_MS = 1_000;

/**
 * Creates a change hub for all replicas that share a PostgreSQL database. After a lost session, every listener gets a
 * `missed` change. Without sessions, followed deployments are polled every second.
 */
export function createSharedChangeHub(
  options: SharedChangeHubOptions,
): ChangeHub {
  const { database, session, logger } = options;
  const local = createListeners();
  // Identifies this process, so that it ignores its own notifications.
  const origin = Math.random().toString(36).slice(2, 10);
  const pending = new Map<string, CommittedChange>();
  let batchTimer: NodeJS.Timeout | undefined;
  let sending: Promise<void> = Promise.resolve();
  let stopListening = () => {};
  let stopPolling = () => {};

  function publish(change: CommittedChange): void {
    local.publish(change);
    if (session.mode !== 'polling') {
      pending.set(`${change.deploymentId} ${change.what}`, change);
      batchTimer ??= setTimeout(send, BATCH_MS);
    }
  }

  function send(): Promise<void> {
    clearTimeout(batchTimer);
    batchTimer = undefined;
    const changes = [...pending.values()];
    pending.clear();
    sending = sending
      .then(async () => {
        for (const payload of toPayloads(origin, changes)) {
          await notify(database.knex, CHANNEL, payload);
        }
      })
      .catch(error =>
        logger.debug(
          `Changes could not be sent to other replicas, which notice them later: ${stringifyError(
            error,
          )}`,
        ),
      );
    return sending;
  }

  function receive(payload: string): void {
    const read = readPayload(payload);
    if (read && read.origin !== origin) {
      read.changes.forEach(local.emit);
    }
  }

  return {
    publish,
    subscribe: local.subscribe,
    subscribeOwn: local.subscribeOwn,
    async publishInTransaction(trx, change) {
      afterCommit(trx, () => local.publish(change));
      if (session.mode !== 'polling') {
        for (const payload of toPayloads(origin, [change])) {
          await notify(trx, CHANNEL, payload);
        }
      }
    },
    start() {
      stopListening = session.listen(CHANNEL, {
        onNotification: receive,
        onGap: local.emitMissed,
      });
      stopPolling = startPolling(options, local);
    },
    async stop() {
      stopListening();
      stopPolling();
      await send();
    },
  };
}

/** While the session can't LISTEN, polls the followed deployments in one query. Returns a function that stops it. */
function startPolling(
  { database, session, logger }: SharedChangeHubOptions,
  local: Listeners,
): () => void {
  let lastSeqs = new Map<string, number>();
  let isBusy = false;
  const poll = async () => {
    const ids = local.followed();
    const seqs = await readSeqs(database.knex, ids);
    for (const [deploymentId, { seq, service, environment }] of seqs) {
      if (lastSeqs.get(deploymentId) !== seq) {
        local.emit({ deploymentId, service, environment, what: 'events' });
      }
    }
    lastSeqs = new Map([...seqs].map(([id, { seq }]) => [id, seq]));
  };
  const timer = setInterval(() => {
    if (session.mode !== 'polling' || isBusy) {
      return;
    }
    isBusy = true;
    poll()
      .catch(error =>
        logger.debug(`Changes could not be polled: ${stringifyError(error)}`),
      )
      .finally(() => {
        isBusy = false;
      });
  }, POLL_MS);
  timer.unref?.();
  return () => clearInterval(timer);
}

type Listeners = ReturnType<typeof createListeners>;

function createListeners() {
  const forAll = new Set<Listener>();
  const byDeployment = new Map<string, Set<Listener>>();
  const forOwn = new Set<(change: CommittedChange) => void>();

  function emit(change: CommittedChange): void {
    const listeners = [
      ...forAll,
      ...(byDeployment.get(change.deploymentId) ?? []),
    ];
    listeners.forEach(listener => listener(change));
  }

  return {
    emit,
    publish(change: CommittedChange) {
      emit(change);
      [...forOwn].forEach(listener => listener(change));
    },
    emitMissed() {
      const listeners = [
        ...forAll,
        ...[...byDeployment.values()].flatMap(it => [...it]),
      ];
      listeners.forEach(listener => listener({ what: 'missed' }));
    },
    followed: () => [...byDeployment.keys()],
    subscribeOwn(listener: (change: CommittedChange) => void) {
      forOwn.add(listener);
      return () => {
        forOwn.delete(listener);
      };
    },
    subscribe(deploymentId: string | undefined, listener: Listener) {
      if (deploymentId === undefined) {
        forAll.add(listener);
        return () => {
          forAll.delete(listener);
        };
      }
      const listeners = byDeployment.get(deploymentId) ?? new Set();
      byDeployment.set(deploymentId, listeners);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (
          listeners.size === 0 &&
          byDeployment.get(deploymentId) === listeners
        ) {
          byDeployment.delete(deploymentId);
        }
      };
    },
  };
}

/** Packs the changes' ids into as few notifications as possible. */
function toPayloads(origin: string, changes: CommittedChange[]): string[] {
  const payloads: string[] = [];
  let some: string[] = [];
  let bytes = 0;
  const close = () => {
    if (some.length > 0) {
      payloads.push(`${origin}[${some.join(',')}]`);
    }
    some = [];
    bytes = 0;
  };
  for (const { deploymentId, service, environment, what } of changes) {
    const one = JSON.stringify([deploymentId, service, environment, what]);
    const size = Buffer.byteLength(one) + 1;
    if (bytes + size > MAX_BYTES) {
      close();
    }
    some.push(one);
    bytes += size;
  }
  close();
  return payloads;
}

/** Returns `undefined` for payloads of another format, for example from another version. */
function readPayload(
  payload: string,
): { origin: string; changes: CommittedChange[] } | undefined {
  const from = payload.indexOf('[');
  try {
    const read: [string, string, string, CommittedChange['what']][] =
      JSON.parse(payload.slice(from));
    return {
      origin: payload.slice(0, from),
      changes: read.map(([deploymentId, service, environment, what]) => ({
        deploymentId,
        service,
        environment,
        what,
      })),
    };
  } catch {
    return undefined;
  }
}
