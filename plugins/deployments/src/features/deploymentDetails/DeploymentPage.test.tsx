import type {
  AllowedCommand,
  Deployment,
  Measurement,
} from '@slipway/backstage-plugin-deployments-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { deployment, stepRun, V141, WATCH } from '../../__testUtils__/fixtures';
import { renderApp } from '../../__testUtils__/renderApp';
import {
  answers,
  BASE_URL,
  everydayHandlers,
  refusal,
  server,
  TestStream,
  withServer,
} from '../../__testUtils__/server';

jest.setTimeout(90_000);
withServer();

const measurement = (seq: number, value: number): Measurement => ({
  seq,
  stepId: 'watch',
  check: 'p95',
  at: '2026-11-21T10:01:00Z',
  value,
  unit: 'ms',
  samples: 412,
  outcome: value > 300 ? 'failed' : 'passed',
});

const ROLL_BACK: AllowedCommand = {
  type: 'rollback',
  allowed: true,
  label: 'Roll back to 1.4.1',
  consequence: 'All traffic of production goes back to 1.4.1.',
  needsReason: true,
  destructive: true,
};

const LOG_LINES = [
  {
    seq: 1,
    at: '2026-11-21T10:01:00Z',
    stepId: 'watch',
    line: 'asking the proxy',
  },
  {
    seq: 2,
    at: '2026-11-21T10:01:01Z',
    stepId: 'watch',
    level: 'error',
    line: 'no answer',
  },
  {
    seq: 3,
    at: '2026-11-21T10:01:02Z',
    stepId: 'canary',
    line: 'started 1.4.2',
  },
];

/** Serves a deployment that a test can change while it is shown. */
function serve(more: Partial<Deployment> = {}) {
  const stream = new TestStream();
  const stored = {
    deployment: deployment(more),
    measurements: [measurement(1, 182)],
    commands: [] as Array<Record<string, unknown>>,
    stream,
  };
  stream.backlog = () => [
    ...stored.measurements.map(
      item => ['measurement', item] as [string, object],
    ),
    ...LOG_LINES.map(item => ['log', item] as [string, object]),
  ];
  server.use(
    answers('/deployments/d1', () => stored.deployment),
    answers('/deployments/d1/measurements', request => ({
      items: stored.measurements.filter(
        ({ seq }) =>
          seq > Number(new URL(request.url).searchParams.get('after') ?? 0),
      ),
    })),
    answers('/deployments/d1/logs', {
      items: LOG_LINES,
      truncated: true,
    }),
    stream.handler(),
    ...everydayHandlers(),
  );
  return stored;
}

async function openPage(search = '') {
  renderApp(`/deployments/d1${search}`);
  await screen.findByRole('heading', { level: 1, name: /1\.4\.2/ });
}

