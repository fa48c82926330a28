import type {
  AllowedCommand,
  AwaitedDecision,
  DeploymentSummary,
} from '@slipway/backstage-plugin-deployments-common';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import {
  deployment,
  deploymentSummary,
  stepRun,
} from '../../__testUtils__/fixtures';
import { renderApp, renderHomePage } from '../../__testUtils__/renderApp';
import {
  answers,
  BASE_URL,
  doraHandlers,
  everydayHandlers,
  refusal,
  server,
  withServer,
} from '../../__testUtils__/server';

jest.setTimeout(60_000);
withServer();

const INBOX = '/deployments/needs-you';
const TITLE = 'Decisions that wait for you';

function ago(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString();
}

const APPROVE: AllowedCommand = {
  type: 'approve',
  allowed: true,
  label: 'Approve',
  consequence: 'Deploys 1.4.2 to Production as soon as nothing else blocks it.',
  needsReason: false,
};
const REJECT: AllowedCommand = {
  type: 'reject',
  allowed: true,
  label: 'Reject',
  consequence: 'Cancels the deployment. Nothing changes in Production.',
  needsReason: true,
  destructive: true,
};

function awaits(more: Partial<AwaitedDecision> = {}): AwaitedDecision {
  return {
    since: ago(14),
    expiresAt: ago(-60),
    planHash: 'hash-1',
    commands: [APPROVE, REJECT],
    mayLiftHold: false,
    mayResolveDrift: false,
    evidence: [],
    stepsLeft: ['Canary 10 %', 'Watch'],
    ...more,
  };
}

function waiting(more: Partial<DeploymentSummary> = {}): DeploymentSummary {
  return deploymentSummary({
    status: 'queued',
    startedAt: undefined,
    reason: 'Fix rounding',
    commitCount: 3,
    blockers: [
      {
        kind: 'approval',
        message: '0 of 1 approval from release-managers.',
        rule: 'managers',
      },
    ],
    awaits: awaits(),
    ...more,
  });
}

const PAUSED = waiting({
  id: 'd2',
  environment: 'staging',
  status: 'waiting',
  reason: undefined,
  blockers: [{ kind: 'paused', message: 'Paused by bo: lunch' }],
  awaits: awaits({
    decideBy: ago(-5),
    atDeadline: 'rollback',
    expiresAt: undefined,
    commands: [
      {
        type: 'resume',
        allowed: true,
        label: 'Resume',
        consequence: 'The next step starts.',
        needsReason: false,
      },
    ],
    evidence: [
      {
        stepId: 'watch',
        title: 'Watch',
        verdict: 'passed',
        message: 'All 3 checks passed.',
      },
    ],
  }),
});

const ON_HOLD = waiting({
  id: 'd3',
  blockers: [{ kind: 'hold', message: 'On hold since 1.5.0 was rolled back.' }],
  awaits: awaits({ commands: [], mayLiftHold: true, expiresAt: undefined }),
});

/** Serves what waits, and records what is requested and sent. */
function serve(items: () => DeploymentSummary[], nextCursor?: string) {
  const queries: URLSearchParams[] = [];
  const sent: { path: string; body: unknown }[] = [];
  server.use(
    answers('/deployments', request => {
      queries.push(new URL(request.url).searchParams);
      return { items: items(), ...(nextCursor ? { nextCursor } : {}) };
    }),
    answers(
      '/deployments/:id',
      deployment({
        status: 'queued',
        steps: [
          stepRun({ status: 'pending', finishedAt: undefined }),
          stepRun({ id: 'build', title: 'Build' }),
        ],
        diff: {
          direction: 'forward',
          from: { id: 'v141', name: '1.4.1' },
          to: { id: 'v142', name: '1.4.2' },
          commits: [{ id: 'a1b2c3d4e5f6', message: 'Round totals once' }],
        } as never,
      }),
    ),
    http.post(
      `${BASE_URL}/deployments/:id/commands`,
      async ({ request, params }) => {
        const body = (await request.json()) as { commandId: string };
        sent.push({ path: String(params.id), body });
        return HttpResponse.json({
          commandId: body.commandId,
          status: 'applied',
        });
      },
    ),
    http.post(
      `${BASE_URL}/services/:ref/environments/:environment/hold`,
      async ({ request, params }) => {
        sent.push({
          path: `${params.ref} ${params.environment}`,
          body: await request.json(),
        });
        return HttpResponse.json({});
      },
    ),
    ...everydayHandlers(),
  );
  return { queries, sent };
}

const findItem = (name: string) => screen.findByRole('article', { name });

