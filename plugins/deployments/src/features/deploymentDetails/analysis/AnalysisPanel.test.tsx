import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import type {
  AnalysisMetric,
  StepAnalysis,
} from '@slipway/backstage-plugin-deployments-common';
import {
  analysisMetric,
  analysisVerdict,
  ERRORS,
  ORDERS,
  stepAnalysis,
} from '../../../__testUtils__/analysisFixtures';
import { deployment, stepRun } from '../../../__testUtils__/fixtures';
import { onNarrowScreen } from '../../../__testUtils__/narrowScreen';
import { renderApp } from '../../../__testUtils__/renderApp';
import {
  answers,
  BASE_URL,
  everydayHandlers,
  refusal,
  server,
  TestStream,
  withServer,
} from '../../../__testUtils__/server';

jest.setTimeout(90_000);
withServer();

const ANALYSIS_PATH = '/deployments/d1/steps/rollout/analysis';

const ROLLOUT = stepRun({
  id: 'rollout',
  title: 'Rollout',
  use: 'canary',
  status: 'running',
  finishedAt: undefined,
});

/** Serves a deployment in a canary step; a test can change its analysis while it is shown. */
function serve(analysis: StepAnalysis, step = ROLLOUT) {
  const stored = { analysis, stream: new TestStream() };
  server.use(
    answers(
      '/deployments/d1',
      deployment({
        steps: [step],
        progress: { total: 1, finished: 0, step: 1, current: 'Rollout' },
      }),
    ),
    answers('/deployments/d1/measurements', { items: [] }),
    answers('/deployments/d1/logs', { items: [], truncated: false }),
    answers(ANALYSIS_PATH, () => stored.analysis),
    stored.stream.handler(),
    ...everydayHandlers(),
  );
  return stored;
}

const HARM = stepAnalysis({
  verdict: analysisVerdict({
    decision: 'rollback',
    reason: 'critical_harm',
    sentence: 'Failed requests rose by 62 % (31 % to 98 %, harm from 25 %).',
    score: 66.67,
    groups: [
      { name: 'technical', score: 50, weight: 2, minimum: 60 },
      { name: 'business', score: 100, weight: 1, minimum: 0 },
    ],
    metrics: ['errors'],
  }),
});

async function openAnalysis(search = '') {
  renderApp(`/deployments/d1${search}`);
  return screen.findByRole('region', { name: 'Analysis: Web services' });
}

