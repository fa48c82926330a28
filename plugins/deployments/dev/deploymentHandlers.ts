import type {
  ComparedService,
  Deployment,
  DeploymentSummary,
  EnvironmentComparison,
} from '@slipway/backstage-plugin-deployments-common';
import { http, HttpResponse } from 'msw';
import { ago } from '../src/__testUtils__/driftFixtures';
import {
  deployment,
  deploymentSummary,
  PRODUCTION,
  STAGING,
  stepRun,
  V140,
  V141,
  WATCH,
} from '../src/__testUtils__/fixtures';
import { answers, BASE_URL, refusal } from '../src/__testUtils__/handlers';

/** Deployments in several states. */
export const LIST = [
  deploymentSummary({ requestedAt: ago(3), startedAt: ago(2) }),
  deploymentSummary({
    id: 'd2',
    status: 'waiting',
    requestedAt: ago(45),
    startedAt: ago(44),
    progress: { total: 3, finished: 0, step: 1, current: 'Release approval' },
    blockers: [
      {
        kind: 'approval',
        message: '0 of 1 approval from release-managers.',
      },
    ],
    awaits: {
      since: ago(44),
      expiresAt: ago(-60),
      planHash: 'hash-1',
      commands: [
        {
          type: 'approve',
          allowed: true,
          label: 'Approve',
          consequence: 'Deploys 1.4.2 to Production.',
          needsReason: false,
        },
        {
          type: 'reject',
          allowed: true,
          label: 'Reject',
          consequence: 'Cancels the deployment.',
          needsReason: true,
          destructive: true,
        },
      ],
      mayLiftHold: false,
      mayResolveDrift: false,
      evidence: [],
      stepsLeft: ['Canary 10 %', 'Watch'],
    },
  }),
  deploymentSummary({
    id: 'd3',
    status: 'rolled_back',
    version: V141,
    baseline: V140,
    requestedAt: ago(60 * 26),
    startedAt: ago(60 * 26),
    finishedAt: ago(60 * 26 - 4),
    progress: { total: 2, finished: 2 },
  }),
  deploymentSummary({
    id: 'd4',
    status: 'succeeded',
    environment: 'staging',
    requestedAt: ago(60 * 48),
    startedAt: ago(60 * 48),
    finishedAt: ago(60 * 48 - 3),
    progress: { total: 2, finished: 2 },
  }),
] satisfies DeploymentSummary[];

/** The list, by the filters that the pages use. */
export function listDeployments(list: DeploymentSummary[]) {
  return answers('/deployments', request => {
    const query = new URL(request.url).searchParams;
    const ids = query.getAll('id');
    const statuses = query.getAll('status');
    const environment = query.get('environment');
    return {
      items: list.filter(
        ({ id, status, environment: its }) =>
          (ids.length === 0 || ids.includes(id)) &&
          (statuses.length === 0 || statuses.includes(status)) &&
          (!environment || its === environment) &&
          (!query.has('awaiting') || status === 'waiting'),
      ),
    };
  });
}

/** A deployment of the list, with its steps. */
export function showDeployment(
  list: DeploymentSummary[],
  more: Partial<Deployment> = {},
) {
  return http.get(`${BASE_URL}/deployments/:id`, ({ params }) => {
    const found = list.find(({ id }) => id === params.id);
    if (!found) {
      return refusal(404, 'NotFoundError', 'There is no such deployment');
    }
    return HttpResponse.json(
      deployment({
        ...found,
        steps: runSteps(found),
        serverTime: new Date().toISOString(),
        ...more,
      }),
    );
  });
}

/** The canary and the watch of a deployment, as far as it has come. */
function runSteps({ startedAt, finishedAt, status }: DeploymentSummary) {
  if (status === 'waiting') {
    const waiting = { status: 'pending', startedAt: undefined } as const;
    return [
      stepRun({ ...waiting, finishedAt: undefined }),
      { ...WATCH, ...waiting },
    ];
  }
  return [
    stepRun({ startedAt, finishedAt: startedAt }),
    finishedAt
      ? { ...WATCH, status: 'succeeded' as const, startedAt, finishedAt }
      : { ...WATCH, startedAt },
  ];
}

/** A comparison of staging with production. */
export function showComparison(items: ComparedService[]) {
  const body: EnvironmentComparison = {
    from: STAGING,
    to: PRODUCTION,
    items,
    totalItems: items.length,
  };
  return answers('/comparison', { ...body });
}
