import type {
  ComparedService,
  Deployment,
  DeploymentSummary,
  Environment,
  EnvironmentState,
  Plan,
  ServiceOverview,
  StepRun,
  Version,
} from '@slipway/backstage-plugin-deployments-common';

/** Answers of the API, as its document shapes them, with what a test does not care about filled in. */

export const SERVICE = 'component:default/checkout';

export const V140 = {
  id: 'v140',
  name: '1.4.0',
  artifact: 'file://checkout-1.4.0',
};
export const V141 = {
  id: 'v141',
  name: '1.4.1',
  artifact: 'file://checkout-1.4.1',
  commitId: '9f8e7d6c5b4a',
};
export const V142 = {
  id: 'v142',
  name: '1.4.2',
  artifact: 'file://checkout-1.4.2',
  commitId: 'a1b2c3d4e5f6',
  changeUrl: 'https://git.example.com/checkout/pull/142',
};
export const V143 = {
  id: 'v143',
  name: '1.4.3',
  artifact: 'file://checkout-1.4.3',
};

const GOLDEN_PATH = {
  name: 'web-service',
  title: 'Web service, canary',
};

function environment(
  name: string,
  order: number,
  more: Partial<Environment> = {},
): Environment {
  return {
    name,
    title: name[0].toUpperCase() + name.slice(1),
    tier: name === 'production' ? 'production' : 'other',
    order,
    target: { provider: 'local', capabilities: [] },
    ...more,
  };
}

export const STAGING = environment('staging', 0);
export const PRODUCTION = environment('production', 1, {
  promotesFrom: { environment: 'staging', soakMs: 600_000 },
});

export function deploymentSummary(
  more: Partial<DeploymentSummary> = {},
): DeploymentSummary {
  return {
    id: 'd1',
    kind: 'deploy',
    service: SERVICE,
    environment: 'production',
    version: V142,
    baseline: V141,
    status: 'running',
    hotfix: false,
    requestedBy: { principal: 'user:default/ana', via: 'portal' },
    requestedAt: '2026-11-21T10:00:00Z',
    startedAt: '2026-11-21T10:00:05Z',
    mayHaveChanged: true,
    blockers: [],
    goldenPath: GOLDEN_PATH,
    progress: { total: 2, finished: 1, step: 2, current: 'Watch' },
    seq: 3,
    ...more,
  };
}

export function stepRun(more: Partial<StepRun> = {}): StepRun {
  return {
    id: 'canary',
    title: 'Canary 10 %',
    use: 'deploy',
    description: 'deploy 1.4.2 beside 1.4.1',
    needs: [],
    changes: 'reversible',
    checks: [],
    timeoutMs: 60_000,
    status: 'succeeded',
    attempt: 1,
    startedAt: '2026-11-21T10:00:05Z',
    finishedAt: '2026-11-21T10:00:17Z',
    ...more,
  };
}

export const WATCH = stepRun({
  id: 'watch',
  title: 'Watch',
  use: 'check',
  description: 'check the candidate for 2 min',
  needs: ['canary'],
  changes: 'none',
  status: 'running',
  finishedAt: undefined,
  checks: [
    {
      name: 'p95',
      provider: 'target',
      measure: 'p95',
      measurementTarget: 'candidate',
      condition: '≤ 300 ms',
      unit: 'ms',
      threshold: { atMost: 300 },
      everyMs: 5_000,
      failForMs: 60_000,
    },
  ],
});

export function deployment(more: Partial<Deployment> = {}): Deployment {
  return {
    ...deploymentSummary(),
    steps: [stepRun(), WATCH],
    commands: [],
    onFailure: 'rollback',
    rollbackTarget: V141,
    serverTime: '2026-11-21T10:02:00Z',
    ...more,
  };
}

function environmentState(
  more: Partial<EnvironmentState> & Pick<EnvironmentState, 'environment'>,
): EnvironmentState {
  return {
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
    ...more,
  };
}

