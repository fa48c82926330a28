import { screen, waitFor, within } from '@testing-library/react';
import { deploymentSummary, PAYMENTS } from '../../__testUtils__/fixtures';
import { renderApp } from '../../__testUtils__/renderApp';
import {
  answers,
  everydayHandlers,
  server,
  withServer,
} from '../../__testUtils__/server';

jest.setTimeout(60_000);
withServer();

describe('the page of several deployments', () => {
  it('shows the status of each with a link, and what the others wait for', async () => {
    const queries: URLSearchParams[] = [];
    server.use(
      answers('/deployments', request => {
        queries.push(new URL(request.url).searchParams);
        return {
          items: [
            deploymentSummary({
              id: 'd2',
              service: PAYMENTS,
              status: 'queued',
              startedAt: undefined,
              blockers: [{ kind: 'hold', message: 'On hold: errors' }],
            }),
            deploymentSummary({
              id: 'd1',
              status: 'succeeded',
              message: 'All checks passed.',
              finishedAt: '2026-11-21T10:05:00Z',
            }),
          ],
        };
      }),
      ...everydayHandlers(),
    );
    renderApp('/deployments/batch?ids=d1,d2,d3');
    const table = await screen.findByRole('table', {
      name: 'Deployments requested together',
    });
    expect(queries[0].getAll('id')).toEqual(['d1', 'd2', 'd3']);
    const [, checkout, payments] = within(table).getAllByRole('row');
    expect(
      within(checkout).getByRole('rowheader', { name: /^checkout 1\.4\.2$/i }),
    ).toBeInTheDocument();
    expect(checkout).toHaveTextContent('Succeeded');
    expect(checkout).toHaveTextContent('All checks passed.');
    expect(
      within(checkout).getByRole('link', { name: '1.4.2' }),
    ).toHaveAttribute('href', '/deployments/d1');
    expect(payments).toHaveTextContent('Waiting for: On hold: errors');
    expect(screen.getByText('1 × Succeeded · 1 × Queued')).toBeInTheDocument();
    await waitFor(() =>
      expect(document.title).toMatch(
        /^1 × Succeeded · 1 × Queued: 3 deployments \| /,
      ),
    );
    expect(
      screen.getByText(/1 more deployment is not listed/),
    ).toBeInTheDocument();
  });

  it('follows the deployments until they end', async () => {
    let status: 'running' | 'succeeded' = 'running';
    server.use(
      answers('/deployments', () => ({
        items: [deploymentSummary({ status })],
      })),
      ...everydayHandlers(),
    );
    renderApp('/deployments/batch?ids=d1');
    expect(await screen.findByText('1 × Running')).toBeInTheDocument();
    status = 'succeeded';
    await waitFor(
      () => expect(screen.getByText('1 × Succeeded')).toBeInTheDocument(),
      { timeout: 20_000 },
    );
  });

  it.each(['', '?ids=unknown'])(
    'leads to the comparison if there is nothing to show (%s)',
    async search => {
      server.use(...everydayHandlers());
      renderApp(`/deployments/batch${search}`);
      expect(
        await screen.findByText('No deployments here'),
      ).toBeInTheDocument();
      expect(
        screen.getByRole('button', { name: 'Compare environments' }),
      ).toHaveAttribute('href', '/deployments/compare');
    },
  );
});
