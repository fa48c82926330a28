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

function apis() {
  return [
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
export function renderApp(path: string) {
  return renderTestApp({
    features: [deploymentsPlugin],
    initialRouteEntries: [path],
    mountedRoutes,
    config,
    apis: apis(),
  });
}

/** The page of the entity, with the card or the tab of the plugin on it. */
export function renderEntityPage(
  extension:
    | 'entity-card:deployments/deployments'
    | 'entity-content:deployments/deployments',
  search = '',
) {
  return renderTestApp({
    features: [deploymentsPlugin],
    extensions: [
      createTestEntityPage({ entity: ENTITY }),
      deploymentsPlugin.getExtension(extension),
    ],
    initialRouteEntries: [`/${search}`],
    mountedRoutes,
    config,
    apis: apis(),
  });
}
