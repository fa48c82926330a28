import { TestDatabases } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import { createEngineCounters } from '../../observability/engineCounters';
import { REDUCER } from '../../commit/reducer';
import { createPeople } from '../../planning/people';
import { createStartConditions } from '../../planning/startConditions/createStartConditions';
import { findLastKnownGood } from '../../persistence/repositories/deploymentsByServiceEnvironment';
import { listServed } from '../../persistence/repositories/servedVersions';
import { readWatch } from '../../persistence/repositories/watches';
import { TestTarget } from '../__testUtils__/TestTarget';
import {
  CONFIG,
  createTestPortal,
  expectReplay,
  SERVICE,
} from '../__testUtils__/testPortal';
import type { TestPortal } from '../__testUtils__/testPortal';
import { pollDueWatches } from './startWatching';

jest.setTimeout(300_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const PRODUCTION = { service: SERVICE, environment: 'production' };

function withWatch(): JsonObject {
  const { deployments } = CONFIG as { deployments: JsonObject };
  const { web } = deployments.goldenPaths as { web: JsonObject };
  const watch = {
    for: { seconds: 100 },
    every: { milliseconds: 10 },
    failFor: { milliseconds: 10 },
    onBreach: 'ask',
  };
  return {
    deployments: {
      ...deployments,
      goldenPaths: { web: { ...web, watch } },
    },
  };
}

describe.each(databases.eachSupportedId())('restarts on %s', databaseId => {
  let knex: Knex;
  let target: TestTarget;
  let portal: TestPortal;

  beforeEach(async () => {
    knex = await databases.init(databaseId);
    target = new TestTarget();
    portal = await createTestPortal({
      knex,
      target,
      config: withWatch(),
      watchEveryMs: 3600_000,
    });
    await portal.runs(await portal.version('1.0.0'));
    await portal.engine.start();
  });
  afterEach(async () => {
    await portal.engine.stop();
    await expectReplay(knex);
    await knex.destroy();
  });

  async function poll(): Promise<void> {
    const { options, engine } = portal;
    await knex('watches').whereNotNull('due_at').update({ due_at: 0 });
    await pollDueWatches(
      {
        ...options,
        counters: createEngineCounters(),
        reducer: REDUCER,
        startConditions: createStartConditions(options),
        versions: engine.versions,
        inlineStart: { offer: () => undefined, takeClaim: () => undefined },
        listIntents: () => [],
        people: createPeople(options),
      },
      new AbortController().signal,
    );
    await new Promise(resolve => setTimeout(resolve, 15));
  }

  it('during the watch of a version, or after its breach, do not make it last known good', async () => {
    const version = await portal.version('2.0.0');
    const { id } = await portal.untilEnded(await portal.deploy(version));
    const restart = async () =>
      expect(
        await portal.untilEnded(
          await portal.deploy(version, { kind: 'restart' }),
        ),
      ).toMatchObject({ status: 'succeeded', verification: 'passed' });
    const lastKnownGood = async () =>
      (await portal.serviceEnvironment()).lastKnownGood?.version.name;

    await restart();
    expect((await readWatch(knex, id))?.state).toBe('watching');
    expect(await lastKnownGood()).toBe('1.0.0');
    const [during] = await listServed(knex, PRODUCTION);
    expect(during).toMatchObject({ kind: 'restart', watch: 'watching' });
    expect(await findLastKnownGood(knex, PRODUCTION)).toMatchObject({
      version: { name: '2.0.0' },
      unconfirmed: true,
    });

    target.measured = () => ({ value: 0.5, samples: 100 });
    for (let turn = 0; turn < 5; turn++) {
      await poll();
    }
    expect((await readWatch(knex, id))?.state).toBe('breached');
    expect(await findLastKnownGood(knex, PRODUCTION)).toBeUndefined();

    target.measured = () => ({ value: 1, samples: 100 });
    await restart();
    expect(await lastKnownGood()).toBe('1.0.0');
    expect(await findLastKnownGood(knex, PRODUCTION)).toBeUndefined();
  });
});
