import type { Entity } from '@backstage/catalog-model';
import {
  mockApis,
  renderTestApp,
  type RenderTestAppOptions,
} from '@backstage/frontend-test-utils';
import {
  coreExtensionData,
  createExtension,
  createExtensionInput,
  createFrontendPlugin,
  type RouteRef,
} from '@backstage/frontend-plugin-api';
import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import {
  catalogApiMock,
  createTestEntityPage,
} from '@backstage/plugin-catalog-react/testUtils';
import deploymentsPlugin from '../plugin';
import { ENTITY } from './entities';

const mountedRoutes = {
  '/catalog/:namespace/:kind/:name': entityRouteRef as unknown as RouteRef,
};
/** Without the count in the navigation, whose requests would mix with those that a test is about. */
const WITHOUT_COUNT = { 'page:deployments/needs-you': false };
const config = {
  backend: { baseUrl: 'http://example.com' },
  app: { extensions: [WITHOUT_COUNT] },
};

type Authorize = NonNullable<
  NonNullable<Parameters<typeof mockApis.permission.mock>[0]>['authorize']
>;
type Decision = Awaited<ReturnType<Authorize>>;

/** `denied`: names of permissions that the reader lacks. */
function apis(denied: string[] = [], fetchApi = mockApis.fetch()) {
  return [
    mockApis.permission.mock({
      authorize: async ({ permission }) =>
        ({
          result: denied.includes(permission.name) ? 'DENY' : 'ALLOW',
        } as Decision),
    }),
    mockApis.discovery({ baseUrl: 'http://example.com' }),
    fetchApi,
    mockApis.identity({
      userEntityRef: 'user:default/ana',
      ownershipEntityRefs: ['user:default/ana', 'group:default/shop'],
    }),
    catalogApiMock({ entities: [ENTITY] }),
  ] satisfies RenderTestAppOptions['apis'];
}

/** The app with the whole plugin in it, at a path. */
export function renderApp(
  path: string,
  denied?: string[],
  options: {
    withCount?: boolean;
    /** Instead of the network. */
    fetch?: typeof fetch;
  } = {},
) {
  return renderTestApp({
    features: [deploymentsPlugin],
    initialRouteEntries: [path],
    mountedRoutes,
    config: options.withCount ? { backend: config.backend } : config,
    apis: apis(
      denied,
      options.fetch && mockApis.fetch({ baseImplementation: options.fetch }),
    ),
  });
}

/** What of the plugin can stand on an entity's page. */
const ON_ENTITY_PAGE = {
  card: 'entity-card:deployments/deployments',
  tab: 'entity-content:deployments/deployments',
  doraCard: 'entity-card:deployments/dora',
  doraTab: 'entity-content:deployments/dora',
} as const;

/** The page of an entity, with a card or a tab of the plugin on it. */
export function renderEntityPage(
  shown: keyof typeof ON_ENTITY_PAGE,
  search = '',
  options: { entity?: Entity; denied?: string[] } = {},
) {
  return renderTestApp({
    features: [deploymentsPlugin],
    extensions: [createTestEntityPage({ entity: options.entity ?? ENTITY })],
    initialRouteEntries: [`/${search}`],
    mountedRoutes,
    config: {
      ...config,
      app: {
        extensions: [
          WITHOUT_COUNT,
          ...Object.values(ON_ENTITY_PAGE)
            .filter(name => name !== ON_ENTITY_PAGE[shown])
            .map(name => ({ [name]: false })),
        ],
      },
    },
    apis: apis(options.denied),
  });
}

/** A page that takes widgets, in the place of the one of Backstage's home plugin. */
const homePage = createExtension({
  kind: 'page',
  attachTo: { id: 'app/routes', input: 'routes' },
  inputs: {
    widgets: createExtensionInput([HomePageWidgetBlueprint.dataRefs.widget]),
  },
  output: [coreExtensionData.routePath, coreExtensionData.reactElement],
  factory: ({ inputs }) => [
    coreExtensionData.routePath('/home'),
    coreExtensionData.reactElement(
      <>
        {inputs.widgets.map(widget => {
          const { name, component } = widget.get(
            HomePageWidgetBlueprint.dataRefs.widget,
          );
          return <div key={name}>{component}</div>;
        })}
      </>,
    ),
  ],
});

/** The home page, with what the plugin adds to it. */
export function renderHomePage() {
  return renderTestApp({
    features: [
      deploymentsPlugin,
      createFrontendPlugin({ pluginId: 'home', extensions: [homePage] }),
    ],
    initialRouteEntries: ['/home'],
    mountedRoutes,
    config,
    apis: apis(),
  });
}
