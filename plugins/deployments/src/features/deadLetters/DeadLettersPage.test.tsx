import type {
  IngestedEvent,
  ReplayResponse,
  ReplayRequest,
} from '@slipway/backstage-plugin-deployments-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { onNarrowScreen } from '../../__testUtils__/narrowScreen';
import { renderApp } from '../../__testUtils__/renderApp';
import {
  answers,
  BASE_URL,
  refusal,
  server,
  withServer,
} from '../../__testUtils__/server';

jest.setTimeout(60_000);
withServer();

function event(id: string, more: Partial<IngestedEvent> = {}): IngestedEvent {
  return {
    event: `record-${id.replace('/', '-')}`,
    id,
    source: 'jenkins',
    type: 'deployment',
    status: 'unmapped',
    service: 'old-basket',
    reason: 'No entity in the catalog has "old-basket"',
    receivedAt: '2026-11-20T10:00:00Z',
    body: '{"id":"x","token":"***"}',
    ...more,
  };
}

const ONE = event('run/1');
const TWO = event('run/2');
const BAD = event('run/3', {
  status: 'rejected',
  reason: 'version must not be empty',
});
const SOURCES = [
  { source: 'jenkins', rejected: 1, unmapped: 2 },
  { source: 'pager', rejected: 0, unmapped: 4 },
];

/** Serves events; returns the query of each request. */
function serve(
  options: {
    items?: IngestedEvent[];
    total?: number;
    more?: IngestedEvent[];
  } = {},
) {
  const { items = [ONE, TWO, BAD], more = [] } = options;
  const requested: Record<string, string>[] = [];
  server.use(
    answers('/dora/events', request => {
      const query = new URL(request.url).searchParams;
      requested.push(Object.fromEntries(query));
      const isSecond = query.get('cursor') === 'next';
      return {
        items: isSecond ? more : items,
        total: options.total ?? items.length + more.length,
        sources: SOURCES,
        ...(more.length > 0 && !isSecond ? { nextCursor: 'next' } : {}),
      };
    }),
    ...[...items, ...more].map(one =>
      answers(`/dora/events/${one.event}`, { ...one }),
    ),
  );
  return requested;
}

/** Serves replays, one response after the other; returns the requests. */
function serveReplays(...results: ReplayResponse[]) {
  const requested: ReplayRequest[] = [];
  server.use(
    http.post(`${BASE_URL}/dora/events/replay`, async ({ request }) => {
      requested.push((await request.json()) as ReplayRequest);
      return HttpResponse.json({ ...results[requested.length - 1] });
    }),
  );
  return requested;
}

const result = (
  one: IngestedEvent,
  more: Partial<ReplayResponse['results'][number]> = {},
): ReplayResponse['results'][number] => ({
  event: one.event,
  source: one.source,
  id: one.id,
  status: one.status,
  reason: one.reason,
  ...more,
});
const accepted = (one: IngestedEvent) =>
  result(one, { status: 'accepted', reason: undefined });

const render = (search = '') => renderApp(`/deployments/dora/events${search}`);
const table = () => screen.findByRole('table', { name: 'Events' });

