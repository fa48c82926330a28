import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import { createTestPortal } from '../application/__testUtils__/testPortal';
import { REDUCER_VERSION } from '../domain/deployment/snapshot';
import { findDue } from '../persistence/ownership/leases';
import { findServiceEnvironmentsToObserve } from '../persistence/repositories/observations';
import { aWhile, createPgBoss } from './__testUtils__/testQueues';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_15'] });
const onPostgres = databases.supports('POSTGRES_15') ? describe : describe.skip;

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Rows Removed by Filter'?: number;
  Plans?: Plan[];
}

const countScans = (plan: Plan): Plan[] => [
  ...(plan['Relation Name'] || /Scan/.test(plan['Node Type']) ? [plan] : []),
  ...(plan.Plans ?? []).flatMap(countScans),
];

onPostgres('ten thousand waiting deployments', () => {
  it('are read by none of an idle replica’s queries', async () => {
    const knex: Knex = await databases.init('POSTGRES_15');
    const portal = await createTestPortal({ knex, target: new TestTarget() });
    const version = await portal.version('1.0.0');
    await portal.runs(version);
    await portal.deploy(version);
    await knex.raw(
      `insert into deployments
       select (jsonb_populate_record(d, jsonb_build_object(
         'id', 'waiting-' || n, 'wake_at', d.wake_at + 3600000 + n))).*
       from deployments d, generate_series(1, 10000) n`,
    );
    await knex('deployments')
      .whereRaw(`id not like 'waiting-%'`)
      .update({ wake_at: null });
    // Each has its own environment.
    const serviceEnvironments = await knex.raw(
      `insert into service_environments
       select (jsonb_populate_record(p, jsonb_build_object(
         'service', p.service || n, 'holder', 'waiting-' || n))).*
       from service_environments p, generate_series(1, 10000) n`,
    );
    expect(serviceEnvironments.rowCount).toBe(10_000);
    await knex.raw('analyze deployments, service_environments');

    const replica = await createPgBoss(knex, {
      sweepEveryMs: 20,
      pollEveryMs: 20,
      findDue: async limit =>
        findDue(knex, await portal.database.now(knex), {
          limit,
          reducerVersion: REDUCER_VERSION,
        }),
    });
    await replica.queue.start(async () => {});
    await aWhile();
    const questions = new Map<string, Knex.RawBinding[]>();
    const note = ({ sql, bindings }: Knex.Sql) =>
      questions.set(sql, bindings as Knex.RawBinding[]);
    knex.on('query', note);
    await findServiceEnvironmentsToObserve(
      knex,
      { now: await portal.database.now(knex), undeployedIn: [] },
      20,
    );
    await aWhile();
    knex.removeListener('query', note);

    expect(questions.size).toBeGreaterThanOrEqual(3);
    for (const [sql, bindings] of questions) {
      const { rows } = await knex.raw(
        `explain (analyze, format json) ${sql
          .replace(/\?/g, '\\?')
          .replace(/\$\d+/g, '?')}`,
        bindings,
      );
      for (const scan of countScans(rows[0]['QUERY PLAN'][0].Plan)) {
        expect(
          scan['Actual Rows'] + (scan['Rows Removed by Filter'] ?? 0),
        ).toBeLessThan(100);
      }
    }
    await replica.stop();
    await knex.destroy();
  });
});
