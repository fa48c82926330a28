import { randomInt } from 'node:crypto';
import { hostname } from 'node:os';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
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
import { createIdentity } from './identity';
import type { Identity } from './identity';

export interface PresenceOptions {
  database: Database;
  /** On PostgreSQL. */
  session?: PgSessionKeeper;
  logger: LoggerService;
  /** Of this package, for whoever looks at the replicas. */
  version: string;
  /** Deployments at work now. */
  inFlight(): number;
  /**
   * How long after a session came back the locks of others are not judged, in milliseconds: whatever ended it may have
   * ended theirs, and they need that long to be back. Default 6 s and up to 2 s more.
   */
  graceMs?: number;
}

/** That this process lives, told to its peers by a lock that ends with it, and by a row that says who has the lock. */
export interface ReplicaRegistry {
  /** Absent while it has no lock: then it takes nothing on. */
  identity(): Identity | undefined;
  /** Whether an owner whose lock nobody holds counts as gone. */
  judgesLocks(): boolean;
  /** `before`: as whom this process worked until it lost its lock; it is up to it to let go of what that one had. */
  onIdentity(listener: (before: string | undefined) => void): void;
  start(): Promise<void>;
  /** Takes the row away. The lock goes with the session. */
  stop(): Promise<void>;
}

const BEAT_MS = 5_000;
/** How often to look whether there is an identity to be had, while there is none. */
const RETRY_MS = 500;
const GRACE_MS = 6_000;
const GRACE_JITTER_MS = 2_000;
/** Rows of replicas that were not seen for this long are removed. */
const FORGOTTEN_AFTER_MS = 60 * 60_000;
/** A key that somebody has already is a one in two thousand million chance. */
const KEYS_TRIED = 5;

interface Present extends Identity {
  lose(): void;
  startedAt: number;
  /** Of the lock, once it has one. */
  key?: number;
}

export function createReplicaRegistry(
  options: PresenceOptions,
): ReplicaRegistry {
  const { database, session: keeper, logger, version, inFlight } = options;
  const { knex } = database;
  const listeners: ((before: string | undefined) => void)[] = [];
  let present: Present | undefined;
  /** The identity that was lost, until there is another. */
  let before: string | undefined;
  let judgesFrom = 0;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let unsubscribe = () => {};
  /** Beats and sessions make and change the identity one after the other. */
  let turn: Promise<unknown> = Promise.resolve();

  function inTurn(work: () => Promise<void>): Promise<void> {
    const done = turn.then(work);
    turn = done.catch(() => {});
    return done;
  }

  async function register(key?: number): Promise<void> {
    const startedAt = await database.now(knex);
    const next: Present = { ...createIdentity(), startedAt, key };
    await insertReplica(knex, toRow(next));
    present = next;
    const last = before;
    before = undefined;
    listeners.forEach(listener => listener(last));
  }

  function toRow({ owner, startedAt, key }: Present) {
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

  /** A new lock is a new identity: the old one's deployments are anybody's since its session ended. */
  async function registerSession(session: PgSession): Promise<void> {
    if (isStopped || session.ended.aborted) {
      return;
    }
    const key = await lockKey(session);
    if (present && present.key === undefined) {
      await setAdvisoryKey(knex, present.owner, key);
      present.key = key;
    } else {
      deregister();
      await register(key);
    }
    if (session.ended.aborted) {
      deregister();
    }
  }

  /** Without its lock it may be taken for gone. */
  function deregister(): void {
    if (present) {
      before = present.owner;
      present.lose();
      present = undefined;
    }
  }

  /** Until it has worked or the session is over. */
  async function registerWithRetry(session: PgSession): Promise<void> {
    for (let isFirst = true; !isStopped; isFirst = false) {
      try {
        await inTurn(() => registerSession(session));
        return;
      } catch (error) {
        if (session.ended.aborted) {
          return;
        }
        if (isFirst) {
          logger.warn(
            `This process could not tell its peers that it is there, and takes no deployments until it can: ${stringifyError(
              error,
            )}`,
          );
        }
        await new Promise(resolve => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  async function sendHeartbeat(): Promise<void> {
    if (isStopped) {
      return;
    }
    if (!present) {
      // With a pooler that keeps no sessions, the leases alone tell.
      if (!keeper || keeper.mode === 'polling') {
        await register();
      }
      return;
    }
    const now = await database.now(knex);
    const seen = { seenAt: now, inFlight: inFlight() };
    if (!(await touchReplica(knex, present.owner, seen))) {
      await insertReplica(knex, { ...toRow(present), ...seen });
    }
    await pruneReplicas(knex, now - FORGOTTEN_AFTER_MS);
  }

  function tellBeatFailed(error: unknown): void {
    logger.debug(
      `The row that tells of this process could not be renewed: ${stringifyError(
        error,
      )}`,
    );
  }

  function beatLater(): void {
    if (isStopped) {
      return;
    }
    timer = setTimeout(
      () => inTurn(sendHeartbeat).catch(tellBeatFailed).finally(beatLater),
      present ? BEAT_MS : RETRY_MS,
    );
    timer.unref?.();
  }

  return {
    identity: () => present,
    judgesLocks: () =>
      present?.key !== undefined && performance.now() >= judgesFrom,
    onIdentity: listener => {
      listeners.push(listener);
    },
    async start() {
      if (database.dialect === 'sqlite') {
        // One process at a time: whoever was there before is gone.
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
            judgesFrom = performance.now() + getGrace(options);
            await registerWithRetry(session);
            // The first session says nothing about those of others, unless the server is as new.
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
        // The beats that follow make up for one that failed.
        await inTurn(sendHeartbeat).catch(tellBeatFailed);
      }
      beatLater();
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      unsubscribe();
      await turn;
      const last = present;
      deregister();
      if (last) {
        await removeReplica(knex, last.owner);
      }
    },
  };
}

function getGrace({ graceMs }: PresenceOptions): number {
  return graceMs ?? GRACE_MS + Math.random() * GRACE_JITTER_MS;
}

/** Session locks end with the session, however the process ends. */
async function lockKey(session: PgSession): Promise<number> {
  for (let tries = 0; tries < KEYS_TRIED; tries++) {
    const key = randomInt(MAX_ADVISORY_KEY);
    const [{ taken }] = await session.query<{ taken: boolean }>(
      'select pg_try_advisory_lock($1::int, $2::int) as taken',
      [LOCK_CLASS, key],
    );
    if (taken) {
      return key;
    }
  }
  throw new Error('No advisory lock was free');
}

/** A server that has just started has lost everybody's locks. */
async function hasJustStarted(session: PgSession): Promise<boolean> {
  const [{ age }] = await session.query<{ age: string }>(
    'select extract(epoch from clock_timestamp() - pg_postmaster_start_time())::text as age',
  );
  return Number(age) * 1000 < GRACE_MS + GRACE_JITTER_MS;
}

/**
 * Whether somebody's lock is older than the outage: then the server did not end everybody's session, and a lock that is
 * missing tells of a replica that is gone. The role of another installation may be kept from seeing that, which is no.
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
