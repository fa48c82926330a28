import type { DriftItem } from '@slipway/backstage-plugin-deployments-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { ago, driftItem } from '../../__testUtils__/driftFixtures';
import { SERVICE, STAGING } from '../../__testUtils__/fixtures';
import { onNarrowScreen } from '../../__testUtils__/narrowScreen';
import { renderApp } from '../../__testUtils__/renderApp';
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

const TITLE = 'Drift by service environment';

const UNDEPLOYED = driftItem({
  environment: STAGING,
  drift: {
    id: 'drift-2',
    message: '1.2.0 runs here, but was not deployed with Slipway.',
    observed: '1.2.0',
  },
  managedBy: undefined,
  changedBy: undefined,
  actions: { resolveDrift: false },
});

const STOPPED = driftItem({
  environment: STAGING,
  drift: {
    id: 'drift-3',
    message: '1.4.2 should run here, but nothing does.',
    expected: '1.4.2',
  },
  since: undefined,
  observedAt: ago(180),
});

/** Serves these pages, and returns the queries that were sent. */
function serveDrift(...pages: DriftItem[][]): URLSearchParams[] {
  const queries: URLSearchParams[] = [];
  server.use(
    answers('/drift', request => {
      const query = new URL(request.url).searchParams;
      queries.push(query);
      const index = Number(query.get('cursor') ?? 0);
      return {
        items: pages[index],
        nextCursor: index + 1 < pages.length ? String(index + 1) : undefined,
      };
    }),
    ...everydayHandlers(),
  );
  return queries;
}

const findTable = () => screen.findByRole('table', { name: TITLE });

