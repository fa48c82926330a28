import type {
  EnvironmentState,
  WorkloadCandidate,
} from '@slipway/backstage-plugin-deployments-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { delay, http, HttpResponse } from 'msw';
import {
  overview,
  PRODUCTION_STATE,
  SERVICE,
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

jest.setTimeout(60_000);
withServer();

const WORKLOADS_PATH = '/services/:ref/environments/:environment/workloads';
const CONSENT =
  'kubectl annotate deployment checkout slipway.io/service-environment=component:default/checkout@production';

const FOUND: WorkloadCandidate = {
  title: 'Deployment checkout in namespace payments',
  reason: 'has the label backstage.io/kubernetes-id=checkout',
  settings: { namespace: 'payments', workload: 'checkout' },
  traffic: [
    {
      versionName: '1.4.1',
      artifact: 'registry.example.com/checkout@sha256:1',
      weight: 100,
      instances: 3,
      ready: 2,
      since: new Date(Date.now() - 2 * 3_600_000).toISOString(),
    },
  ],
  problems: [{ code: 'probe_failing', message: 'One pod fails its probe.' }],
  managedBy: 'Helm release checkout',
  missing: [
    {
      code: 'consent_missing',
      message: 'The workload does not say that Slipway may deploy it.',
      remedy: { language: 'sh', text: CONSENT },
    },
  ],
};

const DRIFT = {
  id: 'drift-1',
  message: '1.4.1 runs here, but was not deployed with Slipway.',
  observed: '1.4.1',
};

function undeployed(more: Partial<EnvironmentState> = {}): EnvironmentState {
  return {
    ...PRODUCTION_STATE,
    current: undefined,
    health: { status: 'not_deployed' },
    actions: { ...PRODUCTION_STATE.actions, connect: true },
    ...more,
  };
}

function serve(
  workloads: WorkloadCandidate[],
  state: EnvironmentState = undeployed(),
) {
  server.use(
    answers(
      '/services/:ref/overview',
      overview({ environments: [STAGING_STATE, state] }),
    ),
    answers(WORKLOADS_PATH, { items: workloads }),
    ...everydayHandlers(),
  );
}

const findDialog = () =>
  screen.findByRole('dialog', { name: 'Connect Checkout in Production' });

describe('connecting a service', () => {
  it('is offered where nothing was deployed and the target can search', async () => {
    serve([FOUND]);
    const user = userEvent.setup();
    renderEntityPage('tab');
    const production = await screen.findByRole('region', {
      name: 'Production',
    });
    const staging = screen.getByRole('region', { name: 'Staging' });
    await user.click(
      within(staging).getByRole('button', { name: /^More actions/ }),
    );
    expect(screen.getByRole('menuitem', { name: 'Restart…' })).toBeVisible();
    expect(
      screen.queryByRole('menuitem', { name: 'Connect…' }),
    ).not.toBeInTheDocument();
    await user.keyboard('{Escape}');
    await user.click(
      within(production).getByRole('button', { name: 'Connect Production…' }),
    );
    expect(await findDialog()).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Close' }));
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
  });

  it('says what was found, what runs there and what is missing, by a link', async () => {
    serve([FOUND]);
    renderEntityPage('tab', '?connect=production');
    const dialog = await findDialog();
    const found = await within(dialog).findByRole('region', {
      name: 'Deployment checkout in namespace payments',
    });
    expect(found).toHaveTextContent(
      'Found because it has the label backstage.io/kubernetes-id=checkout.',
    );
    expect(found).toHaveTextContent(/1\.4\.1 · 2 of 3 ready · since 2 h/);
    expect(found).toHaveTextContent('Managed byHelm release checkout');
    expect(found).toHaveTextContent('One pod fails its probe.');
    expect(found).toHaveTextContent(
      'The workload does not say that Slipway may deploy it.',
    );
    expect(
      within(found).getByRole('region', { name: 'Lines for app-config' }),
    ).toHaveTextContent(
      /component:default\/checkout: production: target: namespace: payments workload: checkout$/,
    );
    expect(dialog).toHaveTextContent('about once a minute');
  });

  it('copies lines by keyboard, and says so', async () => {
    serve([FOUND]);
    const user = userEvent.setup();
    // The browser copies what is selected then.
    let copied: string | undefined;
    document.execCommand = command => {
      copied = document.getSelection()?.toString();
      return command === 'copy';
    };
    renderEntityPage('tab', '?connect=production');
    const button = await within(await findDialog()).findByRole('button', {
      name: 'Copy: Lines for item 1',
    });
    button.focus();
    await user.keyboard('{Enter}');
    expect(await screen.findByText('Copied')).toBeInTheDocument();
    expect(copied).toBe(CONSENT);
  });

  it('says if nothing is missing and the settings already name it', async () => {
    serve([{ ...FOUND, settings: {}, missing: [] }]);
    renderEntityPage('tab', '?connect=production');
    const dialog = await findDialog();
    expect(
      await within(dialog).findByText(
        'Nothing is missing: Slipway can deploy here.',
      ),
    ).toBeInTheDocument();
    expect(dialog).toHaveTextContent(
      'The settings of Production already name it.',
    );
    expect(
      within(dialog).queryByRole('button', { name: /Copy/ }),
    ).not.toBeInTheDocument();
  });

  it('adopts what is running once it was observed', async () => {
    let adopted: unknown;
    serve(
      [FOUND],
      undeployed({
        drift: DRIFT,
        actions: {
          ...PRODUCTION_STATE.actions,
          connect: true,
          resolveDrift: true,
        },
      }),
    );
    server.use(
      http.post(
        `${BASE_URL}/services/:ref/environments/:environment/drift`,
        async ({ request, params }) => {
          adopted = [params.ref, params.environment, await request.json()];
          return HttpResponse.json({});
        },
      ),
    );
    const user = userEvent.setup();
    renderEntityPage('tab', '?connect=production');
    const dialog = await findDialog();
    await user.click(
      await within(dialog).findByRole('button', {
        name: 'Adopt running version…',
      }),
    );
    expect(
      within(dialog).queryByRole('button', { name: 'Allow overwriting…' }),
    ).not.toBeInTheDocument();
    const confirmation = await screen.findByRole('dialog', {
      name: 'Adopt the running version in Production',
    });
    await user.type(
      within(confirmation).getByLabelText(/Reason/),
      'It has always run here',
    );
    await user.click(
      within(confirmation).getByRole('button', { name: 'Adopt version' }),
    );
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(adopted).toEqual([
      SERVICE,
      'production',
      { choice: 'adopt', reason: 'It has always run here', drift: 'drift-1' },
    ]);
  });

  it('says which permission is missing to adopt it', async () => {
    serve([FOUND], undeployed({ drift: DRIFT }));
    renderEntityPage('tab', '?connect=production');
    const dialog = await findDialog();
    expect(
      await within(dialog).findByText(/you need permission to override/),
    ).toBeInTheDocument();
  });

  it('says what was searched if nothing was found, and how to label a workload', async () => {
    serve(
      [],
      undeployed({
        environment: {
          ...PRODUCTION_STATE.environment,
          target: { provider: 'kubernetes', capabilities: [] },
        },
      }),
    );
    renderEntityPage('tab', '?connect=production');
    const dialog = await findDialog();
    expect(
      await within(dialog).findByText('Nothing was found'),
    ).toBeInTheDocument();
    expect(dialog).toHaveTextContent(
      'The target “kubernetes” searched Production for Checkout, by labels, annotations and name.',
    );
    expect(
      within(dialog).getByRole('region', {
        name: 'Command that labels the workload',
      }),
    ).toHaveTextContent('backstage.io/kubernetes-id=checkout');
    expect(dialog).not.toHaveTextContent('Adopt');
  });

  it('shows that it is searching', async () => {
    serve([]);
    server.use(
      http.get(`${BASE_URL}${WORKLOADS_PATH}`, async () => {
        await delay('infinite');
        return HttpResponse.json({});
      }),
    );
    renderEntityPage('tab', '?connect=production');
    expect(
      await within(await findDialog()).findByRole('status', {
        name: 'Searching Production…',
      }),
    ).toBeInTheDocument();
  });

  it('shows why the target did not answer, and searches again', async () => {
    let failing = true;
    serve([]);
    server.use(
      http.get(`${BASE_URL}${WORKLOADS_PATH}`, () =>
        failing
          ? refusal(
              503,
              'ServiceUnavailableError',
              "Couldn't search production: no response within 10s",
            )
          : HttpResponse.json({ items: [FOUND] }),
      ),
    );
    const user = userEvent.setup();
    renderEntityPage('tab', '?connect=production');
    const dialog = await findDialog();
    expect(
      (await within(dialog).findAllByText(/no response within 10s/))[0],
    ).toBeInTheDocument();
    failing = false;
    await user.click(
      within(dialog).getByRole('button', { name: 'Search again' }),
    );
    expect(await within(dialog).findByText(FOUND.title)).toBeInTheDocument();
  });

  it.each([
    ['is deployed', PRODUCTION_STATE, /already knows which version/],
    [
      "can't be searched",
      undeployed({ actions: PRODUCTION_STATE.actions }),
      /can't search for what is running/,
    ],
  ])(
    'explains an old link to an environment that %s',
    async (_, state, message) => {
      serve([], state);
      renderEntityPage('tab', '?connect=production');
      expect(
        await within(await findDialog()).findByText(message),
      ).toBeInTheDocument();
    },
  );
});
