import type {
  Deployment,
  DeploymentSummary,
  EngineView,
  Plan,
} from '@slipway/backstage-plugin-deployments-common';
import {
  http,
  HttpResponse,
  type JsonBodyType,
  type RequestHandler,
} from 'msw';
import { stepAnalysis } from '../src/__testUtils__/analysisFixtures';
import { addSeconds, ago } from '../src/__testUtils__/driftFixtures';
import { engineView } from '../src/__testUtils__/engineFixtures';
import { answers, BASE_URL, refusal } from '../src/__testUtils__/handlers';
import { buildDeployment, measure } from './buildDeployment';
import { DECISION_SECONDS } from './buildHistory';
import { buildComparison, buildOverview, buildPlan } from './buildOverview';
import { buildEvents, buildLog } from './buildRecords';
import { doraHandlers } from './dora/doraHandlers';
import { paginate } from './paginate';
import { listVersions, type Portal, type Service } from './portal';

/** What the backend of a portal answers. */
export function portalHandlers(portal: Portal): RequestHandler[] {
  const { environments, deployments, drift, path } = portal;
  /** Answers about a deployment. */
  const about = (
    name: string,
    answer: (deployment: Deployment) => JsonBodyType,
  ) =>
    http.get(`${BASE_URL}/deployments/:id${name}`, ({ params }) => {
      const found = deployments.find(({ id }) => id === params.id);
      return found
        ? HttpResponse.json(answer(buildDeployment(found, path)))
        : refusal(404, 'NotFoundError', 'There is no such deployment');
    });
  return [
    answers('/environments', { items: environments }),
    answers('/services', request => {
      const services = selectServices(portal, request);
      return {
        ...paginate(
          services.map(service => buildOverview(portal, service)),
          request,
        ),
        totalItems: services.length,
      };
    }),
    http.get(`${BASE_URL}/services/:ref/overview`, ({ params }) => {
      const ref = String(params.ref);
      const service = portal.services.find(each => each.entityRef === ref);
      return HttpResponse.json(
        service
          ? buildOverview(portal, service)
          : { service: { entityRef: ref, name: ref }, environments: [] },
      );
    }),
    http.get(`${BASE_URL}/services/:ref/versions`, ({ params }) => {
      const ref = String(params.ref);
      return HttpResponse.json({ items: listVersions(portal, ref) });
    }),
    answers('/deployments', request =>
      paginate(deployments.filter(createFilter(request)), request),
    ),
    http.post(`${BASE_URL}/deployments/plan`, async ({ request }) =>
      HttpResponse.json(
        buildPlan(portal, (await request.json()) as PlanRequest) satisfies Plan,
      ),
    ),
    about('', deployment => ({ ...deployment })),
    about('/events', deployment => ({ items: buildEvents(deployment) })),
    about('/measurements', ({ steps }) => ({ items: steps.flatMap(measure) })),
    about('/logs', deployment => ({
      items: buildLog(deployment),
      truncated: false,
    })),
    answers('/deployments/:id/steps/:step/analysis', { ...stepAnalysis() }),
    answers('/drift', { items: drift }),
    answers('/comparison', request => {
      const query = new URL(request.url).searchParams;
      return {
        ...buildComparison(portal, selectServices(portal, request), {
          from: query.get('from'),
          to: query.get('to'),
        }),
      };
    }),
    answers('/admin/engine', () => ({ ...buildEngine(deployments) })),
    ...doraHandlers(portal),
  ];
}

type PlanRequest = Parameters<typeof buildPlan>[1];

function selectServices({ services }: Portal, request: Request): Service[] {
  const query = new URL(request.url).searchParams;
  const text = query.get('q')?.toLocaleLowerCase() ?? '';
  const refs = query.getAll('service');
  const owners = query.getAll('owner');
  return services.filter(
    ({ entityRef, name, title, owner = '', system }) =>
      `${name} ${title}`.toLocaleLowerCase().includes(text) &&
      (refs.length === 0 || refs.includes(entityRef)) &&
      (owners.length === 0 || owners.includes(owner)) &&
      [null, system].includes(query.get('system')),
  );
}

/** Whether a deployment matches the filters that the pages use. */
function createFilter(request: Request) {
  const query = new URL(request.url).searchParams;
  const ids = query.getAll('id');
  const statuses = query.getAll('status');
  const since = query.get('since') ?? '';
  return (deployment: DeploymentSummary): boolean =>
    (ids.length === 0 || ids.includes(deployment.id)) &&
    (statuses.length === 0 || statuses.includes(deployment.status)) &&
    [null, deployment.service].includes(query.get('service')) &&
    [null, deployment.environment].includes(query.get('environment')) &&
    [null, deployment.requestedBy.principal].includes(
      query.get('requestedBy'),
    ) &&
    deployment.requestedAt >= since &&
    (!query.has('awaiting') || deployment.status === 'waiting');
}

/** Whether more than half of the time for a decision is over. */
function isLate({ awaits }: Pick<DeploymentSummary, 'awaits'>): boolean {
  return (
    awaits !== undefined &&
    addSeconds(awaits.since, DECISION_SECONDS / 2) < new Date().toISOString()
  );
}

/** What the engine does, by the deployments that have not ended. If there ever were any, one of its replicas is dead. */
function buildEngine(deployments: DeploymentSummary[]): EngineView {
  const [alive, dead] = engineView().replicas;
  const running = deployments.filter(({ status }) => status === 'running');
  const waiting = deployments.filter(({ status }) => status === 'waiting');
  const view = engineView();
  return engineView({
    health: {
      ...view.health,
      figures: view.health.figures && {
        ...view.health.figures,
        deployments: {
          queued: 0,
          running: running.length,
          waiting: waiting.length,
          rolling_back: 0,
        },
        late: waiting.filter(isLate).length,
        dueWork: 0,
        oldestDueMs: 0,
      },
    },
    replicas: [
      { ...alive, startedAt: ago(3_000), running: running.length },
      ...(deployments.length > 0
        ? [{ ...dead, startedAt: ago(3_000), seenAt: ago(2_400) }]
        : []),
    ],
    running: running.map(deployment => ({
      deployment,
      steps: [deployment.progress.current ?? ''],
      since: deployment.startedAt ?? deployment.requestedAt,
      owner: alive.id,
      leaseUntil: ago(-1 / 3),
    })),
    waits: waiting.map(({ awaits, blockers, ...deployment }) => ({
      deployment: { ...deployment },
      since: awaits?.since ?? deployment.requestedAt,
      decideBy: awaits?.decideBy,
      late: isLate({ awaits }),
      blockers,
    })),
  });
}
