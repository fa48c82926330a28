import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { LEFT_OUT_ROW, QUALITY } from '../../../__testUtils__/doraFixtures';
import {
  recordQueries,
  region,
  renderDora,
  withDoraPage,
} from '../../../__testUtils__/doraPage';
import { answers, server } from '../../../__testUtils__/server';

jest.setTimeout(120_000);
withDoraPage();

describe('the quality of the data', () => {
  it('is shown with how to fix it', async () => {
    renderDora();
    const quality = await region('Data quality');
    await waitFor(() =>
      expect(quality).toHaveTextContent('Events without a known service: 4'),
    );
    expect(quality).toHaveTextContent('slipway/dora-name');
    expect(quality).toHaveTextContent(
      'Services without an incident source: 1 of 2',
    );
    expect(quality).toHaveTextContent('deployments: 1 of 4 (25 %)');
    expect(quality).toHaveTextContent(
      'No issues: Environments without a tier · Rejected events',
    );
    await userEvent
      .setup()
      .click(within(quality).getByText('4 excluded rows, by reason'));
    expect(
      await within(quality).findByRole('row', { name: /rollback/ }),
    ).toHaveTextContent('Deployment frequencyrollback3');
    const requested = recordQueries('/dora/metrics/deployment-frequency/rows', {
      metric: 'deployment-frequency',
      items: [LEFT_OUT_ROW],
      totals: { counted: 45, excluded: 5 },
    });
    const user = userEvent.setup();
    await user.click(
      within(quality).getByRole('button', {
        name: 'Show 3 rows excluded from Deployment frequency: rollback',
      }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText('1 row')).toBeInTheDocument();
    expect(within(dialog).getByText('Reason: rollback')).toBeInTheDocument();
    expect(requested[requested.length - 1]).toMatchObject({
      counted: 'false',
      reason: 'rollback',
    });
  });

  it('links to what it counts', async () => {
    server.use(
      answers('/dora/quality', {
        ...QUALITY,
        rejectedEvents: 2,
        clockSkewEvents: 1,
        negativeTimes: 3,
      }),
    );
    const user = userEvent.setup();
    renderDora();
    const quality = within(await region('Data quality'));
    const received =
      'since=2026-10-31T23%3A00%3A00Z&until=2026-11-21T23%3A00%3A00Z';
    for (const [name, which] of [
      ['Unmapped', 'unmapped'],
      ['Rejected', 'rejected'],
      ['From the future', 'future'],
    ]) {
      expect(
        await quality.findByRole('link', { name: `Show events: ${name}` }),
      ).toHaveAttribute(
        'href',
        `/deployments/dora/events?which=${which}&${received}`,
      );
    }
    expect(quality.getByRole('link', { name: 'storefront' })).toHaveAttribute(
      'href',
      '/catalog/default/component/storefront/dora',
    );
    await user.click(
      quality.getByRole('button', {
        name: 'Show rows: Commits written after they were deployed',
      }),
    );
    expect(
      await screen.findByRole('dialog', { name: 'Change lead time: rows' }),
    ).toBeInTheDocument();
  });

  it('links to the services that have incidents without a deployment', async () => {
    server.use(
      answers('/dora/quality', {
        ...QUALITY,
        unlinkedIncidents: 22,
        newestUnlinked: [
          {
            id: 'i7',
            service: 'component:default/storefront',
            title: 'Pictures are missing',
            startedAt: '2026-11-20T10:00:00Z',
          },
        ],
      }),
    );
    renderDora();
    const quality = await region('Data quality');
    expect(
      await within(quality).findByRole('link', {
        name: 'Pictures are missing',
      }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/component/storefront/dora?incident=i7',
    );
    expect(quality).toHaveTextContent(/Pictures are missing · storefront · /);
    expect(quality).toHaveTextContent('and 21 more');
  });

  it('says which counts include all services, whatever is selected', async () => {
    server.use(answers('/dora/quality', { ...QUALITY, clockSkewEvents: 1 }));
    renderDora('?team=group%3Adefault%2Fshop');
    const quality = await region('Data quality');
    await within(quality).findByRole('link', { name: 'Show events: Unmapped' });
    expect(quality).toHaveTextContent(
      'Includes all events, regardless of the filters above.',
    );
    expect(quality).toHaveTextContent(
      "The source's clock is ahead. The list shows events of all services.",
    );
  });

  it('names environments without a tier and repositories that no service maps', async () => {
    server.use(
      answers('/dora/quality', {
        ...QUALITY,
        unmappedServices: [
          { source: 'github', service: 'acme/monorepo', events: 7 },
        ],
        environmentsWithoutTier: [{ environment: 'canary', deployments: 12 }],
      }),
    );
    renderDora();
    const quality = await region('Data quality');
    await waitFor(() =>
      expect(quality).toHaveTextContent('Environments without a tier: 1'),
    );
    expect(quality).toHaveTextContent('canary: 12 deployments');
    expect(quality).toHaveTextContent('deployments.dora.tiers');
    expect(quality).toHaveTextContent(
      'acme/monorepo (deployments from github): 7',
    );
  });

  it('is good if no data is doubtful', async () => {
    server.use(
      answers('/dora/quality', {
        ...QUALITY,
        excluded: [],
        unmappedEvents: 0,
        servicesWithoutIncidents: [],
        inferredLinks: 0,
        links: 0,
      }),
    );
    renderDora();
    expect(
      await screen.findByText('No data is missing or doubtful.'),
    ).toBeInTheDocument();
  });
});
