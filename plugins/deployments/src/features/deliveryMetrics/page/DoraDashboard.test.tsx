import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import {
  CARDS,
  metrics,
  noMetrics,
  row,
} from '../../../__testUtils__/doraFixtures';
import {
  recordQueries,
  region,
  renderDora,
  withDoraPage,
} from '../../../__testUtils__/doraPage';
import {
  answers,
  BASE_URL,
  refusal,
  server,
} from '../../../__testUtils__/server';
import { definitions } from '../definitions/definitions.generated';

jest.setTimeout(120_000);
withDoraPage();

describe('what is selected', () => {
  it('ignores invalid parts of the address, and says so', async () => {
    const requested = recordQueries('/dora/metrics', metrics());
    const user = userEvent.setup();
    renderDora('?tier=moon&interval=week&days=45');
    await region('Change fail rate');
    expect(requested[0]).toEqual({
      tier: 'production',
      ownership: 'then',
      interval: 'week',
    });
    expect(
      screen.getByText(
        /^Ignored 2 invalid parts of the URL: tier=moon, days=45$/,
      ),
    ).toBeInTheDocument();
    await user.click(
      screen.getByRole('checkbox', { name: 'Use current owners' }),
    );
    await waitFor(() =>
      expect(requested[requested.length - 1]).toMatchObject({
        ownership: 'today',
      }),
    );
    expect(screen.queryByText(/^Ignored/)).not.toBeInTheDocument();
  });

  it('applies a day once it is typed completely', async () => {
    const requested = recordQueries('/dora/metrics', metrics());
    renderDora('?from=2026-01-01&to=2026-01-31');
    await region('Change fail rate');
    const from = screen.getByLabelText('From');
    fireEvent.change(from, { target: { value: '0002-01-05' } });
    expect(from).toHaveValue('0002-01-05');
    expect(requested).toHaveLength(1);
    fireEvent.change(from, { target: { value: '2025-01-05' } });
    await waitFor(() =>
      expect(requested[requested.length - 1]).toMatchObject({
        from: '2025-01-05',
      }),
    );
    fireEvent.change(from, { target: { value: '' } });
    fireEvent.blur(from);
    expect(from).toHaveValue('2025-01-05');
  });

  it('comes from the address and is sent to the API', async () => {
    const requested = recordQueries('/dora/metrics', metrics());
    renderDora(
      '?team=group%3Adefault%2Fshop&tier=staging&from=2026-01-01&to=2026-01-31&interval=day&tz=UTC&owners=today&bands=2019',
    );
    await region('Change fail rate');
    expect(requested[0]).toEqual({
      owner: 'group:default/shop',
      tier: 'staging',
      from: '2026-01-01',
      to: '2026-01-31',
      interval: 'day',
      timeZone: 'UTC',
      ownership: 'today',
      bands: '2019',
    });
    expect(screen.getByRole('textbox', { name: 'Team' })).toHaveValue('shop');
    expect(screen.getByLabelText('From')).toHaveValue('2026-01-01');
  });

  it('names a team or service that does not exist', async () => {
    renderDora(
      '?team=group%3Adefault%2Fmoon&service=component%3Adefault%2Fsun',
    );
    expect(await screen.findByText(/No team called moon/)).toBeInTheDocument();
    expect(
      screen.getByText(/There is no service called sun/),
    ).toBeInTheDocument();
  });

  it('is changed by the filters', async () => {
    const requested = recordQueries('/dora/metrics', metrics());
    const user = userEvent.setup();
    renderDora();
    await region('Change fail rate');
    expect(requested[0]).toEqual({ tier: 'production', ownership: 'then' });

    await user.click(screen.getByRole('textbox', { name: 'Service' }));
    await user.click(await screen.findByRole('option', { name: 'storefront' }));
    await waitFor(() =>
      expect(requested[requested.length - 1]).toMatchObject({
        service: 'component:default/storefront',
      }),
    );
    await user.click(screen.getByRole('button', { name: /^Interval/ }));
    await user.click(await screen.findByRole('option', { name: 'Months' }));
    await waitFor(() =>
      expect(requested[requested.length - 1]).toMatchObject({
        service: 'component:default/storefront',
        interval: 'month',
      }),
    );
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    await waitFor(() =>
      expect(requested[requested.length - 1]).toEqual({
        tier: 'production',
        ownership: 'then',
        interval: 'month',
      }),
    );
  });
});

