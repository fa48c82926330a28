import type { LoggerService } from '@backstage/backend-plugin-api';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import type { DeploymentState } from '../../domain/deployment/state';
import { createDatabase } from '../../persistence/createDatabase';
import { migrate } from '../../persistence/migrate';
import type { Database } from '../../persistence/database';
import { insertDeployment } from '../../persistence/repositories/deployments';
import { appendMeasurements } from '../../persistence/repositories/measurements';
import {
  putEvents,
  type EventRecord,
} from '../../deliveryMetrics/persistence/sourceEventRows';
import {
  readProgress,
  readRemoved,
} from '../../persistence/repositories/expiredRecords';
import { appendLogLines } from '../../persistence/repositories/stepLogLines';
import { aDeployment } from '../../persistence/__testUtils__/records';
import {
  endWatches,
  insertWatch,
} from '../../persistence/repositories/watches';
import { removeOld } from './removeOld';
import { runRetention, scheduleRetention } from './scheduleRetention';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const DAY_MS = 24 * 3600_000;

describe.each(databases.eachSupportedId())('retention on %s', databaseId => {
  let knex: Knex;
  let database: Database;
  let now: number;
  const go = () => new AbortController().signal;

  beforeEach(async () => {
    knex = await databases.init(databaseId);
    await migrate(knex);
    database = createDatabase(knex);
    now = await database.now(knex);
  });
  afterEach(() => knex.destroy());

  async function deployment(
    id: string,
    options: { daysAgo?: number; lines?: number; measurements?: number },
  ): Promise<void> {
    const { daysAgo, lines = 3, measurements = 3 } = options;
    const finishedAt =
      daysAgo === undefined ? undefined : now - daysAgo * DAY_MS;
    const state: DeploymentState = aDeployment(id, {
      requestedAt: now - 1000 * DAY_MS,
      status: finishedAt === undefined ? 'running' : 'succeeded',
      finishedAt,
    });
    await knex.transaction(trx =>
      insertDeployment(trx, { state, tier: 'production', reducerVersion: 1 }),
    );
    const some = (count: number) =>
      Array.from({ length: count }, (_, at) => at);
    await appendLogLines(
      knex,
      id,
      'deploy',
      some(lines).map(at => ({ at, level: 'info', line: `${at}`, cut: false })),
    );
    await appendMeasurements(
      knex,
      id,
      some(measurements).map(atMs => ({
        stepId: 'watch',
        attempt: 1,
        check: 'health',
        atMs,
        outcome: 'passed',
      })),
    );
  }

  async function left(table: 'step_logs' | 'measurements') {
    const rows: { deployment_id: string }[] = await knex(table)
      .distinct('deployment_id')
      .orderBy('deployment_id');
    return rows.map(({ deployment_id }) => deployment_id);
  }

  it('removes the logs of deployments that finished long enough ago, and nothing else', async () => {
    await deployment('old', { daysAgo: 91 });
    await deployment('recent', { daysAgo: 89 });
    await deployment('at-work', {});
    expect(await removeOld(database, 'logs', 90 * DAY_MS, go())).toEqual({
      rows: 3,
      deployments: 1,
    });
    expect(await left('step_logs')).toEqual(['at-work', 'recent']);
    expect(await left('measurements')).toEqual(['at-work', 'old', 'recent']);
    expect(await readRemoved(knex, 'old')).toEqual({
      logsAt: expect.any(Number),
      measurementsAt: undefined,
    });
    expect(await readRemoved(knex, 'recent')).toEqual({});
    expect(await knex('deployments')).toHaveLength(3);
  });

  it('does not claim that logs were removed from a deployment that had none', async () => {
    await deployment('silent', { daysAgo: 91, lines: 0 });
    await removeOld(database, 'logs', 90 * DAY_MS, go());
    expect(await readRemoved(knex, 'silent')).toEqual({});
  });

  it('removes a long log in batches, and continues after an interruption', async () => {
    await deployment('long', { daysAgo: 92, lines: 1300, measurements: 0 });
    await deployment('next', { daysAgo: 91, measurements: 0 });
    const stop = new AbortController();
    let transactions = 0;
    const stopping: Database = {
      ...database,
      transaction: async work => {
        transactions += 1;
        const result = await database.transaction(work);
        stop.abort();
        return result;
      },
    };
    const first = await removeOld(stopping, 'logs', DAY_MS, stop.signal);
    expect(transactions).toBe(1);
    expect(first).toEqual({ rows: 500, deployments: 1 });
    // The rest still has to be removed, and readers already see that a part is gone.
    expect(await readProgress(knex, 'logs')).toBeUndefined();
    expect((await readRemoved(knex, 'long')).logsAt).toBeDefined();

    expect(await removeOld(database, 'logs', DAY_MS, go())).toEqual({
      rows: 803,
      deployments: 2,
    });
    expect(await left('step_logs')).toEqual([]);
  });

  it('visits every deployment once, also those that finished at the same moment', async () => {
    for (let index = 0; index < 205; index++) {
      await deployment(`d${String(index).padStart(3, '0')}`, {
        daysAgo: 91,
        lines: index % 50 === 0 ? 1 : 0,
        measurements: 0,
      });
    }
    expect(await removeOld(database, 'logs', 90 * DAY_MS, go())).toEqual({
      rows: 5,
      deployments: 5,
    });
    expect(await readProgress(knex, 'logs')).toMatchObject({
      deploymentId: 'd204',
    });
    await deployment('late', { daysAgo: 90.5, measurements: 0 });
    expect(await removeOld(database, 'logs', 90 * DAY_MS, go())).toEqual({
      rows: 3,
      deployments: 1,
    });
  });

  it('removes the measurements of a watched deployment only after its watch has ended', async () => {
    await deployment('watched', { daysAgo: 20 });
    const startedAt = now - 20 * DAY_MS;
    await knex.transaction(trx =>
      insertWatch(
        trx,
        {
          deploymentId: 'watched',
          service: 'component:default/checkout',
          environment: 'production',
          version: { id: 'v', name: '1', artifact: 'a' },
          state: 'watching',
          onBreach: 'ask',
          startedAt,
          progress: {
            endsAt: now + 10 * DAY_MS,
            unmeasuredMs: 0,
            measuredAt: now,
            checks: [],
          },
        },
        now,
      ),
    );
    const remove = () => removeOld(database, 'measurements', DAY_MS, go());
    expect((await remove()).rows).toBe(0);
    await removeOld(database, 'logs', DAY_MS, go());
    expect(await left('step_logs')).toEqual([]);

    await endWatches(
      knex,
      { deploymentId: 'watched' },
      { reason: 'known problem', now },
    );
    expect((await remove()).rows).toBe(3);
  });

  it('removes nothing when the setting says forever', async () => {
    await deployment('old', { daysAgo: 3000 });
    const logger = mockServices.logger.mock();
    await runRetention(
      {
        database,
        logger,
        model: {
          logs: 'never',
          measurements: 365 * DAY_MS,
          deadLetters: 'never',
        },
      },
      go(),
    );
    expect(await left('step_logs')).toEqual(['old']);
    expect(await left('measurements')).toEqual([]);
    expect(logger.info).toHaveBeenCalledWith(
      'Retention removed 3 rows of measurements of 1 deployments',
    );
  });

  it('removes dead letters that arrived long enough ago, and no event that the metrics use', async () => {
    const event = (
      id: string,
      status: EventRecord['status'],
      daysAgo: number,
    ): EventRecord => ({
      id,
      source: 'ci',
      eventId: id,
      status,
      receivedAt: now - daysAgo * DAY_MS,
      skewed: false,
    });
    await knex.transaction(trx =>
      putEvents(trx, [
        ...Array.from({ length: 501 }, (_, i) =>
          event(`old-${i}`, i % 2 ? 'unmapped' : 'rejected', 31),
        ),
        event('old-fact', 'accepted', 31),
        event('recent', 'unmapped', 29),
      ]),
    );
    const logger = mockServices.logger.mock();
    const keep = { logs: 'never', measurements: 'never' } as const;
    const eventsLeft = async () =>
      (await knex('dora_events').orderBy('id')).map(({ id }) => id);

    await runRetention(
      { database, logger, model: { ...keep, deadLetters: 'never' } },
      go(),
    );
    expect(await eventsLeft()).toHaveLength(503);

    await runRetention(
      { database, logger, model: { ...keep, deadLetters: 30 * DAY_MS } },
      go(),
    );
    expect(await eventsLeft()).toEqual(['old-fact', 'recent']);
    expect(logger.info).toHaveBeenCalledWith(
      'Retention removed 501 dead letters of the delivery metrics',
    );
  });

  it('schedules nothing when everything is kept', async () => {
    const scheduler = mockServices.scheduler.mock();
    const logger = mockServices.logger.mock();
    await scheduleRetention({
      database,
      scheduler,
      logger,
      model: { logs: 'never', measurements: 'never', deadLetters: 'never' },
    });
    expect(scheduler.scheduleTask).not.toHaveBeenCalled();
  });

  const schedule = (logger: LoggerService, error: Error) =>
    scheduleRetention({
      database,
      scheduler: mockServices.scheduler.mock({
        scheduleTask: jest.fn().mockRejectedValue(error),
      }),
      logger,
      model: { logs: 'never', measurements: 1000, deadLetters: 'never' },
    });

  it('logs an unreachable database while it is scheduled, and lets the portal start', async () => {
    const logger = mockServices.logger.mock();
    const away = Object.assign(new Error('terminating'), { code: '57P01' });
    await schedule(logger, away);
    expect(logger.error).toHaveBeenCalledWith(
      expect.stringMatching(/removes no old records until it is restarted/),
    );
  });

  it('fails when scheduling fails for another reason', async () => {
    const wrong = new Error('no such cadence');
    await expect(schedule(mockServices.logger.mock(), wrong)).rejects.toBe(
      wrong,
    );
  });
});
