import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import type { Observation } from '@slipway/backstage-plugin-deployments-node';
import type { Knex } from 'knex';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import {
  ALICE,
  createTestPortal,
  SERVICE,
} from '../application/__testUtils__/testPortal';
import type { TestPortal } from '../application/__testUtils__/testPortal';
import { observeDue } from '../targets/observeDue';
import {
  registerServiceEnvironments,
  scheduleRegistration,
} from './registerServiceEnvironments';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

function createEntity(name: string, kind = 'Component'): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name, namespace: 'default' },
    spec: { type: 'service' },
  };
}

const running = (artifact: string): Observation => ({
  at: Date.now(),
  instances: [
    {
      id: 'pod',
      artifact,
      versionName: artifact.replace('sha256:', ''),
      weight: 100,
      ready: true,
      since: 1_000,
    },
  ],
});
const NOTHING: Observation = { at: 1, instances: [] };

describe.each(databases.eachSupportedId())(
  'services that were never deployed on %s',
  databaseId => {
    let knex: Knex;
    let target: TestTarget;
    let portal: TestPortal;
    let found: Record<string, Observation>;

    async function start(
      observesMany: boolean,
      entities: Entity[] = [],
    ): Promise<void> {
      if (observesMany) {
        Object.assign(target, {
          observeMany: async (
            asked: { service: string; environment: { name: string } }[],
          ) =>
            asked.map(
              ({ service, environment }) =>
                found[`${service}@${environment.name}`] ?? NOTHING,
            ),
          observe: async ({
            service,
            environment,
          }: {
            service: string;
            environment: { name: string };
          }) => found[`${service}@${environment.name}`] ?? NOTHING,
        });
      }
      portal = await createTestPortal({ knex, target, entities });
    }

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      target = new TestTarget();
      found = {};
    });
    afterEach(async () => {
      await portal.engine.stop();
      await knex.destroy();
    });

    const register = () =>
      registerServiceEnvironments(portal.options, new AbortController().signal);
    const observe = () =>
      observeDue(
        { ...portal.options, observeEveryMs: 3600_000 },
        new AbortController().signal,
      );
    const listRows = async () =>
      (
        await knex('service_environments')
          .select('service', 'environment')
          .orderBy(['service', 'environment'])
      ).map(({ service, environment }) => `${service}@${environment}`);

    it('are registered once in each environment, as far as a golden path applies to them', async () => {
      await start(true, [
        createEntity('cart'),
        createEntity('docs', 'Location'),
      ]);
      expect(await register()).toBe(4);
      expect(await listRows()).toEqual([
        'component:default/cart@production',
        'component:default/cart@staging',
        'component:default/checkout@production',
        'component:default/checkout@staging',
      ]);
      expect(await register()).toBe(0);
    });

    it('need one request to the catalog for each 500 of them', async () => {
      await start(
        true,
        Array.from({ length: 1_100 }, (_, n) => createEntity(`service-${n}`)),
      );
      const query = jest.spyOn(portal.options.catalog, 'queryEntities');
      expect(await register()).toBe(1_101 * 2);
      expect(query).toHaveBeenCalledTimes(3);
    });

    it('are left out where their settings are incomplete', async () => {
      await start(true);
      target.validateSettings = () => ['namespace is missing'];
      expect(await register()).toBe(0);
    });

    it('are not registered if the target can only observe one at a time', async () => {
      await start(false);
      expect(await register()).toBe(0);
      const scheduler = mockServices.scheduler.mock();
      await scheduleRegistration({ ...portal.options, scheduler });
      expect(scheduler.scheduleTask).not.toHaveBeenCalled();
    });

    it('are registered on a schedule by one replica', async () => {
      await start(true);
      const scheduler = mockServices.scheduler.mock();
      await scheduleRegistration({ ...portal.options, scheduler });
      const [[task]] = scheduler.scheduleTask.mock.calls;
      expect(task).toMatchObject({ scope: 'global' });
      await task.fn(new AbortController().signal);
      expect(await listRows()).toHaveLength(2);
    });

    it('show what runs there as drift that a person can adopt', async () => {
      await start(true);
      found[`${SERVICE}@production`] = running('sha256:1.0.0');
      await register();
      await observe();
      const rows = await portal.engine.reads.serviceEnvironments([SERVICE]);
      const [production, staging] = rows;
      expect(production).toMatchObject({
        environment: 'production',
        observed: { instances: [{ artifact: 'sha256:1.0.0' }] },
        drift: {
          message: '1.0.0 runs here, but was not deployed with Slipway.',
        },
      });
      expect(staging).toMatchObject({ observed: NOTHING });
      expect(staging.drift).toBeUndefined();

      await portal.engine.service.resolveDrift(
        { service: SERVICE, environment: 'production' },
        { choice: 'adopt', reason: 'It is ours', seen: production.drift!.id },
        ALICE,
      );
      const [adopted] = await portal.engine.reads.serviceEnvironments([
        SERVICE,
      ]);
      expect(adopted.drift).toBeUndefined();
      expect(adopted.current).toMatchObject({
        version: { name: '1.0.0', artifact: 'sha256:1.0.0' },
        since: 1_000,
      });
    });

    it('are adopted under the spelling that CI registered', async () => {
      await start(true);
      const { id } = await portal.version('1.0.0', 'sha256:index');
      const observed = running('sha256:platform');
      observed.instances[0].aliases = ['sha256:index'];
      found[`${SERVICE}@production`] = observed;
      await register();
      await observe();
      const [{ drift }] = await portal.engine.reads.serviceEnvironments([
        SERVICE,
      ]);
      await portal.engine.service.resolveDrift(
        { service: SERVICE, environment: 'production' },
        { choice: 'adopt', reason: 'It is ours', seen: drift!.id },
        ALICE,
      );
      const [row] = await portal.engine.reads.serviceEnvironments([SERVICE]);
      expect(row.current?.version).toMatchObject({
        id,
        artifact: 'sha256:index',
      });
      expect(row.drift).toBeUndefined();
    });
  },
);
