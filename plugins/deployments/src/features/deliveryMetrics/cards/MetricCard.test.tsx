import { screen, within } from '@testing-library/react';
import { CARDS, metrics } from '../../../__testUtils__/doraFixtures';
import {
  region,
  renderDora,
  withDoraPage,
} from '../../../__testUtils__/doraPage';
import { answers, server } from '../../../__testUtils__/server';

jest.setTimeout(120_000);
withDoraPage();

describe('the five metrics', () => {
  it('show value, unit, sample size and change', async () => {
    renderDora();
    const frequency = await region('Deployment frequency');
    expect(frequency).toHaveTextContent('3.5 per week');
    expect(frequency).toHaveTextContent('n = 45 deployments');
    expect(frequency).toHaveTextContent('+25 %, better');
    expect(frequency).toHaveTextContent('Previously: 2.8 per week (n = 36)');
    expect(frequency).toHaveTextContent(
      'Deployments on 2.5 days a week, on average',
    );
    expect(frequency).toHaveTextContent(
      '2 deployments are recent: the figure may change',
    );
    expect(frequency).toHaveTextContent('3 excluded');

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

  it('use the same period as the figure they are compared with', async () => {
    const [frequency, ...others] = CARDS;
    server.use(
      answers('/dora/metrics', () =>
        metrics({
          cards: [{ ...frequency, previous: 1.2, target: 1 }, ...others],
        }),
      ),
    );
    renderDora();
    const said = await region('Deployment frequency');
    expect(said).toHaveTextContent('3.5 per week');
    expect(said).toHaveTextContent('Previously: 8.4 per week');
    expect(said).toHaveTextContent('Target 7 per week missed');
    expect(await region('Trend: Deployment frequency')).toHaveTextContent(
      'Target: 7 per week (1 per day)',
    );
  });

  it('show their target even without data', async () => {
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
    renderDora();
    const recovery = await region('Failed deployment recovery time');
    expect(recovery).toHaveTextContent('Target: 1 h');
    expect(recovery).not.toHaveTextContent(/reached|missed/);
  });

  it('show that data is missing instead of a number or a band', async () => {
    renderDora();
    const recovery = await region('Failed deployment recovery time');
    expect(recovery).toHaveTextContent('Insufficient data (n = 0)');
    expect(recovery).toHaveTextContent('1 still open');
    expect(recovery).not.toHaveTextContent(/report|percent|better|worse/);
  });

  it('name the bands of the report with its year and source, if it has any', async () => {
    renderDora();
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
    renderDora('?bands=2019');
    expect(await region('Change fail rate')).toHaveTextContent(
      'Elite, High or Medium, 2019 report',
    );
  });

  it('have no bands if no report covers such deployments', async () => {
    server.use(
      answers('/dora/metrics', () =>
        metrics({
          tier: 'staging',
          cards: CARDS.map(({ band: _, ...card }) => card),
        }),
      ),
    );
    renderDora('?tier=staging');
    expect(await region('Change fail rate')).toHaveTextContent(
      'No band: the reports cover production only',
    );
  });

  it('show the range, the compared range and the time zone', async () => {
    renderDora();
    expect(
      await screen.findByRole('heading', { name: '1 Nov 2026 to 21 Nov 2026' }),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/Compared with 11 Oct 2026 to 31 Oct 2026/),
    ).toHaveTextContent(
      /over the same elapsed time, because the range is still in progress.*Time zone: Europe\/Stockholm/,
    );
  });

  it('are marked if they include demo data or services are hidden', async () => {
    server.use(
      answers('/dora/metrics', metrics({ demo: true, hiddenServices: 3 })),
    );
    renderDora();
    expect(await screen.findByText('Demo data.')).toBeInTheDocument();
    expect(screen.getByText(/3 services are hidden/)).toBeInTheDocument();
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

  it('shows each part with the number of known commits, and unknown parts', async () => {
    renderDora();
    const parts = await region('Where the lead time goes');
    expect(parts).toHaveTextContent(
      'Coding until the pull request is opened10 h n = 80 of 120',
    );
    expect(parts).toHaveTextContent(
      'Review until the pull request is mergedunknown',
    );
  });

  it('is unknown if no source reports it', async () => {
    withParts(undefined);
    renderDora();
    expect(await region('Where the lead time goes')).toHaveTextContent(
      'Unknown: no source has reported when pull requests were opened and merged.',
    );
  });
});
