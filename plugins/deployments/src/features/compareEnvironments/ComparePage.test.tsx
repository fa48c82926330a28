import type { ComparedService } from '@slipway/backstage-plugin-deployments-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import {
  comparedService,
  overview,
  PAYMENTS,
  PRODUCTION,
  SERVICE,
  STAGING,
  V141,
} from '../../__testUtils__/fixtures';
import { onNarrowScreen } from '../../__testUtils__/narrowScreen';
import { renderApp, renderEntityPage } from '../../__testUtils__/renderApp';
import {
  answers,
  BASE_URL,
  everydayHandlers,
  refusal,
  server,
  withServer,
} from '../../__testUtils__/server';

jest.setTimeout(60_000);
withServer();

const TABLE = 'Staging compared with Production';

const HELD = comparedService({
  service: {
    entityRef: PAYMENTS,
    name: 'payments',
    title: 'Payments',
    owner: 'group:default/pay',
  },
  blockers: [{ kind: 'hold', message: 'On hold: errors' }],
});

const SAME = comparedService({
  service: { entityRef: 'component:default/search', name: 'search' },
  state: 'same',
  to: { version: V141, since: '2026-11-20T09:00:00Z' },
  diff: undefined,
  commitCount: 0,
  actions: { promote: false },
});

/** Serves a comparison, and returns the queries that were sent. */
function serveComparison(
  items: ComparedService[],
  totalItems = items.length,
): URLSearchParams[] {
  const queries: URLSearchParams[] = [];
  server.use(
    answers('/comparison', request => {
      queries.push(new URL(request.url).searchParams);
      return { from: STAGING, to: PRODUCTION, items, totalItems };
    }),
    ...everydayHandlers(),
  );
  return queries;
}

const findTable = () => screen.findByRole('table', { name: TABLE });

const NOWHERE = comparedService({
  service: { entityRef: 'component:default/new', name: 'new' },
  state: 'nothing_to_promote',
  from: undefined,
  to: undefined,
  diff: undefined,
  commitCount: 0,
  actions: { promote: false },
});

