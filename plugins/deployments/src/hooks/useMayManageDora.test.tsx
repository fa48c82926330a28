import { screen, waitFor, within } from '@testing-library/react';
import { renderApp } from '../__testUtils__/renderApp';
import {
  doraHandlers,
  everydayHandlers,
  server,
  withServer,
} from '../__testUtils__/server';

jest.setTimeout(60_000);
withServer();

// Alone in its file: what somebody may do is remembered for as long as a page is open.
it('without the permission to manage events, the page names who has it and shows no link', async () => {
  server.use(...doraHandlers(), ...everydayHandlers());
  renderApp('/deployments/dora', ['deployments.dora.manage']);
  const quality = await screen.findByRole('region', { name: 'Data quality' });
  await waitFor(() =>
    expect(quality).toHaveTextContent('Portal operators can see'),
  );
  expect(
    within(quality).queryByRole('link', { name: /Show events|All events/ }),
  ).not.toBeInTheDocument();
});
