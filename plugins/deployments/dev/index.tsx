import { InMemoryCatalogClient } from '@backstage/catalog-client/testUtils';
import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  ApiBlueprint,
  AppRootElementBlueprint,
  createFrontendModule,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { Navigate } from 'react-router-dom';
import deploymentsPlugin from '../src';
import { ENTITY, OWNERS } from '../src/__testUtils__/entities';
import { BASE_URL } from '../src/__testUtils__/handlers';
import { createMockFetch } from './createMockFetch';
import { FULL_PORTAL } from './fullPortal';
import { LONG_PORTAL } from './longPortal';
import { readScenario, ScenarioMenu } from './ScenarioMenu';
import { SCENARIOS } from './scenarios';

/** The address that the command prints leads to the plugin. */
const start = PageBlueprint.make({
  name: 'start',
  params: {
    path: '/',
    loader: async () => <Navigate to="/deployments" replace />,
  },
});

/** Everything that the app would ask a backend for. */
const mockBackend = createFrontendModule({
  pluginId: 'app',
  extensions: [
    ApiBlueprint.make({
      name: 'fetch',
      params: defineParams =>
        defineParams({
          api: fetchApiRef,
          deps: {},
          factory: () => createMockFetch(SCENARIOS[readScenario()]()),
        }),
    }),
    ApiBlueprint.make({
      name: 'discovery',
      params: defineParams =>
        defineParams({
          api: discoveryApiRef,
          deps: {},
          factory: () => ({
            getBaseUrl: async plugin => new URL(plugin, BASE_URL).href,
          }),
        }),
    }),
    start,
    AppRootElementBlueprint.make({
      name: 'scenario-menu',
      params: { element: <ScenarioMenu /> },
    }),
  ],
});

const { services } = readScenario() === 'long' ? LONG_PORTAL : FULL_PORTAL;

const entities = [
  ...OWNERS,
  ...services.map(({ name, title, owner, system }) => ({
    ...ENTITY,
    metadata: { ...ENTITY.metadata, name, title },
    spec: { ...ENTITY.spec, owner, system },
  })),
];

const mockCatalog = createFrontendModule({
  pluginId: 'catalog',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: catalogApiRef,
          deps: {},
          factory: () => new InMemoryCatalogClient({ entities }),
        }),
    }),
  ],
});

createDevApp({
  features: [catalogPlugin, deploymentsPlugin, mockBackend, mockCatalog],
});
