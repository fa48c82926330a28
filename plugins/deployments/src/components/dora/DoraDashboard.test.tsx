import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import {
  CARDS,
  LEFT_OUT_ROW,
  metrics,
  noMetrics,
  QUALITY,
  row,
} from '../../__testUtils__/doraFixtures';
import { renderApp } from '../../__testUtils__/renderApp';
import {
  answers,
  BASE_URL,
  doraHandlers,
  everydayHandlers,
  refusal,
  server,
  withServer,
} from '../../__testUtils__/server';

jest.setTimeout(120_000);
withServer();
// Charts load when they are needed, which takes a test longer than a browser.
beforeAll(async () => {
  await Promise.all([
    import('./charts/TrendChart'),
    import('./charts/LeadTimeScatter'),
    import('./charts/FailureTimeline'),
  ]);
}, 120_000);
// What a test answers otherwise stands before these.
beforeEach(() => {
  server.use(...doraHandlers(), ...everydayHandlers());
});

const region = (name: string | RegExp) => screen.findByRole('region', { name });

/** What the API was asked for, parameter by parameter. */
function recordQueries(path: string, body: object) {
  const asked: Record<string, string>[] = [];
  server.use(
    answers(path, request => {
      asked.push(Object.fromEntries(new URL(request.url).searchParams));
      return body;
    }),
  );
  return asked;
}

function render(search = '') {
  renderApp(`/deployments/dora${search}`);
}

describe('the five metrics', () => {
  it('each say their value with unit and sample, and how they moved', async () => {
    render();
    const frequency = await region('Deployment frequency');
    expect(frequency).toHaveTextContent('3.5 per week');
    expect(frequency).toHaveTextContent('n = 45 deployments');
    expect(frequency).toHaveTextContent('+25 %, better');
    expect(frequency).toHaveTextContent('before: 2.8 per week (n = 36)');
    expect(frequency).toHaveTextContent('2.5 of 7 days with a deployment');
    expect(frequency).toHaveTextContent('2 deployments are settling');
    expect(frequency).toHaveTextContent('3 left out');

    const leadTime = await region('Change lead time');
    expect(leadTime).toHaveTextContent('1 d 2 h');
    expect(leadTime).toHaveTextContent('median · n = 120 commits');
    expect(leadTime).toHaveTextContent('p75 2 d · p90 4 d');
    expect(leadTime).toHaveTextContent('+30 %, worse');
    expect(leadTime).toHaveTextContent('Target 1 d missed');
    expect(leadTime).toHaveTextContent('2 commits have no author time');
    const failRate = await region('Change fail rate');
    expect(failRate).toHaveTextContent('12.5 %');
    expect(failRate).toHaveTextContent('6 of n = 48 deployments');
    expect(failRate).toHaveTextContent('−7.5 percentage points, better');
    expect(failRate).toHaveTextContent('Target 15 % reached');
  });

  it('are said of the same days as what they are compared with', async () => {
    const [frequency, ...others] = CARDS;
    server.use(
      answers('/dora/metrics', () =>
        metrics({
          cards: [{ ...frequency, previous: 1.2, target: 1 }, ...others],
        }),
      ),
    );
    render();
    const said = await region('Deployment frequency');
    expect(said).toHaveTextContent('3.5 per week');
    expect(said).toHaveTextContent('before: 8.4 per week');
    expect(said).toHaveTextContent('Target 7 per week missed');
    expect(await region('Trend: Deployment frequency')).toHaveTextContent(
      'Target: 7 per week (1 per day)',
    );
  });

  it('say their target also where there is nothing to hold against it', async () => {
    server.use(
      answers('/dora/metrics', () =>
        metrics({
          cards: CARDS.map(card =>
            card.metric === 'recovery-time'
              ? { ...card, target: 3_600_000 }
              : card,
          ),
        }),
      ),
    );
    render();
    const recovery = await region('Failed deployment recovery time');
    expect(recovery).toHaveTextContent('Target: 1 h');
    expect(recovery).not.toHaveTextContent(/reached|missed/);
  });

  it('say that there is no data, instead of a number or a band', async () => {
    render();
    const recovery = await region('Failed deployment recovery time');
    expect(recovery).toHaveTextContent('Insufficient data (n = 0)');
    expect(recovery).toHaveTextContent('1 still open');
    expect(recovery).not.toHaveTextContent(/report|percent|better|worse/);
  });

  it('name the bands of the report with its year and source, and none where it has none', async () => {
    render();
    const failRate = await region('Change fail rate');
    expect(
      within(failRate).getByRole('link', {
        name: /Elite or High, 2024 report/,
      }),
    ).toHaveAttribute('href', 'https://dora.dev/research/2024/dora-report/');
    expect(await region('Deployment rework rate')).toHaveTextContent(
      'No band in the 2024 report',
    );
  });

  it('name all levels that a report gives the same range', async () => {
    server.use(
      answers('/dora/metrics', () =>
        metrics({
          bandsYear: 2019,
          cards: CARDS.map(({ band, ...card }) => ({
            ...card,
            ...(band && {
              band: { ...band, names: ['elite', 'high', 'medium'], year: 2019 },
            }),
          })),
        }),
      ),
    );
    render('?bands=2019');
    expect(await region('Change fail rate')).toHaveTextContent(
      'Elite, High or Medium, 2019 report',
    );
  });

  it('have no bands where no report is about such deployments', async () => {
    server.use(
      answers('/dora/metrics', () =>
        metrics({
          tier: 'staging',
          cards: CARDS.map(({ band: _, ...card }) => card),
        }),
      ),
    );
    render('?tier=staging');
    expect(await region('Change fail rate')).toHaveTextContent(
      'No band: the reports are about production',
    );
  });

  it('stand above the window, what it is compared with and the zone', async () => {
    render();
    expect(
      await screen.findByRole('heading', { name: '1 Nov 2026 to 21 Nov 2026' }),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/Compared with 11 Oct 2026 to 31 Oct 2026/),
    ).toHaveTextContent(
      /not over yet; compared over equal elapsed time.*Europe\/Stockholm/,
    );
  });

  it('are marked where they are made of demo data, and where services are left out', async () => {
    server.use(
      answers('/dora/metrics', metrics({ demo: true, hiddenServices: 3 })),
    );
    render();
    expect(await screen.findByText('Demo data.')).toBeInTheDocument();
    expect(screen.getByText(/3 services are left out/)).toBeInTheDocument();
  });
});

