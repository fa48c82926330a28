import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseServiceFactory } from '@backstage/backend-defaults/database';
import { createBackendModule } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { deploymentsExtensionPoint } from '@slipway/backstage-plugin-deployments-node';
import request from 'supertest';
import { deploymentsPlugin } from './plugin';
import { TestTarget } from './application/__testUtils__/TestTarget';
import { CONFIG, ENTITY } from './application/__testUtils__/testPortal';

jest.setTimeout(90_000);

describe('two backends on one SQLite file', () => {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-two-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  const start = () =>
    startTestBackend({
      features: [
        deploymentsPlugin,
        createBackendModule({
          pluginId: 'deployments',
          moduleId: 'test-target',
          register(env) {
            env.registerInit({
              deps: { deployments: deploymentsExtensionPoint },
              async init({ deployments }) {
                deployments.addTarget(new TestTarget());
              },
            });
          },
        }),
        databaseServiceFactory,
        mockServices.rootConfig.factory({
          data: {
            ...CONFIG,
            backend: {
              database: { client: 'better-sqlite3', connection: { directory } },
            },
          },
        }),
        catalogServiceMock.factory({ entities: [ENTITY] }),
        actionsRegistryServiceMock.factory(),
      ],
    });

  it('are refused with what to do, and the first one goes on', async () => {
    const first = await start();
    await expect(start()).rejects.toThrow(
      /Another process has the deployments database \S+deployments\.sqlite open.*stop the other one, or use PostgreSQL/,
    );
    const { status } = await request(first.server).get(
      '/api/deployments/health',
    );
    expect(status).toBe(200);
    await first.stop();
  });
});