describe('dead letters', () => {
  it('are listed with status, reason, service, source and time', async () => {
    serve();
    render();
    const rows = within(await table()).getAllByRole('row');
    expect(rows).toHaveLength(4);
    expect(rows[1]).toHaveTextContent(
      /Deployment run\/1.*Unmapped.*No entity in the catalog has "old-basket".*old-basket.*jenkins.*ago/,
    );
    expect(rows[3]).toHaveTextContent(/Rejected.*version must not be empty/);
    expect(screen.getByText('3 of 3 events')).toBeInTheDocument();
    await waitFor(() =>
      expect(document.title).toMatch(
        /^Events that could not be processed \| Deployments \| /,
      ),
    );
    expect(
      screen.getByRole('link', { name: 'Delivery metrics' }),
    ).toHaveAttribute('href', '/deployments/dora');
  });

  it('are filtered by the address', async () => {
    const requested = serve();
    render(
      '?which=rejected&source=pager&text=version&since=2026-11-01T00%3A00%3A00Z&until=2026-11-22T00%3A00%3A00Z',
    );
    await table();
    expect(requested).toEqual([
      {
        status: 'rejected',
        source: 'pager',
        text: 'version',
        since: '2026-11-01T00:00:00.000Z',
        until: '2026-11-22T00:00:00.000Z',
        limit: '50',
      },
    ]);
    expect(screen.getByText(/^Fix it|Rejected: the event/)).toBeInTheDocument();
  });

  it('are filtered by the filters, which can be cleared', async () => {
    const requested = serve();
    const user = userEvent.setup();
    render();
    await table();
    await user.click(screen.getByRole('button', { name: /^Show/ }));
    await user.click(await screen.findByRole('option', { name: 'Unmapped' }));
    await user.click(screen.getByRole('button', { name: /^Source/ }));
    await user.click(await screen.findByRole('option', { name: 'pager (4)' }));
    await user.type(
      screen.getByRole('searchbox', { name: 'Search' }),
      'basket',
    );
    await waitFor(() =>
      expect(requested[requested.length - 1]).toEqual({
        status: 'unmapped',
        source: 'pager',
        text: 'basket',
        limit: '50',
      }),
    );
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    await waitFor(() =>
      expect(requested[requested.length - 1]).toEqual({ limit: '50' }),
    );
    expect(screen.getByRole('searchbox', { name: 'Search' })).toHaveValue('');
  });

  it('load page by page', async () => {
    serve({ items: [ONE, TWO], more: [BAD] });
    const user = userEvent.setup();
    render();
    await user.click(await screen.findByRole('button', { name: 'Load more' }));
    expect(await screen.findByText('3 of 3 events')).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Load more' }),
    ).not.toBeInTheDocument();
  });

  it('show the received data by their address', async () => {
    serve();
    const user = userEvent.setup();
    render('?event=record-run-1');
    const dialog = await screen.findByRole('dialog', {
      name: 'Deployment run/1',
    });
    expect(dialog).toHaveTextContent(/"token": "\*\*\*"/);
    expect(dialog).toHaveTextContent(/Anything that looked like a secret/);
    await user.click(within(dialog).getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    await user.click(
      await screen.findByRole('button', { name: 'Deployment run/3' }),
    );
    expect(
      await screen.findByRole('dialog', { name: 'Deployment run/3' }),
    ).toHaveTextContent(/Rejected.*version must not be empty/);
  });

  it('say that an event no longer exists', async () => {
    serve();
    server.use(
      http.get(`${BASE_URL}/dora/events/gone`, () =>
        refusal(404, 'NotFoundError', 'There is no event "gone"'),
      ),
    );
    render('?event=gone');
    expect(
      await screen.findByText('This event no longer exists.'),
    ).toBeInTheDocument();
  });

  it('from the future include accepted events, which cannot be selected', async () => {
    const requested = serve({
      items: [
        event('ahead', {
          status: 'accepted',
          skewed: true,
          service: 'component:default/checkout',
          reason: 'finishedAt is 1.0 h in the future',
          body: '',
        }),
      ],
    });
    render('?which=future');
    const row = within(await table()).getAllByRole('row')[1];
    expect(row).toHaveTextContent(/Accepted/);
    expect(within(row).getByRole('checkbox', { hidden: true })).toBeDisabled();
    expect(requested[0]).toEqual({ skewed: 'true', limit: '50' });
    expect(
      screen.queryByRole('button', { name: /matching/ }),
    ).not.toBeInTheDocument();
  });

  it('are a list on a narrow screen', async () => {
    onNarrowScreen();
    serve();
    render();
    const list = await screen.findByRole('list', { name: 'Events' });
    expect(within(list).getAllByRole('listitem')).toHaveLength(3);
    expect(
      within(list).getByRole('checkbox', { name: 'Select Deployment run/1' }),
    ).toBeInTheDocument();
  });
});

