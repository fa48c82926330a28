import type { Watch } from '@slipway/backstage-plugin-deployments-common';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { deployment, V142 } from '../../__testUtils__/fixtures';
import { renderApp } from '../../__testUtils__/renderApp';
import {
  answers,
  BASE_URL,
  everydayHandlers,
  server,
  TestStream,
  withServer,
} from '../../__testUtils__/server';

jest.setTimeout(90_000);
withServer();

describe('the watch on the page of a deployment', () => {
  it('is ended by a person with a reason', async () => {
    const user = userEvent.setup();
    const sent: unknown[] = [];
    let shown: Watch = {
      deploymentId: 'd1',
      version: V142,
      state: 'watching',
      startedAt: '2026-11-21T10:10:00Z',
      endsAt: '2026-11-22T10:10:00Z',
      checks: [{ name: 'p95', status: 'passing' }],
    };
    server.use(
      answers('/deployments/d1', () =>
        deployment({
          status: 'succeeded',
          watch: shown,
          mayEndWatch: shown.state === 'watching',
        }),
      ),
      answers('/deployments/d1/measurements', { items: [] }),
      answers('/deployments/d1/logs', { items: [], truncated: false }),
      new TestStream().handler(),
      http.post(`${BASE_URL}/deployments/d1/watch/end`, async ({ request }) => {
        sent.push(await request.json());
        shown = { ...shown, state: 'ended', reason: 'known problem' };
        return HttpResponse.json(
          deployment({ status: 'succeeded', watch: shown }),
        );
      }),
      ...everydayHandlers(),
    );
    renderApp('/deployments/d1');
    await user.click(
      await screen.findByRole(
        'button',
        { name: 'End watch…' },
        { timeout: 20_000 },
      ),
    );
    await user.type(screen.getByLabelText(/Reason/), 'known problem');
    await user.click(screen.getByRole('button', { name: 'End watch' }));
    expect(
      await screen.findByText(
        'The watch ended without a result: known problem',
      ),
    ).toBeInTheDocument();
    expect(sent).toEqual([{ reason: 'known problem' }]);
    expect(
      screen.queryByRole('button', { name: 'End watch…' }),
    ).not.toBeInTheDocument();
  });
});
