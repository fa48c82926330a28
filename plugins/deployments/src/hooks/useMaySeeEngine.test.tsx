import { screen } from '@testing-library/react';
import { renderApp } from '../__testUtils__/renderApp';
import { everydayHandlers, server, withServer } from '../__testUtils__/server';

withServer();

// In its own file, because permission decisions are cached across renders.
it('shows no link to the engine page without the permission to read it', async () => {
  server.use(...everydayHandlers());
  renderApp('/deployments', ['deployments.engine.read']);
  expect(
    await screen.findByRole('table', { name: 'Services by environment' }),
  ).toBeInTheDocument();
  expect(screen.getByRole('tab', { name: 'Activity' })).toBeInTheDocument();
  expect(screen.queryByRole('tab', { name: 'Admin' })).not.toBeInTheDocument();
});
