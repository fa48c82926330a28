import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import type { DeploymentEvent } from '../../domain/deployment/events';
import type { DeploymentState } from '../../domain/deployment/state';
import { releaseAllOwners } from '../../persistence/ownership/leases';
import { readEvents } from '../../persistence/repositories/deploymentEvents';
import type { StoredServiceEnvironment } from '../../domain/model/serviceEnvironment';
import { Crash } from '../../application/__testUtils__/crash';
import { SlowTarget } from '../../application/__testUtils__/SlowTarget';
import {
  configureRollout,
  TestAnalyst,
} from '../../application/__testUtils__/rollout';
import { TestTarget } from '../../application/__testUtils__/TestTarget';
import {
  createTestPortal,
  expectReplay,
  SERVICE,
} from '../../application/__testUtils__/testPortal';

jest.setTimeout(600_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

interface Story {
  /** What the target measures for the second version. */
  measured: number;
  state: object;
  /** Percent of traffic by artifact. */
  traffic: Record<string, number>;
  /** Whether the dying process receives the request and starts the deployment in the request's transaction. */
  startsAtOnce?: true;
  /** Whether the target's effects return handles, so that the process can die between a handle and its end. */
  isSlow?: true;
  /** Rolls the version out in stages that this analysis decides about. Absent: a single canary with checks. */
  createAnalyst?: () => TestAnalyst;
}

const STAGES = {
  analysis: 'web',
  stages: [{ weight: 10, for: { milliseconds: 10 } }, { weight: 50 }],
};

/** Finds harm at half of the traffic. */
function createFailingAnalyst(): TestAnalyst {
  const analyst = new TestAnalyst();
  analyst.decide = ({ weight }) => ({
    decision: weight < 50 ? 'advance' : 'rollback',
  });
  return analyst;
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
  'a deployment with long effects': {
    measured: 1,
    state: { status: 'succeeded', verification: 'passed' },
    traffic: { 'sha256:2.0.0': 100 },
    isSlow: true,
  },
  'a rollout in stages': {
    measured: 1,
    state: {
      status: 'succeeded',
      verification: 'passed',
      // No stage is skipped, and none is repeated.
      trafficHistory: [{ weight: 10 }, { weight: 50 }, { weight: 100 }],
    },
    traffic: { 'sha256:2.0.0': 100 },
    createAnalyst: () => new TestAnalyst(),
  },
  'a rollout in stages that its analysis ends': {
    measured: 1,
    state: { status: 'rolled_back', steps: [{ verdict: 'failed' }, {}] },
    traffic: { 'sha256:1.0.0': 100 },
    createAnalyst: createFailingAnalyst,
  },
  'a rollback with long effects': {
    measured: 0.5,
    state: { status: 'rolled_back' },
    traffic: { 'sha256:1.0.0': 100 },
    isSlow: true,
  },
};

/** Runs a second deployment whose process crashes at a given moment, and a new process that takes over. */
async function crashAndRecover(
  knex: Knex,
  at: number,
  story: Story,
): Promise<Aftermath> {
  const target = story.isSlow ? new SlowTarget() : new TestTarget();
  target.pollsUntilReady = 1;
  target.measured = artifact => ({
    value: artifact === 'sha256:2.0.0' ? story.measured : 1,
    samples: 100,
  });
  const analyst = story.createAnalyst?.();
  const options = {
    knex,
    target,
    ...(analyst ? { analyst, config: configureRollout(STAGES) } : {}),
  };
  const before = await createTestPortal(options);
  await before.runs(await before.version('1.0.0'));
  const crash = new Crash(at);
  const dying = await createTestPortal({ ...options, wrap: crash.wrap });
  const version = await before.version('2.0.0');
  let id = story.startsAtOnce ? undefined : await before.deploy(version);
  crash.arm(target);
  // A dead process logs nothing. This simulated one still tries to start or to release, until it gives up.
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
    // A client without a response requests again, unless the deployment exists.
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
  // On SQLite, owners count as dead at the start. On PostgreSQL, their leases would have to expire.
  await releaseAllOwners(knex);

  const after = await createTestPortal(options);
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
  /** Resolves when the crashed process has stopped trying. */
  dead: Promise<void>;
}

/** Lists what happened twice. */
function repeated(values: string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

/** Every how many moments the process dies, on SQLite and on PostgreSQL. */
function chooseSamples({ isSlow, createAnalyst }: Story): [number, number] {
  if (isSlow) return [7, 23];
  return createAnalyst ? [3, 17] : [1, 9];
}

/** How many moments are tried at a time: each on a database of its own, where it mostly waits. */
const AT_ONCE = 6;

describe.each(databases.eachSupportedId())('recovery on %s', databaseId => {
  it.each(Object.keys(STORIES))(
    'ends %s the same way, whenever the process dies',
    async name => {
      const story = STORIES[name];
      // A sample suffices on PostgreSQL: the database differs there, not the moments. Long effects wait for polls, so each
      // of their runs takes seconds; rollouts in stages have the most moments.
      const [everyMoment, sample] = chooseSamples(story);
      const step = databaseId === 'SQLITE_3' ? everyMoment : sample;
      const dieAt = async (at: number) => {
        const knex = await databases.init(databaseId);
        const { crashed, ended, target, events, serviceEnvironment, dead } =
          await crashAndRecover(knex, at, story);
        expect(ended).toMatchObject(story.state);
        expect(target.traffic(SERVICE, 'production')).toEqual(story.traffic);
        expect(target.instances(SERVICE, 'production')).toHaveLength(1);
        expect(serviceEnvironment.lockOwner).toBeUndefined();

        // No finished step is repeated.
        const done = events.flatMap(event =>
          event.type === 'stepSucceeded' ? [event.stepId] : [],
        );
        expect(repeated(done)).toEqual([]);
        // Every effect happened once: calls are repeated only under the same key.
        const effects = target.effects.filter(effect => !effect.repeated);
        expect(
          repeated(effects.map(({ name: what, body }) => `${what} ${body}`)),
        ).toEqual([]);
        expect(repeated(effects.map(({ key }) => key))).toEqual([]);
        const fences = target.effects.map(({ fence }) => fence);
        expect(fences).toEqual([...fences].sort((a, b) => a - b));
        await expectReplay(knex);
        return { crashed, buried: dead.then(() => knex.destroy()) };
      };
      let crashes = 0;
      const graves: Promise<void>[] = [];
      for (let at = 1, crashed = true; crashed; at += AT_ONCE * step) {
        const deaths = await Promise.all(
          Array.from({ length: AT_ONCE }, (_, index) =>
            dieAt(at + index * step),
          ),
        );
        graves.push(...deaths.map(({ buried }) => buried));
        crashed = deaths.every(death => death.crashed);
        crashes += deaths.filter(death => death.crashed).length;
      }
      await Promise.all(graves);
      expect(crashes * step).toBeGreaterThanOrEqual(20);
    },
  );
});
