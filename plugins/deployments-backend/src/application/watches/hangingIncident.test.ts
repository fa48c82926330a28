import { TestDatabases } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import { createEngineCounters } from '../../observability/engineCounters';
import { REDUCER } from '../../commit/reducer';
import { createPeople } from '../../planning/people';
import { createStartConditions } from '../../planning/startConditions/createStartConditions';
import { readWatch } from '../../persistence/repositories/watches';
import { TestTarget } from '../__testUtils__/TestTarget';
import {
  CONFIG,
  createTestPortal,
  expectReplay,
} from '../__testUtils__/testPortal';
import type { TestPortal } from '../__testUtils__/testPortal';
import { pollDueWatches } from './startWatching';

jest.setTimeout(300_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

function withWatch(): JsonObject {
  const { deployments } = CONFIG as { deployments: JsonObject };
  const { web } = deployments.goldenPaths as { web: JsonObject };
  const watch = {
    for: { seconds: 100 },
    every: { milliseconds: 10 },
    failFor: { milliseconds: 10 },
    onBreach: 'incident',
  };
  return {
    deployments: {
      ...deployments,
      goldenPaths: { web: { ...web, watch } },
    },
  };
}

describe.each(databases.eachSupportedId())('breaches on %s', databaseId => {
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
      openIncident: () => new Promise(() => {}),
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
      200,
    );
    await new Promise(resolve => setTimeout(resolve, 15));
  }

  it('are retried if opening an incident hangs, and do not stop the other watches', async () => {
    const version = await portal.version('2.0.0');
    const { id } = await portal.untilEnded(await portal.deploy(version));
    target.measured = () => ({ value: 0.5, samples: 100 });
    for (let turn = 0; turn < 5; turn++) {
      await poll();
    }
    const watch = await readWatch(knex, id);
    expect(watch?.state).toBe('breached');
    expect(watch?.response).toBeUndefined();
    expect(portal.options.logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('no response within'),
    );
  });
});