describe('the analysis of a step', () => {
  it('shows the decision and the score with its parts beside what it needs', async () => {
    serve(HARM);
    const panel = await openAnalysis();
    expect(panel).toHaveTextContent('Roll back');
    expect(panel).toHaveTextContent(
      'Failed requests rose by 62 % (31 % to 98 %, harm from 25 %).',
    );
    expect(panel).toHaveTextContent('14 looks of 10 s');
    expect(panel).toHaveTextContent(
      'Score 66.7 of 100. Harm in a critical metric rolls back, whatever the score is.',
    );
    const parts = within(panel).getByRole('table', {
      name: 'Parts of the score',
    });
    const rows = within(parts).getAllByRole('row').slice(1);
    expect(rows.map(row => row.textContent)).toEqual([
      'technical50\u00a0%, below the minimum60\u00a0%2',
      'business100\u00a0%–1',
    ]);
  });

  it('shows what a score needs if the score decides', async () => {
    serve(
      stepAnalysis({
        verdict: analysisVerdict({
          decision: 'hold',
          reason: 'score_below_pass',
          score: 80,
        }),
      }),
    );
    expect(await openAnalysis()).toHaveTextContent(
      'Score 80 of 100. Continues from 95, asks a person from 75, rolls back below.',
    );
  });

  it('shows no score beside a hard limit that decided without it', async () => {
    serve(
      stepAnalysis({
        verdict: analysisVerdict({
          decision: 'rollback',
          reason: 'hard_limit',
          score: 100,
        }),
      }),
    );
    const panel = await openAnalysis();
    expect(panel).toHaveTextContent(
      'Above a hard limit, the analysis rolls back without a score.',
    );
    expect(panel).not.toHaveTextContent('of 100');
    expect(within(panel).queryByRole('table')).not.toBeInTheDocument();
  });

  it.each([
    ['no_sign_of_harm', false, 'Ready for more traffic'],
    ['passed', true, 'Passed'],
  ] as const)(
    'names the decision to continue by its reason, %s',
    async (reason, lastStage, label) => {
      serve(
        stepAnalysis({
          verdict: analysisVerdict({
            decision: 'advance',
            reason,
            lastStage,
            sentence: 'No worse.',
          }),
        }),
      );
      expect(await openAnalysis()).toHaveTextContent(`${label}No worse.`);
    },
  );

  it('shows each metric with its verdict and a plain sentence, harm first', async () => {
    serve(HARM);
    const panel = await openAnalysis();
    const [first, second] = within(
      within(panel).getByRole('region', { name: 'Metrics' }),
    )
      .getAllByRole('listitem')
      .filter(item => within(item).queryByRole('button'));
    expect(first).toHaveTextContent(
      /^Failed requestsHarmtechnicalcriticalThe share in 1\.4\.2 is 62\s% higher than in 1\.4\.1, at least 31\s% with 95\s% certainty\. Harm begins at \+25\s%\./,
    );
    expect(first).toHaveTextContent(
      '1,380 candidate and 12,400 baseline samples',
    );
    expect(first).not.toHaveTextContent(/vidence|interval|excluded/);
    expect(second).toHaveTextContent(/^OrdersPassbusiness/);
    expect(second).toHaveTextContent('Harm begins at −5 %.');
  });

  it('explains the statistics of a metric in its details', async () => {
    serve(HARM);
    await openAnalysis('?step=rollout&metric=errors');
    const details = screen.getByRole('group', {
      name: 'Details of Failed requests',
    });
    expect(details).toHaveTextContent(
      'Effect +62 % · 95 % interval +31 % to +98 %. The interval contains the real effect with a probability of 95 %, however often you look.',
    );
    expect(details).toHaveTextContent(
      'Harm of up to 98 % not excluded. The metric passes when this is less than where harm begins.',
    );
    expect(details).toHaveTextContent(
      'Evidence of harm 812 of 40. If both versions were equal, it would ever reach 40 with a probability of at most 1 in 40.',
    );
  });

  it.each([
    [
      'less than before for certain',
      { kind: 'latency', effect: -0.2, interval: { low: -0.3, high: -0.1 } },
      '1.4.2 is 20 % faster than 1.4.1, at least 10 % with 95 % certainty.',
    ],
    [
      'perhaps nothing',
      { kind: 'latency', effect: 0.02, interval: { low: -0.01, high: 0.05 } },
      '1.4.2 is 2 % slower than 1.4.1; with 95 % certainty between −1 % and +5 %.',
    ],
    [
      'not known yet',
      { kind: 'quantile', effect: 0.5, interval: { low: -1 } },
      '1.4.2 has 50 % more slow requests than 1.4.1, but there is too little data to be certain.',
    ],
    [
      'without an upper limit',
      { kind: 'gauge', effect: 3, interval: { low: 1 } },
      '1.4.2 is 300 % above 1.4.1, at least 100 % with 95 % certainty.',
    ],
  ] as const)(
    'says in a sentence that the difference is %s',
    async (_, metric, sentence) => {
      serve(stepAnalysis({ metrics: [analysisMetric(metric)] }));
      expect(await openAnalysis()).toHaveTextContent(sentence);
    },
  );

  it('shows the values that exceeded a hard limit beside it', async () => {
    serve(
      stepAnalysis({
        metrics: [
          analysisMetric({
            effect: undefined,
            interval: { low: -1 },
            aboveHardLimit: true,
            hardLimit: { atMost: 0.1, minSamples: 20, looks: 1 },
            series: [
              {
                at: '2026-11-21T10:00:30Z',
                weight: 10,
                candidate: 0.4,
                baseline: 0,
              },
            ],
          }),
        ],
      }),
    );
    expect(await openAnalysis()).toHaveTextContent(
      'No relative effect, because the baseline is 0. Harm begins at +25 %.Last look: candidate 40 %, baseline 0 %, limit 10 %',
    );
  });

  it('shows what the hard limit counted over several looks instead of the last look', async () => {
    serve(
      stepAnalysis({
        metrics: [
          analysisMetric({
            aboveHardLimit: true,
            hardLimit: { atMost: 0.1, minSamples: 20, looks: 1 },
            limitCheck: {
              candidate: { value: 4 / 21, events: 4, total: 21 },
              baseline: { value: 0, events: 0, total: 217 },
            },
            series: [
              {
                at: '2026-11-21T10:00:30Z',
                weight: 10,
                candidate: 0.5,
                baseline: 0,
              },
            ],
          }),
        ],
      }),
    );
    const panel = await openAnalysis();
    expect(panel).toHaveTextContent(
      'Last check of the limit: candidate 19 % (4 of 21 requests), baseline 0 % (0 of 217 requests), limit 10 %',
    );
    expect(panel).not.toHaveTextContent('Last look');
  });

  describe('of a metric whose events are too rare to matter', () => {
    const rare = stepAnalysis({
      metrics: [
        analysisMetric({
          title: 'Failed requests',
          verdict: 'pass',
          minimumDifference: 0.05,
          passedAsRare: true,
          effect: undefined,
          interval: { low: -1 },
          largestHarmNotExcluded: 0.25,
        }),
      ],
    });

    it('says why it passed instead of a relative interval', async () => {
      serve(rare);
      const panel = await openAnalysis();
      expect(panel).toHaveTextContent(
        'The shares differ by less than 5 percentage points, too little to matter',
      );
      expect(panel).not.toHaveTextContent(/no upper limit|Harm begins/);
    });

    it('says so in the table, too', async () => {
      serve(rare);
      const panel = await openAnalysis();
      await userEvent.click(
        within(panel).getByRole('checkbox', { name: 'Show as table' }),
      );
      const table = within(panel).getByRole('table', { name: 'Metrics' });
      expect(table).toHaveTextContent('differ by less than 5 percentage');
      expect(table).not.toHaveTextContent(/no upper limit|not excluded/);
    });
  });

  it.each([
    ['that is running', '2026-11-21T10:02:09Z', true],
    ['that has ended', undefined, false],
  ])(
    'says that a pass counts after enough comparisons at the share of a stage %s',
    async (_name, nextLookAt, isShown) => {
      serve(
        stepAnalysis({
          nextLookAt,
          metrics: [analysisMetric({ verdict: 'pass', stageBlocks: 9 })],
        }),
      );
      const text =
        "The pass isn't final: 9 of 12 comparisons at 25 % of the traffic.";
      const panel = await openAnalysis();
      expect(within(panel).queryAllByText(text)).toHaveLength(isShown ? 1 : 0);
    },
  );

  it('shows durations with the unit that their source has', async () => {
    const latency: Partial<AnalysisMetric> = {
      kind: 'latency',
      series: [
        {
          at: '2026-11-21T10:00:30Z',
          weight: 10,
          candidate: 13.1,
          baseline: 6.6,
        },
      ],
    };
    serve(
      stepAnalysis({
        metrics: [
          analysisMetric({ name: 'a', ...latency, unit: 'ms' }),
          analysisMetric({ name: 'b', ...latency }),
        ],
      }),
    );
    const panel = await openAnalysis();
    expect(panel).toHaveTextContent('candidate 13 ms, baseline 6.6 ms');
    expect(panel).toHaveTextContent('candidate 13.1, baseline 6.6 ·');
  });

  it('shows no score before the first verdict', async () => {
    serve(stepAnalysis({ metrics: [analysisMetric()] }));
    const panel = await openAnalysis();
    expect(panel).toHaveTextContent('Inconclusive');
    expect(panel).not.toHaveTextContent('Score');
  });

  it.each([
    ['hold', /At most .* more at this share.*; then a person decides\./],
    ['rollback', /At most .* more at this share.*; then it rolls back\./],
    [
      'promote',
      /At most .* more at this share.*; then the rollout continues\./,
    ],
  ] as const)(
    'says how long it takes at most, and what happens then: %s',
    async (onInconclusive, text) => {
      const shift = { at: new Date().toISOString(), weight: 10 };
      serve(
        stepAnalysis({
          onInconclusive,
          nextLookAt: '2026-11-21T10:02:59Z',
          weights: [shift],
        }),
        {
          ...ROLLOUT,
          stages: [{ weight: 10, forMs: 60_000, untilPromoted: false }],
        },
      );
      expect(await openAnalysis()).toHaveTextContent(text);
    },
  );

  it('says no limit if only a person ends the stage', async () => {
    serve(
      stepAnalysis({
        nextLookAt: '2026-11-21T10:02:59Z',
        weights: [{ at: new Date().toISOString(), weight: 10 }],
      }),
      {
        ...ROLLOUT,
        stages: [{ weight: 10, forMs: 0, untilPromoted: true }],
      },
    );
    expect(await openAnalysis()).not.toHaveTextContent('At most');
  });

  it('says what is missing while a metric has no data', async () => {
    serve(
      stepAnalysis({
        metrics: [
          analysisMetric({
            title: 'Orders',
            verdict: 'no_data',
            effect: undefined,
            interval: {},
            samples: { candidate: 0, baseline: 12 },
            blocksNeeded: 20,
            message: 'Prometheus answered 503',
            series: [],
          }),
        ],
      }),
    );
    const panel = await openAnalysis('?step=rollout&metric=errors');
    expect(panel).toHaveTextContent(
      'No effect measured yet. Harm begins at +25 %.',
    );
    expect(panel).toHaveTextContent(
      'No effect measured yet · interval not known yet.',
    );
    expect(panel).toHaveTextContent('No amount of harm excluded yet.');
    expect(panel).toHaveTextContent('Evidence of harm 1.2 of 40.');
    expect(panel).toHaveTextContent(
      '0 candidate and 12 baseline samples (each needs 20) · about 20 more comparisons to pass',
    );
    expect(panel).toHaveTextContent('Prometheus answered 503');
    expect(panel).toHaveTextContent('No values yet.');
  });

  it('shows the metric of the link over time, in words and numbers too', async () => {
    serve(HARM);
    const panel = await openAnalysis('?step=rollout&metric=errors');
    const user = userEvent.setup();
    const details = within(panel).getByRole('group', {
      name: 'Details of Failed requests',
    });
    expect(details).toHaveTextContent('Share of requests');
    expect(details).toHaveTextContent('candidate 1.4.2');
    expect(details).toHaveTextContent('baseline 1.4.1');
    expect(
      await within(details).findByRole('img', {
        name: 'Failed requests over time, 3 values of each version. Last: candidate 1.8\u00a0%, baseline 1\u00a0%.',
      }),
    ).toBeInTheDocument();
    await user.click(within(details).getByText('3 values'));
    const values = await within(details).findByRole('table');
    expect(within(values).getAllByRole('row')[1]).toHaveTextContent(
      /25 %1\.8 %5401 %1620$/,
    );
  });

  it('reads all metrics at the cursor of the open chart', async () => {
    const series = ['30', '40', '50', '55'].map(second => ({
      at: `2026-11-21T10:00:${second}Z`,
      weight: 10,
      candidate: Number(second) / 1_000,
      baseline: 0.01,
    }));
    serve(
      stepAnalysis({
        metrics: [
          analysisMetric({ title: 'Failed requests', series }),
          analysisMetric({ name: 'orders', title: 'Orders', series }),
        ],
      }),
    );
    await openAnalysis('?step=rollout&metric=errors');
    const slider = await screen.findByRole('slider', {
      name: 'Time in the chart of Failed requests',
    });
    slider.focus();
    await userEvent.keyboard('{ArrowLeft}');
    expect(slider).toHaveAttribute(
      'aria-valuetext',
      expect.stringMatching(
        /:00:50 .*Failed requests: 1\.4\.2 5\u00a0%, 1\.4\.1 1\u00a0% · Orders: 1\.4\.2 5\u00a0%, 1\.4\.1 1\u00a0%$/,
      ),
    );
  });

  it('opens one metric at a time, by keyboard, and keeps it in the address', async () => {
    serve(HARM);
    const panel = await openAnalysis();
    const user = userEvent.setup();
    const errors = within(panel).getByRole('button', {
      name: 'Failed requests',
    });
    errors.focus();
    await user.keyboard('{Enter}');
    expect(errors).toHaveAttribute('aria-expanded', 'true');
    await user.click(within(panel).getByRole('button', { name: 'Orders' }));
    expect(errors).toHaveAttribute('aria-expanded', 'false');
    expect(
      within(panel).getByRole('group', { name: 'Details of Orders' }),
    ).toBeInTheDocument();

    await user.click(screen.getByRole('button', { name: /^Rollout/ }));
    expect(
      within(panel).queryByRole('group', { name: /^Details of/ }),
    ).not.toBeInTheDocument();
  });

  it('filters many metrics by text and by verdict', async () => {
    serve(
      stepAnalysis({
        metrics: [
          ERRORS,
          ORDERS,
          ...Array.from({ length: 48 }, (_, index) =>
            analysisMetric({ name: `metric-${index}` }),
          ),
        ],
      }),
    );
    const panel = await openAnalysis();
    const user = userEvent.setup();
    expect(panel).toHaveTextContent('50 of 50 metrics');
    await user.click(within(panel).getByRole('button', { name: /^Verdict/ }));
    await user.click(
      await screen.findByRole('option', { name: 'Inconclusive (48)' }),
    );
    expect(panel).toHaveTextContent('48 of 50 metrics');
    await user.type(
      within(panel).getByRole('searchbox', { name: 'Filter metrics' }),
      'metric-47',
    );
    expect(panel).toHaveTextContent('1 of 50 metrics');
    await user.type(
      within(panel).getByRole('searchbox', { name: 'Filter metrics' }),
      '7',
    );
    expect(panel).toHaveTextContent('No metrics match.');
  });

  it.each([
    ['a table', false],
    ['cards on a narrow screen', true],
  ])('shows all figures without plots, as %s', async (_name, narrow) => {
    if (narrow) {
      onNarrowScreen();
    }
    serve(HARM);
    const panel = await openAnalysis();
    await userEvent.click(
      within(panel).getByRole('checkbox', { name: 'Show as table' }),
    );
    const table = within(panel).getByRole(narrow ? 'list' : 'table', {
      name: 'Metrics',
    });
    expect(table).toHaveTextContent('Failed requests · technical · critical');
    expect(table).toHaveTextContent('Harm');
    expect(table).toHaveTextContent(
      '+62 % · 95 % interval +31 % to +98 % · harm from +25 %',
    );
  });

  it('counts down to the first look', async () => {
    serve(
      stepAnalysis({
        looks: 0,
        nextLookAt: '2026-11-21T10:02:59Z',
        metrics: [],
      }),
    );
    expect(await openAnalysis()).toHaveTextContent(/First look in \d+ s\./);
  });

  it('updates without a reload', async () => {
    const stored = serve(stepAnalysis({ looks: 1 }));
    const panel = await openAnalysis();
    expect(panel).toHaveTextContent('1 look of 10 s');
    stored.analysis = HARM;
    await waitFor(() => expect(panel).toHaveTextContent('14 looks of 10 s'));
    expect(panel).toHaveTextContent('Roll back');
  });

  it('says when retention deleted the values', async () => {
    serve(
      stepAnalysis({
        verdict: undefined,
        metrics: [],
        removedAt: '2027-11-22T03:00:00Z',
      }),
      { ...ROLLOUT, status: 'succeeded', finishedAt: '2026-11-21T10:02:00Z' },
    );
    expect(await openAnalysis()).toHaveTextContent(
      /The values were deleted on Nov 22, 2027/,
    );
  });

  it.each([
    ['the step has no analysis', undefined, /This step has no analysis\./],
    ['its planned analysis has not started', 'web', /nothing to show yet/],
  ])('says so if %s', async (_name, analysis, text) => {
    serve(stepAnalysis(), {
      ...ROLLOUT,
      stages: [{ weight: 10, forMs: 60_000, untilPromoted: false, analysis }],
    });
    server.use(
      http.get(`${BASE_URL}${ANALYSIS_PATH}`, () =>
        refusal(404, 'NotFoundError', 'no'),
      ),
    );
    renderApp('/deployments/d1');
    expect(await screen.findByText(text)).toBeInTheDocument();
  });

  it('shows why it could not be loaded', async () => {
    serve(stepAnalysis());
    server.use(
      http.get(`${BASE_URL}${ANALYSIS_PATH}`, () =>
        refusal(500, 'Error', 'The looks could not be read.'),
      ),
    );
    renderApp('/deployments/d1');
    expect(
      (await screen.findAllByText(/The looks could not be read\./))[0],
    ).toBeVisible();
  });

  it('downloads all values', async () => {
    serve(HARM);
    const panel = await openAnalysis();
    const accepted: Array<string | null> = [];
    server.use(
      http.get(`${BASE_URL}${ANALYSIS_PATH}`, ({ request }) => {
        accepted.push(request.headers.get('accept'));
        return request.headers.get('accept') === 'text/csv'
          ? HttpResponse.text('look,metric')
          : HttpResponse.json(HARM);
      }),
    );
    const names: string[] = [];
    URL.createObjectURL = () => 'blob:csv';
    URL.revokeObjectURL = () => {};
    jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(function click(this: HTMLAnchorElement) {
        names.push(this.download);
      });
    await userEvent.click(
      within(panel).getByRole('button', { name: 'Download CSV' }),
    );
    await waitFor(() => expect(names).toEqual(['d1-rollout.csv']));
    expect(accepted).toContain('text/csv');
  });

  it('links to the replay of its configuration', async () => {
    serve(HARM);
    const panel = await openAnalysis();
    expect(
      within(panel).getByRole('link', {
        name: 'Replay on earlier deployments',
      }),
    ).toHaveAttribute('href', '/deployments/analyses/web');
  });
});