describe('the list of drift', () => {
  it('says what should run, what runs, since when and who changed it', async () => {
    serveDrift([driftItem(), UNDEPLOYED, STOPPED]);
    renderApp('/deployments/drift');
    const [, changed, undeployed, stopped] = within(
      await findTable(),
    ).getAllByRole('row');
    expect(
      within(changed).getByRole('link', { name: /checkout/i }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/component/checkout/deployments',
    );
    expect(changed).toHaveTextContent('Production');
    expect(changed).toHaveTextContent('1.4.1');
    expect(changed).toHaveTextContent(/1\.3\.0since 2 h/);
    expect(changed).toHaveTextContent('kubectl-edit');
    expect(changed).toHaveTextContent('Managed by Helm release checkout');
    expect(changed).not.toHaveTextContent('last observed');
    expect(undeployed).toHaveTextContent('Nothing was deployed with Slipway');
    expect(undeployed).toHaveTextContent('Not known');
    expect(stopped).toHaveTextContent(/Nothing.*last observed 3 h/);
  });

  it('is a tab of the page', async () => {
    serveDrift([]);
    renderApp('/deployments');
    await userEvent.click(await screen.findByRole('tab', { name: 'Drift' }));
    expect(
      await screen.findByText('Everything runs as deployed'),
    ).toBeInTheDocument();
  });

  it('is a list on narrow screens', async () => {
    onNarrowScreen();
    serveDrift([driftItem()]);
    renderApp('/deployments/drift');
    const list = await screen.findByRole('list', { name: TITLE });
    expect(list).toHaveTextContent('Should run1.4.1');
    expect(screen.queryByRole('table')).not.toBeInTheDocument();
  });

  it.each([
    ['adopt', 'Adopt running version…', 'Adopt version', /was adopted/],
    [
      'overwrite',
      'Allow overwriting…',
      'Allow overwriting',
      /may overwrite what is running/,
    ],
  ])(
    'lets a person %s it, with a reason, and removes the row',
    async (choice, action, confirm, result) => {
      const sent: unknown[] = [];
      serveDrift([driftItem()]);
      server.use(
        http.post(
          `${BASE_URL}/services/:ref/environments/:environment/drift`,
          async ({ request, params }) => {
            sent.push([params.ref, params.environment, await request.json()]);
            return HttpResponse.json({});
          },
        ),
      );
      const user = userEvent.setup();
      renderApp('/deployments/drift');
      await user.click(
        await screen.findByRole('button', {
          name: `${action} Checkout in Production`,
        }),
      );
      const dialog = screen.getByRole('dialog');
      const button = within(dialog).getByRole('button', { name: confirm });
      expect(button).toBeDisabled();
      await user.type(within(dialog).getByLabelText(/Reason/), 'It was me');
      await user.click(button);
      expect(await screen.findByText(result)).toBeInTheDocument();
      expect(screen.queryByRole('table')).not.toBeInTheDocument();
      expect(sent).toEqual([
        [
          SERVICE,
          'production',
          { choice, reason: 'It was me', drift: 'drift-1' },
        ],
      ]);
    },
  );

  it('keeps the row if the decision is refused, and says why', async () => {
    serveDrift([driftItem()]);
    server.use(
      http.post(
        `${BASE_URL}/services/:ref/environments/:environment/drift`,
        () =>
          refusal(409, 'ConflictError', 'production has changed since then.'),
      ),
    );
    const user = userEvent.setup();
    renderApp('/deployments/drift');
    await user.click(
      await screen.findByRole('button', { name: /Adopt running version/ }),
    );
    const dialog = screen.getByRole('dialog');
    await user.type(within(dialog).getByLabelText(/Reason/), 'It was me');
    await user.click(
      within(dialog).getByRole('button', { name: 'Adopt version' }),
    );
    expect(
      await within(dialog).findByText(/production has changed since then/),
    ).toBeInTheDocument();
    await user.click(within(dialog).getByRole('button', { name: /Back/ }));
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(await findTable()).toHaveTextContent('1.3.0');
  });

  it('says which permission is missing', async () => {
    serveDrift([UNDEPLOYED]);
    renderApp('/deployments/drift');
    expect(await findTable()).toHaveTextContent(
      'You need permission to override blockers.',
    );
    expect(
      within(await findTable()).queryByRole('button'),
    ).not.toBeInTheDocument();
  });

  it('sends the filters of the address, and stores chosen ones there', async () => {
    const queries = serveDrift([driftItem()]);
    const user = userEvent.setup();
    renderApp('/deployments/drift?owner=mine&environment=production');
    await findTable();
    expect(queries[0].getAll('owner')).toEqual([
      'user:default/ana',
      'group:default/shop',
    ]);
    expect(queries[0].get('environment')).toBe('production');
    await user.click(screen.getByLabelText('Environment'));
    await user.click(await screen.findByRole('option', { name: 'Staging' }));
    await waitFor(() =>
      expect(queries.at(-1)?.get('environment')).toBe('staging'),
    );
    await user.click(
      await screen.findByRole('button', { name: 'Clear filters' }),
    );
    await waitFor(() => expect(queries.at(-1)?.get('environment')).toBeNull());
    expect(queries.at(-1)?.getAll('owner')).toEqual([]);
  });

  it('can leave out what Slipway has never deployed', async () => {
    const queries = serveDrift([driftItem()]);
    const user = userEvent.setup();
    renderApp('/deployments/drift?deployed=perhaps');
    await findTable();
    expect(queries[0].get('deployed')).toBeNull();
    await user.click(screen.getByLabelText('Kind'));
    await user.click(
      await screen.findByRole('option', { name: 'Changed after a deployment' }),
    );
    await waitFor(() => expect(queries.at(-1)?.get('deployed')).toBe('true'));
  });

  it('keeps an owner of the address that is not offered', async () => {
    const queries = serveDrift([driftItem()]);
    renderApp('/deployments/drift?owner=group:default/payments');
    await findTable();
    expect(queries[0].getAll('owner')).toEqual(['group:default/payments']);
    expect(screen.getByLabelText('Owner')).toHaveTextContent('payments');
  });

  it('says that nothing matches the filters', async () => {
    serveDrift([]);
    renderApp('/deployments/drift?environment=staging');
    expect(
      await screen.findByText('No drift matches these filters.'),
    ).toBeInTheDocument();
  });

  it('loads more, also after an empty page', async () => {
    serveDrift([], [driftItem()], [STOPPED]);
    const user = userEvent.setup();
    renderApp('/deployments/drift');
    await user.click(
      await screen.findByRole('button', { name: 'Search the rest' }),
    );
    expect(within(await findTable()).getAllByRole('row')).toHaveLength(2);
    await user.click(screen.getByRole('button', { name: 'Show more' }));
    await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(3));
    expect(
      screen.queryByRole('button', { name: 'Show more' }),
    ).not.toBeInTheDocument();
  });

  it('shows an error with a retry, and recovers', async () => {
    let failing = true;
    server.use(
      http.get(`${BASE_URL}/drift`, () =>
        failing
          ? refusal(500, 'Error', 'The database is away')
          : HttpResponse.json({ items: [driftItem()] }),
      ),
      ...everydayHandlers(),
    );
    const user = userEvent.setup();
    renderApp('/deployments/drift');
    const again = await screen.findByRole('button', { name: 'Try again' });
    expect(screen.getAllByText(/The database is away/)[0]).toBeInTheDocument();
    failing = false;
    await user.click(again);
    expect(await findTable()).toHaveTextContent('1.3.0');
  });
});
