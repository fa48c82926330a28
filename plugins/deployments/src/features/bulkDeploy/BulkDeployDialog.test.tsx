import type {
  CreateDeploymentRequest,
  Plan,
} from '@slipway/backstage-plugin-deployments-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import {
  comparedService,
  deployment,
  deploymentSummary,
  overview,
  PAYMENTS,
  plan,
  PRODUCTION,
  SERVICE,
  STAGING,
} from '../../__testUtils__/fixtures';
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

const LEDGER = 'component:default/ledger';

function named(entityRef: string) {
  const name = entityRef.split('/')[1];
  return { entityRef, name, title: name[0].toUpperCase() + name.slice(1) };
}

const HOLD = { kind: 'hold', message: 'On hold: errors' } as const;

/** Serves three services that are behind, their plans, and what their requests answer. */
function serve(
  options: {
    plans?: Record<string, Partial<Plan>>;
    create?(
      request: CreateDeploymentRequest,
      key: string | null,
    ): Response | undefined;
  } = {},
) {
  const created: { service: string; key: string | null; body: any }[] = [];
  server.use(
    answers('/comparison', {
      from: STAGING,
      to: PRODUCTION,
      items: [SERVICE, PAYMENTS, LEDGER].map(ref =>
        comparedService({ service: named(ref) }),
      ),
      totalItems: 3,
    }),
    http.post(`${BASE_URL}/deployments/plan`, async ({ request }) => {
      const { service } = (await request.json()) as CreateDeploymentRequest;
      return HttpResponse.json(
        plan({
          service,
          planHash: `hash-${service}`,
          ...options.plans?.[service],
        }),
      );
    }),
    http.post(`${BASE_URL}/deployments`, async ({ request }) => {
      const body = (await request.json()) as CreateDeploymentRequest;
      const key = request.headers.get('idempotency-key');
      created.push({ service: body.service, key, body });
      return (
        options.create?.(body, key) ??
        HttpResponse.json(
          deployment({
            id: `d-${named(body.service).name}`,
            service: body.service,
          }),
          { status: 201 },
        )
      );
    }),
    answers('/deployments', request => ({
      items: new URL(request.url).searchParams
        .getAll('id')
        .map(id => deploymentSummary({ id })),
    })),
    ...everydayHandlers(),
  );
  return created;
}

async function openDialog(user = userEvent.setup()) {
  renderApp('/deployments/compare');
  await user.click(
    await screen.findByRole('button', { name: 'Select all 3 that are ready' }),
  );
  await user.click(screen.getByRole('button', { name: 'Promote 3 services…' }));
  return { user, dialog: await screen.findByRole('dialog') };
}