describe('the inbox', () => {
  it('shows who asks for what and why, since when, until when, the plan and the commits', async () => {
    const { queries } = serve(() => [waiting(), PAUSED]);
    renderApp(INBOX);
    const item = await findItem('checkout 1.4.2 → Production');
    expect(queries[0].get('awaiting')).toBe('me');
    expect(item).toHaveTextContent('Approval needed');
    expect(item).toHaveTextContent(/Requested by.*ana.*Waiting for 14 min/i);
    expect(item).toHaveTextContent('“Fix rounding”');
    expect(item).toHaveTextContent('0 of 1 approval from release-managers.');
    expect(item).toHaveTextContent(/Expires if it hasn't started by .*in 1 h/);
    expect(item).toHaveTextContent(
      'Web service, canary · 2 steps left: Canary 10 %, Watch · replaces 1.4.1 · 3 commits',
    );
    expect(
      within(item).getByRole('link', { name: 'checkout 1.4.2 → Production' }),
    ).toHaveAttribute('href', '/deployments/d1');

    const paused = await findItem('checkout 1.4.2 → Staging');
    expect(paused).toHaveTextContent('No reason was given.');
    expect(paused).toHaveTextContent(
      /Rolls back automatically if nobody decides by/,
    );
    expect(
      within(paused).getByRole('list', { name: 'Checks so far' }),
    ).toHaveTextContent('WatchChecks passedAll 3 checks passed.');
    // The earliest deadline comes first.
    expect(
      within(screen.getByRole('list', { name: TITLE })).getAllByRole('article'),
    ).toEqual([paused, item]);
  });

  it('shows the plan, the commits and where the version runs on request', async () => {
    serve(() => [waiting(), PAUSED]);
    renderApp(INBOX);
    const item = await findItem('checkout 1.4.2 → Production');
    const button = within(item).getByRole('button', { name: /^Show plan/ });
    expect(button).toHaveAttribute('aria-expanded', 'false');
    await userEvent.click(button);
    const details = await within(item).findByRole('region', {
      name: 'Plan, commits and checks of checkout 1.4.2 → Production',
    });
    expect(details).toHaveTextContent('Canary 10 %: deploy 1.4.2 beside 1.4.1');
    expect(details).not.toHaveTextContent('Build');
    expect(details).toHaveTextContent('Round totals once');
    expect(details).toHaveTextContent(/Staging Checks passed since/);
    expect(button).toHaveAttribute('aria-expanded', 'true');
  });

  it('approves in one press, for the plan that was shown, and says before what follows', async () => {
    let items = [waiting(), PAUSED];
    const { sent } = serve(() => items);
    renderApp(INBOX);
    const item = await findItem('checkout 1.4.2 → Production');
    expect(item).toHaveTextContent(`Approve: ${APPROVE.consequence}`);
    items = [PAUSED];
    await userEvent.click(
      within(item).getByRole('button', { name: 'Approve' }),
    );
    await waitFor(() => expect(item).toHaveTextContent('Approved by you'));
    expect(sent).toEqual([
      {
        path: 'd1',
        body: expect.objectContaining({
          type: 'approve',
          planHash: 'hash-1',
          expectedSeq: 3,
        }),
      },
    ]);
  });

  it('keeps a decided row where it is, without buttons and with a link, when others come and go', async () => {
    const second = waiting({
      id: 'd4',
      service: 'component:default/payments',
      awaits: awaits({ expiresAt: ago(-90) }),
    });
    const late = waiting({
      id: 'd5',
      service: 'component:default/search',
      awaits: awaits({ expiresAt: ago(-1) }),
    });
    let items = [PAUSED, waiting(), second];
    const { queries } = serve(() => items);
    renderApp(INBOX);
    const item = await findItem('checkout 1.4.2 → Production');
    await findItem('payments 1.4.2 → Production');
    items = [late, second];
    await userEvent.click(
      within(item).getByRole('button', { name: 'Approve' }),
    );
    await findItem('search 1.4.2 → Production');
    expect(queries.length).toBeGreaterThan(1);
    expect(
      within(screen.getByRole('list', { name: TITLE }))
        .getAllByRole('article')
        .map(row => row.getAttribute('aria-label')),
    ).toEqual([
      'checkout 1.4.2 → Staging',
      'checkout 1.4.2 → Production',
      'payments 1.4.2 → Production',
      'search 1.4.2 → Production',
    ]);
    expect(item).toHaveTextContent('Approved by you');
    expect(item).toHaveAccessibleDescription('Approved by you');
    expect(
      within(item)
        .getAllByRole('button')
        .map(button => button.textContent),
    ).toEqual(['Show plan, commits and checks']);
    expect(
      within(item).getByRole('link', { name: 'Open deployment' }),
    ).toHaveAttribute('href', '/deployments/d1');
    expect(item).toHaveFocus();
    const gone = await findItem('checkout 1.4.2 → Staging');
    expect(gone).toHaveTextContent('No longer waits for you');
    expect(
      within(gone).queryByRole('button', { name: 'Resume' }),
    ).not.toBeInTheDocument();
  });

  it('says that nothing waits once all is decided, and links the notice to the deployment', async () => {
    let items = [waiting()];
    serve(() => items);
    renderApp(INBOX);
    const item = await findItem('checkout 1.4.2 → Production');
    items = [];
    await userEvent.click(
      within(item).getByRole('button', { name: 'Approve' }),
    );
    expect(
      await screen.findByText('Nothing waits for you'),
    ).toBeInTheDocument();
    expect(item).toBeInTheDocument();
    for (const link of screen.getAllByRole('link', {
      name: 'Open deployment',
    })) {
      expect(link).toHaveAttribute('href', '/deployments/d1');
    }
  });

  it('offers a decision again if the same deployment needs another one', async () => {
    let items = [waiting()];
    serve(() => items);
    renderApp(INBOX);
    const item = await findItem('checkout 1.4.2 → Production');
    items = [waiting({ seq: 9 })];
    await userEvent.click(
      within(item).getByRole('button', { name: 'Approve' }),
    );
    await waitFor(() => expect(item).not.toHaveTextContent('Approved by you'));
    expect(within(item).getByRole('button', { name: 'Approve' })).toBeEnabled();
  });

  it('has no active button between the press and the answer', async () => {
    let respond = () => {};
    const answered = new Promise<void>(resolve => {
      respond = resolve;
    });
    serve(() => [waiting(), PAUSED]);
    server.use(
      http.post(`${BASE_URL}/deployments/:id/commands`, async ({ request }) => {
        const { commandId } = (await request.json()) as { commandId: string };
        await answered;
        return HttpResponse.json({ commandId, status: 'applied' });
      }),
    );
    renderApp(INBOX);
    const item = await findItem('checkout 1.4.2 → Production');
    const buttons = ['Approve', 'Reject'].map(name =>
      within(item).getByRole('button', { name }),
    );
    await userEvent.click(buttons[0]);
    buttons.forEach(button => expect(button).toBeDisabled());
    respond();
    await waitFor(() => expect(item).toHaveTextContent('Approved by you'));
    // The list still has the row, as it was before the decision.
    buttons.forEach(button => expect(button).not.toBeInTheDocument());
  });

  it('says why an approval was not accepted, also when it no longer waits', async () => {
    let items = [waiting(), PAUSED];
    serve(() => items);
    server.use(
      http.post(`${BASE_URL}/deployments/:id/commands`, () => {
        items = [PAUSED];
        return refusal(409, 'ConflictError', 'The plan has changed.');
      }),
    );
    renderApp(INBOX);
    const item = await findItem('checkout 1.4.2 → Production');
    await userEvent.click(
      within(item).getByRole('button', { name: 'Approve' }),
    );
    await waitFor(() =>
      expect(item).toHaveTextContent('No longer waits for you'),
    );
    const [alert] = screen.getAllByRole('alert');
    expect(alert).toHaveTextContent('checkout 1.4.2 → Production');
    expect(alert).toHaveTextContent('The plan has changed.');
  });

  it('retries a lost approval with the same id', async () => {
    const ids: string[] = [];
    serve(() => [waiting()]);
    server.use(
      http.post(`${BASE_URL}/deployments/:id/commands`, async ({ request }) => {
        const { commandId } = (await request.json()) as { commandId: string };
        ids.push(commandId);
        return ids.length === 1
          ? HttpResponse.error()
          : HttpResponse.json({ commandId, status: 'applied' });
      }),
    );
    renderApp(INBOX);
    const item = await findItem('checkout 1.4.2 → Production');
    const button = within(item).getByRole('button', { name: 'Approve' });
    await userEvent.click(button);
    await screen.findAllByRole('alert');
    await waitFor(() => expect(button).toBeEnabled());
    await userEvent.click(button);
    await waitFor(() => expect(ids).toHaveLength(2));
    expect(ids[1]).toBe(ids[0]);
  });

  it('rejects only with a reason', async () => {
    const { sent } = serve(() => [waiting()]);
    renderApp(INBOX);
    const item = await findItem('checkout 1.4.2 → Production');
    await userEvent.click(within(item).getByRole('button', { name: 'Reject' }));
    const dialog = await screen.findByRole('dialog', { name: 'Reject' });
    const confirm = within(dialog).getByRole('button', { name: 'Reject' });
    expect(confirm).toBeDisabled();
    await userEvent.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'Not before the sale',
    );
    await userEvent.click(confirm);
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0].body).toMatchObject({
      type: 'reject',
      reason: 'Not before the sale',
    });
    await waitFor(() => expect(item).toHaveTextContent('Rejected by you'));
    await waitFor(() => expect(item).toHaveFocus());
  });

  it('lifts a hold in the row', async () => {
    const { sent } = serve(() => [ON_HOLD]);
    renderApp(INBOX);
    const item = await findItem('checkout 1.4.2 → Production');
    expect(item).toHaveTextContent('On hold since 1.5.0 was rolled back.');
    await userEvent.click(
      within(item).getByRole('button', { name: 'Lift hold…' }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: 'Lift the hold on checkout in Production',
    });
    await userEvent.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'Fixed in 1.4.2',
    );
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Lift hold' }),
    );
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toEqual({
      path: 'component:default/checkout production',
      body: { reason: 'Fixed in 1.4.2' },
    });
    await waitFor(() => expect(item).toHaveTextContent('Hold lifted by you'));
  });

  it('says what will appear if nothing waits', async () => {
    serve(() => []);
    renderApp('/deployments');
    await userEvent.click(
      await screen.findByRole('tab', { name: 'Needs you' }),
    );
    expect(
      await screen.findByText('Nothing waits for you'),
    ).toBeInTheDocument();
    expect(screen.getByText(/when they need your approval/)).toBeVisible();
  });

  it('says why it has no list, and tries again on request', async () => {
    let works = false;
    server.use(
      http.get(`${BASE_URL}/deployments`, () =>
        works
          ? HttpResponse.json({ items: [] })
          : refusal(503, 'ServiceUnavailableError', 'The database is away'),
      ),
      ...everydayHandlers(),
    );
    renderApp(INBOX);
    expect(await screen.findAllByText(/The database is away/)).not.toHaveLength(
      0,
    );
    works = true;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByText('Nothing waits for you'),
    ).toBeInTheDocument();
  });

  it('can be opened from the navigation', async () => {
    serve(() => [waiting()]);
    renderApp('/needs-you', [], { withCount: true });
    expect(await findItem('checkout 1.4.2 → Production')).toBeInTheDocument();
  });

  it('says if there may be more', async () => {
    serve(() => [waiting()], 'next');
    renderApp(INBOX);
    expect(await screen.findByText(/There may be more/)).toBeInTheDocument();
  });
});