export const STAGING_STATE = environmentState({
  environment: STAGING,
  current: {
    version: V142,
    since: '2026-11-21T09:00:00Z',
    by: 'user:default/ana',
    deploymentId: 'd0',
    verification: 'passed',
  },
  health: {
    status: 'healthy',
    successRate: 0.998,
    p95Ms: 182,
    requests: 1240,
  },
  soak: { verifiedForMs: 840_000, requiredMs: 600_000 },
  traffic: [{ versionName: '1.4.2', weight: 100 }],
  promotesTo: ['production'],
  actions: {
    deploy: true,
    rollback: true,
    liftHold: true,
    restart: true,
    remove: true,
  },
});

export const PRODUCTION_STATE = environmentState({
  environment: PRODUCTION,
  current: {
    version: V141,
    since: '2026-11-20T09:00:00Z',
    by: 'user:default/bo',
    deploymentId: 'd-1',
  },
  health: { status: 'healthy' },
  traffic: [{ versionName: '1.4.1', weight: 100 }],
  behind: {
    environment: 'staging',
    version: V142,
    verified: true,
    commits: 3,
    subjects: ['Round totals to cents', 'Show the delivery date'],
    ms: 2 * 86_400_000,
  },
});

export function overview(more: Partial<ServiceOverview> = {}): ServiceOverview {
  return {
    service: {
      entityRef: SERVICE,
      name: 'checkout',
      title: 'Checkout',
      owner: 'group:default/shop',
    },
    goldenPath: GOLDEN_PATH,
    environments: [STAGING_STATE, PRODUCTION_STATE],
    ...more,
  };
}

export function version(more: Partial<Version> = {}): Version {
  return {
    ...V142,
    service: SERVICE,
    commits: [{ id: 'a1b2c3d4e5f6', message: 'Round totals once' }],
    createdAt: '2026-11-21T08:00:00Z',
    flags: [],
    source: 'api',
    ...more,
  };
}

export const VERSIONS: Version[] = [
  version({
    ...V143,
    createdAt: '2026-11-21T09:30:00Z',
    quarantined: {
      by: 'user:default/ana',
      at: '2026-11-21T09:40:00Z',
      reason: 'loses orders',
    },
  }),
  version({ environments: ['staging'] }),
  version({
    ...V141,
    createdAt: '2026-11-20T08:00:00Z',
    environments: ['production'],
    lastKnownGoodIn: ['production'],
  }),
  version({
    ...V140,
    createdAt: '2026-11-19T08:00:00Z',
    sinceRunning: { direction: 'backward', commits: 1 },
  }),
];

export function plan(more: Partial<Plan> = {}): Plan {
  return {
    service: SERVICE,
    environment: PRODUCTION,
    kind: 'deploy',
    version: VERSIONS[1],
    baseline: V141,
    rollbackTarget: V141,
    goldenPath: GOLDEN_PATH,
    steps: [stepRun(), WATCH],
    onFailure: 'rollback',
    blockers: [],
    warnings: [],
    planHash: 'hash-1',
    canStart: true,
    ...more,
  };
}

export const PAYMENTS = 'component:default/payments';

/** A service whose production is three commits behind staging, ready to promote. */
export function comparedService(
  more: Partial<ComparedService> = {},
): ComparedService {
  return {
    service: {
      entityRef: SERVICE,
      name: 'checkout',
      title: 'Checkout',
      owner: 'group:default/shop',
      system: 'system:default/store',
    },
    state: 'behind',
    from: {
      version: V142,
      since: '2026-11-21T09:00:00Z',
      deploymentId: 'd7',
      verification: 'passed',
    },
    to: { version: V141, since: '2026-11-20T09:00:00Z' },
    diff: {
      from: V141,
      to: V142,
      direction: 'forward',
      apartMs: 2 * 86_400_000,
      commits: [
        {
          id: 'a1b2c3d4e5f6',
          message: 'Round totals once',
          author: 'Ana',
          url: 'https://git.example.com/checkout/commit/a1b2c3d4e5f6',
        },
      ],
    },
    commitCount: 3,
    blockers: [],
    actions: { promote: true },
    ...more,
  };
}
