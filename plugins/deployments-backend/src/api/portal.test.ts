import http from 'node:http';
import {
  type BackstageCredentials,
  coreServices,
  createBackendModule,
  createBackendPlugin,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import permissionPlugin from '@backstage/plugin-permission-backend';
import {
  catalogProcessingExtensionPoint,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import {
  AuthorizeResult,
  isPermission,
} from '@backstage/plugin-permission-common';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import {
  deploymentCreatePermission,
  deploymentReadPermission,
  deploymentsPermissions,
} from '@slipway/backstage-plugin-deployments-common';
import request from 'supertest';
import {
  createDeploymentConditionalDecision,
  deploymentConditions,
} from '../access/permissionRules';
import {
  CHECKOUT,
  SEARCH,
  entities,
  model,
  providers,
} from './__testUtils__/fixtures';
import { MemoryEngine, listVersionsFor } from './__testUtils__/memoryEngine';
import { createApiRouter } from '../http/apiRouter';
import { addApiRoutes } from './addApiRoutes';

const ANA = 'user:default/ana';
const FINN = 'user:default/finn';

/** Ana may see everything and deploy services of payments outside production. Finn sees only services of finders. */
const policyModule = createBackendModule({
  pluginId: 'permission',
  moduleId: 'test-policy',
  register(env) {
    env.registerInit({
      deps: { policy: policyExtensionPoint },
      async init({ policy }) {
        policy.setPolicy({
          async handle({ permission }, user) {
            const isFinn =
              user?.credentials.principal &&
              (user.credentials.principal as { userEntityRef?: string })
                .userEntityRef === FINN;
            if (isPermission(permission, deploymentReadPermission) && isFinn) {
              return createDeploymentConditionalDecision(
                permission,
                deploymentConditions.isOwner({
                  claims: ['group:default/finders'],
                }),
              );
            }
            if (isPermission(permission, deploymentCreatePermission)) {
              return createDeploymentConditionalDecision(permission, {
                allOf: [
                  deploymentConditions.isOwner({
                    claims: ['group:default/payments'],
                  }),
                  {
                    not: deploymentConditions.isTier({ tiers: ['production'] }),
                  },
                ],
              });
            }
            return { result: AuthorizeResult.ALLOW };
          },
        });
      },
    });
  },
});

const catalogModule = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'test-entities',
  register(env) {
    env.registerInit({
      deps: { processing: catalogProcessingExtensionPoint },
      async init({ processing }) {
        processing.addEntityProvider({
          getProviderName: () => 'test',
          connect: async connection =>
            connection.applyMutation({
              type: 'full',
              entities: entities.map(({ relations: _, ...entity }) => ({
                locationKey: 'test',
                entity: {
                  ...entity,
                  metadata: {
                    ...entity.metadata,
                    annotations: {
                      'backstage.io/managed-by-location': 'url:test',
                      'backstage.io/managed-by-origin-location': 'url:test',
                    },
                  },
                  spec: { ...entity.spec, lifecycle: 'production' },
                },
              })),
            }),
        });
      },
    });
  },
});

/** As in a real portal, a plugin's token on behalf of a user names the plugin that acts. */
const actingHttpAuth = createServiceFactory({
  service: coreServices.httpAuth,
  deps: { plugin: coreServices.pluginMetadata },
  factory({ plugin }) {
    const httpAuth = mockServices.httpAuth({ pluginId: plugin.getId() });
    return {
      ...httpAuth,
      issueUserCookie: httpAuth.issueUserCookie.bind(httpAuth),
      async credentials(req, options) {
        const credentials = await httpAuth.credentials(req, options);
        const { principal } = credentials as BackstageCredentials;
        const isOnBehalf = req.headers.authorization?.includes('service');
        return isOnBehalf && (principal as { type: string }).type === 'user'
          ? {
              ...credentials,
              principal: {
                ...(principal as object),
                actor: { type: 'service', subject: 'plugin:test' },
              },
            }
          : (credentials as any);
      },
    };
  },
});

