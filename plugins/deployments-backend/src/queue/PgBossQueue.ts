import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { Knex } from 'knex';
import { fromKnex, PgBoss } from 'pg-boss';
import type { EngineModel } from '../domain/model/deploymentsModel';
import { afterCommit } from '../persistence/afterCommit';
import { withDeadline } from '../persistence/postgres/pgConnection';
import type { PgSessionKeeper } from '../persistence/postgres/pgSession';
import { createBossDatabase } from './createBossDatabase';
import {
  findQueueSchema,
  prepareQueueSchema,
  isMissingError,
} from './prepareQueueSchema';
import type { DispatcherOptions } from './Dispatcher';
import { Dispatcher } from './Dispatcher';
import { withSavepoint } from './withSavepoint';
import type { WakeHandler, WakeQueue } from './WakeQueue';

export type PgBossQueueOptions = Omit<
  DispatcherOptions,
  'sweepEveryMs' | 'onRoom'
> & {
  knex: Knex;
  /** The session for LISTEN. The queue neither starts nor stops it. */
  session: PgSessionKeeper;
  settings: EngineModel['queue'];
  logger: LoggerService;
  /** How often to look for due rows whose wake-up was lost, in milliseconds. Default 500. */
  sweepEveryMs?: number;
  /** How often to look for wake-ups whose notification was lost, in milliseconds. Default 500. */
  pollEveryMs?: number;
};

const QUEUE = 'wake-ups';
const FIRST_BACKOFF_MS = 250;
const MAX_BACKOFF_MS = 5_000;
const STOP_TIMEOUT_MS = 500;

/**
 * Delivers wake-ups to many replicas on PostgreSQL. An immediate wake-up is a pg-boss job. It is enqueued in the transaction
 * that creates the work, and goes to one replica that has capacity. The replica deletes the job as soon as it receives it. If
 * the replica dies before it starts the work, the deployment's row is still due, and another replica's sweep finds it.
 *
 * A future wake-up is not a job, because every fetch would read thousands of future jobs to find one that is due. Instead, the
 * row stores it in `wake_at`, this process keeps a timer, and the sweeps of all replicas look for due rows.
 */
export class PgBossQueue implements WakeQueue {
  readonly #options: PgBossQueueOptions;
  readonly #dispatcher: Dispatcher;
  #boss?: PgBoss;
  /** Until then, jobs are left to other replicas. */
  #isStarted = false;
  #isStopping = false;
  #pulling?: Promise<void>;
  #mayHaveMore = false;
  #timer?: NodeJS.Timeout;
  #outage?: { since: 'missing' | 'unreachable'; attempt: number };

