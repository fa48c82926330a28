import {
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import notificationsPlugin from '@backstage/plugin-notifications-backend';
import type { Notification } from '@backstage/plugin-notifications-common';
import { deploymentsExtensionPoint } from '@slipway/backstage-plugin-deployments-node';
import type { Knex } from 'knex';
import request from 'supertest';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import {
  CONFIG,
  ENTITY,
  SERVICE,
} from '../application/__testUtils__/testPortal';
import { deploymentsPlugin } from '../plugin';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

const MANAGERS = 'group:default/release-managers';

function person(name: string, displayName: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name, namespace: 'default' },
    spec: { profile: { displayName }, memberOf: [] },
    relations: [{ type: 'memberOf', targetRef: MANAGERS }],
  };
}

const PEOPLE = [
  person('ana', 'Ana Duarte'),
  person('carla', 'Carla Nilsson'),
  person('dora', 'Dora Ek'),
];

const ENTITIES: Entity[] = [
  { ...ENTITY, metadata: { ...ENTITY.metadata, title: 'Checkout' } },
  ...PEOPLE,
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name: 'release-managers', namespace: 'default' },
    spec: { type: 'team', children: [] },
    relations: PEOPLE.map(({ metadata }) => ({
      type: 'hasMember',
      targetRef: `user:default/${metadata.name}`,
    })),
  },
];

function createConfig(count: number) {
  const config = JSON.parse(JSON.stringify(CONFIG));
  Object.assign(config.deployments.environments.production, {
    title: 'Production',
    approvals: { managers: { from: [MANAGERS], count } },
  });
  return { ...config, app: { baseUrl: 'http://localhost:3000' } };
}

describe.each(databases.eachSupportedId())(
  'notifications in Backstage on %s',
  databaseId => {
    let knexes: Knex[];

    beforeEach(async () => {
      knexes = [
        await databases.init(databaseId),
        await databases.init(databaseId),
      ];
    });
    afterEach(() => Promise.all(knexes.map(knex => knex.destroy())));

    async function startPortal(count: number) {
      const [own, ofNotifications] = knexes;
      const target = new TestTarget();
      const backend = await startTestBackend({
        features: [
          deploymentsPlugin,
          notificationsPlugin,
          createBackendModule({
            pluginId: 'deployments',
            moduleId: 'test-target',
            register(env) {
              env.registerInit({
                deps: { deployments: deploymentsExtensionPoint },
                async init({ deployments }) {
                  deployments.addTarget(target);
                },
              });
            },
          }),
          createServiceFactory({
            service: coreServices.database,
            deps: { plugin: coreServices.pluginMetadata },
            factory: ({ plugin }) => ({
              getClient: async () =>
                plugin.getId() === 'notifications' ? ofNotifications : own,
            }),
          }),
          mockServices.rootConfig.factory({ data: createConfig(count) }),
          catalogServiceMock.factory({ entities: ENTITIES }),
          actionsRegistryServiceMock.factory(),
        ],
      });
      const as = (name: string) => ({
        authorization: mockCredentials.user.header(`user:default/${name}`),
      });
      const list = async (name: string): Promise<Notification[]> => {
        const { body } = await request(backend.server)
          .get('/api/notifications')
          .set(as(name));
        return body.notifications;
      };
      /** Waits until the only notification of a person has the title. */
      const until = async (
        name: string,
        title: RegExp,
      ): Promise<Notification> => {
        const [found, ...others] = await list(name);
        expect(others).toEqual([]);
        if (found && title.test(found.payload.title)) {
          return found;
        }
        await new Promise(resolve => setTimeout(resolve, 50));
        return until(name, title);
      };
      const post = (name: string, path: string, body: object) =>
        request(backend.server)
          .post(`/api/deployments/${path}`)
          .set(as(name))
          .set('Idempotency-Key', `${path} ${name}`)
          .send(body);
      const deploy = async () => {
        const version = await post(
          'ana',
          `services/${encodeURIComponent(SERVICE)}/versions`,
          { name: '1.4.2', artifact: 'sha256:1' },
        );
        const created = await post('ana', 'deployments', {
          service: SERVICE,
          environment: 'production',
          versionId: version.body.id,
          reason: 'fix rounding',
        });
        expect(created.status).toBe(201);
        return created.body.id as string;
      };
      const approve = async (name: string, id: string) => {
        const { body } = await request(backend.server)
          .get(`/api/deployments/deployments/${id}`)
          .set(as(name));
        const sent = await post(name, `deployments/${id}/commands`, {
          type: 'approve',
          commandId: `approve-${name}`,
          planHash: body.planHash,
        });
        expect(sent.status).toBeLessThan(300);
      };
      return { backend, list, until, deploy, approve, post };
    }

    it('are one for each person, updated in place until the outcome', async () => {
      const { backend, list, until, deploy, approve } = await startPortal(1);
      const id = await deploy();
      const asked = await until(
        'carla',
        /^Needs you: approve Checkout 1\.4\.2 for Production by .* UTC$/,
      );
      expect(asked.payload).toMatchObject({
        description:
          'Requested by Ana Duarte: “fix rounding”. 0 of 1 approval from release-managers.',
        severity: 'high',
        topic: 'Waiting for me',
        link: `/deployments/${id}`,
      });
      await until('dora', /^Needs you/);
      // She is a release manager, but may not approve what she requested.
      expect(await list('ana')).toEqual([]);

      await approve('dora', id);
      const over = await until(
        'carla',
        /^Checkout 1\.4\.2 was approved for Production$/,
      );
      expect(over).toMatchObject({
        id: asked.id,
        payload: {
          description: 'Approved by Dora Ek.',
          severity: 'low',
        },
      });
      await until('dora', /^You approved Checkout 1\.4\.2 for Production$/);
      const outcome = await until(
        'ana',
        /^Checkout 1\.4\.2 is live in Production$/,
      );
      expect(outcome.payload).toMatchObject({
        severity: 'low',
        topic: 'My deployments',
      });
      await backend.stop();
    });

    it('still ask the others after one of two approvals, and nobody after a cancellation', async () => {
      const { backend, until, deploy, approve, post } = await startPortal(2);
      const id = await deploy();
      await until('dora', /^Needs you/);
      await approve('dora', id);
      await until('dora', /^You approved/);
      const asked = await until('carla', /^Needs you/);

      await post('ana', `deployments/${id}/commands`, {
        type: 'cancel',
        commandId: 'never-mind',
      });
      const over = await until(
        'carla',
        /^Checkout 1\.4\.2 no longer needs approval for Production$/,
      );
      expect(over).toMatchObject({
        id: asked.id,
        payload: { severity: 'low' },
      });
      await until('dora', /^Checkout 1\.4\.2 no longer needs approval/);
      await until('ana', /^Checkout 1\.4\.2 did not start in Production$/);
      await backend.stop();
    });
  },
);