describe('the API in a portal', () => {
  const engine = new MemoryEngine();
  let backend: Awaited<ReturnType<typeof startTestBackend>>;
  let versionId: string;

  const plugin = createBackendPlugin({
    pluginId: 'deployments',
    register(env) {
      env.registerInit({
        deps: {
          httpRouter: coreServices.httpRouter,
          httpAuth: coreServices.httpAuth,
          auth: coreServices.auth,
          userInfo: coreServices.userInfo,
          permissions: coreServices.permissions,
          permissionsRegistry: coreServices.permissionsRegistry,
          lifecycle: coreServices.lifecycle,
          logger: coreServices.logger,
          catalog: catalogServiceRef,
        },
        async init({ httpRouter, ...services }) {
          httpRouter.use(
            createApiRouter({ ...services, validateResponses: true }, router =>
              addApiRoutes(router, {
                model,
                providers,
                engine,
                reads: engine,
                versions: listVersionsFor(engine),
                ...services,
              }),
            ),
          );
        },
      });
    },
  });

  const get = (path: string, user = ANA) =>
    request(backend.server)
      .get(`/api/deployments${path}`)
      .set('Authorization', mockCredentials.user.header(user));

  beforeAll(async () => {
    backend = await startTestBackend({
      features: [
        plugin,
        catalogModule,
        policyModule,
        catalogPlugin,
        permissionPlugin,
        mockServices.permissions.factory(),
        actingHttpAuth,
        mockServices.rootConfig.factory({
          data: { permission: { enabled: true } },
        }),
      ],
    });
    const { version } = await engine.register(CHECKOUT, {
      name: '1.4.2',
      artifact: 'a',
    });
    versionId = version.id;
    // The catalog adds relations to entities with a delay.
    for (let i = 0; i < 100; i++) {
      const { body } = await get('/services', FINN);
      if (body.totalItems === 1) break;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }, 60_000);

  afterAll(async () => {
    await backend.stop();
  });

  it('applies conditional decisions in the catalog query, with correct totals', async () => {
    const all = await get('/services');
    expect(all.body.totalItems).toBe(2);
    expect(
      all.body.items.map(
        (i: { service: { entityRef: string } }) => i.service.entityRef,
      ),
    ).toEqual([CHECKOUT, SEARCH]);
    const some = await get('/services', FINN);
    expect(some.body.totalItems).toBe(1);
    expect(some.body.items[0].service.entityRef).toBe(SEARCH);
    const byOwner = await get('/services?owner=group:default/payments');
    expect(byOwner.body.totalItems).toBe(1);
    const byText = await get('/services?q=chec');
    expect(byText.body.totalItems).toBe(1);
    expect(
      (await get(`/services/${encodeURIComponent(CHECKOUT)}/overview`, FINN))
        .status,
    ).toBe(404);
  });

  it('applies conditional decisions to actions', async () => {
    const deploy = (service: string, environment: string) =>
      request(backend.server)
        .post('/api/deployments/deployments')
        .set('Authorization', mockCredentials.user.header(ANA))
        .send({ service, environment, versionId });
    expect((await deploy(CHECKOUT, 'staging')).status).toBe(201);
    const production = await deploy(CHECKOUT, 'production');
    expect(production.status).toBe(403);
    expect(production.body.error.message).toContain(
      'create deployments for component:default/checkout in production',
    );
    expect((await deploy(SEARCH, 'staging')).status).toBe(403);
    const list = await get('/deployments', FINN);
    expect(list.body.items).toEqual([]);
  });

  it('serves its rules and resources to the permission backend', async () => {
    const metadata = await request(backend.server).get(
      '/api/deployments/.well-known/backstage/permissions/metadata',
    );
    expect(
      metadata.body.rules.map((rule: { name: string }) => rule.name),
    ).toEqual(['IS_OWNER', 'IS_ENVIRONMENT', 'IS_TIER']);
    expect(metadata.body.permissions).toHaveLength(
      deploymentsPermissions.length,
    );
    const ask = async (resourceRef: string) => {
      const res = await request(backend.server)
        .post('/api/permission/authorize')
        .set('Authorization', mockCredentials.user.header(ANA))
        .send({
          items: [
            { id: '1', permission: deploymentCreatePermission, resourceRef },
          ],
        });
      return res.body.items[0].result;
    };
    expect(await ask(`${CHECKOUT}@staging`)).toBe('ALLOW');
    expect(await ask(`${CHECKOUT}@production`)).toBe('DENY');
  });

  it("serves its document, and errors in Backstage's format", async () => {
    const document = await get('/openapi.json');
    expect(document.body.info.title).toBe('deployments');
    const missing = await get('/deployments/nope');
    expect(missing.status).toBe(404);
    expect(missing.body).toEqual({
      error: { name: 'NotFoundError', message: expect.any(String) },
      request: { method: 'GET', url: '/api/deployments/deployments/nope' },
      response: { statusCode: 404 },
    });
  });

  it('streams without delay despite compression', async () => {
    const [id] = engine.deployments.keys();
    const chunks: string[] = [];
    const req = http.get(
      `http://localhost:${backend.server.port()}/api/deployments/deployments/${id}/events`,
      {
        headers: {
          Accept: 'text/event-stream',
          'Accept-Encoding': 'gzip',
          Authorization: mockCredentials.user.header(ANA),
        },
      },
    );
    const res = await new Promise<http.IncomingMessage>(resolve =>
      req.on('response', resolve),
    );
    expect(res.headers['content-encoding']).toBeUndefined();
    res.setEncoding('utf8').on('data', chunk => chunks.push(chunk));
    const until = async (text: string) => {
      for (let i = 0; i < 100 && !chunks.join('').includes(text); i++) {
        await new Promise(resolve => setTimeout(resolve, 20));
      }
      expect(chunks.join('')).toContain(text);
    };
    await until('event: event');
    engine.log(id, 'deploy', 'as it happens');
    await until('as it happens');
    req.destroy();
  });
});
