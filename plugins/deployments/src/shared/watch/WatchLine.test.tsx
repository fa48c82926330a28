import type { Watch } from '@slipway/backstage-plugin-deployments-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  overview,
  PRODUCTION_STATE,
  STAGING_STATE,
  V142,
} from '../../__testUtils__/fixtures';
import { renderEntityPage } from '../../__testUtils__/renderApp';
import {
  answers,
  everydayHandlers,
  server,
  withServer,
} from '../../__testUtils__/server';

jest.setTimeout(90_000);
withServer();

const watch = (more: Partial<Watch> = {}): Watch => ({
  deploymentId: 'd1',
  version: V142,
  state: 'watching',
  startedAt: new Date(Date.now() - 3600_000).toISOString(),
  endsAt: new Date(Date.now() + 23 * 3600_000).toISOString(),
  checks: [
    { name: 'responds', status: 'passing' },
    { name: 'availability', status: 'passing' },
  ],
  ...more,
});

describe('the watch on the card of an environment', () => {
  async function renderCard(shown: Watch) {
    server.use(
      answers(
        '/services/:ref/overview',
        overview({
          environments: [{ ...STAGING_STATE, watch: shown }, PRODUCTION_STATE],
        }),
      ),
      ...everydayHandlers(),
    );
    renderEntityPage('tab');
    const card = await screen.findByRole(
      'region',
      { name: 'Staging' },
      { timeout: 20_000 },
    );
    const details = within(card).getByRole('button', {
      name: 'Details of Staging',
    });
    await userEvent.click(details);
    return card;
  }

  it('says until when it lasts and that its checks pass', async () => {
    expect(await renderCard(watch())).toHaveTextContent(
      /Being watched until .* left\): 2 checks passing/,
    );
  });

  it('names the checks that do not pass, with what was measured', async () => {
    const checks: Watch['checks'] = [
      { name: 'responds', status: 'error' },
      {
        name: 'availability',
        status: 'failing',
        message: '97 % (needs ≥ 99 %)',
      },
    ];
    expect(await renderCard(watch({ checks }))).toHaveTextContent(
      "responds couldn't be measured; availability is failing: 97 % (needs ≥ 99 %)",
    );
  });

  it('links a breach to the rollback that answered it', async () => {
    const card = await renderCard(
      watch({
        state: 'breached',
        reason: 'availability: 97 % (needs ≥ 99 %)',
        response: { kind: 'rollback', deploymentId: 'd2' },
      }),
    );
    expect(card).toHaveTextContent(
      'Watch of 1.4.2 breached: availability: 97 % (needs ≥ 99 %)',
    );
    expect(
      screen.getByRole('link', { name: 'rollback after the breach' }),
    ).toHaveAttribute('href', '/deployments/d2');
  });

  it('says why Slipway asks instead of rolling back', async () => {
    expect(
      await renderCard(
        watch({
          state: 'breached',
          reason: 'availability: 97 %',
          response: {
            kind: 'asked',
            why: 'Another deployment is queued there.',
          },
        }),
      ),
    ).toHaveTextContent(
      /Decide what to do\. Slipway took no automatic action: Another deployment is queued there\./,
    );
  });
});
