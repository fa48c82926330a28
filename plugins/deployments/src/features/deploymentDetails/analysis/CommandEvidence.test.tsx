import type {
  AllowedCommand,
  Deployment,
} from '@slipway/backstage-plugin-deployments-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import {
  analysisVerdict,
  stepAnalysis,
} from '../../../__testUtils__/analysisFixtures';
import { deployment, stepRun } from '../../../__testUtils__/fixtures';
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

const NEXT: AllowedCommand = {
  type: 'promote',
  to: 'next',
  stepId: 'rollout',
  allowed: true,
  label: 'Promote to 50 %',
  consequence: '1.4.2 gets 50 % of the traffic of Checkout in Production now.',
  needsReason: false,
};

const FULL: AllowedCommand = {
  ...NEXT,
  to: 'full',
  label: 'Promote to 100 %',
  consequence:
    '1.4.2 gets all of the traffic of Checkout in Production now. The stages of “Rollout” that are left are skipped.',
  needsReason: true,
  destructive: true,
};

/** Serves a deployment in a canary step, and records the commands that are sent to it. */
function serve(more: Partial<Deployment> = {}) {
  const commands: Array<Record<string, unknown>> = [];
  server.use(
    answers(
      '/deployments/d1',
      deployment({
        seq: 7,
        steps: [
          stepRun({
            id: 'rollout',
            title: 'Rollout',
            use: 'canary',
            status: 'running',
            finishedAt: undefined,
          }),
        ],
        progress: { total: 1, finished: 0, step: 1, current: 'Rollout' },
        commands: [NEXT, FULL],
        ...more,
      }),
    ),
    answers('/deployments/d1/measurements', { items: [] }),
    answers('/deployments/d1/logs', { items: [], truncated: false }),
    answers(
      ANALYSIS_PATH,
      stepAnalysis({
        verdict: analysisVerdict({
          decision: 'hold',
          reason: 'score_below_pass',
          sentence: 'The score is 80, less than 95, because of Orders.',
        }),
      }),
    ),
    http.post(`${BASE_URL}/deployments/d1/commands`, async ({ request }) => {
      const body = (await request.json()) as Record<string, unknown>;
      commands.push(body);
      return HttpResponse.json({
        commandId: body.commandId,
        type: body.type,
        status: 'accepted',
        at: '2026-11-21T10:02:00Z',
        by: 'user:default/ana',
      });
    }),
    new TestStream().handler(),
    ...everydayHandlers(),
  );
  return commands;
}

async function press(label: string) {
  renderApp('/deployments/d1');
  await userEvent.click(await screen.findByRole('button', { name: label }));
  return screen.findByRole('dialog', { name: label });
}

describe('promoting a canary', () => {
  it('shows the consequence and the evidence, and names the stage and the state that the person saw', async () => {
    const commands = serve();
    const dialog = await press('Promote to 50 %');
    expect(dialog).toHaveTextContent(
      '1.4.2 gets 50 % of the traffic of Checkout in Production now.',
    );
    await waitFor(() =>
      expect(dialog).toHaveTextContent(
        'A person decidesThe score is 80, less than 95, because of Orders.',
      ),
    );
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Promote to 50 %' }),
    );
    await waitFor(() => expect(commands).toHaveLength(1));
    expect(commands[0]).toMatchObject({
      type: 'promote',
      to: 'next',
      stepId: 'rollout',
      expectedSeq: 7,
    });
  });

  it('asks for a reason before it skips all stages', async () => {
    const commands = serve();
    const dialog = await press('Promote to 100 %');
    expect(dialog).toHaveTextContent('are left are skipped');
    const confirm = within(dialog).getByRole('button', {
      name: 'Promote to 100 %',
    });
    expect(confirm).toBeDisabled();
    await userEvent.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'Orders are low on Sundays',
    );
    await userEvent.click(confirm);
    await waitFor(() => expect(commands).toHaveLength(1));
    expect(commands[0]).toMatchObject({
      to: 'full',
      reason: 'Orders are low on Sundays',
    });
  });

  it('is offered where the page says why the canary waits for a person', async () => {
    serve({
      status: 'waiting',
      blockers: [
        {
          kind: 'decision',
          message: 'The score is 80, less than 95, because of Orders.',
          stepId: 'rollout',
        },
      ],
      decideBy: new Date(Date.now() + 3_600_000).toISOString(),
      atDeadline: 'promote',
    });
    renderApp('/deployments/d1');
    const banner = await screen.findByRole('region', {
      name: "Why it's waiting",
    });
    expect(
      within(banner).getByRole('button', { name: 'Promote to 50 %' }),
    ).toBeEnabled();
    expect(banner).toHaveTextContent(
      /Continues with the next stage if nobody decides by/,
    );
    expect(
      screen.getAllByRole('button', { name: 'Promote to 50 %' }),
    ).toHaveLength(1);
  });

  it('needs no evidence from a step without an analysis', async () => {
    const commands = serve();
    server.use(
      http.get(`${BASE_URL}${ANALYSIS_PATH}`, () =>
        refusal(404, 'NotFoundError', 'This step has no analysis'),
      ),
    );
    const dialog = await press('Promote to 50 %');
    await waitFor(() =>
      expect(within(dialog).queryByText(/analysis/)).not.toBeInTheDocument(),
    );
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Promote to 50 %' }),
    );
    await waitFor(() => expect(commands).toHaveLength(1));
  });
});
