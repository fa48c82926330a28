import type { EnvironmentState } from '@slipway/backstage-plugin-deployments-common';
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
  server,
  withServer,
} from '../../__testUtils__/server';

jest.setTimeout(90_000);
withServer();

const HOLD = {
  reason: '1.5.0 was rolled back. 6.1 % of requests failed.',
  by: 'service:slipway',
  at: '2026-11-21T09:00:00Z',
};

async function renderCard(more: Partial<EnvironmentState>) {
  server.use(
    answers(
      '/services/:ref/overview',
      overview({
        environments: [{ ...STAGING_STATE, ...more }, PRODUCTION_STATE],
      }),
    ),
    ...everydayHandlers(),
  );
  renderEntityPage('tab');
  return screen.findByRole('region', { name: 'Staging' }, { timeout: 20_000 });
}

async function listMenu(card: HTMLElement) {
  await userEvent.click(
    within(card).getByRole('button', { name: 'More actions for Staging' }),
  );
  return screen.getAllByRole('menuitem').map(({ textContent }) => textContent);
}

const listButtons = (card: HTMLElement) =>
  within(card)
    .getAllByRole('button')
    .map(button => button.textContent);

describe('the card of an environment', () => {
  it('shows one primary action, rolling back, and the rest in its menu', async () => {
    const card = await renderCard({
      url: 'https://checkout.example.com',
      actions: { ...STAGING_STATE.actions, liftHold: false, hold: true },
    });
    expect(card).toHaveTextContent('Healthy');
    expect(listButtons(card)).toEqual([
      '',
      'Promote to Production…',
      'Roll back…',
      'Details',
    ]);
    expect(await listMenu(card)).toEqual([
      'Open Staging, Opens in a new window',
      'Deploy…',
      'Restart…',
      'Remove…',
      'Place hold…',
    ]);
    expect(
      screen.getByRole('menuitem', { name: /^Open Staging/ }),
    ).toHaveAttribute('href', 'https://checkout.example.com');
  });

  it('never promotes from a hold, and shows the first sentence of its reason', async () => {
    const card = await renderCard({ hold: HOLD });
    expect(listButtons(card)).toEqual([
      '',
      'More',
      'Lift hold…',
      'Roll back…',
      'Details',
    ]);
    const reason = within(card).getByRole('alert');
    expect(reason).toHaveTextContent('On hold: 1.5.0 was rolled back. More');
    await userEvent.click(within(card).getByRole('button', { name: 'More' }));
    expect(reason).toHaveTextContent('6.1 % of requests failed.');
  });

  it('rolls back an unhealthy service first, and says why it is unhealthy', async () => {
    const card = await renderCard({
      health: {
        status: 'unhealthy',
        message: '1.4.2 keeps crashing: 4 restarts. Last: exit code 1',
      },
    });
    expect(within(card).getByText('Unhealthy')).toBeInTheDocument();
    expect(
      within(card).getByText('1.4.2 keeps crashing: 4 restarts.'),
    ).toBeInTheDocument();
    expect(listButtons(card)).toEqual(['', 'Roll back…', 'Details']);
    await userEvent.click(
      within(card).getByRole('button', { name: /Details/ }),
    );
    expect(card).toHaveTextContent('Last: exit code 1');
  });

  it('says since when an instance does not respond', async () => {
    const card = await renderCard({
      health: {
        status: 'unhealthy',
        message: '1 of 1 instance does not respond',
        sentences: [
          { code: 'unresponsive', params: { unresponsive: 1, count: 1 } },
        ],
        since: new Date(Date.now() - 120_000).toISOString(),
      },
    });
    expect(card).toHaveTextContent(
      'Instances that do not respond: 1 of 1. First noticed 2 min ago',
    );
  });

  it('opens a running deployment', async () => {
    const card = await renderCard({
      active: deploymentSummary({ environment: 'staging', trafficWeight: 10 }),
    });
    expect(card).toHaveTextContent('Deploying 1.4.2, 10 %');
    expect(
      within(card).getByRole('link', { name: 'Open the deployment of 1.4.2' }),
    ).toHaveAttribute('href', '/deployments/d1');
    expect(
      within(card).queryByRole('button', { name: /Promote/ }),
    ).not.toBeInTheDocument();
  });

  it('says in the menu why a reader cannot deploy', async () => {
    const card = await renderCard({
      actions: {
        ...STAGING_STATE.actions,
        deploy: false,
        restart: false,
        remove: false,
        liftHold: false,
      },
      current: undefined,
      traffic: [],
    });
    // There is nothing to show in them.
    expect(
      within(card).queryByRole('button', { name: 'Details of Staging' }),
    ).not.toBeInTheDocument();
    expect(await listMenu(card)).toEqual([
      'Deploy…You need permission to deploy here.',
    ]);
    await userEvent.keyboard('{ArrowDown}');
    expect(screen.getByRole('menuitem', { name: /^Deploy…/ })).toHaveFocus();
  });

  it('shows its details on demand, by keyboard', async () => {
    const card = await renderCard({});
    expect(card).not.toHaveTextContent('Deployed by');
    const toggle = within(card).getByRole('button', {
      name: 'Details of Staging',
    });
    expect(toggle).toHaveAttribute('aria-expanded', 'false');
    toggle.focus();
    await userEvent.keyboard('{Enter}');
    expect(toggle).toHaveAttribute('aria-expanded', 'true');
    expect(card).toHaveTextContent('Deployed by');
    await userEvent.keyboard('{Enter}');
    expect(card).not.toHaveTextContent('Deployed by');
  });

  it('places a hold with a reason, after saying what it does', async () => {
    const bodies: unknown[] = [];
    server.use(
      http.put(
        `${BASE_URL}/services/:ref/environments/staging/hold`,
        async ({ request }) => {
          bodies.push(await request.json());
          return HttpResponse.json(STAGING_STATE);
        },
      ),
    );
    const card = await renderCard({
      actions: { ...STAGING_STATE.actions, hold: true },
    });
    await listMenu(card);
    await userEvent.click(
      screen.getByRole('menuitem', { name: 'Place hold…' }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: 'Place a hold on Checkout in Staging',
    });
    expect(dialog).toHaveTextContent('wait until somebody lifts the hold');
    const confirm = within(dialog).getByRole('button', { name: 'Place hold' });
    expect(confirm).toBeDisabled();
    await userEvent.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'Incident 7',
    );
    await userEvent.click(confirm);
    await waitFor(() => expect(bodies).toEqual([{ reason: 'Incident 7' }]));
  });
});
