import { screen, within } from '@testing-library/react';
import {
  deploymentSummary,
  overview,
  PRODUCTION_STATE,
  STAGING_STATE,
  V142,
} from '../../__testUtils__/fixtures';
import { renderEntityPage } from '../../__testUtils__/renderApp';
import {
  answers,
  everydayHandlers,
  withServer,
  server,
} from '../../__testUtils__/server';

jest.setTimeout(90_000);
withServer();

async function findRow(environment: string) {
  const table = await screen.findByRole('table', { name: 'Deployments' });
  return within(table).getByRole('row', {
    name: new RegExp(`^${environment}`),
  });
}

const ROLLED_BACK = deploymentSummary({
  id: 'd7',
  environment: 'production',
  status: 'rolled_back',
  version: V142,
  message: '6.1 % of 180 requests failed. The limit is 1 %.',
});

function show(production: Partial<typeof PRODUCTION_STATE>) {
  server.use(
    answers(
      '/services/:ref/overview',
      overview({
        environments: [STAGING_STATE, { ...PRODUCTION_STATE, ...production }],
      }),
    ),
    ...everydayHandlers(),
  );
  renderEntityPage('card');
}

describe('the card with the deployments of a service', () => {
  it('says what the version of each environment lacks', async () => {
    show({});
    const production = await findRow('Production');
    expect(production).toHaveTextContent(
      '1.4.2 is verified in Staging (3 commits, 2 d ahead)',
    );
    expect(
      within(production)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual(['Round totals to cents', 'Show the delivery date', '1 other']);
    expect(
      within(await findRow('Staging')).queryByRole('list'),
    ).not.toBeInTheDocument();
  });

  it('says why the last deployment was rolled back', async () => {
    show({ last: ROLLED_BACK });
    expect(await findRow('Production')).toHaveTextContent(
      '6.1 % of 180 requests failed.',
    );
  });

  it('says by codes how it ended, why a hold blocks, what drifted, and how healthy the version is', async () => {
    const english = "The server's message";
    show({
      last: {
        ...ROLLED_BACK,
        message: english,
        sentences: [
          { code: 'step_failed_because', params: { step: 'Migrate' } },
          { code: 'stated', params: { text: 'Locked' } },
          { code: 'restored_passed', params: { version: '1.4.1' } },
        ],
      },
      hold: {
        reason: english,
        by: 'service:slipway',
        at: '2026-11-21T10:00:00Z',
        sentences: [
          { code: 'deployment_rolled_back', params: { version: '1.4.2' } },
          { code: 'stated', params: { text: 'Too slow' } },
        ],
      },
      drift: { id: 'x', message: english, expected: '1.4.1' },
      health: {
        status: 'unhealthy',
        message: english,
        sentences: [{ code: 'not_running', params: { version: '1.4.1' } }],
      },
    });
    const production = await findRow('Production');
    expect(production).toHaveTextContent('“Migrate” failed: Locked. More');
    for (const title of [
      'The deployment of 1.4.2 was rolled back: Too slow.',
      '1.4.1 should run here, but nothing does.',
      '1.4.1 should be running, but no instance of it is.',
    ]) {
      expect(within(production).getByTitle(title)).toBeInTheDocument();
    }
    expect(production.outerHTML).not.toContain(english);
  });

  it('is silent about it while the next deployment is running', async () => {
    show({ last: ROLLED_BACK, active: deploymentSummary({ id: 'd8' }) });
    expect(await findRow('Production')).not.toHaveTextContent('6.1 %');
  });

  it('opens the dialog that rolls back, where the reader can', async () => {
    show({});
    expect(
      within(await findRow('Staging')).getByRole('link', {
        name: 'Roll back Staging…',
      }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/component/checkout/deployments?deploy=staging&kind=rollback',
    );
    expect(
      within(await findRow('Production')).queryByRole('link', {
        name: /Roll back/,
      }),
    ).not.toBeInTheDocument();
  });
});
