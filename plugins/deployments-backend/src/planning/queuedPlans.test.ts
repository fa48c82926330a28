import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { readQueuedPlan } from '../persistence/repositories/queuedPlans';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import {
  ALICE,
  createTestPortal,
  expectReplay,
  SERVICE,
} from '../application/__testUtils__/testPortal';
import type { TestPortal } from '../application/__testUtils__/testPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const SERVICE_ENVIRONMENT = { service: SERVICE, environment: 'production' };

describe.each(databases.eachSupportedId())(
  'the plan of a queued deployment on %s',
  databaseId => {
    let knex: Knex;
    let target: TestTarget;
    let portal: TestPortal;

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      target = new TestTarget();
      portal = await createTestPortal({ knex, target });
      await portal.runs(await portal.version('1.4.2'));
      await portal.engine.start();
    });
    afterEach(async () => {
      await portal.engine.stop();
      await expectReplay(knex);
      await knex.destroy();
    });

    it('is stored as last evaluated, with the hash that approvals name, until it starts', async () => {
      await portal.engine.service.placeHold(
        SERVICE_ENVIRONMENT,
        'not now',
        ALICE,
      );
      const version = await portal.version('1.5.1');
      const shown = await portal.engine.service.plan(
        { ...SERVICE_ENVIRONMENT, versionId: version.id },
        ALICE,
      );
      const id = await portal.deploy(version);
      const queued = await portal.until(
        id,
        ({ blockers }) => blockers.length > 0,
      );
      const kept = await readQueuedPlan(knex, id);
      expect(kept).toMatchObject({
        planHash: shown.planHash,
        snapshot: { baseline: { name: '1.4.2' } },
      });
      expect(queued.planHash).toBe(kept?.planHash);
      // As the dialog said: next to the running version, not "no previous version is running".
      expect(kept?.snapshot.steps[0].description).toBe(
        shown.steps[0].description,
      );

      // Another version is running by now, so the plan is another one.
      await portal.runs(await portal.version('1.4.3'));
      await knex('deployments').where({ id }).update({ wake_at: 0 });
      await portal.until(
        id,
        ({ planHash }) => planHash !== queued.planHash,
        'it was evaluated again',
      );
      const later = await readQueuedPlan(knex, id);
      expect(later?.snapshot.baseline?.name).toBe('1.4.3');
      expect(later?.planHash).toBe((await portal.state(id)).planHash);
      expect(later?.at).toBeGreaterThanOrEqual(kept?.at ?? Infinity);

      await portal.engine.service.liftHold(SERVICE_ENVIRONMENT, 'go', ALICE);
      expect((await portal.untilEnded(id)).status).toBe('succeeded');
      expect(await readQueuedPlan(knex, id)).toBeUndefined();
    });

    it('is deleted when the deployment is cancelled', async () => {
      await portal.engine.service.placeHold(
        SERVICE_ENVIRONMENT,
        'not now',
        ALICE,
      );
      const id = await portal.deploy(await portal.version('1.5.1'));
      expect(await readQueuedPlan(knex, id)).toBeDefined();
      await portal.engine.service.command(
        id,
        { type: 'cancel', commandId: 'cancel-it' },
        ALICE,
      );
      expect(await readQueuedPlan(knex, id)).toBeUndefined();
    });
  },
);
