import type {
  DeploymentTarget,
  FailureSample,
} from '@slipway/backstage-plugin-deployments-node';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import { sampleFailures } from './sampleFailures';

/** Samples with a target that responds in this way. */
function sample(respond?: DeploymentTarget['sampleFailures']) {
  const target: DeploymentTarget = new TestTarget();
  target.sampleFailures = respond;
  return sampleFailures(
    target,
    {
      service: 'component:default/checkout',
      environment: { name: 'production', tier: 'production' },
      settings: {},
      deploymentId: 'd',
      candidate: { id: 'i2', artifact: 'sha256:2', versionName: '2' },
      from: 0,
      to: 60_000,
      signal: AbortSignal.timeout(5_000),
    },
    text => text.replaceAll('s3cret', '***'),
  );
}

const request = (path: string) => ({
  at: 1_000,
  method: 'GET',
  path,
  status: 500,
  durationMs: 12,
});

describe('the failures of a candidate', () => {
  it('are those of its instance, with everything masked that may be private', async () => {
    const asked = jest.fn(
      async (_request: unknown): Promise<FailureSample> => ({
        requests: [request('/orders/81723?token=abc')],
        logTail: ['the password is s3cret'],
      }),
    );
    expect(await sample(asked)).toEqual({
      requests: [request('/orders/***?token=')],
      logTail: ['the password is ***'],
    });
    expect(asked).toHaveBeenCalledWith(
      expect.objectContaining({
        instanceId: 'i2',
        artifact: 'sha256:2',
        measurementTarget: 'candidate',
        from: 0,
        to: 60_000,
      }),
    );
  });

  it('are at most 20 requests, and the last 20 lines of 500 characters', async () => {
    const found = await sample(async () => ({
      requests: Array.from({ length: 30 }, (_, at) => ({
        ...request('/'),
        at,
      })),
      logTail: Array.from({ length: 30 }, (_, line) => `${line} `.padEnd(900)),
    }));
    expect(found?.requests.map(({ at }) => at)).toEqual(
      Array.from({ length: 20 }, (_, at) => at),
    );
    expect(found?.logTail).toHaveLength(20);
    expect(found?.logTail[0]).toMatch(/^10 {498}$/);
  });

  it.each<[string, DeploymentTarget['sampleFailures']]>([
    ['the target has no samples', undefined],
    ['there are none', async () => ({ requests: [], logTail: [] })],
    ['the target knows nothing of the instance', async () => undefined],
    [
      'the target fails',
      async () => {
        throw new Error('the proxy is away');
      },
    ],
  ])('are none if %s', async (_name, respond) => {
    expect(await sample(respond)).toBeUndefined();
  });
});
