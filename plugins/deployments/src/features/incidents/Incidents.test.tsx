import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { incident } from '../../__testUtils__/doraFixtures';
import { SERVICE } from '../../__testUtils__/fixtures';
import { ENTITY } from '../../__testUtils__/entities';
import { renderEntityPage } from '../../__testUtils__/renderApp';
import {
  answers,
  BASE_URL,
  doraHandlers,
  refusal,
  server,
  withServer,
} from '../../__testUtils__/server';

jest.setTimeout(120_000);
withServer();
// Charts load when they are needed, which takes a test longer than a browser.
beforeAll(async () => {
  await Promise.all([
    import('../deliveryMetrics/charts/TrendChart'),
    import('../deliveryMetrics/charts/LeadTimeScatter'),
    import('../deliveryMetrics/charts/FailureTimeline'),
  ]);
}, 120_000);
// What a test answers otherwise stands before these.
beforeEach(() => {
  server.use(...doraHandlers());
});

function render(options?: Parameters<typeof renderEntityPage>[2]) {
  renderEntityPage('doraTab', '', options);
}

const section = () => screen.findByRole('region', { name: 'Incidents' });
const item = async (name: string) =>
  within(await section()).findByRole('listitem', { name });

/** Records what is sent to a path, and answers with an incident. */
function record(method: 'post' | 'put' | 'delete', path: string) {
  const sent: unknown[] = [];
  server.use(
    http[method](`${BASE_URL}/dora${path}`, async ({ request, params }) => {
      const text = await request.text();
      const key = request.headers.get('idempotency-key');
      sent.push({
        ...params,
        ...(key ? { key } : {}),
        ...(text ? { body: JSON.parse(text) } : {}),
      });
      return HttpResponse.json(incident());
    }),
  );
  return sent;
}

