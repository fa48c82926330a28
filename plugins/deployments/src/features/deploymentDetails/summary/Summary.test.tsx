import type {
  Deployment,
  EnvironmentState,
} from '@slipway/backstage-plugin-deployments-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  deployment,
  overview,
  PRODUCTION_STATE,
  SERVICE,
  STAGING_STATE,
  stepRun,
  V140,
  V141,
  V142,
  WATCH,
} from '../../../__testUtils__/fixtures';
import { renderApp } from '../../../__testUtils__/renderApp';
import {
  answers,
  everydayHandlers,
  server,
  TestStream,
  withServer,
} from '../../../__testUtils__/server';

jest.setTimeout(90_000);
withServer();

async function open(
  more: Partial<Deployment>,
  environments: EnvironmentState[] = [],
) {
  server.use(
    answers('/deployments/d1', deployment(more)),
    answers('/deployments/d1/measurements', { items: [] }),
    answers('/deployments/d1/logs', { items: [] }),
    new TestStream().handler(),
    answers('/services/:ref/overview', overview({ environments })),
    ...everydayHandlers(),
  );
  renderApp('/deployments/d1');
  await screen.findByRole('heading', { level: 1, name: /1\.4\.2/ });
}

const AVAILABILITY = {
  name: 'availability',
  provider: 'target',
  measure: 'success-rate',
  measurementTarget: 'candidate',
  condition: '≥ 99 %',
  unit: 'ratio',
  threshold: { atLeast: 0.99 },
} as const;
/** Without a value. */
const RESPONDS = {
  name: 'responds',
  provider: 'http',
  measurementTarget: 'candidate',
  condition: 'status 200',
} as const;
const COUNTS = { passed: 1, failed: 4, errors: 0, noData: 0 };
const AT = '2026-11-21T10:00:40Z';

/** Rolled back because a check failed. */
const ROLLED_BACK: Partial<Deployment> = {
  status: 'rolled_back',
  finishedAt: '2026-11-21T10:01:05Z',
  cause: 'failure',
  failure: {
    code: 'check_failed',
    stepId: 'watch',
    message: 'availability was 93.9 % for 15 s (needs ≥ 99 %)',
  },
  trafficHistory: [
    { at: '2026-11-21T10:00:10Z', weight: 10 },
    { at: AT, weight: 0 },
  ],
  approvals: [
    { by: 'user:default/bo', at: '2026-11-21T10:00:03Z', decision: 'approve' },
  ],
  changedSettings: ['env.LEVEL'],
  diff: {
    from: V141,
    to: V142,
    direction: 'forward',
    commits: [
      { id: 'a1b2c3d4', author: 'Ana' },
      { id: 'b1b2c3d4', author: 'Bo' },
      { id: 'c1b2c3d4', author: 'Ana' },
    ],
    changeUrls: ['https://git.example.com/checkout/pull/142'],
  },
  steps: [
    stepRun(),
    {
      ...WATCH,
      status: 'failed',
      verdict: 'failed',
      startedAt: '2026-11-21T10:00:17Z',
      finishedAt: '2026-11-21T10:00:35Z',
      checks: [AVAILABILITY, RESPONDS],
      checkStates: [
        {
          name: 'responds',
          verdict: 'passed',
          passed: 11,
          failed: 0,
          errors: 1,
          noData: 0,
        },
        {
          ...COUNTS,
          name: 'availability',
          verdict: 'failed',
          worst: { at: AT, value: 0.9, samples: 60 },
          failure: { at: AT, value: 0.939, samples: 180, failedForMs: 15_000 },
        },
      ],
    },
  ],
  rollback: {
    cause: 'failure',
    strategy: 'baseline',
    to: V141,
    steps: [],
    startedAt: '2026-11-21T10:00:35Z',
    finishedAt: '2026-11-21T10:01:05Z',
    verification: 'passed',
  },
};

