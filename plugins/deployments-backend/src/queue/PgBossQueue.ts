import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { Knex } from 'knex';
import { fromKnex, PgBoss } from 'pg-boss';
import type { EngineModel } from '../domain/model/deploymentsModel';
import { afterCommit } from '../persistence/groupCommit';
import { withDeadline } from '../persistence/postgres/pgConnection';
import type { PgSessionKeeper } from '../persistence/postgres/pgSession';
import { createBossDatabase } from './bossDatabase';
import { findQueueSchema, prepareQueueSchema, saysMissing } from './bossSchema';
import type { DispatcherOptions } from './Dispatcher';
import { Dispatcher } from './Dispatcher';
import { withSavepoint } from './savepoint';
import type { WakeHandler, WakeQueue } from './WakeQueue';

export type PgBossQueueOptions = Omit<
  DispatcherOptions,
  'sweepEveryMs' | 'onRoom'
> & {
  knex: Knex;
  /** For LISTEN; whoever made it starts and stops it. */
  session: PgSessionKeeper;
  settings: EngineModel['queue'];
  logger: LoggerService;
  /** How often rows are looked for that no wake-up told of, in milliseconds. Default 500. */
  sweepEveryMs?: number;
  /** How often wake-ups are looked for that no notification told of, in milliseconds. Default 500. */
  pollEveryMs?: number;
};

const QUEUE = 'wake-ups';
const FIRST_BACKOFF_MS = 250;
const MAX_BACKOFF_MS = 5_000;
const STOP_PATIENCE_MS = 500;

/**
 * Wake-ups of many replicas on PostgreSQL: what is to be done now is a job of pg-boss, enqueued in the transaction that
 * makes the work, and goes to one replica that has room. A job is done once that replica knows of it: if it dies before
 * it has begun, the row of the deployment is still due, and the sweep of another finds it.
 *
 * What is to be done later is no job: the row has its `wake_at`, this process keeps a timer, and the sweeps of all look.
 * Ten thousand dated jobs would be read by each fetch that looks for one that is due.
 */
export class PgBossQueue implements WakeQueue {
  readonly #options: PgBossQueueOptions;
  readonly #dispatcher: Dispatcher;
  #boss?: PgBoss;
  /** Before, wake-ups are left to replicas that work. */
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
      return 'PostgreSQL, by a sweep of due rows until the queue is back';
    }
    return this.#options.session.mode === 'session'
      ? 'PostgreSQL (pg-boss), told at once by LISTEN'
      : 'PostgreSQL (pg-boss), polled: no LISTEN';
  }

  /** Makes the tables. Throws when it may not, with what to grant or set. */
  async install(): Promise<void> {
    try {
      await this.#install('keep');
    } catch (error) {
      if (!saysMissing(error)) {
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
        // Of a job that nobody has finished only its row is left to clear away; the deployment is found by its own.
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
    // A person's command must not fail because the queue does: this process looks at it itself then.
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
    // What it stops does not send: until the process ends, what is let go of is told to the others.
    const boss = this.#boss;
    if (!boss) {
      return;
    }
    if (left.length > 0) {
      // For another replica, at once. Without it, its sweep finds them.
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
      // How soon it notices that the queue itself has been deleted.
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

  /** Looks for wake-ups until there are none or there is no room; again by itself after a while. */
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
        // There was no room, and in the meantime there is.
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
    // Complete at first sight, and yet something is missing.
    const isDamaged = (this.#outage?.attempt ?? 0) > 0;
    await this.#install(isDamaged ? 'rebuild' : 'keep');
  }

  /** Told once per outage: until it ends, deployments are woken by the sweep of their rows. */
  #fail(error: unknown): void {
    const since = saysMissing(error) ? 'missing' : 'unreachable';
    if (!this.#outage && !this.#isStopping) {
      this.#options.logger.warn(
        `The queue of wake-ups ${
          since === 'missing' ? 'has lost its tables' : 'cannot be reached'
        }; until it is back, due deployments are found by their rows, within about a second: ${getReason(
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
      this.#options.logger.info('The queue of wake-ups is back');
    }
  }
}

/** A database that does not answer must not keep the process from stopping. */
async function inTime(work: Promise<unknown> | undefined): Promise<void> {
  if (work) {
    await withDeadline(work, STOP_PATIENCE_MS, 'stopping').catch(() => {});
  }
}

/** Without the statement, which knex puts first, over twenty lines. */
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