describe('the incidents of a service', () => {
  it('show their status, duration and linked deployments', async () => {
    server.use(
      answers('/dora/incidents', {
        items: [
          incident(),
          incident({
            id: 'i2',
            title: 'Slow pages',
            source: 'pagerduty',
            environment: 'qa',
            openedBy: undefined,
            resolvedAt: '2026-11-21T10:30:00Z',
            resolvedBy: 'user:default/ben',
            links: [
              {
                deployment: 'd9',
                role: 'fixed',
                origin: 'person',
                by: 'user:default/ben',
                version: '1.5.1',
              },
            ],
          }),
        ],
      }),
    );
    render();
    const open = await item('Payments fail');
    expect(open).toHaveTextContent('Open');
    expect(open).toHaveTextContent(
      /Caused by 1\.5\.0 → production \(inferred\)/,
    );
    const over = await item('Slow pages');
    expect(over).toHaveTextContent(/Resolved.*lasted 30 min/);
    expect(over).toHaveTextContent(/from pagerduty · qa · resolved by/);
    expect(over).toHaveTextContent('No deployment is linked as its cause.');
    expect(over).toHaveTextContent(/Fixed by 1\.5\.1 \(linked by a person/);
    expect(
      within(over).queryByRole('button', { name: 'Resolve incident…' }),
    ).not.toBeInTheDocument();
  });

  it('start with the incident of a link, however old it is', async () => {
    const old = incident({ id: 'i99', title: 'Long ago' });
    server.use(answers('/dora/incidents/i99', old));
    renderEntityPage('doraTab', '?incident=i99');
    await item('Payments fail');
    const [first, second] = within(await section()).getAllByRole('listitem', {
      name: /Long ago|Payments fail/,
    });
    expect(first).toHaveAccessibleName('Long ago');
    expect(first).toHaveAttribute('aria-current', 'true');
    expect(second).not.toHaveAttribute('aria-current');
  });

  it.each([
    ['there is not', () => refusal(404, 'NotFoundError', 'There is none')],
    [
      'is of another service',
      () =>
        HttpResponse.json(
          incident({ id: 'i99', service: 'component:default/other' }),
        ),
    ],
  ])('are shown where a link leads to one that %s', async (_name, answer) => {
    server.use(http.get(`${BASE_URL}/dora/incidents/i99`, answer));
    renderEntityPage('doraTab', '?incident=i99');
    await item('Payments fail');
    expect(screen.getByText(/^The incident in this link/)).toBeInTheDocument();
  });

  it('are opened once, with description, start and cause', async () => {
    const sent = record('post', '/incidents');
    const user = userEvent.setup();
    render();
    await item('Payments fail');
    await user.click(
      within(await section()).getByRole('button', { name: 'Open incident…' }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: 'Open an incident for Checkout',
    });
    const confirm = within(dialog).getByRole('button', {
      name: 'Open incident',
    });
    expect(confirm).toBeDisabled();
    await user.type(
      within(dialog).getByRole('textbox', { name: /What's wrong/ }),
      ' Carts are lost ',
    );
    fireEvent.change(within(dialog).getByLabelText('Users affected since'), {
      target: { value: '2126-01-01T10:00' },
    });
    expect(dialog).toHaveTextContent('This time is in the future.');
    expect(confirm).toBeDisabled();
    fireEvent.change(within(dialog).getByLabelText('Users affected since'), {
      target: { value: '2026-11-20T10:00' },
    });
    await user.type(
      within(dialog).getByRole('textbox', { name: 'Link' }),
      'chat.example.com',
    );
    expect(dialog).toHaveTextContent('Enter a web address');
    expect(confirm).toBeDisabled();
    await user.clear(within(dialog).getByRole('textbox', { name: 'Link' }));
    await user.click(within(dialog).getByRole('button', { name: /Caused by/ }));
    await user.click(await screen.findByRole('option', { name: /1\.5\.0/ }));
    await user.dblClick(confirm);
    await waitFor(() =>
      expect(sent).toEqual([
        {
          key: expect.stringMatching(/^[0-9a-f]{32}$/),
          body: {
            service: SERVICE,
            title: 'Carts are lost',
            startedAt: new Date('2026-11-20T10:00').toISOString(),
            causedBy: 'd2',
          },
        },
      ]),
    );
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
  });

  it('are resolved, but not before their start', async () => {
    const sent = record('post', '/incidents/:incident/resolve');
    const user = userEvent.setup();
    render();
    await user.click(
      within(await item('Payments fail')).getByRole('button', {
        name: 'Resolve incident…',
      }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: 'Resolve “Payments fail”',
    });
    const confirm = within(dialog).getByRole('button', {
      name: 'Resolve incident',
    });
    const until = within(dialog).getByLabelText(
      'Users no longer affected since',
    );
    fireEvent.change(until, { target: { value: '2026-11-01T10:00' } });
    expect(dialog).toHaveTextContent('This is before the incident started.');
    expect(confirm).toBeDisabled();
    fireEvent.change(until, { target: { value: '' } });
    await user.click(confirm);
    await waitFor(() => expect(sent).toEqual([{ incident: 'i1', body: {} }]));
  });

  it('are linked to the deployment that fixed them', async () => {
    const sent = record('put', '/incidents/:incident/links/:deployment/:role');
    const user = userEvent.setup();
    render();
    await user.click(
      within(await item('Payments fail')).getByRole('button', {
        name: 'Link deployment…',
      }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: /^Link a deployment to/,
    });
    const confirm = within(dialog).getByRole('button', {
      name: 'Link deployment',
    });
    expect(confirm).toBeDisabled();
    await user.click(
      within(dialog).getByRole('button', { name: /^Deployment/ }),
    );
    await user.click(
      (
        await screen.findAllByRole('option', { name: /1\.4\.2/ })
      )[0],
    );
    await user.click(within(dialog).getByRole('radio', { name: /^fixed/ }));
    await user.click(confirm);
    await waitFor(() =>
      expect(sent).toEqual([
        { incident: 'i1', deployment: 'd1', role: 'fixed' },
      ]),
    );
  });

  it('are unlinked after a confirmation, which shows a refusal', async () => {
    server.use(
      http.delete(
        `${BASE_URL}/dora/incidents/:incident/links/:deployment/:role`,
        () =>
          refusal(
            403,
            'NotAllowedError',
            "You don't have permission to report incidents.",
          ),
      ),
    );
    const user = userEvent.setup();
    render();
    await user.click(
      within(await item('Payments fail')).getByRole('button', {
        name: 'Unlink 1.5.0',
      }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent(
      '1.5.0 no longer counts as failed because of this incident',
    );
    await user.click(
      within(dialog).getByRole('button', { name: 'Unlink deployment' }),
    );
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      "You don't have permission to report incidents.",
    );
    const sent = record(
      'delete',
      '/incidents/:incident/links/:deployment/:role',
    );
    await user.click(
      within(dialog).getByRole('button', { name: 'Unlink deployment' }),
    );
    await waitFor(() =>
      expect(sent).toEqual([
        { incident: 'i1', deployment: 'd2', role: 'caused' },
      ]),
    );
  });

  it('are read-only without the permission to write, which the page explains', async () => {
    render({
      denied: ['deployments.incident.write'],
      // Decisions are remembered from test to test, for each service.
      entity: { ...ENTITY, metadata: { name: 'storefront' } },
    });
    const open = await item('Payments fail');
    await screen.findByText(/You need permission to open or resolve/);
    expect(within(open).queryByRole('button')).not.toBeInTheDocument();
    expect(
      within(await section()).queryByRole('button', { name: 'Open incident…' }),
    ).not.toBeInTheDocument();
  });

  it('say that there are none, and what to do when users are affected', async () => {
    server.use(answers('/dora/incidents', { items: [] }));
    render();
    expect(
      await screen.findByText(
        'No incidents yet. Open one when users are affected.',
      ),
    ).toBeInTheDocument();
  });

  it('show an error if they cannot be loaded', async () => {
    server.use(
      http.get(`${BASE_URL}/dora/incidents`, () =>
        refusal(500, 'Error', 'The database is away'),
      ),
    );
    render();
    expect(
      (await within(await section()).findAllByText(/The database is away/))[0],
    ).toBeInTheDocument();
  });

  it('are above the metrics of the service, which have no filter for other services', async () => {
    const requested: string[] = [];
    server.use(
      http.get(`${BASE_URL}/dora/metrics`, ({ request }) => {
        requested.push(new URL(request.url).searchParams.get('service') ?? '');
        return undefined;
      }),
    );
    render();
    expect(
      await screen.findByRole('region', { name: 'Change fail rate' }),
    ).toBeInTheDocument();
    expect(requested[0]).toBe(SERVICE);
    expect(
      screen.queryByRole('textbox', { name: 'Team' }),
    ).not.toBeInTheDocument();
  });
});
