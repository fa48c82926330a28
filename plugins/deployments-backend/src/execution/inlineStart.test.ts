import { TestDatabases } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import { readEvents } from '../persistence/repositories/deploymentEvents';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import {
  CONFIG,
  createTestPortal,
  expectReplay,
} from '../application/__testUtils__/testPortal';
import type { TestPortal } from '../application/__testUtils__/testPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

const ONE_AT_A_TIME: JsonObject = {
  deployments: {
    ...(CONFIG.deployments as JsonObject),
    engine: { lease: '10s', concurrency: 1 },
  },
};

describe.each(databases.eachSupportedId())(
  'a request that can start immediately on %s',
  databaseId => {
    let knex: Knex;
    let target: TestTarget;
    let portal: TestPortal;

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      target = new TestTarget();
    });
    afterEach(async () => {
      target.before = () => {};
      await portal.engine.stop();
      await expectReplay(knex);
      await knex.destroy();
    });

    /** Blocks the first effect until it is released. */
    function holdEffects(): () => void {
      let release = () => {};
      const held = new Promise<void>(resolve => {
        release = resolve;
      });
      target.before = () => held;
      return release;
    }
    const listTypes = async (id: string) =>
      (await readEvents(knex, id)).map(({ type }) => type);

    it('is published once, as started', async () => {
      portal = await createTestPortal({ knex, target });
      await portal.engine.start();
      holdEffects();
      const version = await portal.version('1.0.0');
      const published: unknown[] = [];
      portal.engine.reads.subscribe(undefined, change => {
        if (change.what === 'events') published.push(change.seq);
      });
      const id = await portal.deploy(version);
      const events = await readEvents(knex, id);
      target.before = () => {};

      expect(published).toEqual([events.length]);
    });

    it('has started, with its first step’s intent stored, when the response arrives', async () => {
      portal = await createTestPortal({ knex, target });
      await portal.engine.start();
      const release = holdEffects();
      const id = await portal.deploy(await portal.version('1.0.0'));

      expect(await listTypes(id)).toEqual([
        'requested',
        'started',
        'stepStarted',
      ]);
      expect(await portal.serviceEnvironment()).toMatchObject({
        lockOwner: id,
        fence: 1,
      });
      release();
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'succeeded',
        fence: 1,
      });
    });

    it('is queued if the process that received it has not started', async () => {
      portal = await createTestPortal({ knex, target });
      const id = await portal.deploy(await portal.version('1.0.0'));
      expect(await listTypes(id)).toEqual(['requested']);
      await portal.engine.start();
      expect((await portal.untilEnded(id)).status).toBe('succeeded');
    });

    it('is queued if there is no room, or if another deployment owns the environment', async () => {
      portal = await createTestPortal({ knex, target, config: ONE_AT_A_TIME });
      await portal.engine.start();
      const release = holdEffects();
      const version = await portal.version('1.0.0');
      const first = await portal.deploy(version);
      const elsewhere = await portal.deploy(version, {
        environment: 'staging',
      });
      const behind = await portal.deploy(await portal.version('2.0.0'));
      expect(await listTypes(first)).toContain('started');
      expect(await listTypes(elsewhere)).toEqual(['requested']);
      expect(await listTypes(behind)).toEqual(['requested']);
      release();
      for (const id of [first, elsewhere, behind]) {
        expect((await portal.untilEnded(id)).status).toBe('succeeded');
      }
    });

    it('creates one deployment per key, however many requests arrive together', async () => {
      portal = await createTestPortal({ knex, target });
      await portal.engine.start();
      const version = await portal.version('1.0.0');
      const ask = () =>
        portal.engine.service.create(
          {
            service: 'component:default/checkout',
            environment: 'production',
            versionId: version.id,
          },
          {
            credentials: {
              $$type: '@backstage/BackstageCredentials',
              principal: {},
            },
            principal: { principal: 'user:default/alice', via: 'api' },
          },
          'one-key',
        );
      const answers = await Promise.all([ask(), ask(), ask()]);
      expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
      expect(answers.filter(({ created }) => created)).toHaveLength(1);
      const [{ id }] = answers;
      expect((await portal.untilEnded(id)).status).toBe('succeeded');
      expect(await portal.serviceEnvironment()).toMatchObject({ fence: 1 });
    });
  },
);
