import { screen, within } from '@testing-library/react';
import { everydayHandlers, server, withServer } from './__testUtils__/server';
import { renderApp, renderEntityPage } from './__testUtils__/renderApp';

withServer();

describe('the plugin in an app of the new frontend system', () => {
  it('shows services and what runs where at /deployments', async () => {
    server.use(...everydayHandlers());
    renderApp('/deployments');
    const table = await screen.findByRole('table', { name: /what runs where/ });
    const row = within(table).getByRole('row', { name: /checkout/i });
    expect(row).toHaveTextContent('1.4.2');
    expect(row).toHaveTextContent('1.4.1');
    expect(
      within(table).getByRole('columnheader', { name: 'Production' }),
    ).toBeInTheDocument();
  });

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
});
