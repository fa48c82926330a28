import {
  configApiRef,
  discoveryApiRef,
  fetchApiRef,
  identityApiRef,
} from '@backstage/core-plugin-api';
import {
  catalogApiRef,
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { cleanup, screen } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';
import { ENTITY } from './__testUtils__/entities';
import {
  BASE_URL,
  doraHandlers,
  everydayHandlers,
  server,
  withServer,
} from './__testUtils__/server';
import { DeploymentsApiClient } from './api/DeploymentsApiClient';
import { DoraApiClient } from './api/DoraApiClient';
import {
  deploymentsApiRef,
  DeploymentsPage,
  doraApiRef,
  EntityDeploymentsCard,
  EntityDeploymentsContent,
  EntityDoraCard,
  EntityDoraContent,
  HomePageDora,
  HomePageMyDeployments,
  HomePageMyServices,
  HomePageNeedsYou,
  NeedsYouSidebarItem,
} from './legacy';
import { rootRouteRef } from './routes/routeRefs';

jest.setTimeout(120_000);
withServer();

/** Renders what a classic app would mount, with the APIs that it brings. */
async function renderClassic(element: JSX.Element, path: string) {
  server.use(...doraHandlers(), ...everydayHandlers());
  const discovery = { getBaseUrl: async () => BASE_URL };
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [configApiRef, mockApis.config()],
        [discoveryApiRef, discovery],
        [fetchApiRef, { fetch }],
        [permissionApiRef, mockApis.permission()],
        [catalogApiRef, catalogApiMock({ entities: [ENTITY] })],
        [
          identityApiRef,
          mockApis.identity({ ownershipEntityRefs: ['group:default/shop'] }),
        ],
        [
          doraApiRef,
          new DoraApiClient({ discoveryApi: discovery, fetchApi: { fetch } }),
        ],
        [
          deploymentsApiRef,
          new DeploymentsApiClient({
            discoveryApi: discovery,
            fetchApi: { fetch },
          }),
        ],
      ]}
    >
      {element}
    </TestApiProvider>,
    {
      routeEntries: [path],
      mountedRoutes: {
        '/deployments': rootRouteRef,
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
    },
  );
}

describe('the plugin in a classic app', () => {
  it('shows the page with its tabs', async () => {
    await renderClassic(
      <Routes>
        <Route path="/deployments/*" element={<DeploymentsPage />} />
      </Routes>,
      '/deployments',
    );
    expect(
      await screen.findByRole('table', { name: 'Services by environment' }),
    ).toHaveTextContent('1.4.2');
    expect(screen.getByRole('tab', { name: 'Activity' })).toBeInTheDocument();
    expect(
      await screen.findByRole('tab', { name: 'Admin' }),
    ).toBeInTheDocument();
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent(
      'Deployments',
    );
  });

  it('shows the troubleshooting page', async () => {
    await renderClassic(
      <Routes>
        <Route path="/deployments/*" element={<DeploymentsPage />} />
      </Routes>,
      '/deployments/troubleshooting#drift',
    );
    expect(await screen.findByRole('heading', { name: 'Drift' })).toHaveFocus();
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent(
      'Troubleshooting',
    );
  });

  it('shows the tab of a service', async () => {
    await renderClassic(
      <Routes>
        <Route
          path="/entity"
          element={
            <EntityProvider entity={ENTITY}>
              <EntityDeploymentsContent />
            </EntityProvider>
          }
        />
      </Routes>,
      '/entity',
    );
    expect(
      await screen.findByRole('region', { name: 'Production' }),
    ).toHaveTextContent('1.4.1');
  });

  it('shows the card of a service', async () => {
    await renderClassic(
      <EntityProvider entity={ENTITY}>
        <EntityDeploymentsCard />
      </EntityProvider>,
      '/entity',
    );
    expect(
      await screen.findByRole('table', { name: 'Deployments' }),
    ).toHaveTextContent('1.4.2');
  });

  it('shows metrics and incidents: on the page, on a service’s tab and card, and on a home page', async () => {
    await renderClassic(
      <Routes>
        <Route path="/deployments/*" element={<DeploymentsPage />} />
      </Routes>,
      '/deployments/dora',
    );
    expect(
      await screen.findByRole('region', { name: 'Change fail rate' }),
    ).toHaveTextContent('12.5 %');
    cleanup();

    await renderClassic(
      <Routes>
        <Route
          path="/entity"
          element={
            <EntityProvider entity={ENTITY}>
              <EntityDoraContent />
              <EntityDoraCard />
            </EntityProvider>
          }
        />
      </Routes>,
      '/entity',
    );
    expect(
      await screen.findByRole('listitem', { name: 'Payments fail' }),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('table', { name: 'Delivery metrics' }),
    ).toHaveTextContent('12.5 %');
    cleanup();

    await renderClassic(<HomePageDora />, '/');
    expect(
      await screen.findByRole('table', { name: 'Delivery metrics' }),
    ).toHaveTextContent('12.5 %');
  });

  it('shows what needs the reader: on the page, in the sidebar, and on a home page', async () => {
    await renderClassic(
      <Routes>
        <Route path="/deployments/*" element={<DeploymentsPage />} />
      </Routes>,
      '/deployments/needs-you',
    );
    expect(
      await screen.findByText('Nothing waits for you'),
    ).toBeInTheDocument();
    cleanup();

    await renderClassic(
      <>
        <NeedsYouSidebarItem />
        <HomePageNeedsYou />
        <HomePageMyServices />
        <HomePageMyDeployments />
      </>,
      '/',
    );
    expect(
      await screen.findByRole('link', { name: 'Needs you' }),
    ).toHaveAttribute('href', '/deployments/needs-you');
    expect(await screen.findByText('Nothing waits for you.')).toBeVisible();
    expect(
      await screen.findByRole('list', { name: 'Services by environment' }),
    ).toHaveTextContent('1.4.2');
    expect(
      await screen.findByText(/Deployments that you request appear here/),
    ).toBeVisible();
  });
});
