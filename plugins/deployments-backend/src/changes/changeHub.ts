import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { Knex } from 'knex';
import { afterCommit } from '../persistence/groupCommit';
import type { Database } from '../persistence/database';
import { readSeqs } from '../persistence/repositories/deployments';
import { notify } from '../persistence/postgres/notify';
import type { PgSessionKeeper } from '../persistence/postgres/pgSession';
import type { DeploymentChange } from './deploymentChange';

export type CommittedChange = Exclude<DeploymentChange, { what: 'missed' }>;
type Listener = (change: DeploymentChange) => void;

/** Tells of what was committed. Listeners read what they are told of: being told twice or too often does no harm. */
export interface ChangeHub {
  /**
   * Tells listeners here at once, and soon after those on other replicas: some changes together, because each
   * transaction that notifies holds up the commits of all others that do.
   */
  publish(change: CommittedChange): void;
  /** The same when the transaction commits, and on all replicas at once: for what somebody waits for. */
  publishInTransaction(
    trx: Knex.Transaction,
    change: CommittedChange,
  ): Promise<void>;
  /** `deploymentId`: absent for all. Returns the end of the subscription. */
  subscribe(deploymentId: string | undefined, listener: Listener): () => void;
  /** Only what this process has published. */
  subscribeOwn(listener: (change: CommittedChange) => void): () => void;
  /** Until then, and again after `stop`, nothing comes from other replicas. */
  start(): void;
  stop(): Promise<void>;
}

/** Listeners of this process. */
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
/** How long own changes are gathered for the other replicas. */
const GATHER_MS = 20;
/** A notification takes 7,999 bytes. */
const MOST_BYTES = 7_000;
/** Without LISTEN: how often the deployments that somebody here follows are looked at. */
const POLL_MS = 1_000;

/**
 * Listeners of all replicas on one PostgreSQL. What was missed while there was no session is made up for by telling
 * everybody to look; without sessions, what is followed is looked at every second.
 */
export function createSharedChangeHub(
  options: SharedChangeHubOptions,
): ChangeHub {
  const { database, session, logger } = options;
  const local = createListeners();
  // To leave out what comes back to its sender.
  const origin = Math.random().toString(36).slice(2, 10);
  const pending = new Map<string, CommittedChange>();
  let gathering: NodeJS.Timeout | undefined;
  let sending: Promise<void> = Promise.resolve();
  let stopListening = () => {};
  let stopPolling = () => {};

  function publish(change: CommittedChange): void {
    local.publish(change);
    if (session.mode !== 'polling') {
      pending.set(`${change.deploymentId} ${change.what}`, change);
      gathering ??= setTimeout(send, GATHER_MS);
    }
  }

  function send(): Promise<void> {
    clearTimeout(gathering);
    gathering = undefined;
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
          `Other replicas were not told of changes; they look by themselves: ${stringifyError(
            error,
          )}`,
        ),
      );
    return sending;
  }

  function receive(payload: string): void {
    const read = readPayload(payload);
    if (read && read.origin !== origin) {
      read.changes.forEach(local.tell);
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
        onGap: local.tellMissed,
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

/** Only while there is no LISTEN. One query, whoever follows however many. */
function startPolling(
  { database, session, logger }: SharedChangeHubOptions,
  local: Listeners,
): () => void {
  let known = new Map<string, number>();
  let isBusy = false;
  const look = async () => {
    const ids = local.followed();
    const seqs = await readSeqs(database.knex, ids);
    for (const [deploymentId, { seq, service, environment }] of seqs) {
      if (known.get(deploymentId) !== seq) {
        local.tell({ deploymentId, service, environment, what: 'events' });
      }
    }
    known = new Map([...seqs].map(([id, { seq }]) => [id, seq]));
  };
  const timer = setInterval(() => {
    if (session.mode !== 'polling' || isBusy) {
      return;
    }
    isBusy = true;
    look()
      .catch(error =>
        logger.debug(
          `Changes could not be looked for: ${stringifyError(error)}`,
        ),
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
  const ofAll = new Set<Listener>();
  const ofOne = new Map<string, Set<Listener>>();
  const ofOwn = new Set<(change: CommittedChange) => void>();

  function tell(change: CommittedChange): void {
    const listeners = [...ofAll, ...(ofOne.get(change.deploymentId) ?? [])];
    listeners.forEach(listener => listener(change));
  }

  return {
    tell,
    publish(change: CommittedChange) {
      tell(change);
      [...ofOwn].forEach(listener => listener(change));
    },
    tellMissed() {
      const listeners = [
        ...ofAll,
        ...[...ofOne.values()].flatMap(it => [...it]),
      ];
      listeners.forEach(listener => listener({ what: 'missed' }));
    },
    followed: () => [...ofOne.keys()],
    subscribeOwn(listener: (change: CommittedChange) => void) {
      ofOwn.add(listener);
      return () => {
        ofOwn.delete(listener);
      };
    },
    subscribe(deploymentId: string | undefined, listener: Listener) {
      if (deploymentId === undefined) {
        ofAll.add(listener);
        return () => {
          ofAll.delete(listener);
        };
      }
      const listeners = ofOne.get(deploymentId) ?? new Set();
      ofOne.set(deploymentId, listeners);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0 && ofOne.get(deploymentId) === listeners) {
          ofOne.delete(deploymentId);
        }
      };
    },
  };
}

/** Ids only, as many as a notification takes. */
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
    if (bytes + size > MOST_BYTES) {
      close();
    }
    some.push(one);
    bytes += size;
  }
  close();
  return payloads;
}

/** `undefined`: not of ours, or of another version of ours. */
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
