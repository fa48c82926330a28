import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { actionsRegistryServiceFactory } from '@backstage/backend-defaults/alpha';
import {
  type BackendFeature,
  type BackstageCredentials,
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  type TestBackend,
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import {
  AuthorizeResult,
  isResourcePermission,
} from '@backstage/plugin-permission-common';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import {
  createDeploymentConditionalDecision,
  deploymentConditions,
} from '@slipway/backstage-plugin-deployments-backend';
import {
  RESOURCE_TYPE_DEPLOYMENT,
  engineReadPermission,
} from '@slipway/backstage-plugin-deployments-common';
import { features } from './features';
import { type Served, listRoutes } from './__testUtils__/listRoutes';

jest.setTimeout(120_000);

const BASE = '/api/deployments';
const HIDDEN = 'component:default/checkout';

/** Has every permission, and sees the whole catalog. */
const ANA = 'user:default/ana';
/** Is only signed in: the catalog shows nothing, and only what strangers own may be read. */
const STRANGER = 'user:default/stranger';
/** Like the stranger, but the catalog shows every service. */
const NEIGHBOUR = 'user:default/neighbour';
/** Sees the catalog and lacks every permission of the plugin. */
const DENIED = 'user:default/denied';

const as = (user: string) => mockCredentials.user.header(user);

/** The ids in a request. One set exists and is hidden from strangers, the other has never existed. */
interface Names {
  service: string;
  deployment: string;
  version: string;
  incident: string;
  event: string;
}
const UNKNOWN: Names = {
  service: 'component:default/no-such-service',
  deployment: '00000000-0000-4000-8000-000000000000',
  version: '00000000-0000-4000-8000-000000000001',
  incident: '00000000-0000-4000-8000-000000000002',
  event: '00000000-0000-4000-8000-000000000003',
};

/** A request. */
interface RouteRequest {
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}

interface Expectation {
  /** Requests of the route. */
  requests: ((names: Names) => RouteRequest)[];
  /** Status without a token. Default: 401. */
  noToken?: number;
  /** Status without the permission. Default: 403. */
  denied?: number;
  /** Status for strangers and neighbours, who must not see the data. */
  stranger: number;
  /** Further status that users with the permission may get, besides success, 404 and 409. */
  granted?: number;
}

const ref = ({ service }: Names) => encodeURIComponent(service);
const plain = (route: string, request: Partial<RouteRequest> = {}) => [
  () => ({ path: route, ...request }),
];
const deploy = (names: Names) => ({
  service: names.service,
  environment: 'dev',
  versionId: names.version,
});
const action = (id: string, input: (names: Names) => object) =>
  (['v1', 'v2'] as const).map(version => (names: Names) => ({
    path: `/.backstage/actions/${version}/actions/deployments:${id}/invoke`,
    body: version === 'v1' ? input(names) : { input: input(names) },
  }));
const reason = 'Because';
/** A service that is not in the catalog. */
const EVENT = {
  id: 'unusable',
  type: 'deployment',
  service: 'component:default/checkout-of-old',
  environment: 'production',
  version: '1',
  outcome: 'succeeded',
  finishedAt: '2026-03-01T10:05:00Z',
};

/** Every MCP action of the plugin, as a separate route. */
const ACTIONS: Record<string, Expectation> = {
  'list-services': {
    requests: action('list-services', () => ({})),
    stranger: 200,
  },
  'list-versions': {
    requests: action('list-versions', ({ service }) => ({ service })),
    stranger: 404,
  },
  'plan-deployment': {
    requests: action('plan-deployment', deploy),
    stranger: 404,
  },
  deploy: {
    requests: action('deploy', names => ({
      ...deploy(names),
      reason,
      planHash: 'of-another-plan',
      idempotencyKey: 'routes-test',
    })),
    stranger: 404,
  },
  'get-deployment': {
    requests: action('get-deployment', names => ({
      id: names.deployment,
    })),
    stranger: 404,
  },
  'roll-back': {
    requests: action('roll-back', names => ({
      service: names.service,
      environment: 'dev',
      deploymentId: names.deployment,
      reason,
      idempotencyKey: 'routes-test',
    })),
    stranger: 404,
    // There is no earlier version to roll back to.
    granted: 400,
  },
  'list-rollback-versions': {
    requests: action('list-rollback-versions', ({ service }) => ({
      service,
      environment: 'dev',
    })),
    stranger: 404,
  },
  'get-dora-metrics': {
    requests: action('get-dora-metrics', ({ service }) => ({ service })),
    stranger: 404,
  },
  'list-dora-rows': {
    requests: action('list-dora-rows', ({ service }) => ({
      service,
      metric: 'deployment-frequency',
    })),
    stranger: 404,
  },
};

/**
 * Every route that the running backend serves for the plugin, including those of modules. The test fails for a route that
 * is not listed: decide who may use it, guard it, then list it.
 */
const EXPECTED: Record<string, Expectation> = {
  // Routes of Backstage. Keys that verify tokens are public; only other backends may evaluate conditions.
  'GET /.backstage/auth/v1/jwks.json': {
    requests: plain('/.backstage/auth/v1/jwks.json'),
    noToken: 200,
    denied: 200,
    stranger: 200,
  },
  'GET /.backstage/auth/v1/cookie': {
    requests: plain('/.backstage/auth/v1/cookie'),
    denied: 200,
    stranger: 200,
  },
  'DELETE /.backstage/auth/v1/cookie': {
    requests: plain('/.backstage/auth/v1/cookie'),
    denied: 204,
    stranger: 204,
  },
  'GET /.well-known/backstage/permissions/metadata': {
    requests: plain('/.well-known/backstage/permissions/metadata'),
    denied: 200,
    stranger: 200,
  },
  'POST /.well-known/backstage/permissions/apply-conditions': {
    requests: [
      names => ({
        path: '/.well-known/backstage/permissions/apply-conditions',
        body: {
          items: [
            {
              id: '1',
              resourceRef: names.service,
              resourceType: RESOURCE_TYPE_DEPLOYMENT,
              conditions: {
                rule: 'IS_OWNER',
                resourceType: RESOURCE_TYPE_DEPLOYMENT,
                params: { claims: ['group:default/payments'] },
              },
            },
          ],
        },
      }),
    ],
    stranger: 403,
  },
  // Lists the actions, like the documentation; each action checks its own permission.
  'GET /.backstage/actions/v1/actions': {
    requests: plain('/.backstage/actions/v1/actions'),
    denied: 200,
    stranger: 200,
  },
  'GET /openapi.json': {
    requests: plain('/openapi.json'),
    denied: 200,
    stranger: 200,
  },

  'GET /local/metrics': { requests: plain('/local/metrics'), stranger: 200 },
  'GET /local/targets': { requests: plain('/local/targets'), stranger: 200 },

  'GET /comparison': {
    requests: plain('/comparison?from=dev&to=production'),
    stranger: 200,
  },
  'GET /drift': { requests: plain('/drift'), stranger: 200 },
  'GET /environments': { requests: plain('/environments'), stranger: 200 },
  'GET /golden-paths': { requests: plain('/golden-paths'), stranger: 200 },
  'GET /services': { requests: plain('/services'), stranger: 200 },
  'GET /services/:ref/overview': {
    requests: [names => ({ path: `/services/${ref(names)}/overview` })],
    stranger: 404,
  },
  'GET /services/:ref/environments/:environment/workloads': {
    requests: [
      names => ({
        path: `/services/${ref(names)}/environments/dev/workloads`,
      }),
    ],
    stranger: 404,
  },
  'PUT /services/:ref/environments/:environment/hold': {
    requests: [
      names => ({
        path: `/services/${ref(names)}/environments/dev/hold`,
        body: { reason },
      }),
    ],
    stranger: 404,
  },
  'POST /services/:ref/environments/:environment/hold': {
    requests: [
      names => ({
        path: `/services/${ref(names)}/environments/dev/hold`,
        body: { reason },
      }),
    ],
    stranger: 404,
  },
  'POST /services/:ref/environments/:environment/drift': {
    requests: [
      names => ({
        path: `/services/${ref(names)}/environments/dev/drift`,
        body: { choice: 'adopt', reason, drift: 'any' },
      }),
    ],
    stranger: 404,
  },
  'GET /services/:ref/versions': {
    requests: [names => ({ path: `/services/${ref(names)}/versions` })],
    stranger: 404,
  },
  'POST /services/:ref/versions': {
    requests: [
      names => ({
        path: `/services/${ref(names)}/versions`,
        body: { name: '2', artifact: 'pkg:generic/checkout@2' },
      }),
    ],
    stranger: 404,
  },
  'PUT /services/:ref/versions/:versionId/quarantine': {
    requests: [
      names => ({
        path: `/services/${ref(names)}/versions/${names.version}/quarantine`,
        body: { reason },
      }),
    ],
    stranger: 404,
  },
  'DELETE /services/:ref/versions/:versionId/quarantine': {
    requests: [
      names => ({
        path: `/services/${ref(names)}/versions/${names.version}/quarantine`,
      }),
    ],
    stranger: 404,
  },

  'POST /deployments/plan': {
    requests: [names => ({ path: '/deployments/plan', body: deploy(names) })],
    stranger: 404,
  },
  'GET /deployments': {
    requests: [
      () => ({ path: '/deployments' }),
      names => ({ path: `/deployments?service=${ref(names)}` }),
      () => ({ path: '/deployments?awaiting=me' }),
    ],
    stranger: 200,
  },
  'POST /deployments': {
    requests: [names => ({ path: '/deployments', body: deploy(names) })],
    stranger: 404,
  },
  'GET /deployments/:id': {
    requests: [names => ({ path: `/deployments/${names.deployment}` })],
    stranger: 404,
  },
  'GET /deployments/:id/events': {
    requests: ['application/json', 'text/event-stream'].map(
      accept => (names: Names) => ({
        path: `/deployments/${names.deployment}/events`,
        headers: { accept },
      }),
    ),
    stranger: 404,
  },
  'GET /deployments/:id/measurements': {
    requests: [
      names => ({ path: `/deployments/${names.deployment}/measurements` }),
    ],
    stranger: 404,
  },
  'GET /deployments/:id/steps/:stepId/analysis': {
    requests: ['application/json', 'text/csv'].map(
      accept => (names: Names) => ({
        path: `/deployments/${names.deployment}/steps/deploy/analysis`,
        headers: { accept },
      }),
    ),
    stranger: 404,
  },
  'GET /analyses/:name/replay': {
    requests: plain('/analyses/web/replay'),
    stranger: 404,
  },
  'GET /deployments/:id/logs': {
    requests: [names => ({ path: `/deployments/${names.deployment}/logs` })],
    stranger: 404,
  },
  'POST /deployments/:id/commands': {
    requests: [
      names => ({
        path: `/deployments/${names.deployment}/commands`,
        body: { type: 'cancel', commandId: 'press-0001', reason },
      }),
    ],
    stranger: 404,
  },
  'POST /deployments/:id/watch/end': {
    requests: [
      names => ({
        path: `/deployments/${names.deployment}/watch/end`,
        body: { reason },
      }),
    ],
    stranger: 404,
  },
  'GET /deployments/:id/commands/:commandId': {
    requests: [
      names => ({
        path: `/deployments/${names.deployment}/commands/press-0001`,
      }),
    ],
    stranger: 404,
  },

  // For operators and auditors only: they see everything, and others nothing.
  'GET /audit': { requests: plain('/audit'), stranger: 403 },
  'GET /health': { requests: plain('/health'), stranger: 200 },
  'GET /admin/engine': { requests: plain('/admin/engine'), stranger: 200 },

  // Authenticated by a signature, never by a token.
  'POST /dora/hooks/:source': {
    requests: plain('/dora/hooks/github', {
      body: { zen: 'Design for failure.' },
    }),
    denied: 401,
    stranger: 401,
  },
  'GET /dora/metrics': {
    requests: [names => ({ path: `/dora/metrics?service=${ref(names)}` })],
    stranger: 404,
  },
  'GET /dora/metrics/:metric/rows': {
    requests: ['application/json', 'text/csv'].map(
      accept => (names: Names) => ({
        path: `/dora/metrics/deployment-frequency/rows?tier=development&service=${ref(
          names,
        )}`,
        headers: { accept },
      }),
    ),
    stranger: 404,
  },
  'GET /dora/quality': {
    requests: [names => ({ path: `/dora/quality?service=${ref(names)}` })],
    stranger: 404,
  },
  'GET /dora/selection': { requests: plain('/dora/selection'), stranger: 200 },
  'GET /dora/incidents': {
    requests: plain('/dora/incidents'),
    stranger: 200,
  },
  'POST /dora/incidents': {
    requests: [
      names => ({
        path: '/dora/incidents',
        body: { service: names.service, title: 'Slow' },
      }),
    ],
    stranger: 404,
  },
  'GET /dora/incidents/:incident': {
    requests: [names => ({ path: `/dora/incidents/${names.incident}` })],
    stranger: 404,
  },
  'POST /dora/incidents/:incident/resolve': {
    requests: [
      names => ({
        path: `/dora/incidents/${names.incident}/resolve`,
        body: {},
      }),
    ],
    stranger: 404,
  },
  'PUT /dora/incidents/:incident/links/:deployment/:role': {
    requests: [
      names => ({
        path: `/dora/incidents/${names.incident}/links/${names.deployment}/caused`,
      }),
    ],
    stranger: 404,
  },
  'DELETE /dora/incidents/:incident/links/:deployment/:role': {
    requests: [
      names => ({
        path: `/dora/incidents/${names.incident}/links/${names.deployment}/caused`,
      }),
    ],
    stranger: 404,
  },
  'POST /dora/ingest': {
    requests: plain('/dora/ingest', {
      body: { source: 'ci', dryRun: true, events: [EVENT] },
    }),
    stranger: 403,
  },
  'GET /dora/events': { requests: plain('/dora/events'), stranger: 403 },
  'POST /dora/events/replay': {
    requests: [
      names => ({
        path: '/dora/events/replay',
        body: { events: [names.event] },
      }),
    ],
    stranger: 403,
  },
  'GET /dora/events/:event': {
    requests: [names => ({ path: `/dora/events/${names.event}` })],
    stranger: 403,
  },
  'POST /dora/events/:event/replay': {
    requests: [names => ({ path: `/dora/events/${names.event}/replay` })],
    stranger: 403,
  },
};

for (const version of ['v1', 'v2']) {
  EXPECTED[`POST /.backstage/actions/${version}/actions/:actionId/invoke`] = {
    requests: Object.values(ACTIONS).flatMap(({ requests: all }) =>
      all.filter(one => one(UNKNOWN).path.includes(`/${version}/`)),
    ),
    stranger: 404,
  };
}

/** Routes for other backends, or with an authentication other than a token. */
const NOT_FOR_PEOPLE = [
  'POST /.well-known/backstage/permissions/apply-conditions',
  'POST /dora/hooks/:source',
];

/** Middleware before the routes, in order. None of them responds with content. */
const MIDDLEWARE = [
  // Backstage: waits for the start, checks credentials, renews cookies.
  ' <anonymous>',
  ' <anonymous>',
  ' middleware',
  '/.well-known/backstage/permissions/apply-conditions <anonymous>',
  '/.well-known/backstage/permissions jsonParser',
  '/.backstage/actions jsonParser',
  // Reports changes to the auditor.
  ' <anonymous>',
  // Error handler of webhooks.
  ' <anonymous>',
  // Body parser, OpenAPI validator, 404 handler and error handler.
  ' <anonymous>',
  ' pathParamsMiddleware',
  ' metadataMiddleware',
  ' securityMiddleware',
  ' multipartMiddleware',
  ' requestMiddleware',
  ' <anonymous>',
  ' <anonymous>',
  ' <anonymous>',
  // Backstage: error handler.
  ' <anonymous>',
];

const policyModule = createBackendModule({
  pluginId: 'permission',
  moduleId: 'routes-test-policy',
  register(env) {
    env.registerInit({
      deps: { policy: policyExtensionPoint },
      async init({ policy }) {
        policy.setPolicy({
          async handle({ permission }, user) {
            const who = user?.info.userEntityRef;
            if (who === ANA) return { result: AuthorizeResult.ALLOW };
            if (!permission.name.startsWith('deployments.')) {
              return {
                result:
                  who === STRANGER
                    ? AuthorizeResult.DENY
                    : AuthorizeResult.ALLOW,
              };
            }
            if (who === DENIED) return { result: AuthorizeResult.DENY };
            if (isResourcePermission(permission, RESOURCE_TYPE_DEPLOYMENT)) {
              return createDeploymentConditionalDecision(
                permission,
                deploymentConditions.isOwner({
                  claims: ['group:default/strangers'],
                }),
              );
            }
            return {
              result:
                permission.name === engineReadPermission.name
                  ? AuthorizeResult.ALLOW
                  : AuthorizeResult.DENY,
            };
          },
        });
      },
    });
  },
});

const catalogModule = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'routes-test-entities',
  register(env) {
    env.registerInit({
      deps: { processing: catalogProcessingExtensionPoint },
      async init({ processing }) {
        processing.addEntityProvider({
          getProviderName: () => 'routes-test',
          connect: connection =>
            connection.applyMutation({
              type: 'full',
              entities: [
                {
                  locationKey: 'test',
                  entity: {
                    apiVersion: 'backstage.io/v1alpha1',
                    kind: 'Component',
                    metadata: {
                      name: 'checkout',
                      annotations: {
                        'backstage.io/managed-by-location': 'url:test',
                        'backstage.io/managed-by-origin-location': 'url:test',
                      },
                    },
                    spec: {
                      type: 'service',
                      owner: 'group:default/payments',
                      lifecycle: 'production',
                    },
                  },
                },
              ],
            }),
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
      async credentials(request, options) {
        const credentials = await httpAuth.credentials(request, options);
        const { principal } = credentials as BackstageCredentials<{
          type: string;
        }>;
        const isOnBehalf = request.headers.authorization?.includes('service');
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

/** Whether a feature serves the plugin's routes, or the catalog and permissions that they need. */
function isNeeded(feature: BackendFeature): boolean {
  const { getRegistrations } = feature as unknown as {
    getRegistrations(): { pluginId: string; moduleId?: string }[];
  };
  return getRegistrations().some(
    ({ pluginId, moduleId }) =>
      ['deployments', 'catalog', 'permission'].includes(pluginId) &&
      moduleId !== 'demo-policy',
  );
}

describe('the routes of the deployments plugin in the running backend', () => {
  let dataDir: string;
  let backend: TestBackend;
  let served: Served;
  let hidden: Names;
  let stableUrl: string;

  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'slipway-routes-'));
    backend = await startTestBackend({
      features: [
        ...features.filter(isNeeded),
        policyModule,
        catalogModule,
        actionsRegistryServiceFactory,
        mockServices.permissions.factory(),
        mockServices.rootLogger.factory({ level: 'warn' }),
        actingHttpAuth,
        authWithKeys,
        mockServices.rootConfig.factory({
          data: {
            permission: { enabled: true },
            backend: { actions: { pluginSources: ['deployments'] } },
            deployments: {
              environments: {
                dev: { tier: 'development', target: { provider: 'local' } },
                production: {
                  tier: 'production',
                  target: { provider: 'local' },
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
              dora: {
                sources: { github: { type: 'github', secret: 'x'.repeat(32) } },
              },
              local: {
                dataDir,
                ports: { from: 7400, to: 7499 },
                services: {
                  checkout: {
                    command: [
                      process.execPath,
                      path.resolve(
                        __dirname,
                        '../../../examples/services/server.mjs',
                      ),
                    ],
                    cwd: tmpdir(),
                    readiness: { path: '/healthz' },
                    versions: [
                      { name: '1.0.0', artifact: 'pkg:generic/checkout@1' },
                    ],
                  },
                },
              },
            },
          },
        }),
      ],
    });
    const [app] = backend.server.listeners('request');
    served = listRoutes(app, BASE);
    await prepareData();
  });

  afterAll(async () => {
    await backend?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function send(
    method: string,
    { path: where, body, headers }: RouteRequest,
    token: { Authorization?: string },
  ) {
    const response = await fetch(
      `http://localhost:${backend.server.port()}${BASE}${where}`,
      {
        method,
        headers: {
          ...token,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      },
    );
    return { status: response.status, text: await response.text() };
  }

  const asAna = async (method: string, request: RouteRequest) => {
    const { status, text } = await send(method, request, {
      Authorization: as(ANA),
    });
    if (status >= 400) throw new Error(`${method} ${request.path}: ${text}`);
    return JSON.parse(text);
  };

  async function until<T>(read: () => Promise<T | undefined>): Promise<T> {
    for (let tries = 0; tries < 300; tries++) {
      const value = await read();
      if (value !== undefined) return value;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    throw new Error(`Condition not met within 30 s: ${read}`);
  }

  /** Creates a running version with traffic, an incident, and an event that cannot be mapped to a service. */
  async function prepareData() {
    const service = encodeURIComponent(HIDDEN);
    await until(async () => {
      const { items } = await asAna('GET', { path: '/services' });
      return items[0]?.service.owner;
    });
    const { items } = await asAna('GET', {
      path: `/services/${service}/versions`,
    });
    const version = items[0].id;
    const { id: deployment } = await asAna('POST', {
      path: '/deployments',
      body: deploy({ ...UNKNOWN, service: HIDDEN, version }),
    });
    await until(async () => {
      const { status } = await asAna('GET', {
        path: `/deployments/${deployment}`,
      });
      return status === 'succeeded' ? status : undefined;
    });
    stableUrl = (await asAna('GET', { path: `/services/${service}/overview` }))
      .environments[0].url;
    expect((await fetch(stableUrl)).status).toBe(200);
    const incident = await asAna('POST', {
      path: '/dora/incidents',
      body: { service: HIDDEN, title: 'Slow checkout' },
    });
    await asAna('POST', {
      path: '/dora/ingest',
      body: {
        source: 'ci',
        events: [EVENT],
      },
    });
    const events = await asAna('GET', { path: '/dora/events' });
    hidden = {
      service: HIDDEN,
      deployment,
      version,
      incident: incident.id,
      event: events.items[0].id,
    };
  }

  const requests = Object.entries(EXPECTED).flatMap(([route, expected]) =>
    expected.requests.map((buildRequest, nth) => ({
      name:
        nth === 0
          ? route
          : `${route} (${buildRequest(UNKNOWN).path}, ${nth + 1})`,
      method: route.split(' ')[0],
      buildRequest,
      expected: {
        ...expected,
        ...Object.values(ACTIONS).find(each =>
          each.requests.includes(buildRequest),
        ),
      },
    })),
  );

  it('are all listed in this test', () => {
    const found = served.routes.map(route => route.replace(BASE, ''));
    expect(found.sort()).toEqual(Object.keys(EXPECTED).sort());
  });

  it('have no unexpected middleware before them', () => {
    expect(served.middleware.map(each => each.replace(BASE, ''))).toEqual(
      MIDDLEWARE,
    );
  });

  it('include no MCP action that this test does not cover', async () => {
    const { actions } = await asAna('GET', {
      path: '/.backstage/actions/v1/actions',
    });
    expect(actions.map(({ name }: { name: string }) => name).sort()).toEqual(
      Object.keys(ACTIONS).sort(),
    );
  });

  describe.each(requests)('$name', ({ method, buildRequest, expected }) => {
    const { noToken = 401, denied = 403, stranger } = expected;

    it('rejects requests without a token or with an invalid one', async () => {
      expect((await send(method, buildRequest(hidden), {})).status).toBe(
        noToken,
      );
      const { status } = await send(method, buildRequest(hidden), {
        Authorization: mockCredentials.user.invalidHeader(),
      });
      expect(status).toBe(noToken);
    });

    it('rejects users without the permission', async () => {
      const { status, text } = await send(method, buildRequest(hidden), {
        Authorization: as(DENIED),
      });
      expect([status, text]).toEqual([denied, expect.any(String)]);
    });

    it.each([STRANGER, NEIGHBOUR])(
      'does not reveal to %s what they may not see, nor that it exists',
      async user => {
        const token = { Authorization: as(user) };
        const response = await send(method, buildRequest(hidden), token);
        expect([response.status, response.text]).toEqual([
          stranger,
          expect.any(String),
        ]);
        // An error may repeat the request; anything else would be a leak. Documents name services as examples.
        const about =
          response.status >= 400
            ? withoutNames(response.text, hidden)
            : response.text;
        expect(isDocument(buildRequest) ? '' : about).not.toMatch(/checkout/i);
        const unknown = await send(method, buildRequest(UNKNOWN), token);
        expect([
          unknown.status,
          response.status >= 400 ? withoutNames(unknown.text, UNKNOWN) : about,
        ]).toEqual([response.status, about]);
      },
    );
  });

  it('left no trace of rejected requests in the audit trail', async () => {
    const { items } = await asAna('GET', { path: '/audit?limit=500' });
    expect(items.length).toBeGreaterThan(0);
    expect(JSON.stringify(items)).not.toMatch(/stranger|neighbour|denied/);
  });

  // Otherwise an invalid request could be mistaken for a rejected one.
  it.each(requests.filter(({ expected }) => expected.noToken === undefined))(
    'accept $name from a user with the permission',
    async ({ name, method, buildRequest, expected }) => {
      const { status, text } = await send(method, buildRequest(hidden), {
        Authorization: as(ANA),
      });
      const allowed = NOT_FOR_PEOPLE.some(route => name.startsWith(route))
        ? [401, 403]
        : [200, 201, 204, 404, 409, expected.granted];
      expect([status, text]).toEqual([
        allowed.includes(status) ? status : allowed,
        expect.any(String),
      ]);
    },
  );
});

function isDocument(buildRequest: (names: Names) => RouteRequest): boolean {
  const { path: where } = buildRequest(UNKNOWN);
  return where.endsWith('/openapi.json') || where.endsWith('/v1/actions');
}

/** Removes names that the caller sent: repeating them reveals nothing. */
function withoutNames(text: string, names: Names): string {
  return Object.values(names)
    .flatMap(name => [name, encodeURIComponent(name)])
    .reduce((left, name) => left.replaceAll(name, '…'), text);
}