describe('the outcome of a deployment', () => {
  it('is one sentence with the value, samples, threshold and duration', async () => {
    await open(ROLLED_BACK);
    expect(screen.getByRole('banner')).toHaveTextContent(
      'Rolled back to 1.4.1 after 30 s: 6.1 % of 180 requests to the candidate failed for 15 s (limit 1 %).',
    );
  });

  it.each<[string, Partial<Deployment>, string]>([
    [
      'a percentile',
      {
        steps: [
          {
            ...WATCH,
            status: 'failed',
            verdict: 'failed',
            checkStates: [
              {
                ...COUNTS,
                name: 'p95',
                verdict: 'failed',
                failure: { at: AT, value: 412, samples: 50, failedForMs: 0 },
              },
            ],
          },
        ],
      },
      'p95 of 50 requests to the candidate was 412 ms (needs ≤ 300 ms).',
    ],
    [
      'a condition of the provider',
      {
        steps: [
          {
            ...WATCH,
            status: 'failed',
            verdict: 'failed',
            checks: [
              { name: 'pages', provider: 'http', condition: 'status 200' },
            ],
            checkStates: [
              {
                ...COUNTS,
                name: 'pages',
                verdict: 'failed',
                failure: {
                  at: AT,
                  value: 12,
                  message: 'The status was 500 instead of 200',
                  failedForMs: 5_000,
                },
              },
            ],
          },
        ],
      },
      'pages failed for 5 s: The status was 500 instead of 200.',
    ],
    [
      'a check whose measurements were deleted',
      { steps: [{ ...WATCH, status: 'failed', verdict: 'failed' }] },
      'availability was 93.9 % for 15 s (needs ≥ 99 %).',
    ],
    [
      'a step without checks',
      {
        failure: {
          code: 'step_failed',
          stepId: 'canary',
          message: 'It exited with code 1.',
        },
      },
      '“Canary 10 %” failed: It exited with code 1.',
    ],
  ])('names %s', async (_, more, cause) => {
    await open({ ...ROLLED_BACK, ...more });
    expect(screen.getByRole('banner')).toHaveTextContent(
      `Rolled back to 1.4.1 after 30 s: ${cause}`,
    );
  });

  it('counts the other failed checks', async () => {
    const failed = ROLLED_BACK.steps?.[1];
    await open({
      ...ROLLED_BACK,
      steps: [
        {
          ...WATCH,
          ...failed,
          checks: [AVAILABILITY, { ...AVAILABILITY, name: 'users-served' }],
          checkStates: ['availability', 'users-served'].map(name => ({
            ...COUNTS,
            name,
            verdict: 'failed',
            failure: { at: AT, value: 0.939, samples: 180, failedForMs: 0 },
          })),
        },
      ],
    });
    expect(screen.getByRole('banner')).toHaveTextContent(
      '6.1 % of 180 requests to the candidate failed (limit 1 %); 1 more check failed.',
    );
  });

  it('says that nothing changed if it failed before its first change', async () => {
    await open({
      ...ROLLED_BACK,
      status: 'failed',
      rollback: undefined,
      mayHaveChanged: false,
    });
    expect(screen.getByRole('banner')).toHaveTextContent(
      /Failed after 1 min: 6\.1 % of 180 requests .* Nothing changed in Production\./,
    );
  });

  it('says what runs after a success', async () => {
    await open({ status: 'succeeded', verification: 'passed' });
    expect(screen.getByRole('banner')).toHaveTextContent(
      '1.4.2 was deployed to Production. All checks passed.',
    );
  });

  it('offers to undo a first deployment', async () => {
    await open({
      status: 'succeeded',
      verification: 'passed',
      followUps: {
        promotions: [],
        remove: { allowed: true },
        openIncident: { allowed: true },
      },
    });
    const undo = screen.getByRole('link', { name: 'Remove from Production…' });
    expect(undo).toHaveAccessibleDescription(
      'Undoes this deployment: no other version ran before 1.4.2.',
    );
    expect(undo).toHaveAttribute(
      'href',
      expect.stringContaining('deploy=production&kind=remove'),
    );
  });

  it('says of a removal what it removed', async () => {
    await open({
      kind: 'remove',
      status: 'succeeded',
      verification: 'inconclusive',
      baseline: V142,
      diff: { from: V142, to: V142, direction: 'same', commits: [] },
    });
    const summary = screen.getByRole('region', { name: 'Summary' });
    expect(summary).toHaveTextContent('1.4.2, removed');
    expect(summary).not.toHaveTextContent('→');
    expect(summary).not.toHaveTextContent('Commits');
    expect(screen.getByRole('banner')).not.toHaveTextContent('Inconclusive');
  });

  it('says what runs instead after it was replaced', async () => {
    await open({
      status: 'succeeded',
      verification: 'passed',
      followUps: {
        promotions: [],
        openIncident: { allowed: true },
        comparison: {
          from: V142,
          to: V141,
          direction: 'backward',
          commits: [],
        },
      },
    });
    expect(screen.getByRole('banner')).toHaveTextContent(
      '1.4.2 was deployed to Production. All checks passed. 1.4.1 is running there now.',
    );
  });

  it.each([
    ['running', 'This is a downgrade: the commits below will be removed.'],
    ['succeeded', 'This was a downgrade: the commits below were removed.'],
    ['rolled_back', 'This was a downgrade, which did not succeed.'],
  ] as const)(
    'of a downgrade that is %s has its tense',
    async (status, text) => {
      await open({
        status,
        diff: { from: V142, to: V141, direction: 'backward', commits: [] },
      });
      expect(await screen.findByText(text)).toBeVisible();
    },
  );
});

