import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import type { EnvironmentState } from '@slipway/backstage-plugin-deployments-common';
import {
  deployment,
  deploymentSummary,
  overview,
  plan,
  PRODUCTION_STATE,
  STAGING_STATE,
  V140,
  V141,
  V142,
  V143,
  version,
} from '../../__testUtils__/fixtures';
import { renderApp, renderEntityPage } from '../../__testUtils__/renderApp';
import {
  answers,
  BASE_URL,
  everydayHandlers,
  server,
  withServer,
} from '../../__testUtils__/server';

jest.setTimeout(90_000);
withServer();

const ELIGIBLE: NonNullable<EnvironmentState['rollback']> = {
  how: 'start',
  target: V141,
  versions: [
    {
      version: V141,
      eligible: true,
      at: '2026-11-20T09:00:00Z',
      by: 'user:default/bo',
      verification: 'passed',
      deploymentId: 'd-1',
    },
    {
      version: V140,
      eligible: false,
      refusal: 'It is quarantined: CVE-1',
      at: '2026-11-19T09:00:00Z',
      by: 'user:default/ana',
      verification: 'passed',
    },
  ],
};

function staging(
  rollback: EnvironmentState['rollback'],
  more: Partial<EnvironmentState> = {},
) {
  const state = {
    ...STAGING_STATE,
    ...more,
    rollback,
    actions: {
      ...STAGING_STATE.actions,
      rollback: rollback !== undefined && rollback.how !== 'none',
    },
  };
  return answers(
    '/services/:ref/overview',
    overview({ environments: [state, PRODUCTION_STATE] }),
  );
}

async function button() {
  const card = await screen.findByRole('region', { name: 'Staging' });
  return within(card).getByRole('button', { name: 'Roll back Staging…' });
}

/** The entry of the menu, where rolling back is impossible. */
async function openMenuEntry() {
  const card = await screen.findByRole('region', { name: 'Staging' });
  expect(
    within(card).queryByRole('button', { name: 'Roll back Staging…' }),
  ).not.toBeInTheDocument();
  await userEvent.click(
    within(card).getByRole('button', { name: 'More actions for Staging' }),
  );
  return screen.getByRole('menuitem', { name: /^Roll back…/ });
}

