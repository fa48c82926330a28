import type { JsonObject } from '@backstage/types';
import type {
  StepRequest,
  TargetCapability,
} from '@slipway/backstage-plugin-deployments-node';
import { TestTarget } from '../../application/__testUtils__/TestTarget';
import { canarySchema } from './canarySettings';
import type { CanarySettings } from './canarySettings';
import { createCanaryStep } from './canaryStep';

const step = createCanaryStep({
  analyst: {
    analyse: async () => {
      throw new Error('These stages have no analysis');
    },
  },
  loadDeployment: async () => {
    throw new Error('These stages have no analysis');
  },
});

const read = (settings: JsonObject): CanarySettings =>
  canarySchema.parse({
    stages: [{ weight: 10, for: '2m' }],
    ...settings,
  });

describe('a canary with a fresh baseline', () => {
  it.each<[JsonObject, TargetCapability[]]>([
    [{}, ['side-by-side', 'weights']],
    [{ baseline: 'running' }, ['side-by-side', 'weights']],
    [{ baseline: 'fresh' }, ['side-by-side', 'weights', 'fresh-baseline']],
    [
      { baseline: 'fresh', routing: { sticky: { cookie: 'v' } } },
      ['side-by-side', 'weights', 'sticky', 'fresh-baseline'],
    ],
  ])('needs, with %j, the capabilities %j', (settings, expected) => {
    expect(step.requires?.(read(settings))).toEqual(expected);
  });

  it('is described in the plan', () => {
    const describeStep = (settings: JsonObject, baseline?: string) =>
      step.describe?.(read(settings), {
        version: '1.4.2',
        ...(baseline && { baseline }),
      });
    expect(describeStep({ baseline: 'fresh' }, '1.4.1')).toBe(
      'Deploy 1.4.2 beside 1.4.1, compared with a fresh instance of 1.4.1: 10 % of the traffic for 2 min, then 100 %',
    );
    expect(describeStep({ baseline: 'running' }, '1.4.1')).toBe(
      'Deploy 1.4.2 beside 1.4.1: 10 % of the traffic for 2 min, then 100 %',
    );
    expect(describeStep({ baseline: 'fresh' })).toBe(
      'Deploy 1.4.2, 100 % of the traffic (no previous version is running)',
    );
  });

  it.each<[JsonObject, object]>([
    [{ baseline: 'fresh' }, { freshBaseline: true }],
    [{ baseline: 'running' }, {}],
    [{}, {}],
  ])('asks the target, with %j, for %j', async (settings, expected) => {
    const target = new TestTarget();
    const apply = jest.spyOn(target, 'apply');
    const request: StepRequest<CanarySettings> = {
      service: 'component:default/checkout',
      environment: { name: 'production', tier: 'production' },
      settings: {},
      deploymentId: 'd1',
      idempotencyKey: 'd1/rollout/1/1',
      fence: 1,
      deadline: Date.now() + 60_000,
      signal: new AbortController().signal,
      log: () => {},
      stepId: 'rollout',
      attempt: 1,
      now: Date.now(),
      startedAt: Date.now(),
      with: read(settings),
      kind: 'deploy',
      target,
      version: { id: 'v1', name: '1.1.0', artifact: 'sha256:1.1.0' },
      baseline: { id: 'v0', name: '1.0.0', artifact: 'sha256:1.0.0' },
      trafficWeight: 0,
    };
    await step.start(request);
    // A start whose response was lost is repeated with the same body, so that it can be cancelled.
    await step.cancel?.({ ...request, idempotencyKey: 'd1/rollout/1/cancel' });
    expect(
      apply.mock.calls.map(([{ freshBaseline }]) =>
        freshBaseline === undefined ? {} : { freshBaseline },
      ),
    ).toEqual([expected, expected]);
  });

  it('accepts no other baseline', () => {
    expect(() => read({ baseline: 'new' })).toThrow(/running.*fresh/s);
  });
});
