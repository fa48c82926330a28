import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { EngineView } from '@slipway/backstage-plugin-deployments-common';
import { http, HttpResponse } from 'msw';
import {
  ENGINE_DEPLOYMENT,
  engineView,
} from '../../__testUtils__/engineFixtures';
import { renderApp } from '../../__testUtils__/renderApp';
import {
  answers,
  BASE_URL,
  everydayHandlers,
  refusal,
  server,
  withServer,
} from '../../__testUtils__/server';

jest.setTimeout(90_000);
withServer();

function serve(view: EngineView | (() => EngineView)) {
  server.use(
    answers('/admin/engine', () =>
      typeof view === 'function' ? view() : view,
    ),
    ...everydayHandlers(),
  );
}

const section = (name: string) => screen.findByRole('region', { name });

describe('the admin page', () => {
  it('shows health, figures, replicas, running and waiting deployments', async () => {
    serve(engineView());
    renderApp('/deployments/admin');
    expect(await section('Health')).toHaveTextContent(
      'All work is up to date.',
    );
    expect(await section('Figures')).toHaveTextContent(
      /Overdue and unclaimed4 oldest 1 min 5 s/,
    );
    const replicas = await screen.findByRole('table', { name: 'Replicas' });
    expect(
      within(replicas).getByRole('row', { name: /11112222/ }),
    ).toHaveTextContent(/process 4711 on portal-1.*Alive/);
    expect(
      within(replicas).getByRole('row', { name: /33334444/ }),
    ).toHaveTextContent('Dead');
    const running = await screen.findByRole('table', { name: 'Running now' });
    expect(
      within(running).getByRole('row', { name: /1\.4\.2/ }),
    ).toHaveTextContent(/→ Production.*Watch.*11112222/);
    expect(
      within(running).getByRole('link', { name: /1\.4\.2 → Production/ }),
    ).toHaveAttribute('href', '/deployments/d1');
    const waits = await screen.findByRole('table', { name: 'Longest waits' });
    expect(
      within(waits).getByRole('row', { name: /1\.4\.2/ }),
    ).toHaveTextContent(/0 of 1 approval from release-managers.*Overdue/);
    expect(await section('Stuck')).toHaveTextContent(
      'No deployments are stuck.',
    );
  });

  it('announces a problem, and its end', async () => {
    let stalled = true;
    serve(() =>
      stalled
        ? engineView({
            health: {
              ...engineView().health,
              status: 'stalled',
              reasons: [
                {
                  kind: 'work_not_picked_up',
                  level: 'stalled',
                  message:
                    '2 deployments have work that no replica picks up, the oldest for 1 min.',
                },
              ],
            },
          })
        : engineView(),
    );
    renderApp('/deployments/admin');
    const status = within(await section('Health')).getByRole('status');
    expect(status).toHaveTextContent(
      /overdue\.2 deployments have work that no replica picks up/,
    );
    expect(
      within(status).getByRole('link', {
        name: /^Troubleshoot: work not picked up/,
      }),
    ).toHaveAttribute(
      'href',
      '/deployments/troubleshooting#work-not-picked-up',
    );
    stalled = false;
    await waitFor(
      () => expect(status).toHaveTextContent('All work is up to date.'),
      { timeout: 10_000 },
    );
  });

  it('shows why a deployment is stuck and what to do, and abandons it with a reason', async () => {
    const commands: unknown[] = [];
    let isStuck = true;
    serve(() =>
      engineView({
        stuck: isStuck
          ? [
              {
                deployment: ENGINE_DEPLOYMENT,
                kind: 'unknown_outcome',
                since: '2026-11-21T10:00:00Z',
                cause: 'It is unknown whether “Watch” stopped',
                remedy: 'Check checkout in production yourself.',
                commands: [
                  {
                    type: 'abandon',
                    label: 'Abandon the deployment',
                    allowed: true,
                    consequence:
                      'The deployment ends and production is released.',
                    needsReason: true,
                    destructive: true,
                  },
                ],
              },
            ]
          : [],
      }),
    );
    server.use(
      http.post(
        `${BASE_URL}/deployments/:id/commands`,
        async ({ request, params }) => {
          const body = (await request.json()) as { commandId: string };
          commands.push({ ...body, deployment: params.id });
          isStuck = false;
          return HttpResponse.json({
            commandId: body.commandId,
            type: 'abandon',
            status: 'accepted',
            by: 'user:default/dmitri',
            at: new Date().toISOString(),
          });
        },
      ),
    );
    const user = userEvent.setup();
    renderApp('/deployments/admin');
    const stuck = await section('Stuck');
    expect(stuck).toHaveTextContent('Unknown outcome');
    expect(stuck).toHaveTextContent('It is unknown whether “Watch” stopped');
    expect(stuck).toHaveTextContent(
      'What to do: Check checkout in production yourself.',
    );
    expect(
      within(stuck).getByRole('link', { name: /1\.4\.2/ }),
    ).toHaveAttribute('href', '/deployments/d1');
    await user.click(
      within(stuck).getByRole('button', { name: 'Abandon the deployment' }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: 'Abandon the deployment',
    });
    const confirm = within(dialog).getByRole('button', {
      name: 'Abandon the deployment',
    });
    expect(confirm).toBeDisabled();
    await user.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'looked at it',
    );
    await user.click(confirm);
    await waitFor(() =>
      expect(commands).toEqual([
        {
          deployment: 'd1',
          type: 'abandon',
          reason: 'looked at it',
          expectedSeq: 7,
          commandId: expect.any(String),
        },
      ]),
    );
    await waitFor(() =>
      expect(stuck).toHaveTextContent('No deployments are stuck.'),
    );
  });

  it('keeps the last state while the backend is away, and says so', async () => {
    let isAway = false;
    server.use(
      http.get(`${BASE_URL}/admin/engine`, () =>
        isAway ? HttpResponse.error() : HttpResponse.json(engineView()),
      ),
      ...everydayHandlers(),
    );
    renderApp('/deployments/admin');
    await section('Health');
    isAway = true;
    expect(
      await screen.findByText(/This may be out of date/, undefined, {
        timeout: 10_000,
      }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('table', { name: 'Running now' }),
    ).toBeInTheDocument();
  });

  it('shows an empty state for each section', async () => {
    serve(engineView({ replicas: [], running: [], waits: [], hidden: 2 }));
    renderApp('/deployments/admin');
    expect(await section('Replicas')).toHaveTextContent(
      'No replica has registered yet.',
    );
    expect(await section('Running now')).toHaveTextContent(
      'No deployments are running.',
    );
    expect(await section('Longest waits')).toHaveTextContent(
      'No deployments are waiting.',
    );
    expect(screen.getByText(/2 deployments are hidden/)).toBeInTheDocument();
  });

  it('has a tab', async () => {
    serve(engineView());
    renderApp('/deployments');
    expect(await screen.findByRole('tab', { name: 'Admin' })).toHaveAttribute(
      'href',
      '/deployments/admin',
    );
  });

  it('without the permission, says so and who has it', async () => {
    server.use(
      http.get(`${BASE_URL}/admin/engine`, () =>
        refusal(
          403,
          'NotAllowedError',
          "You don't have permission to see the status of the engine. Ask your portal operators for the permission deployments.engine.read.",
        ),
      ),
      ...everydayHandlers(),
    );
    renderApp('/deployments/admin');
    expect(
      await screen.findByText("You don't have access to the engine status"),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/deployments\.engine\.read.*portal operators/),
    ).toBeInTheDocument();
  });

  it('shows an error if the backend does not respond', async () => {
    server.use(
      http.get(`${BASE_URL}/admin/engine`, () => HttpResponse.error()),
      ...everydayHandlers(),
    );
    renderApp('/deployments/admin');
    expect(
      (await screen.findAllByText(/could not be reached/))[0],
    ).toBeInTheDocument();
  });
});