describe('the rollback button', () => {
  it('opens a dialog that proposes the target and lists other versions with their details', async () => {
    const requested: unknown[] = [];
    server.use(
      staging(ELIGIBLE),
      http.post(`${BASE_URL}/deployments/plan`, async ({ request }) => {
        requested.push(await request.json());
        return HttpResponse.json(
          plan({
            kind: 'rollback',
            version: version({ ...V141 }),
            warnings: ['9.9.9 runs here. Rolling back overwrites it.'],
          }),
        );
      }),
      ...everydayHandlers(),
    );
    renderEntityPage('tab');
    await userEvent.click(await button());
    const dialog = await screen.findByRole('dialog');
    expect(
      await within(dialog).findByText(/Rolling back overwrites it/),
    ).toBeInTheDocument();
    // The server chooses what is taken back.
    expect(requested).toEqual([
      {
        service: 'component:default/checkout',
        environment: 'staging',
        kind: 'rollback',
      },
    ]);
    const select = within(dialog).getByRole('button', {
      name: /Version to roll back to/,
    });
    expect(select).toHaveTextContent(/1\.4\.1.*suggested.*Checks passed.*Bo/i);
    await userEvent.click(select);
    const [first, second] = await screen.findAllByRole('option');
    expect(first).toHaveTextContent('1.4.1');
    expect(second).toHaveTextContent('It is quarantined: CVE-1');
    expect(second).toHaveAttribute('aria-disabled', 'true');
  });

  it('rolls back to the expected version on drift', async () => {
    const [option] = ELIGIBLE.versions;
    server.use(
      staging({
        how: 'start',
        target: V142,
        versions: [{ ...option, version: V142 }],
      }),
      http.post(`${BASE_URL}/deployments/plan`, () =>
        HttpResponse.json(
          plan({ kind: 'rollback', version: version({ ...V142 }) }),
        ),
      ),
      ...everydayHandlers(),
    );
    renderEntityPage('tab');
    await userEvent.click(await button());
    expect(
      await screen.findByRole('button', { name: 'Roll back Staging to 1.4.2' }),
    ).toBeEnabled();
    expect(screen.queryByText(/is already running/)).not.toBeInTheDocument();
  });

  it.each([
    ['never deployed', 'Nothing has been deployed to Staging yet.'],
    ['one version', 'No other version ran in Staging before 1.4.2.'],
    [
      'rolling back',
      'The deployment of 1.4.2 to staging is already being rolled back.',
    ],
  ])('is in the menu and says why it is impossible: %s', async (_, message) => {
    server.use(
      staging({ how: 'none', message, versions: [] }),
      ...everydayHandlers(),
    );
    renderEntityPage('tab');
    const entry = await openMenuEntry();
    expect(entry).toHaveAttribute('aria-disabled', 'true');
    expect(entry).toHaveTextContent(message);
  });

  it('leads from the first version to removing it', async () => {
    const sentences = [
      {
        code: 'rollback_none_other',
        params: { environment: 'Staging', version: '1.4.2' },
      },
    ];
    server.use(
      staging({ how: 'none', sentences, versions: [] }),
      ...everydayHandlers(),
    );
    renderEntityPage('tab');
    expect(await openMenuEntry()).toHaveTextContent(
      'No other version ran in Staging before 1.4.2. To take it out again, use “Remove…”.',
    );
  });

  it('names the permission that is missing', async () => {
    server.use(staging(undefined), ...everydayHandlers());
    renderEntityPage('tab');
    expect(await openMenuEntry()).toHaveTextContent(
      'You need permission to roll back deployments here.',
    );
  });

  it('sends the rollback command to the deployment in progress, with its consequence', async () => {
    const sent: unknown[] = [];
    server.use(
      staging(
        { how: 'command', deploymentId: 'd1', versions: [] },
        {
          active: deploymentSummary({
            status: 'running',
            mayHaveChanged: true,
          }),
        },
      ),
      answers(
        '/deployments/d1',
        deployment({
          commands: [
            {
              type: 'rollback',
              label: 'Roll back to 1.4.1',
              consequence: 'All traffic goes back to 1.4.1.',
              needsReason: false,
              allowed: true,
              destructive: true,
            },
          ],
        }),
      ),
      http.post(`${BASE_URL}/deployments/d1/commands`, async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json({
          commandId: 'c1',
          accepted: true,
          at: '2026-11-21T10:00:00Z',
          seq: 9,
        });
      }),
      ...everydayHandlers(),
    );
    renderEntityPage('tab');
    await userEvent.click(await button());
    const confirm = await screen.findByRole('button', {
      name: 'Roll back to 1.4.1',
    });
    expect(screen.getByRole('dialog')).toHaveTextContent(
      'All traffic goes back to 1.4.1.',
    );
    await userEvent.click(confirm);
    await waitFor(() => expect(sent).toMatchObject([{ type: 'rollback' }]));
  });

  it('appears in the history beside eligible versions only, and deploys a newer one again', async () => {
    const [option] = ELIGIBLE.versions;
    server.use(
      staging({
        ...ELIGIBLE,
        versions: [{ ...option, version: V143, isNewer: true }, option],
      }),
      answers('/deployments', {
        items: [
          deploymentSummary({
            id: 'd2',
            environment: 'staging',
            status: 'succeeded',
            version: V142,
          }),
          deploymentSummary({
            id: 'd3',
            environment: 'staging',
            status: 'succeeded',
            version: V141,
          }),
          deploymentSummary({
            id: 'd4',
            environment: 'staging',
            status: 'rolled_back',
            version: V141,
          }),
          deploymentSummary({
            id: 'd5',
            environment: 'staging',
            status: 'succeeded',
            version: V143,
          }),
        ],
      }),
      ...everydayHandlers(),
    );
    renderEntityPage('tab');
    const links = await screen.findAllByRole('link', {
      name: /^Roll back Staging to/,
    });
    expect(links.map(link => link.getAttribute('aria-label'))).toEqual([
      'Roll back Staging to 1.4.1…',
    ]);
    expect(links[0]).toHaveAttribute(
      'href',
      expect.stringContaining('kind=rollback'),
    );
    const again = screen.getByRole('link', {
      name: 'Deploy 1.4.3 to Staging again…',
    });
    expect(again).toHaveTextContent('Deploy 1.4.3 again…');
    expect(again).toHaveAttribute(
      'href',
      expect.stringMatching(/deploy=staging&version=v143$/),
    );
  });

  it.each([
    [{ from: true, to: false }, 'Roll back…'],
    [{ from: false, to: true }, 'Roll back Staging to 1.4.2…'],
  ])(
    'stands on the page of a finished deployment: %o',
    async (goBack, name) => {
      server.use(
        answers(
          '/deployments/d1',
          deployment({
            status: 'succeeded',
            environment: 'staging',
            goBack,
            followUps: {
              promotions: [],
              openIncident: { allowed: false },
              ...(goBack.to ? { rollBackTo: { allowed: true } } : {}),
            },
          }),
        ),
        ...everydayHandlers(),
      );
      renderApp('/deployments/d1');
      expect(
        await screen
          .findByRole('button', { name })
          .catch(() => screen.getByRole('link', { name })),
      ).toHaveAttribute('href', expect.stringContaining('kind=rollback'));
    },
  );

  it('links to the deployment that caused a refusal, by its title', async () => {
    server.use(
      staging(ELIGIBLE),
      http.post(`${BASE_URL}/deployments/plan`, () =>
        HttpResponse.json(
          {
            error: {
              name: 'ConflictError',
              message:
                'The deployment of 3.0.0 to staging is still in progress.',
              deployment: {
                id: 'd9',
                title: 'the deployment of 3.0.0 to staging',
              },
            },
          },
          { status: 409 },
        ),
      ),
      ...everydayHandlers(),
    );
    renderEntityPage('tab');
    await userEvent.click(await button());
    expect(
      await screen.findByRole('link', {
        name: 'Open that deployment',
      }),
    ).toHaveAttribute('href', '/deployments/d9');
  });
});
