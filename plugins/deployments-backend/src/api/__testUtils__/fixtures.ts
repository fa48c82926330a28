import type { Entity } from '@backstage/catalog-model';
import type {
  DeploymentTarget,
  Observation,
} from '@slipway/backstage-plugin-deployments-node';
import { z } from 'zod';
import type {
  CheckModel,
  DeploymentsModel,
  EnvironmentModel,
  StepModel,
} from '../../domain/model/deploymentsModel';
import type { ProviderRegistry } from '../../config/schema/providerRegistry';
import type { Snapshot } from '../../domain/deployment/snapshot';

export const CHECKOUT = 'component:default/checkout';
export const SEARCH = 'component:default/search';

function component(name: string, type: string, owner: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default', title: `The ${name}` },
    spec: { type, owner },
    relations: [
      { type: 'ownedBy', targetRef: owner },
      { type: 'partOf', targetRef: 'system:default/shop' },
    ],
  };
}

function organised(
  kind: 'Group' | 'User',
  name: string,
  ...relations: [type: string, targetRef: string][]
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name, namespace: 'default' },
    relations: relations.map(([type, targetRef]) => ({ type, targetRef })),
  };
}

export const entities: Entity[] = [
  // The on-call group is a member of release managers.
  organised(
    'Group',
    'release-managers',
    ['hasMember', 'user:default/carla'],
    ['parentOf', 'group:default/on-call'],
  ),
  organised(
    'Group',
    'on-call',
    ['hasMember', 'user:default/nina'],
    ['hasMember', 'user:default/ana'],
    ['childOf', 'group:default/release-managers'],
  ),
  organised('User', 'carla', ['memberOf', 'group:default/release-managers']),
  organised('User', 'nina', ['memberOf', 'group:default/on-call']),
  organised('User', 'ana', ['memberOf', 'group:default/on-call']),
  component('checkout', 'service', 'group:default/payments'),
  component('search', 'service', 'group:default/finders'),
  component('library', 'library', 'group:default/finders'),
];

function environment(
  name: string,
  tier: EnvironmentModel['tier'],
  order: number,
  more: Partial<EnvironmentModel> = {},
): EnvironmentModel {
  return {
    name,
    title: name,
    tier,
    order,
    target: { provider: 'fake', settings: { password: 'hunter2' } },
    approvals: [],
    distinctApprovers: true,
    links: [],
    windows: [],
    concurrency: 'queue',
    ...more,
  } as EnvironmentModel;
}

const responds: CheckModel = {
  name: 'responds',
  provider: 'fake',
  with: {},
  passes: { atLeast: 0.99 },
  everyMs: 5_000,
  afterMs: 0,
  failForMs: 0,
  tolerateErrors: 3,
  noData: 'inconclusive',
  windowMs: 60_000,
};

function step(
  id: string,
  use: string,
  more: Partial<StepModel> = {},
): StepModel {
  return {
    id,
    title: id,
    use,
    with: {},
    needs: [],
    checks: [],
    changes: 'none',
    backwardCompatible: false,
    timeoutMs: 60_000,
    retry: { attempts: 1, backoffMs: 1000, maxBackoffMs: 1000 },
    undoable: false,
    ...more,
  };
}

export const model: DeploymentsModel = {
  environments: [
    environment('staging', 'staging', 0, {
      links: [
        {
          title: 'Logs',
          url: 'https://logs.example.com/{{ environment.name }}?version={{ version.name }}&candidate={{ candidate.id }}',
        },
        {
          title: 'Dashboard',
          url: 'https://grafana.example.com/d/{{ service.name }}',
        },
      ],
    }),
    environment('production', 'production', 1, {
      promotesFrom: { environment: 'staging', soakMs: 600_000 },
      contacts: { promotion: { ask: ['group:default/testers'] } },
      approvals: [
        {
          name: 'managers',
          count: 1,
          from: ['group:default/release-managers'],
          selfApproval: false,
        },
      ],
    }),
  ],
  checks: { responds },
  goldenPaths: [
    {
      name: 'web-service',
      title: 'Web service',
      order: 0,
      for: { kind: 'component', 'spec.type': 'service' },
      steps: [
        step('deploy', 'fake', { changes: 'reversible' }),
        step('verify', 'fake', { needs: ['deploy'], checks: ['responds'] }),
      ],
      onFailure: 'rollback',
      decideWithinMs: 86_400_000,
    },
  ],
  services: {},
  contacts: {
    default: { ask: ['group:default/platform'] },
    window: { ask: [], url: 'https://chat.example.com/freeze' },
  },
  engine: {
    leaseMs: 60_000,
    concurrency: 5,
    maxLogBytesPerStep: 1_000_000,
    queueForMs: 86_400_000,
  },
} as unknown as DeploymentsModel;

const observation: Observation = {
  at: Date.parse('2026-03-02T10:00:00Z'),
  url: 'http://localhost:4100',
  instances: [
    {
      id: 'i1',
      artifact: 'img@sha256:1',
      versionName: '1.0.0',
      weight: 100,
      ready: true,
      since: 0,
    },
  ],
};

export const fakeTarget: DeploymentTarget = {
  id: 'fake',
  capabilities: ['side-by-side', 'weights', 'restart', 'remove', 'measure'],
  validateSettings: () => [],
  observe: async () => observation,
  apply: async () => ({ id: 'h' }),
  poll: async () => ({ state: 'working', message: '' }),
  finalize: async () => {},
  abort: async () => {},
  cancel: async () => 'cancelled',
  measure: async ({ measure }) => ({
    value: measure === 'success-rate' ? 0.998 : 182,
    samples: 1200,
  }),
};

export const providers: ProviderRegistry = {
  targets: new Map([['fake', fakeTarget]]),
  checkProviders: new Map([
    [
      'fake',
      {
        id: 'fake',
        schema: z.any(),
        separatesCandidate: () => true,
        describe: () => ({
          measure: 'success-rate',
          measurementTarget: 'candidate' as const,
          unit: 'ratio' as const,
        }),
        measure: async () => undefined,
      },
    ],
  ]),
  stepKinds: new Map([
    [
      'fake',
      {
        id: 'fake',
        schema: z.any(),
        changes: () => 'none' as const,
        describe: (_: unknown, { version }: { version?: string }) =>
          `does ${version ?? 'something'}`,
        timeoutMs: 60_000,
        start: async () => ({ state: 'succeeded' as const }),
        poll: async () => ({ state: 'succeeded' as const }),
        cancel: async () => 'cancelled' as const,
      },
    ],
  ]),
} as unknown as ProviderRegistry;

export function toSnapshot(
  service: string,
  environmentName: string,
  version: Snapshot['version'],
  baseline?: Snapshot['baseline'],
): Snapshot {
  const env = model.environments.find(e => e.name === environmentName)!;
  const [path] = model.goldenPaths;
  return {
    reducerVersion: 1,
    kind: 'deploy',
    service,
    environment: { name: env.name, tier: env.tier },
    target: env.target,
    goldenPath: { name: path.name, title: path.title },
    onFailure: path.onFailure,
    decideWithinMs: path.decideWithinMs,
    steps: path.steps.map(({ if: _if, ...rest }) => ({
      ...rest,
      description: `does ${rest.id}`,
    })),
    checks: model.checks,
    version,
    baseline,
    inputs: {},
  } as Snapshot;
}
