import {
  isTerminal,
  type Blocker,
  type ComparedService,
  type CreateDeploymentRequest,
  type Environment,
  type EnvironmentComparison,
  type EnvironmentState,
  type Plan,
  type ServiceOverview,
} from '@slipway/backstage-plugin-deployments-common';
import { overview, plan } from '../src/__testUtils__/fixtures';
import { runSteps } from './goldenPath';
import {
  listCommits,
  listSucceeded,
  listVersions,
  type Portal,
  type Service,
} from './portal';

/** What runs of a service in an environment. */
function buildState(
  portal: Portal,
  service: string,
  environment: Environment,
): EnvironmentState {
  const own = portal.deployments.filter(
    each => each.service === service && each.environment === environment.name,
  );
  const [current, previous] = listSucceeded(portal, service, environment.name);
  const active = own.find(({ status }) => !isTerminal(status));
  const found = portal.drift.find(
    each =>
      each.service.entityRef === service &&
      each.environment.name === environment.name,
  );
  const next = portal.environments.filter(
    each => each.promotesFrom?.environment === environment.name,
  );
  const isFree = !active && Boolean(current);
  return {
    environment,
    current: current && {
      version: current.version,
      since: current.finishedAt ?? current.requestedAt,
      by: current.requestedBy.principal,
      deploymentId: current.id,
      verification: current.verification,
    },
    active,
    last: own.find(({ status }) => isTerminal(status)),
    health: current
      ? { status: 'healthy', successRate: 0.998, p95Ms: 182, requests: 1240 }
      : { status: 'not_deployed' },
    queued: [],
    traffic: current
      ? [
          {
            versionName: found?.drift.observed ?? current.version.name,
            weight: 100,
          },
        ]
      : [],
    soak: current?.finishedAt
      ? {
          verifiedForMs: Date.now() - Date.parse(current.finishedAt),
          requiredMs: next[0]?.promotesFrom?.soakMs ?? 0,
        }
      : undefined,
    promotesTo: next.map(({ name }) => name),
    behind: buildLag(portal, service, environment),
    drift: found?.drift,
    managedBy: found?.managedBy,
    changedBy: found?.changedBy,
    hold: portal.hold,
    actions: {
      deploy: !active,
      rollback: isFree && Boolean(previous),
      liftHold: true,
      resolveDrift: Boolean(found),
      restart: isFree,
      remove: isFree,
    },
  };
}

/** How far an environment is behind the one that it promotes from. */
function buildLag(
  portal: Portal,
  service: string,
  { name, promotesFrom }: Environment,
): EnvironmentState['behind'] {
  const source = promotesFrom?.environment;
  const [to] = source ? listSucceeded(portal, service, source) : [];
  const [from] = listSucceeded(portal, service, name);
  if (!source || !to || !from || from.version.id === to.version.id) {
    return undefined;
  }
  const commits = listCommits(portal, service, {
    from: from.version,
    to: to.version,
  });
  return {
    environment: source,
    version: to.version,
    verified: true,
    commits: commits.length,
    subjects: commits.map(({ message = '' }) => message),
    ms: measureGap(portal, service, [from.version.id, to.version.id]),
  };
}

/** The time between the creation of two versions. */
function measureGap(portal: Portal, service: string, ids: string[]): number {
  const [from, to] = ids.map(id =>
    Date.parse(
      listVersions(portal, service).find(each => each.id === id)?.createdAt ??
        '',
    ),
  );
  return to - from;
}

export function buildOverview(
  portal: Portal,
  service: Service,
): ServiceOverview {
  return overview({
    service,
    environments: portal.environments.map(environment =>
      buildState(portal, service.entityRef, environment),
    ),
  });
}

export function buildComparison(
  portal: Portal,
  services: Service[],
  names: { from: string | null; to: string | null },
): EnvironmentComparison {
  const [from, to] = [names.from, names.to].map(
    name =>
      portal.environments.find(each => each.name === name) ??
      portal.environments[0],
  );
  const items = services.map((service): ComparedService => {
    const [a, b] = [from, to].map(each =>
      buildState(portal, service.entityRef, each),
    );
    const span = a.current && {
      from: b.current?.version,
      to: a.current.version,
    };
    const commits =
      span && span.from?.id !== span.to.id
        ? listCommits(portal, service.entityRef, span)
        : [];
    return {
      service,
      from: a.current,
      to: b.current,
      state: compareStates(a, b, commits.length),
      diff:
        commits.length > 0 && span
          ? {
              ...span,
              direction: 'forward',
              apartMs:
                span.from &&
                measureGap(portal, service.entityRef, [
                  span.from.id,
                  span.to.id,
                ]),
              commits,
            }
          : undefined,
      commitCount: commits.length,
      blockers: listBlockers(b),
      actions: { promote: commits.length > 0 },
    };
  });
  return { from, to, items, totalItems: items.length };
}

/** What prevents a deployment to an environment. */
function listBlockers({ active, hold, drift }: EnvironmentState): Blocker[] {
  return [
    ...(active
      ? [
          {
            kind: 'slot' as const,
            message: `${active.version.name} is being deployed.`,
          },
        ]
      : []),
    ...(hold
      ? [{ kind: 'hold' as const, message: `On hold: ${hold.reason}` }]
      : []),
    ...(drift ? [{ kind: 'drift' as const, message: drift.message }] : []),
  ];
}

function compareStates(
  { current: from }: EnvironmentState,
  { current: to }: EnvironmentState,
  commits: number,
): ComparedService['state'] {
  if (!from) {
    return 'nothing_to_promote';
  }
  if (!to) {
    return 'not_deployed';
  }
  if (from.version.id === to.version.id) {
    return 'same';
  }
  return commits > 0 ? 'behind' : 'ahead';
}

/** The plan for a request. */
export function buildPlan(
  portal: Portal,
  request: Pick<
    CreateDeploymentRequest,
    'service' | 'environment' | 'kind' | 'versionId'
  >,
): Plan {
  const { service, versionId } = request;
  const environment =
    portal.environments.find(({ name }) => name === request.environment) ??
    portal.environments[0];
  const [current, previous] = listSucceeded(portal, service, environment.name);
  const wanted =
    versionId ?? (request.kind === 'rollback' ? previous : current)?.version.id;
  const versions = listVersions(portal, service);
  const blockers = listBlockers(buildState(portal, service, environment));
  return plan({
    ...request,
    blockers,
    canStart: blockers.length === 0,
    environment,
    version: versions.find(({ id }) => id === wanted) ?? versions[0],
    baseline: current?.version,
    rollbackTarget: current?.version,
    steps: runSteps(portal.path, {
      environment: environment.name,
      status: 'queued',
      startedAt: '',
      blockers: [],
    }),
  });
}
