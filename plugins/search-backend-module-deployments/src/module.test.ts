import {
  type BackstageCredentials,
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import permissionPlugin from '@backstage/plugin-permission-backend';
import {
  AuthorizeResult,
  isResourcePermission,
} from '@backstage/plugin-permission-common';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import searchPlugin from '@backstage/plugin-search-backend';
import deploymentsPlugin, {
  createDeploymentConditionalDecision,
  deploymentConditions,
} from '@slipway/backstage-plugin-deployments-backend';
import { RESOURCE_TYPE_DEPLOYMENT } from '@slipway/backstage-plugin-deployments-common';
import {
  deploymentsExtensionPoint,
  type DeploymentTarget,
} from '@slipway/backstage-plugin-deployments-node';
import request from 'supertest';
import searchModule from './index';

jest.setTimeout(60_000);

const ANA = 'user:default/ana';
/** May see production only. */
const PRODUCTION_ONLY = 'user:default/pia';
/** Owns nothing, and may see only what they own. */
const STRANGER = 'user:default/stranger';
/** May not use the plugin. */
const DENIED = 'user:default/denied';
const SERVICE = 'component:default/checkout';

async function refuse(): Promise<never> {
  throw new Error('Nothing is deployed here');
}

/** Nothing runs, because every deployment of these tests waits for an approval. */
const target: DeploymentTarget = {
  id: 'test',
  capabilities: [],
  validateSettings: () => [],
  observe: async () => ({ at: Date.now(), instances: [] }),
  apply: refuse,
  poll: refuse,
  finalize: refuse,
  abort: refuse,
  cancel: refuse,
};

const targetModule = createBackendModule({
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
});

const policyModule = createBackendModule({
  pluginId: 'permission',
  moduleId: 'test-policy',
  register(env) {
    env.registerInit({
      deps: { policy: policyExtensionPoint },
      async init({ policy }) {
        policy.setPolicy({
          async handle({ permission }, user) {
            const who = user?.info.userEntityRef;
            if (
              who === ANA ||
              !isResourcePermission(permission, RESOURCE_TYPE_DEPLOYMENT)
            ) {
              return { result: AuthorizeResult.ALLOW };
            }
            if (who === DENIED) return { result: AuthorizeResult.DENY };
            return createDeploymentConditionalDecision(
              permission,
              who === PRODUCTION_ONLY
                ? deploymentConditions.isEnvironment({
                    environments: ['production'],
                  })
                : deploymentConditions.isOwner({ claims: [STRANGER] }),
            );
          },
        });
      },
    });
  },
});

/**
 * Tokens like in a real portal: requests without one are not authenticated, and a token on behalf of a user names the
 * acting plugin.
 */
const actingHttpAuth = createServiceFactory({
  service: coreServices.httpAuth,
  deps: { plugin: coreServices.pluginMetadata },
  factory({ plugin }) {
    const httpAuth = mockServices.httpAuth({
      pluginId: plugin.getId(),
      defaultCredentials: mockCredentials.none(),
    });
    return {
      issueUserCookie: httpAuth.issueUserCookie.bind(httpAuth),
      async credentials(req, options) {
        const credentials = await httpAuth.credentials(req, options);
        const { principal } = credentials as BackstageCredentials<{
          type: string;
        }>;
        const isOnBehalf = req.headers.authorization?.includes('service');
        return isOnBehalf && principal.type === 'user'
          ? {
              ...credentials,
              principal: {
                ...principal,
                actor: { type: 'service', subject: 'plugin:test' },
              },
            }
          : (credentials as any);
      },
    };
  },
});

/** The mock of the auth service has no public keys. */
const authWithKeys = createServiceFactory({
  service: coreServices.auth,
  deps: { plugin: coreServices.pluginMetadata },
  factory: ({ plugin }) =>
    Object.assign(
      mockServices.auth({
        pluginId: plugin.getId(),
        disableDefaultAuthPolicy: false,
      }),
      { listPublicServiceKeys: async () => ({ keys: [] }) },
    ),
});

const approvals = { managers: { from: ['group:default/managers'] } };
const CONFIG = {
  permission: { enabled: true },
  deployments: {
    environments: {
      staging: { tier: 'staging', target: { provider: 'test' }, approvals },
      production: {
        tier: 'production',
        target: { provider: 'test' },
        approvals,
      },
    },
    goldenPaths: {
      web: {
        title: 'Web service',
        for: { kind: 'component' },
        steps: [
          { id: 'deploy', use: 'deploy' },
          { id: 'retire', use: 'finalize' },
        ],
      },
    },
  },
};

interface Found {
  type: string;
  document: { title: string; text: string; location: string };
}

describe('the search', () => {
  const scheduler = mockServices.scheduler();
  let backend: TestBackend;
  const ids: Record<string, string> = {};

  const send = (method: 'get' | 'post', path: string, user: string) =>
    request(backend.server)
      [method](`/api/${path}`)
      .set('authorization', mockCredentials.user.header(user));

  async function find(term: string, user: string): Promise<Found[]> {
    const response = await send('get', 'search/query', user).query({ term });
    expect(response.status).toBe(200);
    return response.body.results;
  }
  const findTitles = async (term: string, user: string) =>
    (await find(term, user)).map(({ document }) => document.title).sort();

  async function create(path: string, key: string, body: object) {
    const response = await send('post', `deployments/${path}`, ANA)
      .set('Idempotency-Key', `create-${key}`)
      .send(body);
    expect(response.status).toBe(201);
    return response.body.id;
  }

  async function deployEverywhere() {
    const ref = encodeURIComponent(SERVICE);
    ids.version = await create(`services/${ref}/versions`, 'version', {
      name: '1.4.2',
      artifact: 'registry.example.com/checkout:1.4.2',
      commits: [{ id: '0123abcd', message: 'Fix the rounding of discounts' }],
    });
    for (const environment of ['staging', 'production']) {
      ids[environment] = await create('deployments', environment, {
        service: SERVICE,
        environment,
        versionId: ids.version,
        reason: 'Customers pay a cent too much',
      });
    }
  }

  /** The scheduler of the tests starts no task by itself. */
  async function buildIndexes() {
    const tasks = await scheduler.getScheduledTasks();
    const indexes = tasks.filter(({ id }) => id.startsWith('search_index'));
    expect(indexes).toHaveLength(2);
    for (const { id } of indexes) await scheduler.triggerTask(id);
  }

  beforeAll(async () => {
    backend = await startTestBackend({
      features: [
        deploymentsPlugin,
        targetModule,
        searchPlugin,
        searchModule,
        permissionPlugin,
        policyModule,
        mockServices.permissions.factory(),
        mockServices.rootLogger.factory({ level: 'warn' }),
        actingHttpAuth,
        authWithKeys,
        createServiceFactory({
          service: coreServices.scheduler,
          deps: {},
          factory: () => scheduler,
        }),
        mockServices.rootConfig.factory({ data: CONFIG }),
        catalogServiceMock.factory({
          entities: [
            {
              apiVersion: 'backstage.io/v1alpha1',
              kind: 'Component',
              metadata: { name: 'checkout', namespace: 'default' },
              spec: { type: 'service', owner: 'team-a' },
              relations: [
                { type: 'ownedBy', targetRef: 'group:default/team-a' },
              ],
            },
          ],
        }),
        actionsRegistryServiceMock.factory(),
      ],
    });
    await deployEverywhere();
    await buildIndexes();
  });
  afterAll(() => backend.stop());

  it('finds deployments by their reason, with their page', async () => {
    const found = await find('customers pay', ANA);
    expect(found).toHaveLength(2);
    expect(found).toContainEqual(
      expect.objectContaining({
        type: 'deployment',
        document: expect.objectContaining({
          title: 'Deployment of checkout 1.4.2 to staging',
          location: `/deployments/${ids.staging}`,
          text: expect.stringMatching(
            /^\d{4}-\d\d-\d\d\nCustomers pay a cent too much\nWeb service\n/,
          ),
          service: SERVICE,
          environment: 'staging',
          version: '1.4.2',
          requestedBy: ANA,
        }),
      }),
    );
  });

  it('finds versions by their commits, with the dialog that deploys them', async () => {
    const [found, ...others] = await find('rounding', ANA);
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      type: 'deployment-version',
      document: {
        title: 'checkout 1.4.2',
        text: 'Fix the rounding of discounts\nregistry.example.com/checkout:1.4.2\n0123abcd',
        location: `/catalog/default/component/checkout/deployments?deploy=&version=${ids.version}`,
      },
    });
  });

  it('finds only deployments to environments that the reader may see', async () => {
    expect(await findTitles('customers pay', PRODUCTION_ONLY)).toEqual([
      'Deployment of checkout 1.4.2 to production',
    ]);
  });

  it.each([
    ['who sees only their own services', STRANGER],
    ['without the permission', DENIED],
  ])('finds nothing for a person %s', async (_who, user) => {
    expect(await findTitles('customers pay', user)).toEqual([]);
    expect(await findTitles('rounding', user)).toEqual([]);
  });
});

it('names the key of a wrong configuration', async () => {
  await expect(
    startTestBackend({
      features: [
        searchPlugin,
        searchModule,
        mockServices.rootConfig.factory({
          data: {
            search: { collators: { deployments: { versionsPerService: 501 } } },
          },
        }),
      ],
    }),
  ).rejects.toThrow(
    'search.collators.deployments.versionsPerService must be a whole number from 1 to 500, and is 501',
  );
});