describe('the home page', () => {
  const serveHome = (awaited = () => [waiting()]) => {
    server.use(
      answers('/deployments', request => {
        const query = new URL(request.url).searchParams;
        if (query.get('awaiting')) {
          return { items: awaited() };
        }
        expect(query.get('requestedBy')).toBe('user:default/ana');
        const running = deploymentSummary({ id: 'running' });
        const ended = deploymentSummary({
          id: 'ended',
          environment: 'staging',
          status: 'succeeded',
          message: '1.4.2 is running in Staging.',
        });
        return { items: query.has('status') ? [running] : [ended, running] };
      }),
      ...everydayHandlers(),
      ...doraHandlers(),
    );
    renderHomePage();
  };

  it('lists the decisions, with a link to the inbox', async () => {
    serveHome();
    const list = await screen.findByRole('list', { name: TITLE });
    expect(list).toHaveTextContent(/Approval needed.*checkout 1\.4\.2/);
    expect(
      screen.getByRole('link', { name: 'All decisions (1)' }),
    ).toHaveAttribute('href', INBOX);
  });

  it('keeps a decision that no longer waits where it is, with a link to the deployment', async () => {
    let items = [waiting(), PAUSED];
    serveHome(() => items);
    const list = await screen.findByRole('list', { name: TITLE });
    expect(within(list).getAllByRole('listitem')).toHaveLength(2);
    items = [waiting()];
    await new Promise(resolve => setTimeout(resolve, 1_100));
    fireEvent(document, new Event('visibilitychange'));
    await waitFor(() =>
      expect(list).toHaveTextContent('No longer waits for you'),
    );
    const [gone, other] = within(list).getAllByRole('listitem');
    expect(
      within(gone).getByRole('link', { name: /^checkout/ }),
    ).toHaveAttribute('href', '/deployments/d2');
    expect(
      within(other).getByRole('link', { name: /^checkout/ }),
    ).toHaveAttribute('href', INBOX);
    expect(
      screen.getByRole('link', { name: 'All decisions (1)' }),
    ).toBeInTheDocument();
  });

  it('lists the state of my services', async () => {
    serveHome();
    const list = await screen.findByRole('list', {
      name: 'Services by environment',
    });
    expect(list).toHaveTextContent(/Staging.*1\.4\.2.*Production.*1\.4\.1/);
    expect(screen.getByRole('link', { name: 'All services' })).toHaveAttribute(
      'href',
      '/deployments',
    );
  });

  it('lists my deployments, those in progress first and each once', async () => {
    serveHome();
    const list = await screen.findByRole('list', { name: 'History' });
    const items = within(list).getAllByRole('listitem');
    expect(items).toHaveLength(2);
    expect(items[0]).toHaveTextContent('Running');
    expect(items[1]).toHaveTextContent('Succeeded');
  });
});
