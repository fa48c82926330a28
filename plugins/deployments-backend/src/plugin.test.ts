import {
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { createBackendModule } from '@backstage/backend-plugin-api';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { deploymentsExtensionPoint } from '@slipway/backstage-plugin-deployments-node';
import { createConfigError } from '@slipway/backstage-plugin-deployments-node/config';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import request from 'supertest';
import { deploymentsPlugin } from './plugin';
import { TestTarget } from './application/__testUtils__/TestTarget';
import {
  CONFIG,
  ENTITY,
  SERVICE,
} from './application/__testUtils__/testPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

function startPortal(
  target: TestTarget,
  knex: Knex,
  config: JsonObject = CONFIG,
) {
  return startTestBackend({
    features: [
      deploymentsPlugin,
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
      mockServices.rootConfig.factory({ data: config }),
      mockServices.database.factory({ knex }),
      catalogServiceMock.factory({ entities: [ENTITY] }),
      actionsRegistryServiceMock.factory(),
    ],
  });
}

describe.each(databases.eachSupportedId())(
  'the deployments plugin on %s',
  databaseId => {
    let knex: Knex;

    beforeEach(async () => {
      knex = await databases.init(databaseId);
    });
    afterEach(() => knex.destroy());

    it('takes a version to production through its API', async () => {
      const target = new TestTarget();
      const backend = await startPortal(target, knex);
      const { server } = backend;
      const ref = encodeURIComponent(SERVICE);
      const version = await request(server)
        .post(`/api/deployments/services/${ref}/versions`)
        .send({ name: '1.0.0', artifact: 'sha256:1' });
      expect(version.status).toBe(201);

      const created = await request(server)
        .post('/api/deployments/deployments')
        .set('Idempotency-Key', 'a-key-of-mine')
        .send({
          service: SERVICE,
          environment: 'production',
          versionId: version.body.id,
        });
      expect(created.status).toBe(201);

      const path = `/api/deployments/deployments/${created.body.id}`;
      const ended = async (): Promise<unknown> => {
        const { body } = await request(server).get(path);
        if (body.finishedAt) {
          return body;
        }
        await new Promise(resolve => setTimeout(resolve, 50));
        return ended();
      };
      expect(await ended()).toMatchObject({
        status: 'succeeded',
        verification: 'passed',
      });
      expect(target.traffic(SERVICE, 'production')).toEqual({
        'sha256:1': 100,
      });
      const health = await request(server).get('/api/deployments/health');
      expect(health.body).toMatchObject({
        status: 'ok',
        queue: expect.stringContaining(
          databaseId === 'SQLITE_3' ? 'in process' : 'LISTEN',
        ),
      });
      await backend.stop();
    });

    it('refuses to start on a config that is wrong, and says what is', async () => {
      const config = JSON.parse(JSON.stringify(CONFIG));
      config.deployments.goldenPaths.web.steps[0].use = 'deplyo';
      await expect(startPortal(new TestTarget(), knex, config)).rejects.toThrow(
        /deployments\.goldenPaths\.web\.steps/,
      );
    });

    it('does not start with mistakes in a section of a module, and lists them all', async () => {
      const starting = startTestBackend({
        features: [
          deploymentsPlugin,
          createBackendModule({
            pluginId: 'deployments',
            moduleId: 'test-section',
            register(env) {
              env.registerInit({
                deps: { deployments: deploymentsExtensionPoint },
                async init({ deployments }) {
                  for (const section of ['one', 'two']) {
                    const read = () => {
                      throw createConfigError(`deployments.${section}`, [
                        { path: ['url'], message: 'is wrong' },
                      ]);
                    };
                    expect(deployments.readConfig(read)).toBeUndefined();
                  }
                  deployments.addTarget(new TestTarget());
                },
              });
            },
          }),
          mockServices.rootConfig.factory({ data: CONFIG }),
          mockServices.database.factory({ knex }),
          catalogServiceMock.factory({ entities: [ENTITY] }),
          actionsRegistryServiceMock.factory(),
        ],
      });
      await expect(starting).rejects.toThrow(
        /has 2 mistakes:\n.*deployments\.one\.url: is wrong\n.*deployments\.two\.url: is wrong$/,
      );
    });
  },
);
