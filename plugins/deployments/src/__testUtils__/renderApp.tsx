import type { Entity } from '@backstage/catalog-model';
import {
  mockApis,
  renderTestApp,
  type RenderTestAppOptions,
} from '@backstage/frontend-test-utils';
import type { RouteRef } from '@backstage/frontend-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import {
  catalogApiMock,
  createTestEntityPage,
} from '@backstage/plugin-catalog-react/testUtils';
import deploymentsPlugin from '../plugin';

export const ENTITY: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'checkout', namespace: 'default', title: 'Checkout' },
  spec: {
    type: 'service',
    owner: 'group:default/shop',
    lifecycle: 'production',
  },
};

const mountedRoutes = {
  '/catalog/:namespace/:kind/:name': entityRouteRef as unknown as RouteRef,
};
const config = { backend: { baseUrl: 'http://example.com' } };

type Authorize = NonNullable<
  NonNullable<Parameters<typeof mockApis.permission.mock>[0]>['authorize']
>;
type Decision = Awaited<ReturnType<Authorize>>;

/** `denied`: names of permissions that the reader lacks. */
function apis(denied: string[] = []) {
  return [
    mockApis.permission.mock({
      authorize: async ({ permission }) =>
        ({
          result: denied.includes(permission.name) ? 'DENY' : 'ALLOW',
        } as Decision),
    }),
    mockApis.discovery({ baseUrl: 'http://example.com' }),
    mockApis.fetch(),
    mockApis.identity({
      userEntityRef: 'user:default/ana',
      ownershipEntityRefs: ['user:default/ana', 'group:default/shop'],
    }),
    catalogApiMock({ entities: [ENTITY] }),
  ] satisfies RenderTestAppOptions['apis'];
}

/** The app with the whole plugin in it, at a path. */
export function renderApp(path: string, denied?: string[]) {
  return renderTestApp({
    features: [deploymentsPlugin],
    initialRouteEntries: [path],
    mountedRoutes,
    config,
    apis: apis(denied),
  });
}

const CARD = 'entity-card:deployments/deployments';
const TAB = 'entity-content:deployments/deployments';

/** The page of the entity, with the card or the tab of the plugin on it. */
export function renderEntityPage(shown: 'card' | 'tab', search = '') {
  return renderTestApp({
    features: [deploymentsPlugin],
    extensions: [createTestEntityPage({ entity: ENTITY })],
    initialRouteEntries: [`/${search}`],
    mountedRoutes,
    config: {
      ...config,
      app: { extensions: [{ [shown === 'card' ? TAB : CARD]: false }] },
    },
    apis: apis(),
  });
}
