import type {
  CheckProvider,
  DeploymentTarget,
  StartConditionProvider,
  StepKind,
  TargetCapability,
} from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { z } from 'zod';
import type { ProviderRegistry } from '../schema/providerRegistry';

const never = () => {
  throw new Error('Reading config calls no provider');
};

export function fakeTarget(
  id: string,
  capabilities: TargetCapability[] = [
    'side-by-side',
    'weights',
    'measure',
    'distribution',
    'fence',
  ],
): DeploymentTarget {
  const schema = z.strictObject({
    port: z.number().int().min(1).max(65535).optional(),
    namespace: z.string().optional(),
  });
  return {
    id,
    capabilities,
    validateSettings(settings: JsonObject) {
      const parsed = schema.safeParse(settings);
      return parsed.success
        ? []
        : parsed.error.issues.map(
            issue =>
              `${
                issue.path.join('.') || Object.keys(settings)[0]
              } is not right`,
          );
    },
    observe: never,
    apply: never,
    poll: never,
    finalize: never,
    abort: never,
    cancel: never,
  };
}

function fakeKind(
  id: string,
  schema: StandardSchemaV1,
  rest: Partial<StepKind> = {},
): StepKind {
  return {
    id,
    schema: schema as StandardSchemaV1<unknown, JsonObject>,
    changes: () => 'reversible',
    describe: () => id,
    timeoutMs: 60_000,
    start: never,
    poll: never,
    cancel: never,
    ...rest,
  };
}

const http: CheckProvider = {
  id: 'http',
  schema: z.strictObject({
    url: z.string(),
    headers: z.record(z.string(), z.string()).optional(),
    passes: z.strictObject({ status: z.number().optional() }).optional(),
  }) as StandardSchemaV1<unknown, JsonObject>,
  separatesCandidate: settings => String(settings.url).includes('candidate.'),
  describe: settings => ({
    condition: settings.passes ? 'status = 200' : undefined,
  }),
  measure: never,
};

const target: CheckProvider = {
  id: 'target',
  schema: z.strictObject({
    measure: z.enum(['success-rate', 'p95']),
    of: z.enum(['candidate', 'baseline', 'service']).default('service'),
  }) as StandardSchemaV1<unknown, JsonObject>,
  separatesCandidate: settings => settings.of === 'candidate',
  describe: () => ({ isStatistic: true }),
  requires: () => ['measure'],
  analysis: {
    schema: z.strictObject({
      measure: z.enum(['errors', 'latency']),
      query: z.string().optional(),
    }),
    requires: ({ measure }) =>
      measure === 'latency' ? ['distribution'] : ['measure'],
    listKinds: ({ measure }) =>
      measure === 'errors' ? ['count'] : ['latency', 'quantile'],
    readSample: never,
  },
  measure: never,
};

const alerts: StartConditionProvider = {
  id: 'alerts',
  schema: z.strictObject({
    labels: z.record(z.string(), z.string()),
    token: z.string().optional(),
  }) as StandardSchemaV1<unknown, JsonObject>,
  describe: () => 'no alert is firing',
  evaluate: never,
};

/** The schemas of the built-in step kinds, without their behaviour. */
export function fakeRegistry(
  targets: DeploymentTarget[] = [fakeTarget('local')],
): ProviderRegistry {
  const stepKinds = [
    fakeKind(
      'deploy',
      z.strictObject({
        strategy: z
          .enum(['rolling', 'blue-green', 'canary'])
          .default('rolling'),
        weight: z.number().min(0).max(100).optional(),
      }),
      {
        requires: ({ strategy }) =>
          ({
            canary: ['side-by-side', 'weights'] as TargetCapability[],
            'blue-green': ['side-by-side'] as TargetCapability[],
          }[String(strategy)] ?? []),
      },
    ),
    fakeKind(
      'canary',
      z.strictObject({
        analysis: z.string().optional(),
        stages: z.array(
          z.strictObject({
            weight: z.number(),
            analysis: z.string().optional(),
          }),
        ),
      }),
    ),
    fakeKind('traffic', z.strictObject({ weight: z.number().min(0).max(100) })),
    fakeKind('finalize', z.strictObject({})),
    fakeKind(
      'check',
      z.strictObject({ checks: z.array(z.string()).min(1), for: z.string() }),
      { changes: () => 'none' },
    ),
    fakeKind(
      'approve',
      z.strictObject({ count: z.number(), from: z.array(z.string()) }),
      { changes: () => 'none' },
    ),
    fakeKind(
      'http-job',
      z.strictObject({
        url: z.string(),
        headers: z.record(z.string(), z.string()).optional(),
        body: z.unknown().optional(),
      }),
      { changes: () => 'irreversible', undo: never },
    ),
    fakeKind('wait', z.strictObject({ for: z.string() }), {
      changes: () => 'none',
    }),
  ];
  return {
    targets: new Map(targets.map(it => [it.id, it])),
    checkProviders: new Map([http, target].map(it => [it.id, it])),
    stepKinds: new Map(stepKinds.map(it => [it.id, it])),
    startConditionProviders: new Map([[alerts.id, alerts]]),
  };
}
