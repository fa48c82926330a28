import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestDatabases } from '@backstage/backend-test-utils';
import knexFactory from 'knex';
import type { Knex } from 'knex';
import { appendAudit } from '../../persistence/repositories/auditEntries';
import { sealNew } from '../auditSealing/sealAudit';
import { createDatabase } from '../../persistence/createDatabase';
import { migrate } from '../../persistence/migrate';
import { appendLogLines } from '../../persistence/repositories/stepLogLines';
import {
  AT_WORK,
  dumpTables,
  fillTables,
} from '../../persistence/__testUtils__/records';
import { hardenSqlite } from '../../persistence/sqlite/hardenSqlite';
import { copyTables } from './copyTables';
import { runCopy } from '../../cli/copyDatabaseCommand';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

describe.each(databases.eachSupportedId())(
  'copying from SQLite on disk to %s',
  databaseId => {
    let directory: string;
    let file: string;
    let from: Knex;
    let to: Knex;

    beforeEach(async () => {
      directory = mkdtempSync(join(tmpdir(), 'slipway-copy-'));
      file = join(directory, 'deployments.sqlite');
      from = knexFactory({
        client: 'better-sqlite3',
        connection: { filename: file },
        useNullAsDefault: true,
        pool: { min: 1, max: 1 },
      });
      to = await databases.init(databaseId);
    });
    afterEach(async () => {
      await Promise.all([from.destroy(), to.destroy()]);
      rmSync(directory, { recursive: true });
    });

    async function filled(): Promise<void> {
      await migrate(from);
      await fillTables(from);
      for (let batch = 0; batch < 3; batch++) {
        await appendLogLines(
          from,
          AT_WORK.state.id,
          'watch',
          Array.from({ length: 400 }, (_, at) => ({
            at,
            level: 'info',
            line: `line ${at} of ${batch}: 100 % “gut”`,
            cut: false,
          })),
        );
      }
    }

    it('copies every row, except those that say which process owns what', async () => {
      await filled();
      const before = await dumpTables(from);
      const { tables, chain } = await copyTables({ from, to });
      expect(tables.get('step_logs')).toBe(1202);
      expect(chain.entries).toBe(1);

      const after = await dumpTables(to);
      expect(after.replicas).toEqual([]);
      expect(after).toEqual({
        ...before,
        replicas: [],
        deployments: before.deployments.map(row => ({ ...row, owner: null })),
      });
      expect(await dumpTables(from)).toEqual(before);
    });

    it('continues the sequences after the copied numbers', async () => {
      await filled();
      await copyTables({ from, to });
      const { max } = (await from('step_logs').max({ max: 'seq' }).first())!;
      await appendLogLines(to, AT_WORK.state.id, 'watch', [
        { at: 1, level: 'info', line: 'the first one after', cut: false },
      ]);
      const [last] = await to('step_logs').orderBy('seq', 'desc').limit(1);
      expect(Number(last.seq)).toBe(Number(max) + 1);
      await to.transaction(trx =>
        appendAudit(trx, [
          {
            at: 1,
            actor: { principal: 'user:default/ada', via: 'portal' },
            action: 'one.more',
            outcome: 'accepted',
          },
        ]),
      );
      expect(await sealNew(createDatabase(to))).toBe(2);
    });

    it('replaces characters that PostgreSQL cannot store', async () => {
      await filled();
      await appendLogLines(from, AT_WORK.state.id, 'watch', [
        { at: 1, level: 'info', line: 'a zero\u0000byte', cut: false },
      ]);
      await copyTables({ from, to });
      expect(
        await to('step_logs').where({ line: 'a zero\ufffdbyte' }),
      ).toHaveLength(1);
    });

    it('copies nothing into a database that is in use', async () => {
      await filled();
      await migrate(to);
      await to('retention').insert({
        what: 'logs',
        finished_at: 1,
        deployment_id: 'x',
      });
      await expect(copyTables({ from, to })).rejects.toThrow(
        /The target is in use: table retention has 1 rows/,
      );
      expect(await to('deployments')).toEqual([]);
    });

    it('copies nothing when the audit chain is broken', async () => {
      await filled();
      await from('audit_entries')
        .whereNotNull('position')
        .update({ actor: 'user:default/eve' });
      await expect(copyTables({ from, to })).rejects.toThrow(
        /audit chain of the copy is broken at entry 1/,
      );
      expect(await to('deployments')).toEqual([]);
    });

    it("rejects another plugin's database, and one of an older version", async () => {
      await from.schema.createTable('entities', table => table.string('id'));
      await expect(copyTables({ from, to })).rejects.toThrow(
        /not a database of the deployments plugin/,
      );
      await migrate(from);
      await from('knex_migrations')
        .where({ name: '20261121130000_retention.js' })
        .delete();
      await expect(copyTables({ from, to })).rejects.toThrow(
        /an older version: it lacks .*20261121130000_retention\.js/,
      );
    });
  },
);

describe('the copy-database command', () => {
  const output: string[] = [];
  const run = (args: string[], target?: string) =>
    runCopy(args, {
      cwd: tmpdir(),
      target,
      print: text => {
        output.push(text);
      },
    });

  it('reports missing options', async () => {
    await expect(run([])).rejects.toThrow(/^--from is missing/);
    await expect(run(['--from', 'x.sqlite'])).rejects.toThrow(
      /^SLIPWAY_COPY_TO is not set/,
    );
    await expect(
      run(['--from', 'no-such.sqlite'], 'postgres://nowhere'),
    ).rejects.toThrow(/The file .*no-such\.sqlite does not exist/);
    expect(existsSync(join(tmpdir(), 'no-such.sqlite'))).toBe(false);
  });

  it('does not touch a database file that a portal has open', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'slipway-copy-'));
    const file = join(directory, 'deployments.sqlite');
    const portal = knexFactory({
      client: 'better-sqlite3',
      connection: { filename: file },
      useNullAsDefault: true,
    });
    await hardenSqlite(portal);
    await expect(
      run(['--from', file], 'postgres://localhost:1/none'),
    ).rejects.toThrow(/Another process has the deployments database \S+ open/);
    await portal.destroy();
    rmSync(directory, { recursive: true });
  });
});