describe('where the lead time goes', () => {
  const withParts = (breakdown: (typeof CARDS)[number]['breakdown']) =>
    server.use(
      answers('/dora/metrics', () =>
        metrics({
          cards: CARDS.map(card =>
            card.metric === 'change-lead-time' ? { ...card, breakdown } : card,
          ),
        }),
      ),
    );

  it('is said part by part, of how many commits it is known, and what is not', async () => {
    render();
    const parts = await region('Where the lead time goes');
    expect(parts).toHaveTextContent(
      'Coding until the pull request is opened10 h n = 80 of 120',
    );
    expect(parts).toHaveTextContent('Review until it is mergednot known');
  });

  it('is said to be unknown where no source tells', async () => {
    withParts(undefined);
    render();
    expect(await region('Where the lead time goes')).toHaveTextContent(
      'Not known: no source has told when pull requests were opened and merged.',
    );
  });
});

describe('what is selected', () => {
  it('is what it would be without what the address asks for in vain, and the page says so', async () => {
    const asked = recordQueries('/dora/metrics', metrics());
    const user = userEvent.setup();
    render('?tier=moon&interval=week&days=45');
    await region('Change fail rate');
    expect(asked[0]).toEqual({
      tier: 'production',
      ownership: 'then',
      interval: 'week',
    });
    expect(
      screen.getByText(/not understood, and ignored: tier=moon, days=45$/),
    ).toBeInTheDocument();
    await user.click(
      screen.getByRole('checkbox', { name: "By today's owners" }),
    );
    await waitFor(() =>
      expect(asked[asked.length - 1]).toMatchObject({ ownership: 'today' }),
    );
    expect(screen.queryByText(/not understood/)).not.toBeInTheDocument();
  });

  it('takes a day when it is typed, and not its year while that is half typed', async () => {
    const asked = recordQueries('/dora/metrics', metrics());
    render('?from=2026-01-01&to=2026-01-31');
    await region('Change fail rate');
    const from = screen.getByLabelText('From');
    fireEvent.change(from, { target: { value: '0002-01-05' } });
    expect(from).toHaveValue('0002-01-05');
    expect(asked).toHaveLength(1);
    fireEvent.change(from, { target: { value: '2025-01-05' } });
    await waitFor(() =>
      expect(asked[asked.length - 1]).toMatchObject({ from: '2025-01-05' }),
    );
    fireEvent.change(from, { target: { value: '' } });
    fireEvent.blur(from);
    expect(from).toHaveValue('2025-01-05');
  });

  it('comes from the address, and is asked of the API', async () => {
    const asked = recordQueries('/dora/metrics', metrics());
    render(
      '?team=group%3Adefault%2Fshop&tier=staging&from=2026-01-01&to=2026-01-31&interval=day&tz=UTC&owners=today&bands=2019',
    );
    await region('Change fail rate');
    expect(asked[0]).toEqual({
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

  it('is changed by the filters', async () => {
    const asked = recordQueries('/dora/metrics', metrics());
    const user = userEvent.setup();
    render();
    await region('Change fail rate');
    expect(asked[0]).toEqual({ tier: 'production', ownership: 'then' });

    await user.click(screen.getByRole('textbox', { name: 'Service' }));
    await user.click(await screen.findByRole('option', { name: 'storefront' }));
    await waitFor(() =>
      expect(asked[asked.length - 1]).toMatchObject({
        service: 'component:default/storefront',
      }),
    );
    await user.click(screen.getByRole('button', { name: /^Interval/ }));
    await user.click(await screen.findByRole('option', { name: 'Months' }));
    await waitFor(() =>
      expect(asked[asked.length - 1]).toMatchObject({
        service: 'component:default/storefront',
        interval: 'month',
      }),
    );
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    await waitFor(() =>
      expect(asked[asked.length - 1]).toEqual({
        tier: 'production',
        ownership: 'then',
        interval: 'month',
      }),
    );
  });
});

describe('a trend', () => {
  it('has a table with zeros, gaps and what is not whole, and leads to the rows of a period', async () => {
    const asked = recordQueries('/dora/metrics/change-fail-rate/rows', {
      metric: 'change-fail-rate',
      items: [row()],
      totals: { counted: 1, excluded: 0 },
    });
    const user = userEvent.setup();
    render();
    const frequency = within(await region('Trend: Deployment frequency'));
    await user.click(frequency.getByText('Figures as a table'));
    const periods = await frequency.findAllByRole('row');
    expect(periods.map(one => one.textContent)).toEqual([
      expect.stringContaining('Period'),
      expect.stringMatching(/2026-11-02 – 2026-11-084/),
      expect.stringMatching(/2026-11-09 – 2026-11-150/),
      expect.stringMatching(/2026-11-16 – 2026-11-22, not whole2/),
    ]);

    const failRate = await region('Trend: Change fail rate');
    await user.click(within(failRate).getByText('Figures as a table'));
    expect(
      await within(failRate).findByRole('row', { name: /2026-11-09/ }),
    ).toHaveTextContent('no data0');
    await user.click(
      within(failRate).getByRole('button', {
        name: 'Show rows of 2026-11-02 – 2026-11-08',
      }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: 'Rows of Change fail rate',
    });
    expect(dialog).toHaveTextContent('2026-11-02 to 2026-11-08');
    expect(asked[asked.length - 1]).toMatchObject({
      from: '2026-11-02',
      to: '2026-11-08',
    });
    expect(dialog).not.toHaveTextContent('a recount');
  });

  it('says so where there is no data at all', async () => {
    render();
    expect(
      await region('Trend: Failed deployment recovery time'),
    ).toHaveTextContent('No data in any of 3 periods');
  });

  it('stands with its side: throughput beside stability', async () => {
    render();
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
  it('is a link on each card and chart, and keeps what else is selected', async () => {
    const user = userEvent.setup();
    render('?tier=staging');
    for (const name of [
      'Change lead time',
      'Trend: Change lead time',
      'Lead time of each commit',
    ]) {
      expect(
        within(await region(name)).getByRole('link', {
          name: `How it is counted: ${name}`,
        }),
      ).toHaveAttribute(
        'href',
        '/deployments/dora?tier=staging&definition=change-lead-time',
      );
    }
    await user.click(
      screen.getByRole('link', {
        name: 'How it is counted: Failed deployment recovery time',
      }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: /How it is counted/,
    });
    expect(
      within(dialog).getByRole('heading', {
        name: 'Failed deployment recovery time',
      }),
    ).toHaveFocus();
    expect(dialog).toHaveTextContent(/From when it began to hurt/);
    await user.click(within(dialog).getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
  });

  it('is opened by its address, and by no other word', async () => {
    render('?definition=bands');
    expect(await screen.findByRole('heading', { name: 'Bands' })).toHaveFocus();
  });

  it('says nothing of what is not defined', async () => {
    render('?definition=nonsense');
    await region('Change lead time');
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });
});

describe('single commits and failures', () => {
  it('come in parts that can be told apart, and all of them can be seen', async () => {
    const asked: Record<string, string>[] = [];
    server.use(
      answers('/dora/metrics/change-lead-time/rows', request => {
        const query = new URL(request.url).searchParams;
        asked.push(Object.fromEntries(query));
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
    render();
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
    expect(asked.map(({ cursor }) => cursor)).toEqual([
      undefined,
      'next',
      undefined,
    ]);
  });

  it('are listed with lead time, with why it failed and with incidents', async () => {
    const user = userEvent.setup();
    render();
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

describe('the rows behind a number', () => {
  it('say whether they counted and why, and are as many as the number is made of', async () => {
    const user = userEvent.setup();
    render();
    await user.click(
      await screen.findByRole('button', {
        name: 'Show rows of Change fail rate',
      }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(
      await within(dialog).findByText(
        '12.5 %: a recount of the 2 rows that count',
      ),
    ).toBeInTheDocument();
    const failed = within(dialog).getByRole('row', { name: /1\.5\.0/ });
    expect(failed).toHaveTextContent('Counted as failed');
    expect(failed).toHaveTextContent('It was rolled back.');
    expect(within(failed).getByRole('link', { name: '1.5.0' })).toHaveAttribute(
      'href',
      '/deployments/d2',
    );
    const leftOut = within(dialog).getByRole('row', { name: /Rollback to/ });
    expect(leftOut).toHaveTextContent(
      /Left out.*A rollback is recovery, not delivery\./,
    );

    await user.click(
      within(dialog).getByRole('button', { name: 'Left out (1)' }),
    );
    await waitFor(() =>
      expect(within(dialog).getAllByRole('row')).toHaveLength(2),
    );
    await user.click(within(dialog).getByRole('button', { name: 'Close' }));
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
  });

  it('are opened by their address, and come page by page', async () => {
    server.use(
      answers('/dora/metrics/change-lead-time/rows', request => {
        const query = new URL(request.url).searchParams;
        const second = query.get('cursor') === 'next';
        return {
          metric: 'change-lead-time',
          items: [
            row({
              type: 'change',
              id: second ? 'bbbbbbbbbbbb' : 'aaaaaaaaaaaa',
              value: 60_000,
            }),
          ],
          totals: { counted: 2, excluded: 5 },
          ...(second ? {} : { nextCursor: 'next' }),
        };
      }),
    );
    const user = userEvent.setup();
    render('?rows=change-lead-time&counted=true');
    const dialog = await screen.findByRole('dialog', {
      name: 'Rows of Change lead time',
    });
    expect(
      await within(dialog).findByRole('row', { name: /aaaaaaa/ }),
    ).toHaveTextContent('1 min');
    expect(within(dialog).getByText('1 of 2 rows')).toBeInTheDocument();
    expect(
      within(dialog).getByRole('button', { name: 'Counted (2)' }),
    ).toHaveAttribute('aria-pressed', 'true');
    await user.click(within(dialog).getByRole('button', { name: 'Load more' }));
    expect(
      await within(dialog).findByRole('row', { name: /bbbbbbb/ }),
    ).toBeInTheDocument();
    expect(
      within(dialog).queryByRole('button', { name: 'Load more' }),
    ).not.toBeInTheDocument();
  });

  it('can be had as CSV, all of them', async () => {
    const saved: Blob[] = [];
    URL.createObjectURL = blob => {
      saved.push(blob as Blob);
      return 'blob:rows';
    };
    URL.revokeObjectURL = () => {};
    // jsdom cannot follow a link.
    jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation();
    const asked: string[] = [];
    server.use(
      http.get(`${BASE_URL}/dora/metrics/rework-rate/rows`, ({ request }) => {
        asked.push(request.headers.get('accept') ?? '');
        return request.headers.get('accept') === 'text/csv'
          ? new HttpResponse('id,service\r\nd1,checkout\r\n', {
              headers: { 'Content-Type': 'text/csv' },
            })
          : HttpResponse.json({
              metric: 'rework-rate',
              items: [row()],
              totals: { counted: 1, excluded: 0 },
            });
      }),
    );
    const user = userEvent.setup();
    render('?rows=rework-rate');
    const dialog = await screen.findByRole('dialog');
    await within(dialog).findByRole('table');
    await user.click(
      within(dialog).getByRole('button', { name: 'Download CSV' }),
    );
    await waitFor(() => expect(saved).toHaveLength(1));
    expect(asked[asked.length - 1]).toBe('text/csv');
    expect(saved[0].size).toBe('id,service\r\nd1,checkout\r\n'.length);
  });

  it('say so when there are none, and what failed when they cannot be read', async () => {
    let failing = true;
    server.use(
      http.get(`${BASE_URL}/dora/metrics/recovery-time/rows`, () =>
        failing
          ? refusal(500, 'Error', 'The database is away')
          : HttpResponse.json({
              metric: 'recovery-time',
              items: [],
              totals: { counted: 0, excluded: 0 },
            }),
      ),
    );
    const user = userEvent.setup();
    render('?rows=recovery-time');
    const dialog = await screen.findByRole('dialog');
    expect(
      (await within(dialog).findAllByText(/The database is away/))[0],
    ).toBeInTheDocument();
    failing = false;
    await user.click(within(dialog).getByRole('button', { name: /^Counted/ }));
    expect(
      await within(dialog).findByText(/^No row counted in 1 Nov 2026/),
    ).toBeInTheDocument();
    expect(
      within(dialog).getByRole('button', { name: 'Download CSV' }),
    ).toBeDisabled();
  });
});

describe('the quality of the data', () => {
  it('is told with what helps', async () => {
    render();
    const quality = await region('Data quality');
    await waitFor(() =>
      expect(quality).toHaveTextContent('Events of no known service: 4'),
    );
    expect(quality).toHaveTextContent('slipway/dora-name');
    expect(quality).toHaveTextContent(
      'Services without a source of incidents: 1 of 2',
    );
    expect(quality).toHaveTextContent('deployments: 1 of 4 (25 %)');
    expect(quality).toHaveTextContent('None: Events that could not be used');
    await userEvent
      .setup()
      .click(
        within(quality).getByText('4 rows left out of figures, by reason'),
      );
    expect(
      await within(quality).findByRole('row', { name: /rollback/ }),
    ).toHaveTextContent('Deployment frequencyrollback3');
    const asked = recordQueries('/dora/metrics/deployment-frequency/rows', {
      metric: 'deployment-frequency',
      items: [LEFT_OUT_ROW],
      totals: { counted: 45, excluded: 5 },
    });
    const user = userEvent.setup();
    await user.click(
      within(quality).getByRole('button', {
        name: 'Show the 3 rows left out of Deployment frequency: rollback',
      }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText('1 row')).toBeInTheDocument();
    expect(within(dialog).getByText('Only: rollback')).toBeInTheDocument();
    expect(asked[asked.length - 1]).toMatchObject({
      counted: 'false',
      reason: 'rollback',
    });
  });

  it('leads to what it counts', async () => {
    server.use(
      answers('/dora/quality', {
        ...QUALITY,
        rejectedEvents: 2,
        clockSkewEvents: 1,
        negativeTimes: 3,
      }),
    );
    const user = userEvent.setup();
    render();
    const quality = within(await region('Data quality'));
    const received =
      'since=2026-10-31T23%3A00%3A00Z&until=2026-11-21T23%3A00%3A00Z';
    for (const [name, which] of [
      ['Unmapped', 'unmapped'],
      ['Rejected', 'rejected'],
      ['From the future', 'future'],
    ]) {
      expect(
        await quality.findByRole('link', { name: `Show them: ${name}` }),
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
        name: 'Show them: Commits written after they were deployed',
      }),
    );
    expect(
      await screen.findByRole('dialog', { name: 'Rows of Change lead time' }),
    ).toBeInTheDocument();
  });

  it('names incidents without a deployment, whichever service they are of, each a link to it', async () => {
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
    render();
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

  it('says what is counted and listed for all services, whatever is selected', async () => {
    server.use(answers('/dora/quality', { ...QUALITY, clockSkewEvents: 1 }));
    render('?team=group%3Adefault%2Fshop');
    const quality = await region('Data quality');
    await within(quality).findByRole('link', { name: 'Show them: Unmapped' });
    expect(quality).toHaveTextContent('Counted whatever is selected above.');
    expect(quality).toHaveTextContent(
      'The clock of their source is ahead. The list shows those of all services.',
    );
  });

  it('is good where nothing is doubtful', async () => {
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
    render();
    expect(
      await screen.findByText('Nothing is missing or doubtful.'),
    ).toBeInTheDocument();
  });
});

describe('where there is nothing to show', () => {
  it('says what would fill it, and how to see more', async () => {
    server.use(answers('/dora/metrics', noMetrics()));
    const user = userEvent.setup();
    const asked = recordQueries('/dora/metrics', noMetrics());
    render('?team=group%3Adefault%2Fweb');
    expect(
      await screen.findByText('No deployments in this window'),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('region', { name: 'Change fail rate' }),
    ).not.toBeInTheDocument();
    await user.click(
      screen.getByRole('button', { name: 'Show all teams and services' }),
    );
    await waitFor(() =>
      expect(asked[asked.length - 1]).not.toHaveProperty('owner'),
    );
  });

  it('says that an incident goes on, though nothing else happened', async () => {
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
    render();
    expect(await region('Failed deployment recovery time')).toHaveTextContent(
      '1 still open',
    );
  });

  it('tells who may not see it so, in the server’s words', async () => {
    server.use(
      http.get(`${BASE_URL}/dora/metrics`, () =>
        refusal(
          403,
          'NotAllowedError',
          'You lack deployments.deployment.read.',
        ),
      ),
    );
    render();
    expect(
      await screen.findByText('You may not see these metrics'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/You lack deployments\.deployment\.read\./),
    ).toBeInTheDocument();
  });

  it('says what is wrong with the selection, which stays there to be changed', async () => {
    server.use(
      http.get(`${BASE_URL}/dora/metrics`, () =>
        refusal(400, 'InputError', '"to" is before "from"'),
      ),
    );
    render('?from=2026-02-01&to=2026-01-01');
    expect(
      (await screen.findAllByText(/"to" is before "from"/))[0],
    ).toBeInTheDocument();
    expect(screen.getByLabelText('From')).toHaveValue('2026-02-01');
  });

  it('shows an error with a way on, and recovers', async () => {
    let failing = true;
    server.use(
      http.get(`${BASE_URL}/dora/selection`, () =>
        failing ? HttpResponse.error() : undefined,
      ),
    );
    const user = userEvent.setup();
    render();
    const again = await screen.findByRole('button', { name: 'Try again' });
    failing = false;
    await user.click(again);
    expect(await region('Change fail rate')).toBeInTheDocument();
  });
});
