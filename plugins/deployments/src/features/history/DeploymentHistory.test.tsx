import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { row as doraRow, rows } from '../../__testUtils__/doraFixtures';
import { deploymentSummary, V141 } from '../../__testUtils__/fixtures';
import { onNarrowScreen } from '../../__testUtils__/narrowScreen';
import { renderApp } from '../../__testUtils__/renderApp';
import {
  answers,
  BASE_URL,
  everydayHandlers,
  server,
  withServer,
} from '../../__testUtils__/server';

jest.setTimeout(90_000);
withServer();

/** Serves a list and remembers what was requested. */
function serveDeployments(pages: Record<string, object>) {
  const requested: URLSearchParams[] = [];
  server.use(
    http.get(`${BASE_URL}/deployments`, ({ request }) => {
      const query = new URL(request.url).searchParams;
      requested.push(query);
      return HttpResponse.json(pages[query.get('cursor') ?? '']);
    }),
    ...everydayHandlers(),
  );
  return requested;
}

const newer = deploymentSummary({
  id: 'd2',
  requestedAt: '2026-11-21T10:00:00Z',
});
const older = deploymentSummary({
  id: 'd1',
  version: V141,
  status: 'rolled_back',
  message: 'Error rate 6.1 % > 1 %',
  commitCount: 3,
  requestedAt: '2026-11-20T10:00:00Z',
  finishedAt: '2026-11-20T10:06:12Z',
  startedAt: '2026-11-20T10:00:00Z',
});

async function table() {
  return screen.findByRole('table', { name: 'History' });
}

describe('the history of deployments', () => {
  it('takes its filters from the address', async () => {
    const requested = serveDeployments({ '': { items: [older] } });
    renderApp(
      '/deployments/activity?status=failed&status=rolled_back&environment=production&by=user:default/bo&since=week',
    );
    await table();
    const query = requested[0];
    expect(query.getAll('status')).toEqual(['failed', 'rolled_back']);
    expect(query.get('environment')).toBe('production');
    expect(query.get('requestedBy')).toBe('user:default/bo');
    const since = Date.now() - Date.parse(query.get('since') ?? '');
    expect(Math.abs(since - 7 * 24 * 3_600_000)).toBeLessThan(60_000);
    expect(
      screen.getByRole('button', { name: /Status Failed, Rolled back/ }),
    ).toBeInTheDocument();
  });

  it('reloads when filters change or are cleared', async () => {
    const requested = serveDeployments({ '': { items: [newer, older] } });
    const user = userEvent.setup();
    renderApp('/deployments/activity');
    await table();
    await user.click(screen.getByRole('button', { name: /^Requested by/ }));
    await user.click(await screen.findByRole('option', { name: 'Me' }));
    await waitFor(() =>
      expect(requested[requested.length - 1].get('requestedBy')).toBe(
        'user:default/ana',
      ),
    );
    await user.click(
      await screen.findByRole('button', { name: 'Clear filters' }),
    );
    await waitFor(() =>
      expect(requested[requested.length - 1].get('requestedBy')).toBeNull(),
    );
  });

  it('loads more by the server’s cursor', async () => {
    serveDeployments({
      '': { items: [newer], nextCursor: 'c1' },
      c1: { items: [older] },
    });
    const user = userEvent.setup();
    renderApp('/deployments/activity');
    expect(within(await table()).getAllByRole('row')).toHaveLength(2);
    await user.click(screen.getByRole('button', { name: 'Load more' }));
    await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(3));
    const row = screen.getByRole('row', { name: /1\.4\.1/ });
    expect(row).toHaveTextContent('Rolled back');
    expect(row).toHaveTextContent('6 min 12 s');
    expect(row).toHaveTextContent('Error rate 6.1 % > 1 % · 3 commits');
    expect(
      screen.queryByRole('button', { name: 'Load more' }),
    ).not.toBeInTheDocument();
  });

  it('leaves the link of a version alone in its cell, so that it needs no underline', async () => {
    serveDeployments({
      '': { items: [{ ...newer, hotfix: true, demo: true }] },
    });
    renderApp('/deployments/activity');
    const row = (await screen.findByText(/Made up · Hotfix/i)).closest('tr')!;
    const link = within(row).getByRole('link', {
      name: newer.version.name,
    });
    expect(link.closest('td, th')).toHaveTextContent(
      new RegExp(`^${newer.version.name}$`),
    );
  });

  it.each(['wide', 'narrow'])(
    'marks made-up deployments, and only those, on a %s screen',
    async width => {
      serveDeployments({
        '': { items: [newer, { ...older, demo: true, message: undefined }] },
      });
      if (width === 'narrow') onNarrowScreen();
      renderApp('/deployments/activity');
      const marks = await screen.findAllByText(/^Made up|Made up$/);
      expect(marks).toHaveLength(1);
      expect(screen.getByText(/“Made up” never happened/)).toBeVisible();
      expect(
        marks[0].closest(width === 'narrow' ? 'li' : 'tr'),
      ).toHaveTextContent(/1\.4\.1.*Made up/);
    },
  );

  it('is a list with all columns on a narrow screen', async () => {
    serveDeployments({ '': { items: [older] } });
    onNarrowScreen();
    renderApp('/deployments/activity');
    const [item] = within(
      await screen.findByRole('list', { name: 'History' }),
    ).getAllByRole('listitem');
    expect(screen.queryByRole('table')).not.toBeInTheDocument();
    expect(item).toHaveTextContent(
      /Rolled back6 min 12 s.*1\.4\.1 → .*by.*Error rate 6\.1 % > 1 % · 3 commits/,
    );
    expect(within(item).getByRole('link', { name: '1.4.1' })).toHaveAttribute(
      'href',
      '/deployments/d1',
    );
  });

  it('links to the metrics for deployments that it does not list, and says that demo data is made up', async () => {
    serveDeployments({ '': { items: [] } });
    server.use(
      answers(
        '/dora/metrics/:metric/rows',
        rows({ items: [doraRow({ source: 'demo', demo: true })] }),
      ),
    );
    renderApp('/deployments/activity');
    const history = await screen.findByRole('region', { name: 'History' });
    await waitFor(() =>
      expect(history).toHaveTextContent(/made-up deployments for this demo/),
    );
    expect(
      within(history).getByRole('link', { name: 'Show delivery metrics' }),
    ).toHaveAttribute('href', '/deployments/dora');
  });

  it('says so when nothing matches', async () => {
    serveDeployments({ '': { items: [] } });
    renderApp('/deployments/activity?status=failed');
    expect(await screen.findByText(/No deployments match/)).toBeInTheDocument();
  });
});