describe('reprocessing events', () => {
  it('asks for confirmation, reprocesses the selected events, and shows the results', async () => {
    serve();
    const requested = serveReplays({ results: [accepted(ONE), result(BAD)] });
    const user = userEvent.setup();
    render();
    await table();
    expect(
      screen.getByRole('button', { name: /Reprocess 0 selected/ }),
    ).toBeDisabled();
    for (const name of ['run/1', 'run/3']) {
      await user.click(
        screen.getByRole('checkbox', { name: `Select Deployment ${name}` }),
      );
    }
    await user.click(
      screen.getByRole('button', { name: 'Reprocess 2 selected events…' }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: 'Reprocess 2 events?',
    });
    expect(dialog).toHaveTextContent(/can't be undone/);
    expect(requested).toEqual([]);

    serve({ items: [TWO, BAD] });
    await user.click(
      within(dialog).getByRole('button', { name: 'Reprocess events' }),
    );
    expect(
      await within(dialog).findByText('1 of 2 events accepted.'),
    ).toBeInTheDocument();
    expect(dialog).toHaveTextContent("1 event wasn't accepted:");
    expect(dialog).toHaveTextContent('1 × version must not be empty');
    expect(requested).toEqual([{ events: [ONE.event, BAD.event] }]);
    await user.click(within(dialog).getByRole('button', { name: 'Close' }));
    // The list is up to date again, and nothing is selected.
    expect(await screen.findByText('2 of 2 events')).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: /Reprocess 0 selected/ }),
    ).toBeDisabled();
  });

  it('reprocesses all matching events page by page, including those not shown', async () => {
    serve({ items: [ONE], total: 4 });
    const requested = serveReplays(
      { results: [accepted(ONE), result(TWO), result(BAD)], nextCursor: 'n' },
      { results: [result(TWO)] },
    );
    const user = userEvent.setup();
    render('?source=jenkins&text=run');
    await user.click(
      await screen.findByRole('button', {
        name: 'Reprocess all 4 matching events…',
      }),
    );
    const dialog = await screen.findByRole('dialog');
    await user.click(
      within(dialog).getByRole('button', { name: 'Reprocess events' }),
    );
    expect(
      await within(dialog).findByText('1 of 4 events accepted.'),
    ).toBeInTheDocument();
    expect(
      within(dialog)
        .getAllByRole('listitem')
        .map(item => item.textContent),
    ).toEqual([
      '2 × No entity in the catalog has "old-basket"',
      '1 × version must not be empty',
    ]);
    const match = { source: 'jenkins', text: 'run' };
    expect(requested).toEqual([{ match }, { match, cursor: 'n' }]);
  });

  it('can be stopped between two requests', async () => {
    serve({ items: [ONE], total: 300 });
    let answer = () => {};
    const requested: unknown[] = [];
    server.use(
      http.post(`${BASE_URL}/dora/events/replay`, async () => {
        requested.push(1);
        await new Promise<void>(resolve => {
          answer = resolve;
        });
        return HttpResponse.json({ results: [accepted(ONE)], nextCursor: 'n' });
      }),
    );
    const user = userEvent.setup();
    render();
    await user.click(
      await screen.findByRole('button', { name: /Reprocess all 300/ }),
    );
    await user.click(screen.getByRole('button', { name: 'Reprocess events' }));
    await waitFor(() => expect(requested).toHaveLength(1));
    await user.click(
      await screen.findByRole('button', { name: 'Stop reprocessing' }),
    );
    answer();
    expect(
      await screen.findByText('Stopped after 1 of 300 events.'),
    ).toBeInTheDocument();
    expect(requested).toHaveLength(1);
  });

  it('shows an error, and what was accepted before it', async () => {
    serve({ items: [ONE], total: 4 });
    let requests = 0;
    server.use(
      http.post(`${BASE_URL}/dora/events/replay`, () => {
        requests += 1;
        return requests === 1
          ? HttpResponse.json({ results: [accepted(ONE)], nextCursor: 'n' })
          : refusal(
              503,
              'ServiceUnavailableError',
              'The catalog is not available. Try again in a moment.',
            );
      }),
    );
    const user = userEvent.setup();
    render();
    await user.click(
      await screen.findByRole('button', { name: /Reprocess all/ }),
    );
    await user.click(screen.getByRole('button', { name: 'Reprocess events' }));
    expect(
      await screen.findByText(
        'The catalog is not available. Try again in a moment.',
      ),
    ).toBeInTheDocument();
    expect(screen.getByText('The event was accepted.')).toBeInTheDocument();
  });

  it('reprocesses one event from its details, which show the result', async () => {
    serve();
    const requested = serveReplays({ results: [accepted(ONE)] });
    const user = userEvent.setup();
    render('?event=record-run-1');
    const detail = await screen.findByRole('dialog', {
      name: 'Deployment run/1',
    });
    await user.click(
      await within(detail).findByRole('button', { name: 'Reprocess event…' }),
    );
    serve({ items: [{ ...ONE, status: 'accepted', body: '' }] });
    await user.click(
      await screen.findByRole('button', { name: 'Reprocess events' }),
    );
    const outcome = await screen.findByRole('dialog', {
      name: 'Results',
    });
    await user.click(within(outcome).getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(detail).toHaveTextContent('Accepted'));
    expect(detail).toHaveTextContent(
      /Not stored, because the event was accepted/,
    );
    expect(requested).toEqual([{ events: [ONE.event] }]);
  });
});

describe('the dead letters page without events', () => {
  it('says that all events were processed', async () => {
    serve({ items: [] });
    render();
    expect(
      await screen.findByText('No unprocessed events'),
    ).toBeInTheDocument();
  });

  it('says that no event matches', async () => {
    serve({ items: [] });
    render('?text=nothing');
    expect(
      await screen.findByText('No events match these filters.'),
    ).toBeInTheDocument();
  });

  it('says who has access', async () => {
    server.use(
      http.get(`${BASE_URL}/dora/events`, () =>
        refusal(
          403,
          'NotAllowedError',
          "You don't have permission to manage the delivery metrics.",
        ),
      ),
    );
    render();
    expect(
      await screen.findByText("You don't have access to these events"),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/permission to manage the delivery metrics/),
    ).toBeInTheDocument();
  });

  it('shows an error, and recovers on retry', async () => {
    let failing = true;
    serve();
    server.use(
      http.get(`${BASE_URL}/dora/events`, () =>
        failing
          ? refusal(500, 'Error', 'The database is away')
          : HttpResponse.json({ items: [ONE], total: 1, sources: [] }),
      ),
    );
    const user = userEvent.setup();
    render();
    expect(
      (await screen.findAllByText(/The database is away/))[0],
    ).toBeInTheDocument();
    failing = false;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('1 of 1 events')).toBeInTheDocument();
  });
});
