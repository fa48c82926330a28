import type { AnalysisReplay } from '@slipway/backstage-plugin-deployments-common';
import { screen, within } from '@testing-library/react';
import { http } from 'msw';
import { analysisVerdict } from '../../__testUtils__/analysisFixtures';
import { deploymentSummary } from '../../__testUtils__/fixtures';
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

const at = '2026-11-21T10:04:00Z';
const PASSED = {
  at,
  looks: 24,
  verdict: analysisVerdict({
    decision: 'advance',
    reason: 'passed',
    sentence: 'No metric is worse.',
  }),
};
const HARM = {
  at,
  looks: 9,
  verdict: analysisVerdict({
    decision: 'rollback',
    reason: 'critical_harm',
    sentence: 'Failed requests rose by 62 %.',
  }),
};

function replayed(
  id: string,
  then: typeof PASSED,
  now: typeof PASSED,
  missingMetrics: string[] = [],
): AnalysisReplay['items'][number] {
  return {
    deployment: deploymentSummary({ id, status: 'succeeded' }),
    stepId: 'rollout',
    attempt: 1,
    looks: 24,
    then,
    now,
    missingMetrics,
  };
}

function serve(items: AnalysisReplay['items']) {
  server.use(
    answers('/analyses/web/replay', {
      name: 'web',
      title: 'Web services',
      items,
    }),
    ...everydayHandlers(),
  );
}

describe('the replay of an analysis', () => {
  it('shows what the analysis said and would say now, and which deployments differ', async () => {
    serve([
      replayed('d2', PASSED, HARM, ['Orders']),
      replayed('d1', HARM, HARM),
    ]);
    renderApp('/deployments/analyses/web');
    expect(
      await screen.findByRole('heading', {
        level: 1,
        name: 'Replay of the analysis Web services',
      }),
    ).toBeInTheDocument();
    expect(
      screen.getByText('It would decide differently about 1 of 2 deployments.'),
    ).toBeInTheDocument();
    const table = screen.getByRole('table', { name: 'Replayed deployments' });
    const [changed, same] = within(table).getAllByRole('row').slice(1);
    expect(changed).toHaveTextContent(
      /PassedNo metric is worse\.after 24 looksRoll backFailed requests rose by 62 %\.after 9 looksDecides differentlyNot measured then: Orders$/,
    );
    expect(same).not.toHaveTextContent('Decides differently');
    expect(
      within(changed).getByRole('link', { name: /1\.4\.2/ }),
    ).toHaveAttribute('href', '/deployments/d2?step=rollout');
  });

  it.each([
    ['1 deployment', ['d1']],
    ['all 2 deployments', ['d1', 'd2']],
  ])('says that it differs about %s if none is the same', async (text, ids) => {
    serve(ids.map(id => replayed(id, PASSED, HARM)));
    renderApp('/deployments/analyses/web');
    expect(
      await screen.findByText(`It would decide differently about ${text}.`),
    ).toBeInTheDocument();
  });

  it('explains what a replay needs if there is none', async () => {
    serve([]);
    renderApp('/deployments/analyses/web');
    expect(
      await screen.findByText('No deployment to replay yet'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/A replay needs a finished deployment/),
    ).toBeInTheDocument();
  });

  it('says so if no analysis has the name', async () => {
    server.use(
      http.get(`${BASE_URL}/analyses/nope/replay`, () =>
        refusal(404, 'NotFoundError', 'no'),
      ),
      ...everydayHandlers(),
    );
    renderApp('/deployments/analyses/nope');
    expect(await screen.findByText('Analysis not found')).toBeInTheDocument();
  });

  it('shows why it could not be loaded', async () => {
    server.use(
      http.get(`${BASE_URL}/analyses/web/replay`, () =>
        refusal(500, 'Error', 'The looks could not be read.'),
      ),
      ...everydayHandlers(),
    );
    renderApp('/deployments/analyses/web');
    expect(
      (await screen.findAllByText(/The looks could not be read\./))[0],
    ).toBeVisible();
  });
});
