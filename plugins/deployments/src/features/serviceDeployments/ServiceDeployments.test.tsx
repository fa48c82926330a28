import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import {
  deploymentSummary,
  overview,
  PRODUCTION_STATE,
  STAGING_STATE,
} from '../../__testUtils__/fixtures';
import { renderEntityPage } from '../../__testUtils__/renderApp';
import {
  answers,
  BASE_URL,
  everydayHandlers,
  refusal,
  server,
  withServer,
} from '../../__testUtils__/server';

jest.setTimeout(90_000);
withServer();

function renderTab() {
  renderEntityPage('tab');
}

async function card(name: string) {
  return screen.findByRole('region', { name });
}

async function openDetails(region: HTMLElement, name: string) {
  await userEvent.click(
    within(region).getByRole('button', { name: `Details of ${name}` }),
  );
}

describe('the deployments of a service', () => {
  it('shows environments in promotion order with version, health and soak', async () => {
    server.use(...everydayHandlers());
    renderTab();
    const staging = await card('Staging');
    const list = screen.getByRole('list', {
      name: 'Environments in promotion order',
    });
    expect(
      within(list)
        .getAllByRole('heading', { level: 3 })
        .map(heading => heading.textContent),
    ).toEqual(['Staging', 'Production']);
    expect(staging).toHaveTextContent('1.4.2');
    expect(
      within(staging).getByRole('link', { name: /a1b2c3d/ }),
    ).toHaveAttribute('href', 'https://git.example.com/checkout/pull/142');
    expect(staging).toHaveTextContent('Healthy');
    expect(staging).toHaveTextContent(
      '99.8 % of 1240 requests succeed · p95 182 ms',
    );
    expect(await card('Production')).toHaveTextContent(
      '1.4.2 is verified in Staging (3 commits, 2 d ahead)',
    );
    expect(staging).not.toHaveTextContent('Checks passed');
    await openDetails(staging, 'Staging');
    expect(staging).toHaveTextContent(
      'Soak time complete: 14 min (needs 10 min)',
    );
    expect(staging).toHaveTextContent('Checks passed');
  });

  it('names a crash loop, how often it was restarted and why', async () => {
    const at = new Date(Date.now() - 120_000).toISOString();
    server.use(
      answers(
        '/services/:ref/overview',
        overview({
          environments: [
            {
              ...STAGING_STATE,
              restarts: { count: 1, crashLoop: false, events: [] },
            },
            {
              ...PRODUCTION_STATE,
              restarts: {
                count: 4,
                crashLoop: true,
                events: [
                  {
                    at,
                    versionName: '1.4.1',
                    cause: 'unresponsive',
                    message: '1.4.1 did not respond on /healthz',
                  },
                ],
              },
            },
          ],
        }),
      ),
      ...everydayHandlers(),
    );
    renderTab();
    const production = await card('Production');
    expect(production).toHaveTextContent('Crash loop · Restarted 4 times');
    expect(production).toHaveTextContent(
      'ago: 1.4.1 did not respond on /healthz',
    );
    const staging = await card('Staging');
    await openDetails(staging, 'Staging');
    expect(staging).toHaveTextContent('Restarted once');
    expect(staging).not.toHaveTextContent('Crash loop');
  });

  it('shows why a deployment waits, until when and who can help', async () => {
    server.use(
      answers(
        '/services/:ref/overview',
        overview({
          environments: [
            STAGING_STATE,
            {
              ...PRODUCTION_STATE,
              review: 'd1',
              traffic: [
                { versionName: '1.4.1', weight: 90 },
                { versionName: '1.4.2', weight: 10 },
              ],
              active: deploymentSummary({
                status: 'waiting',
                trafficWeight: 10,
                blockers: [
                  {
                    kind: 'approval',
                    message: '1 of 2 approvals from release-managers',
                    approvals: { given: 1, needed: 2 },
                    until: new Date(Date.now() + 3_600_000).toISOString(),
                    unblockedBy: ['group:default/release-managers'],
                  },
                ],
              }),
            },
          ],
        }),
      ),
      ...everydayHandlers(),
    );
    renderTab();
    const production = await card('Production');
    expect(production).toHaveTextContent('Waiting for 1 approval');
    expect(
      within(production).getByRole('link', {
        name: 'Review the deployment of 1.4.2',
      }),
    ).toHaveAttribute('href', '/deployments/d1');
    await openDetails(production, 'Production');
    expect(production).toHaveTextContent('Traffic: 1.4.1 90 %, 1.4.2 10 %');
    const active = within(production).getByRole('group', {
      name: 'Deployment of 1.4.2',
    });
    expect(active).toHaveTextContent('Waiting');
    expect(active).toHaveTextContent('step 2 of 2: Watch');
    expect(active).toHaveTextContent('1 of 2 approvals from release-managers');
    expect(active).toHaveTextContent(/until \S+.* left\)/);
    expect(
      within(active).getByRole('link', { name: /release-managers/ }),
    ).toBeInTheDocument();
    expect(within(active).getByRole('link', { name: '1.4.2' })).toHaveAttribute(
      'href',
      '/deployments/d1',
    );
  });

  it('shows a hold once, and that Slipway placed it', async () => {
    const reason =
      'The deployment of 1.4.2 was rolled back: Availability was 91 % for 15 s (needs ≥ 99 %), so checkout in production is running 1.4.1 again; its checks passed.';
    server.use(
      answers(
        '/services/:ref/overview',
        overview({
          environments: [
            {
              ...PRODUCTION_STATE,
              hold: {
                by: 'service:slipway',
                at: '2026-11-21T10:00:00Z',
                reason,
              },
              last: deploymentSummary({
                status: 'rolled_back',
                message:
                  'Availability was 91 % for 15 s (needs ≥ 99 %), so checkout in production is running 1.4.1 again; its checks passed.',
              }),
              queued: [
                deploymentSummary({
                  id: 'd2',
                  status: 'queued',
                  blockers: [
                    {
                      kind: 'hold',
                      message: `On hold: ${reason}`,
                      overridable: true,
                    },
                  ],
                }),
              ],
            },
          ],
        }),
      ),
      ...everydayHandlers(),
    );
    renderTab();
    const production = await card('Production');
    expect(
      within(production).getAllByText(/is running 1\.4\.1 again/),
    ).toHaveLength(1);
    expect(
      within(production).getByText('Slipway (automatic)'),
    ).toBeInTheDocument();
    expect(
      within(production).getByText('Blocked by the hold above.'),
    ).toBeInTheDocument();
  });

  it('says why it is healthy despite bad figures', async () => {
    server.use(
      answers(
        '/services/:ref/overview',
        overview({
          environments: [
            {
              ...PRODUCTION_STATE,
              health: {
                status: 'healthy',
                successRate: 0.93,
                requests: 446,
              },
            },
          ],
        }),
      ),
      ...everydayHandlers(),
    );
    renderTab();
    const production = await card('Production');
    expect(
      within(production).getByText('93 % of 446 requests succeed'),
    ).toBeInTheDocument();
    await openDetails(production, 'Production');
    expect(
      within(production).getByText(
        /counts as healthy, but 7 % of requests are failing/,
      ),
    ).toBeInTheDocument();
  });

  it('lifts a hold once, with a reason', async () => {
    const bodies: unknown[] = [];
    server.use(
      answers(
        '/services/:ref/overview',
        overview({
          environments: [
            {
              ...STAGING_STATE,
              hold: {
                reason: 'error rate 6.1 % > 1 %',
                by: 'user:default/ana',
                at: '2026-11-21T09:00:00Z',
              },
            },
          ],
        }),
      ),
      http.post(
        `${BASE_URL}/services/:ref/environments/staging/hold`,
        async ({ request }) => {
          bodies.push(await request.json());
          return HttpResponse.json(STAGING_STATE);
        },
      ),
      ...everydayHandlers(),
    );
    const user = userEvent.setup();
    renderTab();
    const staging = await card('Staging');
    expect(staging).toHaveTextContent('error rate 6.1 % > 1 %');
    expect(
      within(staging).getByRole('link', { name: /^Troubleshoot: Hold/ }),
    ).toHaveAttribute('href', '/deployments/troubleshooting#hold');
    await user.click(
      within(staging).getByRole('button', { name: 'Lift hold…' }),
    );

    const dialog = await screen.findByRole('dialog', { name: /Lift the hold/ });
    const confirm = within(dialog).getByRole('button', { name: 'Lift hold' });
    expect(confirm).toBeDisabled();
    await user.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'fixed',
    );
    await user.dblClick(confirm);
    await waitFor(() => expect(bodies).toEqual([{ reason: 'fixed' }]));
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
  });

  /** `resolveDrift`: whether the reader may. */
  function serveDrift(resolveDrift: boolean) {
    server.use(
      answers(
        '/services/:ref/overview',
        overview({
          environments: [
            {
              ...STAGING_STATE,
              drift: {
                id: 'drift-1',
                message: '1.4.1 should run here, but 1.3.0 does.',
                observed: '1.3.0',
              },
              actions: { ...STAGING_STATE.actions, resolveDrift },
            },
          ],
        }),
      ),
      ...everydayHandlers(),
    );
  }

  it('shows drift, and who can help if the reader has no permission', async () => {
    serveDrift(false);
    renderTab();
    const staging = await card('Staging');
    expect(staging).toHaveTextContent('Observed 1.3.0');
    expect(staging).toHaveTextContent('To adopt the running version');
    expect(
      within(staging).queryByRole('button', { name: 'Adopt running version…' }),
    ).not.toBeInTheDocument();
  });

  it('offers to adopt or to overwrite drift', async () => {
    serveDrift(true);
    renderTab();
    const staging = await card('Staging');
    expect(staging).toHaveTextContent('Observed 1.3.0');
    expect(
      within(staging).getByRole('button', { name: 'Adopt running version…' }),
    ).toBeEnabled();
    expect(
      within(staging).getByRole('button', { name: 'Allow overwriting…' }),
    ).toBeEnabled();
  });

  it('does not offer to promote a version that already runs there', async () => {
    server.use(
      answers(
        '/services/:ref/overview',
        overview({
          environments: [
            STAGING_STATE,
            { ...PRODUCTION_STATE, current: STAGING_STATE.current },
          ],
        }),
      ),
      ...everydayHandlers(),
    );
    renderTab();
    const staging = await card('Staging');
    expect(
      within(staging).queryByRole('button', { name: /Promote/ }),
    ).not.toBeInTheDocument();
    await userEvent.click(
      within(staging).getByRole('button', {
        name: 'More actions for Staging',
      }),
    );
    expect(screen.getByRole('menuitem', { name: 'Restart…' })).toBeVisible();
    expect(
      screen.queryByRole('menuitem', { name: /Promote/ }),
    ).not.toBeInTheDocument();
  });

  it('says what runs where Slipway has deployed nothing', async () => {
    server.use(
      answers(
        '/services/:ref/overview',
        overview({
          environments: [
            {
              ...PRODUCTION_STATE,
              current: undefined,
              traffic: [
                { artifact: 'img@sha256:1', versionName: '1.2.0', weight: 100 },
              ],
            },
          ],
        }),
      ),
      ...everydayHandlers(),
    );
    renderTab();
    expect(await card('Production')).toHaveTextContent(
      '1.2.0Not deployed with Slipway',
    );
  });

  it('says what to do when nothing is deployed', async () => {
    server.use(
      answers(
        '/services/:ref/overview',
        overview({
          environments: [
            {
              ...PRODUCTION_STATE,
              current: undefined,
              traffic: [],
              health: { status: 'not_deployed' },
            },
          ],
        }),
      ),
      ...everydayHandlers(),
    );
    renderTab();
    expect(await card('Production')).toHaveTextContent('Nothing deployed');
    expect(
      screen.getByText(/Slipway hasn't deployed Checkout yet/),
    ).toBeInTheDocument();
    expect(
      await screen.findByText(/Slipway hasn't deployed anything here yet/),
    ).toBeInTheDocument();
  });

  it('gives the reason when no golden path applies', async () => {
    server.use(
      answers('/services/:ref/overview', {
        ...overview({ environments: [] }),
        goldenPath: undefined,
        noPathReason: 'web-service asks for spec.type: service',
      }),
      ...everydayHandlers(),
    );
    renderTab();
    expect(
      await screen.findByText('No golden path applies to this service'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('web-service asks for spec.type: service'),
    ).toBeInTheDocument();
  });

  it('shows the server’s message to a reader without access', async () => {
    server.use(
      http.get(`${BASE_URL}/services/:ref/overview`, () =>
        refusal(
          403,
          'NotAllowedError',
          "You don't have permission to see deployments.",
        ),
      ),
    );
    renderTab();
    expect(
      await screen.findByText("You don't have access to these deployments"),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/permission to see deployments\./),
    ).toBeInTheDocument();
  });

  it('shows an error with a retry, and recovers', async () => {
    let failing = true;
    server.use(
      http.get(`${BASE_URL}/services/:ref/overview`, () =>
        failing
          ? refusal(500, 'Error', 'The database is away')
          : HttpResponse.json(overview()),
      ),
      ...everydayHandlers(),
    );
    const user = userEvent.setup();
    renderTab();
    const again = await screen.findByRole('button', { name: 'Try again' });
    expect(screen.getAllByText(/The database is away/).length).toBeGreaterThan(
      0,
    );
    failing = false;
    await user.click(again);
    expect(await card('Staging')).toBeInTheDocument();
  });
});
