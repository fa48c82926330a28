import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import {
  ALICE,
  createTestPortal,
  SERVICE,
} from '../application/__testUtils__/testPortal';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const SERVICE_ENVIRONMENT = { service: SERVICE, environment: 'production' };

describe.each(databases.eachSupportedId())(
  'a database restored from a backup on %s',
  databaseId => {
    let knex: Knex;
    afterEach(() => knex.destroy());

    it('needs a person to resolve the drift, and raised fences, before it deploys to environments that have changed since', async () => {
      knex = await databases.init(databaseId);
      const target = new TestTarget();
      const portal = await createTestPortal({ knex, target });
      await portal.engine.start();
      const first = await portal.deploy(await portal.version('1.0.0'));
      await portal.untilEnded(first);
      const backup = await knex('service_environments')
        .where(SERVICE_ENVIRONMENT)
        .first();
      for (const name of ['2.0.0', '3.0.0']) {
        await portal.untilEnded(
          await portal.deploy(await portal.version(name)),
        );
      }
      await portal.engine.stop();

      await knex('deployments').whereNot({ id: first }).delete();
      await knex('service_environments')
        .where(SERVICE_ENVIRONMENT)
        .update(backup);
      // What the page on backups says to do before the portal starts again.
      await knex('service_environments').update({
        fence: knex.raw('fence + 1000000'),
      });

      const after = await createTestPortal({ knex, target });
      await after.engine.start();
      const id = await after.deploy(await after.version('4.0.0'));
      const blocked = await after.until(id, ({ blockers }) =>
        blockers.some(({ kind }) => kind === 'drift'),
      );
      expect(blocked.status).toBe('queued');
      const [row] = await after.engine.reads.serviceEnvironments([SERVICE]);
      await after.engine.service.resolveDrift(
        SERVICE_ENVIRONMENT,
        {
          choice: 'overwrite',
          reason: 'restored from a backup',
          seen: row.drift!.id,
        },
        ALICE,
      );
      expect(await after.untilEnded(id)).toMatchObject({ status: 'succeeded' });
      expect(target.traffic(SERVICE, 'production')).toEqual({
        'sha256:4.0.0': 100,
      });
      await after.engine.stop();
    });
  },
);
