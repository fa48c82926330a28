import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import type { DeploymentEvent } from '../../domain/deployment/events';
import { createDatabase } from '../createDatabase';
import type { StoredStepResult } from '../resultWriter';
import { toEventRows } from '../repositories/deploymentEvents';
import { migrate } from '../migrate';
import { insertDeployment, readDeployment } from '../repositories/deployments';
import { aDeployment } from '../__testUtils__/records';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_15'] });
const onPostgres = databases.supports('POSTGRES_15') ? describe : describe.skip;

onPostgres('reports of one process', () => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await databases.init('POSTGRES_15');
    await migrate(knex);
  });
  afterEach(() => knex.destroy());

  async function getReport(
    id: string,
    type = 'claimed',
  ): Promise<StoredStepResult> {
    const before = aDeployment(id, { status: 'running', seq: 1 });
    await knex.transaction(trx =>
      insertDeployment(trx, {
        state: before,
        tier: 'production',
        reducerVersion: 1,
      }),
    );
    const event = { type, seq: 2, at: 1, fence: 2 } as DeploymentEvent;
    return {
      epoch: 0,
      update: { before, after: { ...before, seq: 2 }, reducerVersion: 1 },
      rows: [toEventRows(id, [event])],
    };
  }
  const getWriter = () => createDatabase(knex).resultWriter!;
  const getSeq = async (id: string) =>
    (await readDeployment(knex, id))?.state.seq;

  it('that arrive during a write are written together', async () => {
    const reports = [];
    for (let index = 0; index < 20; index++) {
      reports.push(await getReport(`d${index}`));
    }
    let statements = 0;
    knex.on('query', ({ sql }: { sql: string }) => {
      statements += sql.includes('results as') ? 1 : 0;
    });
    const writer = getWriter();
    const times = await Promise.all(reports.map(writer.write));

    expect(times.every(time => time !== undefined)).toBe(true);
    expect(statements).toBe(2);
    expect(await getSeq('d19')).toBe(2);
  });

  it('for the same deployment are not written together: the second resolves to undefined', async () => {
    const writer = getWriter();
    const [other, report] = [await getReport('d1'), await getReport('d2')];
    const [, first, second] = await Promise.all(
      [other, report, report].map(writer.write),
    );
    expect(first).toBeDefined();
    expect(second).toBeUndefined();
  });

  it('resolve to undefined if the database rejects one of them, and later ones succeed', async () => {
    const writer = getWriter();
    const refused = await getReport('d1', 'x'.repeat(100));
    expect(await writer.write(refused)).toBeUndefined();
    expect(await getSeq('d1')).toBe(1);
    expect(await writer.write(await getReport('d2'))).toBeDefined();
  });

  it('reject when the database does not answer, because it is unknown whether they were written', async () => {
    const report = await getReport('d1');
    const writer = getWriter();
    await knex.transaction(async trx => {
      await trx.raw('lock table deployment_events');
      const failure = writer.write(report).catch(error => error);
      let waiting: { pid: number }[] = [];
      while (waiting.length === 0) {
        ({ rows: waiting } = await knex.raw(
          `select pid from pg_stat_activity
           where wait_event_type = 'Lock' and query like 'with%results as%'
             and datname = current_database()`,
        ));
      }
      await trx.raw('select pg_terminate_backend(?)', [waiting[0].pid]);
      expect(String(await failure)).toContain('terminating connection');
    });
  });
});