it('shows what changed, the checks with their worst values, and how long each part took', async () => {
  await open(ROLLED_BACK);
  const summary = screen.getByRole('region', { name: 'Summary' });
  expect(summary).toHaveTextContent('1.4.1 → 1.4.2');
  expect(summary).toHaveTextContent('3 commits by Ana, Bo');
  expect(
    within(summary).getByRole('link', { name: /^#142/ }),
  ).toBeInTheDocument();
  expect(summary).toHaveTextContent('Changed settingsenv.LEVEL');
  expect(summary).toHaveTextContent('reached 10 %');
  expect(summary).toHaveTextContent(/Approved by\s*bo/i);
  expect(
    within(summary).getByRole('row', { name: /^availability · Watch/ }),
  ).toHaveTextContent(/at worst 90 %≥ 99 %Checks failed/);
  expect(
    within(summary).getByRole('row', { name: /^responds · Watch/ }),
  ).toHaveTextContent(/11 of 12 passed/);
  const times = within(summary).getByRole('table', {
    name: 'How long each part took',
  });
  expect(
    within(times)
      .getAllByRole('row')
      .slice(1)
      .map(row => row.textContent?.replaceAll('\u00a0', ' ')),
  ).toEqual([
    'Waiting for approval3 s',
    'Queued2 s',
    'Canary 10 %12 s',
    'Watch18 s',
    'Rollback30 s',
  ]);
});

describe('after a deployment', () => {
  it('offers what is right next, with links to the dialogs', async () => {
    await open({
      status: 'succeeded',
      verification: 'passed',
      goBack: { from: true, to: false },
      followUps: {
        deploy: { allowed: true },
        promotions: [{ environment: 'staging', allowed: true }],
        openIncident: { allowed: true },
      },
    });
    const next = screen.getByRole('group', { name: 'What you can do next' });
    const find = (name: string) => within(next).getByRole('link', { name });
    expect(find('Promote to Staging…')).toHaveAttribute(
      'href',
      expect.stringContaining('deploy=staging&version=v142'),
    );
    expect(find('Roll back…')).toHaveAttribute(
      'href',
      expect.stringContaining('deploy=production&kind=rollback'),
    );
    expect(find('Deploy again…')).toHaveAttribute(
      'href',
      expect.stringContaining('deploy=production&version=v142'),
    );
    await userEvent.click(
      within(next).getByRole('button', { name: 'Open incident…' }),
    );
    expect(await screen.findByRole('dialog')).toHaveTextContent(/incident/i);
  });

  it.each([
    ['is right now', {}, 'Promote to Production…', 'Promote to Production…'],
    [
      'is not during a hold',
      {
        hold: {
          by: 'user:default/bo',
          at: '2026-11-21T10:00:00Z',
          reason: 'Inventory week',
        },
      },
      undefined,
      'Inventory week',
    ],
    [
      'is not while the service is unhealthy',
      {
        health: { status: 'unhealthy', message: '8 % of requests fail.' },
      },
      'Roll back…',
      '8 % of requests fail.',
    ],
  ] as [string, Partial<EnvironmentState>, string | undefined, string][])(
    'proposes to promote only if it %s',
    async (_when, more, proposed, why) => {
      const staging: EnvironmentState = {
        ...STAGING_STATE,
        current: {
          version: V142,
          since: AT,
          deploymentId: 'd1',
          verification: 'passed',
        },
        health: { status: 'healthy' },
        promotesTo: ['production'],
        ...more,
      };
      const target: EnvironmentState = {
        ...PRODUCTION_STATE,
        active: undefined,
        hold: undefined,
        drift: undefined,
        behind: undefined,
        current: undefined,
      };
      await open(
        {
          environment: 'staging',
          status: 'succeeded',
          verification: 'passed',
          goBack: { from: true, to: false },
          followUps: {
            promotions: [{ environment: 'production', allowed: true }],
            openIncident: { allowed: true },
          },
        },
        [staging, target],
      );

      expect(await screen.findByText(why)).toBeVisible();
      await waitFor(() =>
        expect(
          [
            ...screen
              .getByRole('group', { name: 'What you can do next' })
              .querySelectorAll('.MuiButton-contained'),
          ].map(({ textContent }) => textContent),
        ).toEqual(proposed ? [proposed] : []),
      );
    },
  );

  it('does not know before its start what it replaces', async () => {
    await open({ status: 'queued', startedAt: undefined, baseline: undefined });
    const summary = screen.getByRole('region', { name: 'Summary' });
    expect(summary).toHaveTextContent('Version1.4.2');
    expect(summary).not.toHaveTextContent('no version was running');
  });

  it('compares its version with the one that runs now', async () => {
    await open({
      status: 'succeeded',
      followUps: {
        promotions: [],
        openIncident: { allowed: true },
        comparison: {
          from: V142,
          to: V140,
          direction: 'backward',
          commits: [{ id: 'a1b2c3d4', message: 'Round prices' }],
        },
      },
    });
    await userEvent.click(
      screen.getByRole('button', { name: 'Compare with 1.4.0…' }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: 'Compare 1.4.2 with 1.4.0',
    });
    expect(dialog).toHaveTextContent('1.4.0 is running in Production now.');
    expect(dialog).toHaveTextContent('Round prices');
    expect(
      await within(dialog).findByRole('button', {
        name: 'Compare Staging with Production',
      }),
    ).toHaveAttribute(
      'href',
      `/deployments/compare?${new URLSearchParams({
        from: 'staging',
        to: 'production',
        service: SERVICE,
      })}`,
    );
  });

  it('says on each refused button why', async () => {
    await open({
      status: 'succeeded',
      followUps: {
        deploy: { allowed: false, refusal: 'not_permitted' },
        rollBackTo: { allowed: false, refusal: 'not_eligible' },
        promotions: [
          { environment: 'staging', allowed: false, refusal: 'not_permitted' },
        ],
        openIncident: { allowed: false, refusal: 'not_permitted' },
      },
    });
    const next = screen.getByRole('group', { name: 'What you can do next' });
    const names = within(next)
      .getAllByRole('note')
      .map(note => note.getAttribute('aria-label'));
    expect(names).toEqual([
      'Promote to Staging…: not available. You need permission to deploy here.',
      "Roll back Production to 1.4.2…: not available. 1.4.2 isn't eligible for a rollback here.",
      'Deploy again…: not available. You need permission to deploy here.',
      'Open incident…: not available. You need permission to open incidents.',
    ]);
    expect(within(next).queryByRole('link')).not.toBeInTheDocument();
  });

  it('offers nothing while the deployment is running', async () => {
    await open({});
    expect(
      screen.queryByRole('group', { name: 'What you can do next' }),
    ).not.toBeInTheDocument();
  });
});
