import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import type { DeploymentState } from '../pipeline/state';
import { releaseAllOwners } from '../store/deployments';
import { readEvents } from '../store/events';
import { Crash } from './__testUtils__/crash';
import { TestTarget } from './__testUtils__/TestTarget';
import {
  createTestPortal,
  expectReplay,
  SERVICE,
} from './__testUtils__/testPortal';

jest.setTimeout(600_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

interface Story {
  /** What the target measures of the second version. */
  measured: number;
  expect(state: DeploymentState, target: TestTarget): void;
}

const STORIES: Record<string, Story> = {
  'a deployment that succeeds': {
    measured: 1,
    expect(state, target) {
      expect(state).toMatchObject({
        status: 'succeeded',
        verification: 'passed',
      });
      expect(target.traffic(SERVICE, 'production')).toEqual({
        'sha256:2.0.0': 100,
      });
    },
  },
  'a deployment that is rolled back': {
    measured: 0.5,
    expect(state, target) {
      expect(state).toMatchObject({ status: 'rolled_back' });
      expect(target.traffic(SERVICE, 'production')).toEqual({
        'sha256:1.0.0': 100,
      });
      expect(target.instances(SERVICE, 'production')).toHaveLength(1);
    },
  },
};

/** Runs a second deployment that crashes at a moment, and a new process that takes over. False: it did not crash. */
async function crashAndRecover(
  knex: Knex,
  at: number,
  story: Story,
): Promise<boolean> {
  const target = new TestTarget();
  target.pollsUntilReady = 1;
  target.measured = artifact => ({
    value: artifact === 'sha256:2.0.0' ? story.measured : 1,
    samples: 100,
  });
  const before = await createTestPortal({ knex, target });
  await before.runs(await before.version('1.0.0'));
  const crash = new Crash(at);
  const dying = await createTestPortal({ knex, target, wrap: crash.wrap });
  const id = await before.deploy(await before.version('2.0.0'));
  crash.arm(target);
  await dying.engine.start();
  await dying.until(
    id,
    ({ finishedAt }) => crash.happened || finishedAt !== undefined,
  );
  await dying.engine.stop().catch(() => {});
  crash.disarm(target);
  // What presumes owners dead at the start on SQLite; on PostgreSQL their leases would have to run out.
  await releaseAllOwners(knex);

  const after = await createTestPortal({ knex, target });
  await after.engine.start();
  const ended = await after.untilEnded(id);
  await after.engine.stop();

  const { effects } = target;
  story.expect(ended, target);
  const events = await readEvents(knex, id);
  const succeeded = events.flatMap(event =>
    event.type === 'stepSucceeded' ? [event.stepId] : [],
  );
  // No step that was done is done again.
  expect(new Set(succeeded).size).toBe(succeeded.length);
  // What happened, happened once: an effect is repeated under its key only, and none under a second one.
  const done = effects.filter(({ repeated }) => !repeated);
  const what = done.map(({ name, body }) => `${name} ${body}`);
  expect(new Set(what).size).toBe(what.length);
  expect(done.map(({ key }) => key)).toEqual([
    ...new Set(done.map(({ key }) => key)),
  ]);
  // Fences never fall.
  const fences = effects.map(({ fence }) => fence);
  expect(fences).toEqual([...fences].sort((a, b) => a - b));
  const place = await after.place();
  expect(place.holder).toBeUndefined();
  await expectReplay(knex);
  return crash.happened;
}

describe.each(databases.eachSupportedId())('recovery on %s', databaseId => {
  it.each(Object.keys(STORIES))(
    'brings %s to the same end, whenever the process dies',
    async name => {
      // On PostgreSQL a sample: what differs there is the database, not the moments.
      const step = databaseId === 'SQLITE_3' ? 1 : 9;
      for (let at = 1; ; at += step) {
        const knex = await databases.init(databaseId);
        try {
          if (!(await crashAndRecover(knex, at, STORIES[name]))) {
            expect(at).toBeGreaterThan(20);
            return;
          }
        } catch (error) {
          throw new Error(`Killed at moment ${at}`, { cause: error });
        } finally {
          await knex.destroy();
        }
      }
    },
  );
});
