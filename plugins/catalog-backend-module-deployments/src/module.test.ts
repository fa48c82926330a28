import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import request from 'supertest';
import deploymentsModule from './index';

jest.setTimeout(60_000);

const NAMES = ['right', 'wrong'];

const createEntity = (name: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name,
    annotations: {
      'backstage.io/managed-by-location': 'test:test',
      'backstage.io/managed-by-origin-location': 'test:test',
      'slipway/golden-path': name === 'right' ? 'canary' : 'canry',
      'slipway/image-repository':
        name === 'right' ? 'registry.example.com/shop/a' : 'evil.example/a',
    },
  },
  spec: { type: 'service', owner: 'a', lifecycle: 'production' },
});

const entitiesModule = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'test-entities',
  register(env) {
    env.registerInit({
      deps: { catalog: catalogProcessingExtensionPoint },
      async init({ catalog }) {
        catalog.addEntityProvider({
          getProviderName: () => 'test',
          connect: connection =>
            connection.applyMutation({
              type: 'full',
              entities: NAMES.map(name => ({
                locationKey: 'test',
                entity: createEntity(name),
              })),
            }),
        });
      },
    });
  },
});

/** Starts a catalog and returns the status of its entities by name, once it has processed them. */
async function readStatuses(data: object) {
  const backend = await startTestBackend({
    features: [
      catalogPlugin,
      entitiesModule,
      deploymentsModule,
      mockServices.rootConfig.factory({ data }),
    ],
  });
  try {
    const entities = await waitForEntities(backend);
    return Object.fromEntries(
      entities.map(({ metadata, status }) => [metadata.name, status]),
    );
  } finally {
    await backend.stop();
  }
}

async function waitForEntities({
  server,
}: TestBackend): Promise<(Entity & { status?: object })[]> {
  for (;;) {
    const { body } = await request(server).get('/api/catalog/entities');
    if (body.length === NAMES.length) return body;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

it('shows wrong annotations as errors of their entity', async () => {
  const createItem = (start: string) => {
    const message = expect.stringMatching(
      new RegExp(`^The annotation ${start}`),
    );
    return {
      type: 'backstage.io/catalog-processing',
      level: 'error',
      message,
      error: { name: 'InputError', message },
    };
  };
  expect(
    await readStatuses({
      deployments: {
        goldenPaths: { canary: {}, rolling: {} },
        oci: {
          registries: { 'Registry.Example.com': { repositories: ['shop'] } },
        },
      },
    }),
  ).toEqual({
    right: undefined,
    wrong: {
      items: [
        createItem('slipway/golden-path names the golden path "canry"'),
        createItem('slipway/image-repository names the registry evil.example'),
      ],
    },
  });
});

it('checks nothing without the configuration of the deployments plugin', async () => {
  expect(await readStatuses({})).toEqual({
    right: undefined,
    wrong: undefined,
  });
});
