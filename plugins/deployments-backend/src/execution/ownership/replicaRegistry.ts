import { randomInt } from 'node:crypto';
import { hostname } from 'node:os';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { retryUntilAvailable } from '../../persistence/retryUntilAvailable';
import { REDUCER_VERSION } from '../../domain/deployment/snapshot';
import type { Database } from '../../persistence/database';
import { releaseAllOwners } from '../../persistence/ownership/leases';
import type { PgSession } from '../../persistence/postgres/liveSession';
import type { PgSessionKeeper } from '../../persistence/postgres/pgSession';
import {
  insertReplica,
  LOCK_CLASS,
  MAX_ADVISORY_KEY,
  pruneReplicas,
  removeAllReplicas,
  removeReplica,
  setAdvisoryKey,
  touchReplica,
} from '../../persistence/ownership/replicaRows';
import { createIdentity } from './createIdentity';
import type { Identity } from './createIdentity';

export interface ReplicaRegistryOptions {
  database: Database;
  /** The session that holds this replica's lock. Only on PostgreSQL. */
  session?: PgSessionKeeper;
  logger: LoggerService;
  /** The version of this package, shown in the list of replicas. */
  version: string;
  /** How many deployments this replica works on now. */
  inFlight(): number;
  /**
   * How long after this replica's session is back a missing lock does not count as a dead replica, in milliseconds.
   * Whatever ended this session may have ended those of others, and they need that long to register again. Default 6 to 8 s.
   */
  graceMs?: number;
}

/**
 * Registers this process as a replica. Its advisory lock shows the others that it is alive, and ends with the process. Its
 * row says whose lock that is.
 */
export interface ReplicaRegistry {
  /** Returns `undefined` while the process has no lock. Without one, it claims no deployments. */
  identity(): Identity | undefined;
  /** Whether this process may consider an owner without a lock dead. */
  judgesLocks(): boolean;
  /**
   * Calls the listener on each new identity. `before` is the owner id that was lost, whose deployments the listener
   * must release.
   */
  onIdentity(listener: (before: string | undefined) => void): void;
  start(): Promise<void>;
  /** Deletes the row. The lock ends with the session. */
  stop(): Promise<void>;
}

const HEARTBEAT_MS = 5_000;
/** How often to try to register while the process has no identity. */
const RETRY_MS = 500;
const GRACE_MS = 6_000;
const GRACE_JITTER_MS = 2_000;
/** Rows without a heartbeat for this long are deleted. */
const PRUNE_AFTER_MS = 60 * 60_000;
/** How often to try another key. A random key is already in use with a probability of 1 in 2 000 000 000. */
const MAX_KEYS = 5;

interface Registration extends Identity {
  lose(): void;
  startedAt: number;
  /** The key of the advisory lock, once the replica has one. */
  key?: number;
}

