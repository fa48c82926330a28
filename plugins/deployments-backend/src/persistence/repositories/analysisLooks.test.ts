import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { aLook, counted } from '../../domain/analysis/__testUtils__/analyses';
import { fillTables, AT_WORK, FINISHED } from '../__testUtils__/records';
import { migrate } from '../migrate';
import { insertLook, listAnalysedSteps, readLooks } from './analysisLooks';
import { removeRows } from './expiredRecords';
import { listDeployments } from './listDeployments';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

describe.each(databases.eachSupportedId())('looks on %s', databaseId => {
  let knex: Knex;
  const id = AT_WORK.state.id;
  const attempt = { deploymentId: id, stepId: 'rollout', attempt: 2 };
  const look = (number: number) => ({
    ...aLook(number, { errors: counted([1, 10], [2, 90]) }),
    analysis: 'api',
  });

  beforeEach(async () => {
    knex = await databases.init(databaseId);
    await migrate(knex);
    await fillTables(knex);
  });
  afterEach(() => knex.destroy());

  it('are read as they were stored, each once', async () => {
    await insertLook(knex, attempt, look(2));
    await insertLook(knex, attempt, look(1));
    await insertLook(knex, attempt, { ...look(1), weight: 50 });
    expect(await readLooks(knex, attempt)).toEqual([look(1), look(2)]);
    expect(await readLooks(knex, attempt, 1)).toEqual([look(2)]);
    expect(await readLooks(knex, { ...attempt, attempt: 1 })).toEqual([]);
  });

  it('are found by the name of their analysis', async () => {
    await insertLook(knex, { ...attempt, attempt: 1 }, look(1));
    await insertLook(knex, attempt, look(1));
    expect(await listAnalysedSteps(knex, id, 'api')).toEqual([attempt]);
    expect(await listAnalysedSteps(knex, id, 'web')).toEqual([]);
    const list = async (analysis: string) =>
      (await listDeployments(knex, { analysis, limit: 10 })).items.map(
        state => state.id,
      );
    expect(await list('api')).toEqual([id]);
    expect(await list('web')).toEqual([FINISHED.state.id]);
    expect(await list('none-of-them')).toEqual([]);
  });

  it('are removed with the measurements, a limited number at once', async () => {
    for (const number of [1, 2, 3]) {
      await insertLook(knex, attempt, look(number));
    }
    const remove = () =>
      knex.transaction(trx =>
        removeRows(trx, 'measurements', id, { now: 1, limit: 2 }),
      );
    // The deployment has a measurement and a sample of failures, too.
    expect([await remove(), await remove(), await remove()]).toEqual([2, 2, 1]);
    expect(await readLooks(knex, attempt)).toEqual([]);
  });
});