describe('a trend', () => {
  it('has a table with zeros, gaps and incomplete periods, and links to the rows of a period', async () => {
    const requested = recordQueries('/dora/metrics/change-fail-rate/rows', {
      metric: 'change-fail-rate',
      items: [row()],
      totals: { counted: 1, excluded: 0 },
    });
    const user = userEvent.setup();
    renderDora();
    const frequency = within(await region('Trend: Deployment frequency'));
    await user.click(frequency.getByText('Figures as a table'));
    const periods = await frequency.findAllByRole('row');
    expect(periods.map(one => one.textContent)).toEqual([
      expect.stringContaining('Period'),
      expect.stringMatching(/2026-11-02 – 2026-11-084/),
      expect.stringMatching(/2026-11-09 – 2026-11-150/),
      expect.stringMatching(/2026-11-16 – 2026-11-22, incomplete2/),
    ]);

    const failRate = await region('Trend: Change fail rate');
    await user.click(within(failRate).getByText('Figures as a table'));
    expect(
      await within(failRate).findByRole('row', { name: /2026-11-09/ }),
    ).toHaveTextContent('no data0');
    await user.click(
      within(failRate).getByRole('button', {
        name: 'Show rows: 2026-11-02 – 2026-11-08',
      }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: 'Change fail rate: rows',
    });
    expect(dialog).toHaveTextContent('2026-11-02 to 2026-11-08');
    expect(requested[requested.length - 1]).toMatchObject({
      from: '2026-11-02',
      to: '2026-11-08',
    });
    expect(dialog).not.toHaveTextContent('recalculated');
  });

  it('says so if there is no data at all', async () => {
    renderDora();
    expect(
      await region('Trend: Failed deployment recovery time'),
    ).toHaveTextContent('No data in these 3 periods');
  });

  it('is grouped into throughput beside stability', async () => {
    renderDora();
    await region('Change fail rate');
    expect(
      screen.getByRole('heading', { name: 'Throughput' }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('heading', { name: 'Stability' }),
    ).toBeInTheDocument();
  });
});

describe('how it is counted', () => {
  it('is linked from each card and chart, and keeps the selection', async () => {
    const user = userEvent.setup();
    renderDora('?tier=staging');
    for (const name of [
      'Change lead time',
      'Trend: Change lead time',
      'Lead time of each commit',
    ]) {
      expect(
        within(await region(name)).getByRole('link', {
          name: `How this is calculated: ${name}`,
        }),
      ).toHaveAttribute(
        'href',
        '/deployments/dora?tier=staging&definition=change-lead-time',
      );
    }
    await user.click(
      screen.getByRole('link', {
        name: 'How this is calculated: Failed deployment recovery time',
      }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: /How metrics are calculated/,
    });
    expect(
      within(dialog).getByRole('heading', {
        name: 'Failed deployment recovery time',
      }),
    ).toHaveFocus();
    const definition = definitions.find(
      ({ id }) => id === 'failed-deployment-recovery-time',
    );
    // The text comes from docs/reference/delivery-metrics.md: its first words without Markdown.
    const [start] = /[A-Za-z][^*_[`|\n]{5,}/.exec(definition?.text ?? '') ?? [
      '',
    ];
    expect(start).not.toBe('');
    expect(dialog).toHaveTextContent(start.trim());
    await user.click(within(dialog).getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
  });

  it('is opened by its address, and by no other value', async () => {
    renderDora('?definition=bands');
    expect(await screen.findByRole('heading', { name: 'Bands' })).toHaveFocus();
  });

  it('ignores an unknown definition', async () => {
    renderDora('?definition=nonsense');
    await region('Change lead time');
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });
});

describe('single commits and failures', () => {
  it('come in pages, and all of them can be reached', async () => {
    const requested: Record<string, string>[] = [];
    server.use(
      answers('/dora/metrics/change-lead-time/rows', request => {
        const query = new URL(request.url).searchParams;
        requested.push(Object.fromEntries(query));
        const isOlder = query.get('cursor') === 'next';
        return {
          metric: 'change-lead-time',
          items: Array.from({ length: isOlder ? 20 : 500 }, (_, i) =>
            row({ type: 'change', id: `${isOlder}${i}`, value: 60_000 }),
          ),
          totals: { counted: 520, excluded: 5 },
          ...(isOlder ? {} : { nextCursor: 'next' }),
        };
      }),
    );
    const user = userEvent.setup();
    renderDora();
    const commits = await region('Lead time of each commit');
    expect(
      await within(commits).findByText('Commits 1 to 500 of 520, newest first'),
    ).toBeInTheDocument();
    expect(
      within(commits).getByRole('button', { name: 'Newer' }),
    ).toBeDisabled();
    await user.click(within(commits).getByRole('button', { name: 'Older' }));
    expect(
      await within(commits).findByText(
        'Commits 501 to 520 of 520, newest first',
      ),
    ).toBeInTheDocument();
    expect(
      within(commits).getByRole('button', { name: 'Older' }),
    ).toBeDisabled();
    await user.click(within(commits).getByRole('button', { name: 'Newer' }));
    expect(
      await within(commits).findByText('Commits 1 to 500 of 520, newest first'),
    ).toBeInTheDocument();
    expect(requested.map(({ cursor }) => cursor)).toEqual([
      undefined,
      'next',
      undefined,
    ]);
  });

  it('are listed with lead time, with why it failed and with incidents', async () => {
    const user = userEvent.setup();
    renderDora();
    const commits = await region('Lead time of each commit');
    await user.click(await within(commits).findByText('Commits as a table'));
    expect(
      await within(commits).findByRole('row', { name: /Round totals once/ }),
    ).toHaveTextContent('1 d 2 h');

    const failures = await region('Failures and incidents over time');
    await user.click(
      await within(failures).findByText('Failed deployments as a table'),
    );
    const failure = await within(failures).findByRole('row', {
      name: /1\.5\.0/,
    });
    expect(failure).toHaveTextContent('It was rolled back.');
    expect(failure).toHaveTextContent(/caused: Payments fail.*inferred/);
    expect(
      within(failures).queryByRole('row', { name: /1\.4\.2/ }),
    ).not.toBeInTheDocument();
  });
});

describe('without data', () => {
  it('explains what will appear, and how to see more', async () => {
    server.use(answers('/dora/metrics', noMetrics()));
    const user = userEvent.setup();
    const requested = recordQueries('/dora/metrics', noMetrics());
    renderDora('?team=group%3Adefault%2Fweb');
    expect(
      await screen.findByText('No deployments in this range'),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('region', { name: 'Change fail rate' }),
    ).not.toBeInTheDocument();
    await user.click(
      screen.getByRole('button', { name: 'Show all teams and services' }),
    );
    await waitFor(() =>
      expect(requested[requested.length - 1]).not.toHaveProperty('owner'),
    );
  });

  it('shows an open incident although nothing else happened', async () => {
    const [first, ...others] = noMetrics().cards;
    server.use(
      answers(
        '/dora/metrics',
        metrics({
          trend: [],
          cards: [
            first,
            ...others.map(one =>
              one.metric === 'recovery-time' ? { ...CARDS[3] } : one,
            ),
          ],
        }),
      ),
    );
    renderDora();
    expect(await region('Failed deployment recovery time')).toHaveTextContent(
      '1 still open',
    );
  });

  it('shows the server’s message to a reader without access', async () => {
    server.use(
      http.get(`${BASE_URL}/dora/metrics`, () =>
        refusal(
          403,
          'NotAllowedError',
          "You don't have permission to see deployments.",
        ),
      ),
    );
    renderDora();
    expect(
      await screen.findByText("You don't have access to these metrics"),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/permission to see deployments\./),
    ).toBeInTheDocument();
  });

  it('says what is wrong with the selection, which can still be changed', async () => {
    server.use(
      http.get(`${BASE_URL}/dora/metrics`, () =>
        refusal(400, 'InputError', '"to" is before "from"'),
      ),
    );
    renderDora('?from=2026-02-01&to=2026-01-01');
    expect(
      (await screen.findAllByText(/"to" is before "from"/))[0],
    ).toBeInTheDocument();
    expect(screen.getByLabelText('From')).toHaveValue('2026-02-01');
  });

  it('shows an error with a retry, and recovers', async () => {
    let failing = true;
    server.use(
      http.get(`${BASE_URL}/dora/selection`, () =>
        failing ? HttpResponse.error() : undefined,
      ),
    );
    const user = userEvent.setup();
    renderDora();
    const again = await screen.findByRole('button', { name: 'Try again' });
    failing = false;
    await user.click(again);
    expect(await region('Change fail rate')).toBeInTheDocument();
  });
});
