import { readdirSync } from 'node:fs';
import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { verifyChain } from '../maintenance/auditSealing/sealAudit';
import { fold } from '../domain/deployment/reduce/reduce';
import { listAudit } from './repositories/auditEntries';
import { findCommand } from './repositories/commandOutcomes';
import { createDatabase } from './createDatabase';
import { migrate, findMigrationsDirectory } from './migrate';
import { readDeployment } from './repositories/deployments';
import { readEvents } from './repositories/deploymentEvents';
import { readMeasurements } from './repositories/measurements';
import { takeDueOutbox } from './repositories/outbox';
import { readServiceEnvironment } from './repositories/serviceEnvironments';
import { readLogLines } from './repositories/stepLogLines';
import { findVersion } from './repositories/versions';
import {
  AT_WORK,
  dumpTables,
  fillTables,
  FINISHED,
  ownTables,
  SERVICE_ENVIRONMENT,
  ROWS,
} from './__testUtils__/records';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const options = { directory: findMigrationsDirectory() };
const migrations = readdirSync(options.directory).sort();

describe.each(databases.eachSupportedId())('migrations on %s', databaseId => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await databases.init(databaseId);
  });
  afterEach(() => knex.destroy());

  /** Migrates up to a migration, without running it. */
  async function migrateBefore(name: string): Promise<void> {
    for (let done = 0; done < migrations.indexOf(name); done++) {
      await knex.migrate.up(options);
    }
  }

  async function rollBackTo(name: string): Promise<void> {
    for (
      let left = migrations.length;
      left > migrations.indexOf(name);
      left--
    ) {
      await knex.migrate.down(options);
    }
  }

  async function expectReadable(): Promise<void> {
    for (const { state, events } of [FINISHED, AT_WORK]) {
      expect((await readDeployment(knex, state.id))?.state).toEqual(state);
      const read = await readEvents(knex, state.id);
      expect(read).toHaveLength(events.length);
      expect(fold(read)).toEqual(state);
    }
    expect(
      await readServiceEnvironment(knex, SERVICE_ENVIRONMENT),
    ).toMatchObject({
      lockOwner: AT_WORK.state.id,
      fence: 9_007_199_254_740,
      hold: { reason: 'It hurts' },
    });
    expect(
      await findVersion(knex, SERVICE_ENVIRONMENT.service, 'v-1'),
    ).toMatchObject({
      flags: ['migrations'],
      quarantined: { reason: 'bad' },
      commitId: 'c0ffee',
      commits: [{ message: 'Ändert 100 % — “alles”' }],
    });
    expect(await findCommand(knex, AT_WORK.state.id, 'click-1')).toMatchObject({
      outcome: { status: 'refused', message: 'It is paused' },
    });
    expect(
      await readLogLines(knex, AT_WORK.state.id, { afterSeq: 0, limit: 9 }),
    ).toMatchObject({ items: [{ seq: 7 }, { seq: 8 }], truncated: true });
    expect(
      await readMeasurements(knex, AT_WORK.state.id, { afterSeq: 0 }),
    ).toMatchObject([{ value: 0.1 + 0.2, samples: 412 }]);
    expect((await listAudit(knex, { limit: 9 })).items).toHaveLength(2);
    expect(await verifyChain(createDatabase(knex))).toMatchObject({
      result: 'intact',
      entries: 1,
    });
  }

  it('are tested with rows that fill every column of every table', async () => {
    await migrate(knex);
    const tables = await ownTables(knex);
    const missing: string[] = [];
    for (const table of tables) {
      for (const column of Object.keys(await knex(table).columnInfo())) {
        if (!ROWS[table]?.some(row => (row[column] ?? null) !== null)) {
          missing.push(`${table}.${column}`);
        }
      }
    }
    // If you add a table or a column, add a value for it to ROWS.
    expect(missing).toEqual([]);
    expect(Object.keys(ROWS).sort()).toEqual(tables);
  });

  it('make deployments that wait for a person due, and nothing else', async () => {
    await migrateBefore('20261126010000_ask_again_who_approves.js');
    await fillTables(knex);
    const later = 1_999_999_999_999;
    await knex('deployments').update({ wake_at: later });
    await knex('deployments')
      .where({ id: AT_WORK.state.id })
      .update({ status: 'waiting' });
    await migrate(knex);
    const rows = await knex('deployments').select('id', 'wake_at');
    expect(
      Object.fromEntries(rows.map(row => [row.id, Number(row.wake_at)])),
    ).toEqual({ [AT_WORK.state.id]: 0, [FINISHED.state.id]: later });
  });

  it('return the rows as they were written', async () => {
    await migrate(knex);
    await fillTables(knex);
    await expectReadable();
    expect(
      await readMeasurements(knex, AT_WORK.state.id, { afterSeq: 0 }),
    ).toMatchObject([
      {
        baseline: { value: 0.1, samples: 3_708 },
        sentences: [{ code: 'stated' }],
      },
    ]);
    const taken = await knex.transaction(trx =>
      takeDueOutbox(trx, { now: 1_795_250_000_001, until: 2e12, limit: 9 }),
    );
    expect(taken).toMatchObject([{ attempts: 3, lastError: 'nobody listens' }]);
  });

  it.each(migrations)(
    '%s keeps the data when it runs up, down and up again',
    async name => {
      await migrateBefore(name);
      await fillTables(knex);
      const before = await dumpTables(knex);
      const isFirst = name === migrations[0];

      await migrate(knex);
      if (isFirst) {
        await fillTables(knex);
      }
      await expectReadable();

      await rollBackTo(name);
      expect(await dumpTables(knex)).toEqual(before);

      await migrate(knex);
      if (isFirst) {
        await fillTables(knex);
      }
      await expectReadable();
    },
  );

  it('reject a database that a newer version has migrated, and name the cause', async () => {
    await migrate(knex);
    await knex('knex_migrations').insert({
      name: '29991231000000_future.js',
      batch: 9,
      migration_time: new Date(),
    });
    await expect(migrate(knex)).rejects.toThrow(
      /newer version of the deployments plugin migrated the database.*29991231000000_future\.js/,
    );
  });
});
