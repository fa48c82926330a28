import { waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { plan } from '../../__testUtils__/fixtures';
import {
  BASE_URL,
  everydayHandlers,
  refusal,
  server,
  withServer,
} from '../../__testUtils__/server';
import { servePlans, openDialog } from './__testUtils__/openDialog';

jest.setTimeout(90_000);
withServer();

describe('the deploy dialog, if a request fails,', () => {
  it('says once that the backend is unreachable, and nothing once it is back', async () => {
    let isDown = false;
    server.use(
      http.post(`${BASE_URL}/deployments/plan`, () =>
        isDown ? HttpResponse.error() : HttpResponse.json(plan()),
      ),
      http.post(`${BASE_URL}/deployments`, () => HttpResponse.error()),
      ...everydayHandlers(),
    );
    const user = userEvent.setup();
    const dialog = await openDialog('?deploy=production&version=v142');
    const listErrors = () => within(dialog).queryAllByRole('alert');
    const button = await within(dialog).findByRole('button', {
      name: 'Deploy 1.4.2 to Production',
    });
    await waitFor(() => expect(button).toBeEnabled());
    await user.click(button);
    await within(dialog).findByText(/could not be reached/);
    isDown = true;
    await waitFor(() => expect(button).toBeDisabled(), { timeout: 20_000 });
    expect(listErrors()).toHaveLength(1);
    isDown = false;
    await waitFor(() => expect(button).toBeEnabled(), { timeout: 20_000 });
    expect(listErrors()).toEqual([]);
  });

  it('forgets a refusal when something else is requested', async () => {
    servePlans(() => plan());
    server.use(
      http.post(`${BASE_URL}/deployments`, () =>
        refusal(409, 'ConflictError', 'Another one is running.'),
      ),
    );
    const user = userEvent.setup();
    const dialog = await openDialog('?deploy=production&version=v142');
    const button = await within(dialog).findByRole('button', {
      name: 'Deploy 1.4.2 to Production',
    });
    await waitFor(() => expect(button).toBeEnabled());
    await user.click(button);
    await within(dialog).findByText('Another one is running.');
    await user.type(within(dialog).getByLabelText(/^Reason/), 'x');
    expect(
      within(dialog).queryByText('Another one is running.'),
    ).not.toBeInTheDocument();
  });
});
