import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import type { DeploymentEvent } from '../../domain/deployment/events';
import type { DeploymentState } from '../../domain/deployment/state';
import { releaseAllOwners } from '../../persistence/ownership/leases';
import { readEvents } from '../../persistence/repositories/deploymentEvents';
import type { StoredServiceEnvironment } from '../../domain/model/serviceEnvironment';
import { Crash } from '../../application/__testUtils__/crash';
import { TestTarget } from '../../application/__testUtils__/TestTarget';
import {
  createTestPortal,
  expectReplay,
  SERVICE,
} from '../../application/__testUtils__/testPortal';

jest.setTimeout(600_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

interface Story {
  /** What the target measures of the second version. */
  measured: number;
  state: object;
  /** Percent of the traffic, by artifact. */
  traffic: Record<string, number>;
  /** It is requested of the process that dies, and starts there with the request itself. */
  startsAtOnce?: true;
}

const STORIES: Record<string, Story> = {
  'a deployment that succeeds': {
    measured: 1,
    state: { status: 'succeeded', verification: 'passed' },
    traffic: { 'sha256:2.0.0': 100 },
  },
  'a deployment that is rolled back': {
    measured: 0.5,
    state: { status: 'rolled_back' },
    traffic: { 'sha256:1.0.0': 100 },
  },
  'a deployment that starts with its request': {
    measured: 1,
    state: { status: 'succeeded', verification: 'passed' },
    traffic: { 'sha256:2.0.0': 100 },
    startsAtOnce: true,
  },
};

/** Runs a second deployment that crashes at a moment, and a new process that takes over. */
async function crashAndRecover(
  knex: Knex,
  at: number,
  story: Story,
): Promise<Aftermath> {
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
  const version = await before.version('2.0.0');
  let id = story.startsAtOnce ? undefined : await before.deploy(version);
  crash.arm(target);
  // A process that is gone says nothing more; this one tries in vain to start, or to let go, until it gives up.
  const started = dying.engine.start();
  if (story.startsAtOnce) {
    let isStarted = false;
    started.then(
      () => {
        isStarted = true;
      },
      () => {},
    );
    await waitUntil(() => isStarted || crash.happened);
    await dying.deploy(version).catch(() => {});
    // Whoever got no answer asks again, unless it is there.
    const [requested] = await knex('deployments').select('id');
    id = requested?.id;
  }
  id ??= await before.deploy(version);
  await dying.until(
    id,
    ({ finishedAt }) => crash.happened || finishedAt !== undefined,
  );
  const dead = dying.engine
    .stop()
    .then(() => started)
    .catch(error => {
      if (!crash.happened) {
        throw error;
      }
    });
  if (!crash.happened) {
    await dead;
  }
  crash.disarm(target);
  // What presumes owners dead at the start on SQLite; on PostgreSQL their leases would have to run out.
  await releaseAllOwners(knex);

  const after = await createTestPortal({ knex, target });
  await after.engine.start();
  const ended = await after.untilEnded(id);
  await after.engine.stop();

  return {
    crashed: crash.happened,
    ended,
    target,
    events: await readEvents(knex, id),
    serviceEnvironment: await after.serviceEnvironment(),
    dead,
  };
}

async function waitUntil(holds: () => boolean): Promise<void> {
  while (!holds()) {
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}

interface Aftermath {
  crashed: boolean;
  ended: DeploymentState;
  target: TestTarget;
  events: DeploymentEvent[];
  serviceEnvironment: StoredServiceEnvironment;
  /** The process that crashed has stopped trying. */
  dead: Promise<void>;
}

/** What happened twice. */
function repeated(values: string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

describe.each(databases.eachSupportedId())('recovery on %s', databaseId => {
  it.each(Object.keys(STORIES))(
    'brings %s to the same end, whenever the process dies',
    async name => {
      const story = STORIES[name];
      // On PostgreSQL a sample: what differs there is the database, not the moments.
      const step = databaseId === 'SQLITE_3' ? 1 : 9;
      let at = 1;
      const graves: Promise<void>[] = [];
      for (let crashed = true; crashed; at += step) {
        const knex = await databases.init(databaseId);
        const aftermath = await crashAndRecover(knex, at, story);
        crashed = aftermath.crashed;
        const { ended, target, events, serviceEnvironment } = aftermath;
        expect(ended).toMatchObject(story.state);
        expect(target.traffic(SERVICE, 'production')).toEqual(story.traffic);
        expect(target.instances(SERVICE, 'production')).toHaveLength(1);
        expect(serviceEnvironment.lockOwner).toBeUndefined();

        // No step that was done is done again.
        const done = events.flatMap(event =>
          event.type === 'stepSucceeded' ? [event.stepId] : [],
        );
        expect(repeated(done)).toEqual([]);
        // What happened, happened once: it is asked for again under its own key only.
        const effects = target.effects.filter(effect => !effect.repeated);
        expect(
          repeated(effects.map(({ name: what, body }) => `${what} ${body}`)),
        ).toEqual([]);
        expect(repeated(effects.map(({ key }) => key))).toEqual([]);
        const fences = target.effects.map(({ fence }) => fence);
        expect(fences).toEqual([...fences].sort((a, b) => a - b));
        await expectReplay(knex);
        graves.push(aftermath.dead.then(() => knex.destroy()));
      }
      await Promise.all(graves);
      expect(at).toBeGreaterThan(20);
    },
  );
});