  constructor(options: PgBossQueueOptions) {
    this.#options = options;
    this.#dispatcher = new Dispatcher({
      sweepEveryMs: 500,
      ...options,
      onRoom: () => {
        if (this.#mayHaveMore) {
          this.#pull();
        }
      },
    });
  }

  get description(): string {
    if (!this.#boss || this.#outage) {
      return 'PostgreSQL, with a sweep of due rows until the queue is back';
    }
    return this.#options.session.mode === 'session'
      ? 'PostgreSQL (pg-boss), notified by LISTEN'
      : 'PostgreSQL (pg-boss), polled: no LISTEN';
  }

  /** Creates the tables. If the database role may not do that, throws an error that says what to grant or configure. */
  async install(): Promise<void> {
    try {
      await this.#install('keep');
    } catch (error) {
      if (!isMissingError(error)) {
        throw error;
      }
      await this.#install('rebuild');
    }
  }

  async #install(how: 'keep' | 'rebuild'): Promise<void> {
    const { knex, settings } = this.#options;
    const schema = await findQueueSchema(knex, settings);
    await prepareQueueSchema(knex, schema, settings, how);
    const boss = this.#createBoss(schema);
    try {
      await boss.start();
      await boss.createQueue(QUEUE, {
        policy: 'short',
        notify: true,
        // An unfinished job is deleted, not retried, because the deployment's own row is still due.
        expireInSeconds: 60,
        retryLimit: 0,
        retentionSeconds: 24 * 3600,
        deleteAfterSeconds: 600,
      });
      await boss.getQueueStats(QUEUE);
    } catch (error) {
      await stopBoss(boss);
      throw error;
    }
    this.#boss = boss;
  }

  async enqueue(
    trx: Knex.Transaction,
    deploymentId: string,
    at?: number,
  ): Promise<void> {
    if (at !== undefined && at > this.#options.now()) {
      afterCommit(trx, () => this.#dispatcher.wake(deploymentId, at));
      return;
    }
    const boss = this.#outage ? undefined : this.#boss;
    // If the queue fails, a person's command must not fail too. Then this process wakes itself.
    const sent =
      boss &&
      (await withSavepoint(trx, () =>
        boss.send(
          QUEUE,
          { deploymentId },
          {
            singletonKey: deploymentId,
            db: fromKnex(trx),
          },
        ),
      ));
    if (sent?.result === 'done') {
      return;
    }
    if (sent) {
      this.#fail(sent.error);
    }
    afterCommit(trx, () => this.#dispatcher.wake(deploymentId));
  }

  get hasRoom(): boolean {
    return this.#dispatcher.isStarted && this.#dispatcher.room > 0;
  }

  wakeHere(deploymentId: string): void {
    this.#dispatcher.wake(deploymentId);
  }

  async start(handler: WakeHandler): Promise<void> {
    this.#dispatcher.start(handler);
    this.#isStarted = true;
    if (!this.#boss) {
      await this.install();
    }
    this.#pull();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    await inTime(this.#pulling);
    const left = await this.#dispatcher.stop();
    // pg-boss is stopped last, because deployments that are released until then still need wake-ups for other replicas.
    const boss = this.#boss;
    if (!boss) {
      return;
    }
    if (left.length > 0) {
      // Wakes other replicas immediately. Without these jobs, their sweeps find the rows a little later.
      const jobs = left.map(deploymentId => ({
        data: { deploymentId },
        singletonKey: deploymentId,
      }));
      await inTime(boss.insert(QUEUE, jobs));
    }
    await inTime(stopBoss(boss));
  }

  #createBoss(schema: string): PgBoss {
    const { knex, session, logger } = this.#options;
    const boss = new PgBoss({
      db: createBossDatabase(knex, session, () => this.#pull()),
      schema,
      createSchema: false,
      schedule: false,
      useListenNotify: true,
      // How soon pg-boss notices that the queue itself was deleted.
      queueCacheIntervalSeconds: 5,
      // Nothing here depends on other jobs.
      flowIntervalSeconds: 3600,
    });
    boss.on('error', error => {
      if (boss === this.#boss) {
        this.#fail(error);
      }
    });
    boss.on('warning', ({ message }) => logger.debug(`pg-boss: ${message}`));
    return boss;
  }

  /** Fetches wake-ups until there are none left or the capacity is used up, and repeats that after a pause. */
  #pull(): void {
    this.#mayHaveMore = true;
    if (this.#pulling || !this.#isStarted || this.#isStopping) {
      return;
    }
    clearTimeout(this.#timer);
    this.#pulling = this.#pullAll()
      .catch(error => this.#fail(error))
      .finally(() => {
        this.#pulling = undefined;
        // Meanwhile there is room again.
        const isBehind = this.#mayHaveMore && this.#dispatcher.room > 0;
        if (isBehind && this.#boss && !this.#outage) {
          this.#pull();
        } else {
          this.#pullLater();
        }
      });
  }

  #pullLater(): void {
    if (this.#isStopping) {
      return;
    }
    const every = this.#options.pollEveryMs ?? 500;
    const delay = this.#outage
      ? Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** this.#outage.attempt)
      : every;
    this.#timer = setTimeout(
      () => this.#pull(),
      delay * (0.75 + Math.random() / 2),
    );
    this.#timer.unref();
  }

  async #pullAll(): Promise<void> {
    if (this.#outage?.since === 'missing') {
      await this.#reinstall();
    }
    while (this.#mayHaveMore && !this.#isStopping) {
      const { room } = this.#dispatcher;
      const boss = this.#boss;
      if (room <= 0 || !boss) {
        return;
      }
      this.#mayHaveMore = false;
      const jobs = await boss.fetch<unknown>(QUEUE, { batchSize: room });
      this.#recovered();
      for (const { data } of jobs) {
        this.#dispatcher.wake(readDeploymentId(data));
      }
      if (jobs.length > 0) {
        await boss.deleteJob(
          QUEUE,
          jobs.map(({ id }) => id),
        );
      }
      this.#mayHaveMore ||= jobs.length === room;
    }
  }

  async #reinstall(): Promise<void> {
    const old = this.#boss;
    this.#boss = undefined;
    if (old) {
      await stopBoss(old);
    }
    // A second attempt means that something is missing although the tables looked complete.
    const isDamaged = (this.#outage?.attempt ?? 0) > 0;
    await this.#install(isDamaged ? 'rebuild' : 'keep');
  }

  /** Starts an outage, which is logged once. Until it ends, only the sweep wakes deployments. */
  #fail(error: unknown): void {
    const since = isMissingError(error) ? 'missing' : 'unreachable';
    if (!this.#outage && !this.#isStopping) {
      this.#options.logger.warn(
        `The wake-up queue ${
          since === 'missing' ? 'has lost its tables' : 'cannot be reached'
        }; until it is back, a sweep finds due deployments within about a second: ${getReason(
          error,
        )}`,
      );
    }
    this.#outage = {
      since: since === 'missing' ? since : this.#outage?.since ?? since,
      attempt: (this.#outage?.attempt ?? -1) + 1,
    };
  }

  #recovered(): void {
    if (this.#outage) {
      this.#outage = undefined;
      this.#options.logger.info('The wake-up queue is back');
    }
  }
}

/**
 * Waits for work with a time limit, because a database that does not answer must not keep the process from stopping.
 */
async function inTime(work: Promise<unknown> | undefined): Promise<void> {
  if (work) {
    await withDeadline(work, STOP_TIMEOUT_MS, 'stopping').catch(() => {});
  }
}

/** Returns an error's message without the SQL statement, which knex puts first and which may take twenty lines. */
function getReason(error: unknown): string {
  return stringifyError(error).split(' - ').at(-1)?.trim() ?? '';
}

async function stopBoss(boss: PgBoss): Promise<void> {
  await boss.stop({ graceful: false, close: false }).catch(() => {});
}

function readDeploymentId(data: unknown): string {
  const { deploymentId } = (data ?? {}) as { deploymentId?: unknown };
  return String(deploymentId ?? '');
}