describe('the comparison of two environments', () => {
  it('says that nothing is deployed in either', async () => {
    serveComparison([NOWHERE]);
    renderApp('/deployments/compare');
    expect(
      await screen.findByText('Nothing is deployed in either environment.'),
    ).toBeVisible();
  });

  it('proposes nothing that is on hold where it comes from', async () => {
    const { from } = comparedService();
    serveComparison([
      comparedService({
        from: {
          ...from!,
          hold: {
            reason: 'Inventory week',
            by: 'user:default/bo',
            at: '2026-11-20T09:00:00Z',
          },
        },
      }),
    ]);
    renderApp('/deployments/compare');
    const table = await findTable();
    expect(table).toHaveTextContent('On hold in StagingInventory week');
    expect(table).not.toHaveTextContent('Ready to promote');
    expect(
      screen.queryByRole('button', { name: /that (is|are) ready/ }),
    ).not.toBeInTheDocument();
  });

  it('shows both versions, how far they are apart, and what blocks the promotion', async () => {
    const queries = serveComparison([comparedService(), HELD, SAME, NOWHERE]);
    renderApp('/deployments/compare');
    const [, checkout, payments, ...others] = within(
      await findTable(),
    ).getAllByRole('row');
    expect(Object.fromEntries(queries[0])).toEqual({
      from: 'staging',
      to: 'production',
    });
    await waitFor(() =>
      expect(document.title).toMatch(/^Compare Staging with Production \| /),
    );
    expect(checkout).toHaveTextContent('1.4.2');
    expect(checkout).toHaveTextContent('1.4.1');
    expect(
      within(checkout).getByRole('link', { name: '1.4.2' }),
    ).toHaveAttribute('href', '/deployments/d7');
    expect(checkout).toHaveTextContent('Production is behind');
    expect(checkout).toHaveTextContent('3 commits, 2 d');
    expect(checkout).toHaveTextContent('Ready to promote');
    expect(payments).toHaveTextContent('On hold: errors');
    // Without a difference, a service is left out.
    expect(others).toEqual([]);
    expect(screen.getByText('2 services differ.')).toBeInTheDocument();
  });

  it('lists the commits on demand, with authors and links', async () => {
    serveComparison([comparedService()]);
    const user = userEvent.setup();
    renderApp('/deployments/compare');
    expect(await findTable()).not.toHaveTextContent('Round totals once');
    await user.click(screen.getByLabelText(/Show commits of Checkout/));
    expect(await screen.findByText('Round totals once')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: /^a1b2c3d/ })).toHaveAttribute(
      'href',
      'https://git.example.com/checkout/commit/a1b2c3d4e5f6',
    );
    expect(await findTable()).toHaveTextContent('Ana');
    expect(await findTable()).toHaveTextContent('The 1 newest of 3 commits:');
  });

  it('sends what the address asks for, and stores choices there', async () => {
    const queries = serveComparison([comparedService(), HELD]);
    const user = userEvent.setup();
    renderApp(
      `/deployments/compare?from=production&to=staging&owner=mine&service=${SERVICE}`,
    );
    await waitFor(() => expect(queries).toHaveLength(1));
    expect(queries[0].get('from')).toBe('production');
    expect(queries[0].getAll('owner')).toEqual([
      'user:default/ana',
      'group:default/shop',
    ]);
    expect(queries[0].getAll('service')).toEqual([SERVICE]);
    await user.click(
      await screen.findByRole('button', { name: 'Show all services' }),
    );
    await waitFor(() => expect(queries.at(-1)?.getAll('service')).toEqual([]));
    await user.click(
      await screen.findByRole('button', { name: 'Swap environments' }),
    );
    await waitFor(() => expect(queries.at(-1)?.get('from')).toBe('staging'));
    await user.click(await screen.findByLabelText('System'));
    await user.click(await screen.findByRole('option', { name: 'store' }));
    await waitFor(() =>
      expect(queries.at(-1)?.get('system')).toBe('system:default/store'),
    );
  });

  it('shows services with the same version on demand', async () => {
    serveComparison([comparedService(), SAME]);
    const user = userEvent.setup();
    renderApp('/deployments/compare');
    await findTable();
    await user.click(screen.getByLabelText('Only differences'));
    expect(await findTable()).toHaveTextContent('Same version');
    // There is nothing to promote.
    expect(
      within(within(await findTable()).getAllByRole('row')[2]).getByRole(
        'checkbox',
        { hidden: true },
      ),
    ).toBeDisabled();
  });

  it('says that everything is the same, that nothing matches, and that there is more', async () => {
    serveComparison([SAME], 700);
    const { unmount } = renderApp('/deployments/compare');
    expect(
      await screen.findByText(/run the same version of every service/),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/Only the first 1 of 700 services/),
    ).toBeInTheDocument();
    unmount();
    serveComparison([]);
    renderApp('/deployments/compare?q=none');
    expect(
      await screen.findByText('No services match these filters.'),
    ).toBeInTheDocument();
  });

  it('says that there are no services yet, if no filter is set', async () => {
    serveComparison([]);
    renderApp('/deployments/compare');
    expect(
      await screen.findByText(/No service has a golden path yet/),
    ).toBeInTheDocument();
  });

  it('downloads what is shown as CSV', async () => {
    serveComparison([comparedService(), SAME]);
    URL.createObjectURL = () => 'blob:test';
    URL.revokeObjectURL = () => {};
    const saved: string[] = [];
    // jsdom cannot follow a link.
    jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(function save(this: HTMLAnchorElement) {
        saved.push(this.download);
      });
    const user = userEvent.setup();
    renderApp('/deployments/compare');
    await findTable();
    await user.click(screen.getByRole('button', { name: 'Download CSV' }));
    expect(saved).toEqual(['staging-production.csv']);
    jest.restoreAllMocks();
  });

  it('is a list on narrow screens', async () => {
    onNarrowScreen();
    serveComparison([comparedService()]);
    renderApp('/deployments/compare');
    const list = await screen.findByRole('list', { name: TABLE });
    expect(list).toHaveTextContent('Staging1.4.2');
    expect(screen.queryByRole('table')).not.toBeInTheDocument();
  });

  it('shows an error with a retry, and recovers', async () => {
    let failing = true;
    server.use(
      http.get(`${BASE_URL}/comparison`, () =>
        failing
          ? refusal(500, 'Error', 'The database is away')
          : HttpResponse.json({
              from: STAGING,
              to: PRODUCTION,
              items: [comparedService()],
              totalItems: 1,
            }),
      ),
      ...everydayHandlers(),
    );
    const user = userEvent.setup();
    renderApp('/deployments/compare');
    const again = await screen.findByRole('button', { name: 'Try again' });
    expect(screen.getAllByText(/The database is away/)[0]).toBeInTheDocument();
    failing = false;
    await user.click(again);
    expect(await findTable()).toHaveTextContent('1.4.2');
  });

  it('says that there is nothing to compare with one environment', async () => {
    server.use(
      answers('/environments', { items: [PRODUCTION] }),
      ...everydayHandlers(),
    );
    renderApp('/deployments/compare');
    expect(
      await screen.findByText(/There is only one environment/),
    ).toBeInTheDocument();
  });

  it('is linked from the list of services and from the tab of a service', async () => {
    server.use(...everydayHandlers());
    const { unmount } = renderApp('/deployments/services');
    expect(
      await screen.findByRole('button', { name: 'Compare environments' }),
    ).toHaveAttribute('href', '/deployments/compare');
    unmount();
    server.use(answers('/services/:ref/overview', overview()));
    renderEntityPage('tab');
    expect(
      await screen.findByRole('link', { name: 'Compare environments' }),
    ).toHaveAttribute(
      'href',
      `/deployments/compare?service=${encodeURIComponent(SERVICE)}`,
    );
  });
});