describe('promoting several services', () => {
  it('requests a deployment of each with its own plan and key, and opens the page of all', async () => {
    const created = serve();
    const { user, dialog } = await openDialog();
    expect(dialog).toHaveAccessibleName(
      'Promote 3 services from Staging to Production',
    );
    const items = within(
      within(dialog).getByRole('list', { name: 'Services to promote' }),
    );
    expect(items.getByText('Checkout').closest('li')).toHaveTextContent(
      '1.4.1 → 1.4.2',
    );
    expect(await within(dialog).findByText('3 start now')).toBeInTheDocument();
    await user.type(within(dialog).getByLabelText(/Reason/), 'Sprint 12');
    await user.click(
      within(dialog).getByRole('button', {
        name: 'Promote 3 services to Production',
      }),
    );
    const heading = await screen.findByRole('heading', {
      name: '3 deployments',
    });
    expect(heading).toBeInTheDocument();
    expect(created.map(({ service }) => service).sort()).toEqual(
      [SERVICE, LEDGER, PAYMENTS].sort(),
    );
    expect(new Set(created.map(({ key }) => key)).size).toBe(3);
    expect(created[0].body).toEqual({
      service: SERVICE,
      environment: 'production',
      kind: 'deploy',
      versionId: 'v142',
      planHash: `hash-${SERVICE}`,
      reason: 'Sprint 12',
    });
  });

  it('leaves out what cannot start now, unless the person queues it', async () => {
    const created = serve({
      plans: {
        [PAYMENTS]: { canStart: false, blockers: [HOLD] },
        [LEDGER]: {
          canStart: false,
          blockers: [{ kind: 'approval', message: '0 of 1 approvals.' }],
        },
      },
    });
    const { user, dialog } = await openDialog();
    expect(
      await within(dialog).findByText(
        '1 starts now · 1 waits for approval · 1 left out',
      ),
    ).toBeInTheDocument();
    expect(within(dialog).getByText('On hold: errors')).toBeInTheDocument();
    const payments = within(dialog).getByRole('checkbox', {
      name: 'Payments 1.4.1 → 1.4.2',
    });
    expect(payments).not.toBeChecked();
    expect(
      within(dialog).getByRole('button', {
        name: 'Promote 2 services to Production',
      }),
    ).toBeEnabled();
    await user.click(
      within(dialog).getByLabelText(
        "Also queue the service that can't start now",
      ),
    );
    expect(payments).toBeChecked();
    await user.click(
      within(dialog).getByRole('checkbox', { name: 'Checkout 1.4.1 → 1.4.2' }),
    );
    expect(
      within(dialog).getByText(
        '1 waits for approval · 1 will be queued · 1 left out',
      ),
    ).toBeInTheDocument();
    await user.click(
      within(dialog).getByRole('button', {
        name: 'Promote 2 services to Production',
      }),
    );
    await screen.findByRole('heading', { name: '2 deployments' });
    expect(created.map(({ service }) => service).sort()).toEqual([
      LEDGER,
      PAYMENTS,
    ]);
  });

  it('leaves out downgrades, and names those that the person includes', async () => {
    const downgrade: Partial<Plan> = {
      diff: { direction: 'backward', commits: [] },
    };
    const created = serve({
      plans: {
        [PAYMENTS]: downgrade,
        [LEDGER]: { ...downgrade, canStart: false, blockers: [HOLD] },
      },
    });
    const { user, dialog } = await openDialog();
    expect(
      await within(dialog).findByText('1 starts now · 2 left out'),
    ).toBeInTheDocument();
    const [checkout, payments, ledger] = ['Checkout', 'Payments', 'Ledger'].map(
      name =>
        within(dialog).getByRole('checkbox', { name: `${name} 1.4.1 → 1.4.2` }),
    );
    expect(checkout).toBeChecked();
    expect(payments).not.toBeChecked();
    expect(payments.closest('li')).toHaveTextContent(
      'Downgrade: Production runs a newer version',
    );
    expect(checkout.closest('li')).not.toHaveTextContent('Downgrade');
    // "Also queue" must not include a downgrade with the others.
    expect(within(dialog).queryByLabelText(/Also queue/)).toBeNull();
    expect(within(dialog).queryByRole('alert')).toBeNull();

    await user.click(payments);
    expect(within(dialog).getByRole('alert')).toHaveTextContent(
      'This is a downgrade of 1 service: Payments. Production runs a newer version, whose commits will be removed.',
    );
    await user.click(ledger);
    expect(within(dialog).getByRole('alert')).toHaveTextContent(
      'These are downgrades of 2 services: Payments, Ledger.',
    );
    await user.click(ledger);
    await user.click(
      within(dialog).getByRole('button', {
        name: 'Promote 2 services to Production',
      }),
    );
    await screen.findByRole('heading', { name: '2 deployments' });
    expect(created.map(({ service }) => service).sort()).toEqual(
      [SERVICE, PAYMENTS].sort(),
    );
  });

  it('cannot include what needs inputs, and links to its own dialog', async () => {
    serve({
      plans: {
        [PAYMENTS]: {
          inputs: {
            type: 'object',
            properties: { ticket: { type: 'string' } },
          },
          warnings: ['ticket: is missing'],
        },
      },
    });
    const { dialog } = await openDialog();
    expect(
      await within(dialog).findByRole('link', {
        name: 'Deploy Payments on its own',
      }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/component/payments/deployments?deploy=production&version=v142',
    );
    expect(
      within(dialog).getByRole('checkbox', { name: 'Payments 1.4.1 → 1.4.2' }),
    ).toBeDisabled();
  });

  it('keeps the other deployments if one fails, and retries only that one', async () => {
    let isDown = true;
    const created = serve({
      create: ({ service }) =>
        isDown && service === PAYMENTS
          ? refusal(503, 'ServiceUnavailableError', 'The catalog is away')
          : undefined,
    });
    const { user, dialog } = await openDialog();
    await user.click(
      await within(dialog).findByRole('button', {
        name: 'Promote 3 services to Production',
      }),
    );
    expect(
      await within(dialog).findByText('1 of 3 could not be requested.'),
    ).toBeInTheDocument();
    expect(within(dialog).getByText(/The catalog is away/)).toBeInTheDocument();
    expect(within(dialog).getAllByText('Requested')).toHaveLength(2);
    expect(
      within(dialog).getByRole('button', { name: 'Show 2 deployments' }),
    ).toBeEnabled();
    isDown = false;
    await user.click(
      within(dialog).getByRole('button', { name: 'Retry 1 service' }),
    );
    await screen.findByRole('heading', { name: '3 deployments' });
    const payments = created.filter(({ service }) => service === PAYMENTS);
    // Nobody knows whether the first request arrived, so the second one must not be another.
    expect(payments.map(({ key }) => key)).toEqual([
      payments[0].key,
      payments[0].key,
    ]);
    expect(created).toHaveLength(4);
  });

  it('plans a refused deployment again, and requests it with a new key', async () => {
    let planHash = 'old';
    const created = serve({
      create: ({ service, planHash: sent }) =>
        service === PAYMENTS && sent !== 'new'
          ? refusal(409, 'ConflictError', 'The plan has changed')
          : undefined,
      plans: {
        [PAYMENTS]: {
          get planHash() {
            return planHash;
          },
        },
      },
    });
    const { user, dialog } = await openDialog();
    const confirm = await within(dialog).findByRole('button', {
      name: 'Promote 3 services to Production',
    });
    planHash = 'new';
    await user.click(confirm);
    expect(
      await within(dialog).findByText(/The plan has changed/),
    ).toBeInTheDocument();
    await waitFor(() =>
      expect(
        within(dialog).getByRole('button', { name: 'Retry 1 service' }),
      ).toBeEnabled(),
    );
    await user.click(
      within(dialog).getByRole('button', { name: 'Retry 1 service' }),
    );
    await screen.findByRole('heading', { name: '3 deployments' });
    const [first, second] = created.filter(
      ({ service }) => service === PAYMENTS,
    );
    expect(second.body.planHash).toBe('new');
    expect(second.key).not.toBe(first.key);
  });

  it('starts from the list of services as well, for the environments that are chosen there', async () => {
    const created = serve();
    server.use(
      answers('/services', {
        items: [
          overview(),
          overview({
            service: named(PAYMENTS),
            environments: overview().environments.map(state => ({
              ...state,
              current: undefined,
            })),
          }),
        ],
        totalItems: 2,
      }),
    );
    const user = userEvent.setup();
    renderApp('/deployments/services');
    await user.click(await screen.findByLabelText('Select Checkout'));
    await user.click(screen.getByLabelText('Select Payments'));
    expect(screen.getByLabelText('To')).toHaveTextContent('Production');
    await user.click(
      screen.getByRole('button', { name: 'Promote 2 services…' }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(
      within(dialog).getByText('Nothing runs in Staging.'),
    ).toBeInTheDocument();
    await user.click(
      await within(dialog).findByRole('button', {
        name: 'Promote 1 service to Production',
      }),
    );
    await screen.findByRole('heading', { name: '1 deployment' });
    expect(created.map(({ service }) => service)).toEqual([SERVICE]);
  });
});
