import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { EnvironmentState } from '@slipway/backstage-plugin-deployments-common';
import {
  overview,
  PRODUCTION_STATE,
  STAGING_STATE,
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
  // The tab is loaded lazily, which takes longer in the first test.
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

describe('what a target reports on the card of an environment', () => {
  it('is nothing if it reports nothing', async () => {
    const card = await renderCard({ basis: 'live' });
    expect(card).not.toHaveTextContent(/Managed by|Last changed|pipeline/);
    expect(
      within(card).queryByRole('region', { name: /Problems/ }),
    ).not.toBeInTheDocument();
  });

  it('names who else manages and changed it, and links to other tools', async () => {
    const card = await renderCard({
      managedBy: 'Helm release checkout',
      changedBy: { name: 'kubectl-edit', at: new Date().toISOString() },
      links: [{ title: 'Dashboard', url: 'https://grafana.example.com/d/1' }],
    });
    expect(card).toHaveTextContent('Managed by Helm release checkout');
    expect(card).toHaveTextContent('Last changed by kubectl-edit');
    const link = within(card).getByRole('link', { name: /Dashboard/ });
    expect(link).toHaveAttribute('href', 'https://grafana.example.com/d/1');
    expect(link).toHaveAttribute('target', '_blank');
  });

  it('says that a pipeline only reports what runs', async () => {
    const card = await renderCard({
      basis: 'recorded',
      traffic: [{ versionName: '1.4.2', weight: 100 }],
    });
    expect(card).toHaveTextContent(
      'The pipeline reports 1.4.2. Nothing has looked since.',
    );
  });

  it('does not say so if nothing runs', async () => {
    const card = await renderCard({ basis: 'recorded', traffic: [] });
    expect(card).not.toHaveTextContent('The pipeline reports');
  });

  it('lists each problem with its code, object and the log that a button shows', async () => {
    const user = userEvent.setup();
    const card = await renderCard({
      problems: [
        {
          code: 'crash_loop',
          message: 'The container web exits again and again.',
          object: 'pod/checkout-1',
          since: new Date(Date.now() - 120_000).toISOString(),
          logTail: ['starting', 'connect ECONNREFUSED'],
          link: { title: 'Logs', url: 'https://logs.example.com/checkout' },
        },
        { code: 'quota', message: 'The quota of CPU is used up.' },
      ],
    });
    const problems = within(card).getByRole('region', {
      name: 'Problems in Staging',
    });
    const [crash, quota] = within(problems).getAllByRole('listitem');
    expect(crash).toHaveTextContent('The container web exits again and again.');
    expect(crash).toHaveTextContent('Crash loop · pod/checkout-1 · since');
    expect(within(crash).getByRole('link', { name: /Logs/ })).toHaveAttribute(
      'href',
      'https://logs.example.com/checkout',
    );
    expect(crash).not.toHaveTextContent('ECONNREFUSED');
    await user.click(
      within(crash).getByRole('button', {
        name: 'Show last log lines (pod/checkout-1)',
      }),
    );
    expect(
      within(crash).getByRole('region', {
        name: 'Last log lines (pod/checkout-1)',
      }),
    ).toHaveTextContent('starting connect ECONNREFUSED');
    expect(
      within(crash).getByRole('button', {
        name: 'Hide last log lines (pod/checkout-1)',
      }),
    ).toHaveAttribute('aria-expanded', 'true');
    expect(quota).toHaveTextContent('The quota of CPU is used up.');
    expect(within(quota).queryByRole('button')).not.toBeInTheDocument();
  });
});
