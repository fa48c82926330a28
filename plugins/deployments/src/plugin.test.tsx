import { screen, within } from '@testing-library/react';
import {
  doraHandlers,
  everydayHandlers,
  server,
  withServer,
} from './__testUtils__/server';
import {
  renderApp,
  renderEntityPage,
  renderHomePage,
} from './__testUtils__/renderApp';

jest.setTimeout(120_000);
withServer();

describe('the plugin in an app of the new frontend system', () => {
  it('shows services by environment at /deployments', async () => {
    server.use(...everydayHandlers());
    renderApp('/deployments');
    const table = await screen.findByRole('table', {
      name: 'Services by environment',
    });
    const row = within(table).getByRole('row', { name: /checkout/i });
    expect(row).toHaveTextContent('1.4.2');
    expect(row).toHaveTextContent('1.4.1');
    expect(
      within(table).getByRole('columnheader', { name: 'Production' }),
    ).toBeInTheDocument();
  });

  it.each([
    ['/deployments/x/y', 'Show all services', '/deployments'],
    ['/deployments/activity/x', 'Go up one level', '/deployments/activity'],
    ['/deployments/dora/x', 'Go up one level', '/deployments/dora'],
  ])(
    'says at %s that there is no such page, with the way on',
    async (path, name, to) => {
      server.use(...everydayHandlers());
      renderApp(path);
      expect(await screen.findByText('Page not found')).toBeInTheDocument();
      expect(
        within(screen.getByRole('main')).getByRole('button', { name }),
      ).toHaveAttribute('href', to);
    },
  );

  it('shows a tab on a component’s page', async () => {
    server.use(...everydayHandlers());
    renderEntityPage('tab');
    expect(
      await screen.findByRole('heading', { name: /Environments of Checkout/ }),
    ).toBeInTheDocument();
  });

  it('shows a card on a component’s overview', async () => {
    server.use(...everydayHandlers());
    renderEntityPage('card');
    expect(
      await screen.findByRole('table', { name: 'Deployments' }),
    ).toHaveTextContent('1.4.2');
  });

  it('shows the delivery metrics of a group on its page, with a link to all metrics', async () => {
    server.use(...doraHandlers());
    renderEntityPage('doraCard', '', {
      entity: {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Group',
        metadata: { name: 'shop', namespace: 'default' },
        spec: { type: 'team', children: [] },
      },
    });
    const table = await screen.findByRole('table', {
      name: 'Delivery metrics',
    });
    expect(
      within(table).getByRole('row', { name: /Change fail rate/ }),
    ).toHaveTextContent(/12\.5 %.*6 of n = 48 deployments.*better/);
    expect(
      within(table).getByRole('row', { name: /recovery time/ }),
    ).toHaveTextContent('Insufficient data (n = 0)');
    expect(screen.getByRole('link', { name: /All metrics/ })).toHaveAttribute(
      'href',
      '/deployments/dora?team=group%3Adefault%2Fshop',
    );
  });

  it('shows an open incident on a component’s overview', async () => {
    server.use(...doraHandlers());
    renderEntityPage('doraCard');
    expect(
      await screen.findByRole('link', { name: '1 open incident' }),
    ).toHaveAttribute('href', '/catalog/default/component/checkout/dora');
  });

  it('adds a home page widget with the metrics of one of the reader’s teams', async () => {
    server.use(...doraHandlers(), ...everydayHandlers());
    renderHomePage();
    expect(
      await screen.findByRole('table', { name: 'Delivery metrics' }),
    ).toHaveTextContent('12.5 %');
    expect(screen.getByText("My team's delivery")).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'All metrics' })).toHaveAttribute(
      'href',
      '/deployments/dora?team=group%3Adefault%2Fshop',
    );
  });
});