describe('the page of a deployment', () => {
  it('says why it could not be loaded, and shows it once it can', async () => {
    serve();
    server.use(
      ...['', '/*'].map(below =>
        http.get(`${BASE_URL}/deployments/d1${below}`, () =>
          refusal(503, 'Error', 'The database does not respond'),
        ),
      ),
    );
    renderApp('/deployments/d1');
    expect(
      await screen.findByText('Error: The database does not respond'),
    ).toBeVisible();
    expect(screen.getByText('Trying again…')).toBeVisible();
    expect(screen.queryByText(/last known state/)).not.toBeInTheDocument();
    server.resetHandlers();
    serve();
    expect(
      await screen.findByRole('heading', { level: 1 }, { timeout: 20_000 }),
    ).toHaveTextContent(/1\.4\.2 → Production/);
  });

  it('says that it pauses as soon as the step has ended', async () => {
    serve({ pausing: true });
    await openPage();
    expect(screen.getByRole('banner')).toHaveTextContent(
      'step 2 of 2: Watch, then it pauses until somebody resumes it',
    );
    expect(
      screen.getByText(
        'Running. Watch, then it pauses until somebody resumes it',
      ),
    ).toBeInTheDocument();
  });

  it('says by codes what the rollback does and why', async () => {
    serve({
      status: 'rolling_back',
      message: "the server's message",
      progress: {
        total: 2,
        finished: 1,
        step: 2,
        current: "The server's title",
        sentences: [{ code: 'rollback_verify', params: { version: '1.4.1' } }],
      },
      rollback: {
        cause: 'failure',
        message: "the server's message",
        sentences: [
          {
            code: 'check_missed',
            params: {
              check: 'availability',
              value: '85.7 %',
              condition: '≥ 99 %',
            },
          },
        ],
        strategy: 'baseline',
        to: V141,
        startedAt: '2026-11-21T10:02:00Z',
        steps: [],
      },
    });
    await openPage();
    const header = screen.getByRole('banner');
    expect(header).toHaveTextContent(
      'rollback step 2 of 2: Check that 1.4.1 is healthy',
    );
    expect(header).toHaveTextContent('Availability was 85.7 % (needs ≥ 99 %).');
    expect(document.body).not.toHaveTextContent(/The server's/i);
  });

  it('says in its own words who cancelled it while it rolls back', async () => {
    serve({
      status: 'rolling_back',
      message: 'Cancelled by external.',
      sentences: [
        { code: 'cancelled_by', params: { person: 'service:external:ci' } },
      ],
    });
    await openPage();
    const header = screen.getByRole('banner');
    expect(header).toHaveTextContent('Cancelled by ci.');
    expect(header).not.toHaveTextContent('external');
  });

  it('says why it stops, also if that was stored without codes', async () => {
    serve({ message: 'Cancelled by ana: wrong version' });
    await openPage();
    expect(screen.getByRole('banner')).toHaveTextContent(
      'Cancelled by ana: wrong version',
    );
  });

  it('shows version, environment, status, requester and reason', async () => {
    serve({ reason: 'fix rounding' });
    await openPage();
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent(
      /checkout 1\.4\.2 → Production/i,
    );
    expect(screen.getByRole('main')).toContainElement(
      screen.getByRole('heading', { level: 1 }),
    );
    const header = screen.getByRole('banner');
    expect(header).toHaveTextContent('Running');
    expect(header).toHaveTextContent('step 2 of 2: Watch');
    expect(header).toHaveTextContent('requested by');
    expect(header).toHaveTextContent('“fix rounding”');
    expect(header).toHaveTextContent('Golden path: Web service, canary');
  });

  it('names the service, the environment and the host that its links open', async () => {
    serve({
      url: 'http://localhost:40412/',
      candidate: { id: 'c1', url: 'http://localhost:40500/' },
    });
    await openPage();
    expect(
      screen.getByRole('link', {
        name: /^Open checkout in Production \(localhost:40412\)/i,
      }),
    ).toHaveAttribute('href', 'http://localhost:40412/');
    expect(
      screen.getByRole('link', {
        name: /^Open the candidate 1\.4\.2 \(localhost:40500\)/,
      }),
    ).toBeVisible();
  });

  it('says that a made-up deployment never happened, and shows no empty evidence', async () => {
    serve({
      demo: true,
      status: 'succeeded',
      steps: [],
      startedAt: '2026-11-20T10:00:00Z',
      finishedAt: '2026-11-20T10:06:12Z',
      requestedBy: { principal: 'service:demo', via: 'system' },
    });
    await openPage();
    const header = screen.getByRole('banner');
    expect(header).toHaveTextContent(/Succeeded.*6 min 12 s.*Made up/);
    expect(header).not.toHaveTextContent(/Golden path|checks/i);
    const note = await screen.findByRole('alert');
    expect(note).toHaveTextContent('This deployment never happened');
    expect(
      within(note).getByRole('link', { name: 'Show delivery metrics' }),
    ).toHaveAttribute('href', '/catalog/default/component/checkout/dora');
    expect(
      screen.queryByRole('region', { name: 'Summary' }),
    ).not.toBeInTheDocument();
    expect(screen.queryByText(/Events|Steps/)).not.toBeInTheDocument();
  });

  it('shows the running step with its measured value beside the threshold', async () => {
    serve();
    await openPage();
    const check = await screen.findByRole('region', { name: 'p95' });
    await waitFor(() => expect(check).toHaveTextContent('182 ms'));
    expect(check).toHaveTextContent('needs ≤ 300 ms · candidate only');
    expect(check).toHaveTextContent('last value from 412 samples');
  });

  it('updates without a reload', async () => {
    const stored = serve();
    await openPage();
    await screen.findByText('Live');
    await waitFor(() => expect(document.title).toMatch(/^Running: /));
    stored.stream.send('measurement', measurement(2, 412));
    const check = await screen.findByRole('region', { name: 'p95' });
    await waitFor(() => expect(check).toHaveTextContent('412 ms'));
    expect(check).toHaveTextContent('1 passed · 1 failed');

    stored.deployment = deployment({
      status: 'rolled_back',
      message: 'Rolled back to 1.4.1: p95 412 ms > 300 ms',
      seq: 5,
      steps: [
        stepRun({ status: 'undone' }),
        {
          ...WATCH,
          status: 'failed',
          verdict: 'failed',
          error: { message: 'p95 412 ms > 300 ms' },
        },
      ],
      rollback: {
        cause: 'failure',
        strategy: 'baseline',
        to: V141,
        startedAt: '2026-11-21T10:02:00Z',
        verification: 'passed',
        steps: [
          { id: 'abort', title: 'Stop 1.4.2', status: 'succeeded', attempt: 1 },
        ],
      },
    });
    stored.stream.send(
      'event',
      {
        seq: 5,
        at: '2026-11-21T10:02:00Z',
        type: 'ended',
        message: 'Rolled back to 1.4.1',
      },
      '5',
    );
    expect(
      await screen.findByText('Rolled back to 1.4.1: p95 412 ms > 300 ms'),
    ).toBeInTheDocument();
    await waitFor(() =>
      expect(document.title).toMatch(
        /^Rolled back: checkout 1\.4\.2 → Production \| /i,
      ),
    );
    expect(screen.getByRole('region', { name: 'Rollback' })).toHaveTextContent(
      'Stop 1.4.2',
    );
    expect(screen.getByRole('region', { name: 'Timeline' })).toHaveTextContent(
      'Rolled back to 1.4.1',
    );
  });

  it("adds streamed measurements to the server's counts", async () => {
    const counts = { failed: 0, errors: 0, noData: 0 };
    const stored = serve({
      steps: [
        stepRun(),
        {
          ...WATCH,
          checkStates: [
            { name: 'p95', passed: 1, ...counts, measuredThrough: 1 },
          ],
        },
      ],
    });
    await openPage();
    await screen.findByText('Live');
    const check = await screen.findByRole('region', { name: 'p95' });
    expect(check).toHaveTextContent('1 passed · 0 failed');

    for (const [seq, value] of [
      [2, 190],
      [3, 195],
      [4, 412],
    ]) {
      stored.stream.send('measurement', measurement(seq, value));
    }
    await waitFor(() => expect(check).toHaveTextContent('412 ms'));
    expect(check).toHaveTextContent('3 passed · 1 failed');
    expect(check).toHaveTextContent(/failing for .* \(fails at 1 min\)/);

    stored.stream.send('measurement', measurement(5, 200));
    await waitFor(() => expect(check).toHaveTextContent('4 passed · 1 failed'));
    expect(check).not.toHaveTextContent('failing');
  });

  it('sends a decision for the state that was shown when the dialog opened', async () => {
    const approve: AllowedCommand = {
      type: 'approve',
      stepId: 'watch',
      allowed: true,
      label: 'Approve',
      consequence: '1.4.2 gets 50 % of the traffic.',
      needsReason: false,
    };
    const stored = serve({ commands: [approve], seq: 3, planHash: 'seen' });
    server.use(
      http.post(`${BASE_URL}/deployments/d1/commands`, async ({ request }) => {
        stored.commands.push((await request.json()) as Record<string, unknown>);
        return refusal(
          409,
          'ConflictError',
          'The plan has changed since you opened it.',
        );
      }),
    );
    const user = userEvent.setup();
    await openPage();
    await screen.findByText('Live');
    await user.click(screen.getByRole('button', { name: 'Approve' }));
    const dialog = await screen.findByRole('dialog');
    stored.deployment = deployment({
      commands: [approve],
      seq: 9,
      planHash: 'new',
      reason: 'Another baseline',
    });
    stored.stream.send('event', {
      seq: 9,
      at: '2026-11-21T10:02:00Z',
      type: 'x',
      message: 'The first step has ended',
    });
    await screen.findByText(/Another baseline/);
    await user.click(within(dialog).getByRole('button', { name: 'Approve' }));
    await screen.findByText(/The plan has changed since/);
    expect(stored.commands).toEqual([
      expect.objectContaining({ expectedSeq: 3, planHash: 'seen' }),
    ]);
  });

  it('names the current step by its position, and shows that step', async () => {
    serve({
      status: 'waiting',
      progress: { total: 2, finished: 1, step: 1, current: 'Release approval' },
      steps: [
        stepRun({
          id: 'approve',
          title: 'Release approval',
          status: 'waiting',
          finishedAt: undefined,
        }),
        stepRun({ id: 'migrate', title: 'Migrate', status: 'skipped' }),
      ],
    });
    await openPage();
    expect(screen.getByRole('banner')).toHaveTextContent(
      'step 1 of 2: Release approval',
    );
    expect(
      screen.getByRole('region', { name: 'Step Release approval' }),
    ).toBeInTheDocument();
  });

  it('opens a queued deployment on the step that will run first', async () => {
    serve({
      status: 'queued',
      startedAt: undefined,
      progress: { total: 2, finished: 0 },
      steps: [
        stepRun({
          id: 'place',
          title: 'Place',
          status: 'skipped',
          skipped: 'environment.name is "production", not "legacy"',
          attempt: 0,
          startedAt: undefined,
          finishedAt: undefined,
        }),
        stepRun({
          id: 'canary',
          title: 'Canary',
          status: 'pending',
          attempt: 0,
          startedAt: undefined,
          finishedAt: undefined,
        }),
      ],
    });
    await openPage();
    expect(
      screen.getByRole('region', { name: 'Step Canary' }),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: /^Place/ }));
    const detail = screen.getByRole('region', { name: 'Step Place' });
    expect(detail).toHaveTextContent(
      'Skipped because environment.name is "production", not "legacy"',
    );
    expect(within(detail).getAllByText(/skipped/i)).toHaveLength(1);
    expect(within(detail).queryByText('Log')).not.toBeInTheDocument();
  });

  it('shows that it reconnects, and shows nothing twice afterwards', async () => {
    const stored = serve();
    await openPage();
    await screen.findByText('Live');
    const event = {
      seq: 4,
      at: '2026-11-21T10:01:00Z',
      type: 'x',
      message: 'Traffic is at 10 %',
    };
    stored.stream.send('event', event, '4');
    expect(await screen.findAllByText('Traffic is at 10 %')).toHaveLength(1);
    stored.stream.cut();
    expect(await screen.findByText(/Reconnecting/)).toBeInTheDocument();
    expect(screen.getByRole('banner')).toHaveTextContent('Running');
    await screen.findByText('Live');
    expect(stored.stream.lastEventIds).toEqual([null, '4']);
    stored.stream.send('event', event, '4');
    stored.stream.send(
      'event',
      { ...event, seq: 5, message: 'Traffic is at 50 %' },
      '5',
    );
    await screen.findByText('Traffic is at 50 %');
    expect(screen.getAllByText('Traffic is at 10 %')).toHaveLength(1);
  });

  it('states the consequence, asks for a reason and sends a command once', async () => {
    const stored = serve({ commands: [ROLL_BACK] });
    server.use(
      http.post(`${BASE_URL}/deployments/d1/commands`, async ({ request }) => {
        const body = (await request.json()) as Record<string, unknown>;
        stored.commands.push(body);
        return HttpResponse.json({
          commandId: body.commandId,
          type: body.type,
          status: 'accepted',
          at: '2026-11-21T10:02:00Z',
          by: 'user:default/ana',
        });
      }),
    );
    const user = userEvent.setup();
    await openPage();
    await user.click(
      screen.getByRole('button', { name: 'Roll back to 1.4.1' }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: 'Roll back to 1.4.1',
    });
    expect(dialog).toHaveTextContent(
      'All traffic of production goes back to 1.4.1.',
    );
    const confirm = within(dialog).getByRole('button', {
      name: 'Roll back to 1.4.1',
    });
    expect(confirm).toBeDisabled();
    await user.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'users are affected',
    );
    await user.dblClick(confirm);
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(stored.commands).toEqual([
      {
        type: 'rollback',
        commandId: expect.stringMatching(/^[0-9a-f]{32}$/),
        reason: 'users are affected',
      },
    ]);
  });

  it('shows why a command was refused and reloads the deployment', async () => {
    const stored = serve({ commands: [ROLL_BACK] });
    server.use(
      http.post(`${BASE_URL}/deployments/d1/commands`, () => {
        stored.deployment = deployment({ status: 'succeeded', seq: 9 });
        return refusal(
          409,
          'ConflictError',
          'This deployment has already ended (succeeded).',
        );
      }),
    );
    const user = userEvent.setup();
    await openPage();
    await user.click(
      screen.getByRole('button', { name: 'Roll back to 1.4.1' }),
    );
    const dialog = await screen.findByRole('dialog');
    await user.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'users are affected',
    );
    await user.click(
      within(dialog).getByRole('button', { name: 'Roll back to 1.4.1' }),
    );
    expect(await screen.findByText(/has already ended/)).toBeInTheDocument();
    await waitFor(() =>
      expect(screen.getByRole('banner', { hidden: true })).toHaveTextContent(
        'Succeeded',
      ),
    );
  });

  it('shows refused commands disabled, with who can send them', async () => {
    serve({
      commands: [
        {
          type: 'skipStep',
          allowed: false,
          label: 'End watch early',
          refusal: 'Only platform-leads can do this.',
          consequence: '',
          needsReason: true,
        },
      ],
    });
    await openPage();
    expect(
      screen.getByRole('button', { name: 'End watch early' }),
    ).toBeDisabled();
    expect(
      screen.getByRole('note', { name: /Only platform-leads can do this\./ }),
    ).toBeInTheDocument();
  });

  it('shows why it waits, until when and who can help, and offers the decision', async () => {
    serve({
      status: 'waiting',
      decideBy: new Date(Date.now() + 3_600_000).toISOString(),
      atDeadline: 'rollback',
      blockers: [
        {
          kind: 'decision',
          message:
            'p95 was inconclusive: no measurement passed and none failed.',
          unblockedBy: ['group:default/shop'],
        },
      ],
      commands: [
        {
          type: 'decide',
          choice: 'continue',
          allowed: true,
          label: 'Continue',
          consequence:
            'The deployment continues. The step is recorded as overridden.',
          needsReason: true,
        },
        {
          type: 'pause',
          allowed: true,
          label: 'Pause',
          consequence: 'The deployment starts no new step.',
          needsReason: false,
        },
      ],
    });
    await openPage();
    const banner = screen.getByRole('region', { name: "Why it's waiting" });
    expect(banner).toHaveTextContent(
      'p95 was inconclusive: no measurement passed and none failed.',
    );
    expect(banner).toHaveTextContent('shop');
    expect(banner).toHaveTextContent(
      /Rolls back automatically if nobody decides by .* \(in .*\)/,
    );
    const choice = within(banner).getByRole('button', { name: 'Continue' });
    expect(choice).toBeEnabled();
    expect(choice).toHaveAccessibleDescription(/recorded as overridden/);
    expect(within(banner).getByText(/recorded as overridden/)).toBeVisible();
    expect(
      within(banner).queryByRole('button', { name: 'Pause' }),
    ).not.toBeInTheDocument();
  });

  it('shows whom to ask, what the reader can do, and when it expires in the queue', async () => {
    serve({
      status: 'queued',
      startedAt: undefined,
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      blockers: [
        {
          kind: 'approval',
          rule: 'managers',
          message: '0 of 1 approval from release-managers.',
          unblockedBy: ['group:default/release-managers'],
          ask: ['user:default/carla', 'user:default/nina'],
          hint: 'You requested this deployment, so somebody else from release-managers must approve it.',
        },
        {
          kind: 'hold',
          message: 'On hold: check the database first',
          ask: ['user:default/eva'],
        },
      ],
    });
    await openPage();
    const banner = screen.getByRole('region', { name: "Why it's waiting" });
    expect(banner).toHaveTextContent(
      /Can approve: release-managers \(carla, nina\).*You requested this deployment, so somebody else from release-managers must approve it\./,
    );
    expect(banner).toHaveTextContent(/Ask: eva/);
    expect(banner).toHaveTextContent(
      /Expires if it hasn't started by .* \(in .*\)/,
    );
  });

  it("shows a rollback's measurements beside the thresholds, and labels its checks", async () => {
    const stored = serve({
      status: 'rolled_back',
      verification: 'passed',
      rollback: {
        cause: 'failure',
        strategy: 'baseline',
        to: V141,
        steps: [
          {
            id: 'verify',
            title: 'Check that 1.4.1 is healthy',
            status: 'succeeded',
            attempt: 1,
          },
        ],
        verification: 'passed',
        startedAt: '2026-11-21T10:01:30Z',
      },
    });
    stored.measurements = [
      measurement(1, 412),
      { ...measurement(2, 171), stepId: 'rollback/verify' },
    ];
    renderApp('/deployments/d1?step=rollback%2Fverify');
    const detail = await screen.findByRole('region', {
      name: 'Step Check that 1.4.1 is healthy',
    });
    const check = await within(detail).findByRole('region', { name: 'p95' });
    expect(check).toHaveTextContent('171 ms');
    expect(check).toHaveTextContent('needs ≤ 300 ms');
    expect(check).toHaveTextContent('1 measured value');
    expect(
      within(screen.getByRole('banner')).getByText(/After the rollback:/),
    ).toBeInTheDocument();
  });

  it.each([
    ['retrying', 'attempt 1 of 3'],
    ['failed', ''],
  ] as const)(
    'says of %s how often it is tried only while it is',
    async (status, text) => {
      serve({
        steps: [stepRun({ status, attempt: 1, attempts: 3 })],
        commands: [],
      });
      await openPage('?step=canary');
      const detail = await screen.findByRole('region', {
        name: 'Step Canary 10 %',
      });
      const said = /attempt \d of \d/.exec(detail.textContent ?? '')?.[0] ?? '';
      expect(said).toBe(text);
    },
  );

  it('links to pages of other tools about the deployment', async () => {
    serve({
      links: [{ title: 'Traces', url: 'https://traces.example.com/?v=1.4.2' }],
    });
    await openPage();
    const detail = await screen.findByRole('region', { name: 'Step Watch' });
    expect(
      within(detail).getByRole('link', { name: /^Traces/ }),
    ).toHaveAttribute('href', 'https://traces.example.com/?v=1.4.2');
  });

  it('opens the step of the link, and its log only', async () => {
    serve();
    await openPage('?step=canary');
    expect(screen.getByRole('button', { name: /Canary 10 %/ })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    const log = screen.getByRole('log');
    await waitFor(() => expect(log).toHaveTextContent('started 1.4.2'));
    expect(log).not.toHaveTextContent('no answer');
  });

  it('shows the problems and links of a failed step', async () => {
    serve({
      steps: [
        stepRun({
          status: 'failed',
          message: 'It did not come up',
          error: { message: 'It did not come up', code: 'crash_loop' },
          links: [{ title: 'Console', url: 'https://console.example.com/' }],
          problems: [
            {
              code: 'crash_loop',
              message: 'The container web exits again and again.',
              object: 'pod/checkout-1',
              logTail: ['no database'],
            },
          ],
        }),
      ],
    });
    await openPage('?step=canary');
    const problems = await screen.findByRole('region', { name: 'Problems' });
    expect(problems).toHaveTextContent(
      'The container web exits again and again.',
    );
    expect(problems).toHaveTextContent('pod/checkout-1');
    expect(screen.getByRole('link', { name: /^Console/ })).toHaveAttribute(
      'href',
      'https://console.example.com/',
    );
  });

  it('shows whom a step waits for elsewhere, once', async () => {
    const blocker = {
      kind: 'external' as const,
      message: 'Waits for a review of the change.',
      stepId: 'canary',
      ask: ['group:default/platform'],
      links: [{ title: 'Review 12', url: 'https://git.example.com/12' }],
    };
    serve({
      status: 'waiting',
      blockers: [blocker],
      steps: [
        stepRun({
          status: 'running',
          message: blocker.message,
          finishedAt: undefined,
          blocker,
          links: blocker.links,
        }),
      ],
    });
    await openPage('?step=canary');
    const detail = await screen.findByRole('region', {
      name: 'Step Canary 10 %',
    });
    expect(within(detail).getAllByText(blocker.message)).toHaveLength(1);
    expect(
      within(detail).getAllByRole('link', { name: /^Review 12/ }),
    ).toHaveLength(1);
    expect(detail).toHaveTextContent('Ask: platform');
  });

  it('searches the log, filters its level and says that it was cut', async () => {
    serve();
    const user = userEvent.setup();
    await openPage();
    const log = await screen.findByRole('log');
    await waitFor(() => expect(log).toHaveTextContent('asking the proxy'));
    expect(
      screen.getByText(/wrote more than Slipway stores/),
    ).toBeInTheDocument();
    await user.type(
      screen.getByRole('searchbox', { name: 'Search log' }),
      'ANSWER',
    );
    expect(log).not.toHaveTextContent('asking the proxy');
    expect(log).toHaveTextContent('no answer');
  });

  it('says when retention deleted logs and measurements', async () => {
    const stored = serve({
      logsRemovedAt: '2027-02-20T03:00:00Z',
      measurementsRemovedAt: '2027-11-22T03:00:00Z',
    });
    stored.measurements = [];
    await openPage();
    const check = await screen.findByRole('region', { name: 'p95' });
    expect(check).toHaveTextContent('needs ≤ 300 ms');
    expect(check).toHaveTextContent(/were deleted on Nov 22, 2027/);
    expect(check).not.toHaveTextContent(/no measurements|0 passed/);
    const log = screen.getByRole('region', { name: 'Log' });
    expect(log).toHaveTextContent(/was deleted on Feb 20, 2027/);
    expect(screen.queryByText("This step hasn't logged anything.")).toBeNull();
  });

  it("sets the browser's title to its name and status, whatever else changes it", async () => {
    serve({ status: 'succeeded' });
    await openPage();
    const title = /^Succeeded: checkout 1\.4\.2 → Production \| /i;
    await waitFor(() => expect(document.title).toMatch(title));
    document.title = '(1) Running: Checkout 1.4.2 → Production | Backstage';
    await waitFor(() => expect(document.title).toMatch(title));
  });

  it('says so if the deployment does not exist', async () => {
    server.use(
      http.get(`${BASE_URL}/deployments/nope*`, () =>
        refusal(404, 'NotFoundError', 'no'),
      ),
      http.get(`${BASE_URL}/deployments/nope/*`, () =>
        refusal(404, 'NotFoundError', 'no'),
      ),
      ...everydayHandlers(),
    );
    renderApp('/deployments/nope');
    expect(
      await screen.findByRole('heading', {
        level: 1,
        name: 'Deployment not found',
      }),
    ).toBeInTheDocument();
    await waitFor(() =>
      expect(document.title).toMatch(/^Deployment not found \| /),
    );
  });
});
