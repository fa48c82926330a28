import type {
  DeploymentEvent,
  EnvironmentState,
  LogLine,
  Measurement,
} from '@slipway/backstage-plugin-deployments-common';
import { delay, http, HttpResponse, type RequestHandler } from 'msw';
import { stepAnalysis } from '../src/__testUtils__/analysisFixtures';
import {
  incident,
  noMetrics,
  QUALITY,
  rows,
  SELECTION,
} from '../src/__testUtils__/doraFixtures';
import { ago, driftItem } from '../src/__testUtils__/driftFixtures';
import { engineView } from '../src/__testUtils__/engineFixtures';
import {
  comparedService,
  overview,
  PRODUCTION_STATE,
  STAGING_STATE,
  WATCH,
} from '../src/__testUtils__/fixtures';
import {
  answers,
  BASE_URL,
  doraHandlers,
  everydayHandlers,
  refusal,
} from '../src/__testUtils__/handlers';
import {
  LIST,
  listDeployments,
  showComparison,
  showDeployment,
} from './deploymentHandlers';
import { longHandlers } from './longHandlers';

/** What the backend of the development app answers, by the name in its menu. Earlier handlers take precedence. */
export const SCENARIOS: Record<string, () => RequestHandler[]> = {
  full: () => [...fullHandlers(), ...doraHandlers(), ...everydayHandlers()],
  empty: () => [
    ...emptyHandlers(),
    ...fullHandlers(),
    ...doraHandlers(),
    ...everydayHandlers(),
  ],
  long: () => [
    ...longHandlers(),
    ...fullHandlers(),
    ...doraHandlers(),
    ...everydayHandlers(),
  ],
  loading: () => [
    http.all(`${BASE_URL}/*`, async () => {
      await delay('infinite');
      return HttpResponse.json({});
    }),
  ],
  error: () => [
    http.all(`${BASE_URL}/*`, () =>
      refusal(500, 'Error', 'The database does not respond'),
    ),
  ],
};

const EVENTS: DeploymentEvent[] = [
  {
    seq: 1,
    at: ago(3),
    type: 'requested',
    by: 'user:default/ana',
    message: 'Ana requested 1.4.2 for Production',
  },
  {
    seq: 2,
    at: ago(2),
    type: 'stepStarted',
    stepId: 'canary',
    message: 'Canary 10 % started',
  },
  {
    seq: 3,
    at: ago(1.8),
    type: 'stepSucceeded',
    stepId: 'canary',
    message: 'Canary 10 % succeeded',
  },
];

/** Values below the threshold of `WATCH`, every five seconds of the last minute. */
const MEASUREMENTS = Array.from({ length: 12 }, (_, index): Measurement => {
  const value = 180 + 15 * Math.sin(index);
  return {
    seq: index + 1,
    stepId: WATCH.id,
    check: 'p95',
    at: ago(1 - (index * 5) / 60),
    value,
    unit: 'ms',
    samples: 60,
    baseline: { value: value - 8, samples: 540 },
    measurementTarget: 'candidate',
    outcome: 'passed',
  };
});

const LOG: LogLine[] = [
  { seq: 1, at: ago(2), stepId: 'canary', line: 'Starting 1.4.2' },
  {
    seq: 2,
    at: ago(1.9),
    stepId: 'canary',
    level: 'warn',
    line: 'The readiness probe failed once',
  },
];

/** A service on an ordinary day: one deployment runs, one waits for an approval, and there is drift. */
function fullHandlers(): RequestHandler[] {
  return [
    listDeployments(LIST),
    answers('/deployments/:id/events', { items: EVENTS }),
    answers('/deployments/:id/measurements', { items: MEASUREMENTS }),
    answers('/deployments/:id/logs', { items: LOG, truncated: false }),
    answers('/deployments/:id/steps/:step/analysis', { ...stepAnalysis() }),
    showDeployment(LIST),
    answers('/drift', { items: [driftItem()] }),
    showComparison([comparedService()]),
    answers('/admin/engine', () => ({ ...engineView() })),
    answers('/dora/events', { items: [], total: 0, sources: [] }),
    answers('/dora/incidents/:incident', { ...incident() }),
  ];
}

const NOTHING_TO_DO = {
  deployments: { queued: 0, running: 0, waiting: 0, rolling_back: 0 },
  late: 0,
  dueWork: 0,
  oldestDueMs: 0,
  outbox: 0,
  outboxOldestMs: 0,
  unsealed: 0,
  sealLagMs: 0,
  replicas: 1,
};

/** A new portal: services and environments, and nothing has happened yet. */
function emptyHandlers(): RequestHandler[] {
  const nothing = [STAGING_STATE, PRODUCTION_STATE].map(
    ({ environment }): EnvironmentState => ({
      environment,
      health: { status: 'not_deployed' },
      queued: [],
      traffic: [],
      promotesTo: [],
      actions: {
        deploy: true,
        rollback: false,
        liftHold: false,
        restart: false,
        remove: false,
      },
    }),
  );
  return [
    answers('/services', { items: [], totalItems: 0 }),
    answers('/services/:ref/overview', {
      ...overview({ environments: nothing }),
    }),
    answers('/services/:ref/versions', { items: [] }),
    answers('/deployments', { items: [] }),
    http.get(`${BASE_URL}/deployments/:id`, () =>
      refusal(404, 'NotFoundError', 'There is no such deployment'),
    ),
    answers('/drift', { items: [] }),
    showComparison([]),
    answers('/admin/engine', () => ({
      ...engineView({
        health: { ...engineView().health, figures: NOTHING_TO_DO },
        replicas: engineView().replicas.slice(0, 1),
        running: [],
        waits: [],
      }),
    })),
    answers('/dora/selection', {
      ...SELECTION,
      owners: [],
      systems: [],
      services: [],
    }),
    answers('/dora/metrics', { ...noMetrics() }),
    answers('/dora/metrics/:metric/rows', { ...rows() }),
    answers('/dora/quality', {
      ...QUALITY,
      excluded: [],
      unmappedEvents: 0,
      servicesWithoutIncidents: [],
      services: 0,
      links: 0,
      inferredLinks: 0,
    }),
    answers('/dora/incidents', { items: [] }),
  ];
}