export function createReplicaRegistry(
  options: ReplicaRegistryOptions,
): ReplicaRegistry {
  const { database, session: keeper, logger, version, inFlight } = options;
  const { knex } = database;
  const listeners: ((before: string | undefined) => void)[] = [];
  let registration: Registration | undefined;
  /** The owner id that was lost, until there is a new one. */
  let before: string | undefined;
  let judgesFrom = 0;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let unsubscribe = () => {};
  /** The last work in line. Heartbeats and sessions both change the registration, so they run one after the other. */
  let turn: Promise<unknown> = Promise.resolve();

  function inTurn(work: () => Promise<void>): Promise<void> {
    const done = turn.then(work);
    turn = done.catch(() => {});
    return done;
  }

  async function register(key?: number): Promise<void> {
    const startedAt = await database.now(knex);
    const next: Registration = { ...createIdentity(), startedAt, key };
    await insertReplica(knex, toRow(next));
    registration = next;
    const last = before;
    before = undefined;
    listeners.forEach(listener => listener(last));
  }

  function toRow({ owner, startedAt, key }: Registration) {
    return {
      owner,
      advisoryKey: key,
      host: hostname(),
      pid: process.pid,
      startedAt,
      seenAt: startedAt,
      version,
      reducerVersion: REDUCER_VERSION,
      inFlight: 0,
    };
  }

  /**
   * Registers under a new identity, because other replicas may have claimed the old identity's deployments since the old
   * session ended.
   */
  async function registerSession(session: PgSession): Promise<void> {
    if (isStopped || session.ended.aborted) {
      return;
    }
    const key = await lockKey(session);
    if (registration && registration.key === undefined) {
      await setAdvisoryKey(knex, registration.owner, key);
      registration.key = key;
    } else {
      deregister();
      await register(key);
    }
    if (session.ended.aborted) {
      deregister();
    }
  }

  /** Ends the identity, because without its lock, other replicas may consider this one dead. */
  function deregister(): void {
    if (registration) {
      before = registration.owner;
      registration.lose();
      registration = undefined;
    }
  }

  /** Resolves when the session is registered or has ended. */
  async function registerWithRetry(session: PgSession): Promise<void> {
    await retryUntilAvailable(() => inTurn(() => registerSession(session)), {
      logger,
      what: 'This replica could not register, so it takes no deployments',
      forMs: Infinity,
      isRetryable: () => true,
      isStillRequired: () => !isStopped && !session.ended.aborted,
    });
  }

  async function sendHeartbeat(): Promise<void> {
    if (isStopped) {
      return;
    }
    if (!registration) {
      // Behind a pooler without sessions, there are no locks. Then only its leases show that a replica is alive.
      if (!keeper || keeper.mode === 'polling') {
        await register();
      }
      return;
    }
    const now = await database.now(knex);
    const seen = { seenAt: now, inFlight: inFlight() };
    if (!(await touchReplica(knex, registration.owner, seen))) {
      await insertReplica(knex, { ...toRow(registration), ...seen });
    }
    await pruneReplicas(knex, now - PRUNE_AFTER_MS);
  }

  function logFailedHeartbeat(error: unknown): void {
    logger.debug(
      `This replica's heartbeat could not be stored: ${stringifyError(error)}`,
    );
  }

  function scheduleHeartbeat(): void {
    if (isStopped) {
      return;
    }
    timer = setTimeout(
      () =>
        inTurn(sendHeartbeat)
          .catch(logFailedHeartbeat)
          .finally(scheduleHeartbeat),
      registration ? HEARTBEAT_MS : RETRY_MS,
    );
    timer.unref?.();
  }

  return {
    identity: () => registration,
    judgesLocks: () =>
      registration?.key !== undefined && performance.now() >= judgesFrom,
    onIdentity: listener => {
      listeners.push(listener);
    },
    async start() {
      if (database.dialect.name === 'sqlite') {
        // With SQLite there is one process at a time, so earlier owners are dead.
        await releaseAllOwners(knex);
        await removeAllReplicas(knex);
      }
      if (!keeper) {
        await inTurn(() => register());
      } else {
        let downSince: number | undefined;
        unsubscribe = keeper.subscribe({
          async onUp(session) {
            const outageMs =
              downSince === undefined
                ? undefined
                : performance.now() - downSince;
            judgesFrom = performance.now() + chooseGraceMs(options);
            await registerWithRetry(session);
            // A first session has no earlier one to compare with. Then only a restart of the server ends the others' locks.
            const isOwnOutage =
              outageMs === undefined
                ? !(await hasJustStarted(session))
                : await haveOthersStayed(session, outageMs);
            if (isOwnOutage) {
              judgesFrom = 0;
            }
          },
          onDown() {
            downSince = performance.now();
            deregister();
          },
        });
        // If this heartbeat fails, the next one does the same.
        await inTurn(sendHeartbeat).catch(logFailedHeartbeat);
      }
      scheduleHeartbeat();
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      unsubscribe();
      await turn;
      const last = registration;
      deregister();
      if (last) {
        await removeReplica(knex, last.owner);
      }
    },
  };
}

function chooseGraceMs({ graceMs }: ReplicaRegistryOptions): number {
  return graceMs ?? GRACE_MS + Math.random() * GRACE_JITTER_MS;
}

/** Takes an advisory lock and returns its key. The lock ends with the session, however the process ends. */
async function lockKey(session: PgSession): Promise<number> {
  for (let tries = 0; tries < MAX_KEYS; tries++) {
    const key = randomInt(MAX_ADVISORY_KEY);
    const [{ taken }] = await session.query<{ taken: boolean }>(
      'select pg_try_advisory_lock($1::int, $2::int) as taken',
      [LOCK_CLASS, key],
    );
    if (taken) {
      return key;
    }
  }
  throw new Error(`No free advisory lock key in ${MAX_KEYS} tries`);
}

/** Whether the database server has just started, which ended the locks of all replicas. */
async function hasJustStarted(session: PgSession): Promise<boolean> {
  const [{ age }] = await session.query<{ age: string }>(
    'select extract(epoch from clock_timestamp() - pg_postmaster_start_time())::text as age',
  );
  return Number(age) * 1000 < GRACE_MS + GRACE_JITTER_MS;
}

/**
 * Whether another replica's lock is older than the outage. If so, the outage did not end every session, and a missing lock
 * means a dead replica. Returns false if the database role may not see other sessions.
 */
async function haveOthersStayed(
  session: PgSession,
  outageMs: number,
): Promise<boolean> {
  const [{ stayed }] = await session.query<{ stayed: boolean }>(
    `select exists (
       select from pg_locks l join pg_stat_activity a on a.pid = l.pid
       where l.pid <> pg_backend_pid() and l.locktype = 'advisory' and l.granted and l.objsubid = 2 and l.classid = $1
         and a.backend_start < clock_timestamp() - make_interval(secs => $2)
     ) as stayed`,
    [LOCK_CLASS, outageMs / 1000],
  );
  return stayed;
}
