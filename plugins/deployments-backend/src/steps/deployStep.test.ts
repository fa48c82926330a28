import type { StepRequest } from '@slipway/backstage-plugin-deployments-node';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import { deployStep } from './deployStep';

const KEY = 'd1/bring/1';

function requestTo(
  target: TestTarget,
  idempotencyKey: string,
): StepRequest<{ strategy: 'rolling' }> {
  return {
    service: 'component:default/checkout',
    environment: { name: 'production', tier: 'production' },
    settings: {},
    deploymentId: 'd1',
    idempotencyKey,
    fence: 1,
    deadline: Date.now() + 60_000,
    signal: new AbortController().signal,
    log: () => {},
    stepId: 'bring',
    attempt: 1,
    now: Date.now(),
    startedAt: Date.now(),
    with: { strategy: 'rolling' },
    kind: 'deploy',
    target,
    version: { id: 'v1', name: '1.0.0', artifact: 'sha256:1.0.0' },
    trafficWeight: 0,
  };
}

describe('cancelling a deploy step', () => {
  it.each(['d1/bring/1/cancel-1', 'd1/rollback:cancel:bring/1/1'])(
    'repeats the start under its key if its response was lost, and stops the result under %s',
    async key => {
      const target = new TestTarget();
      await deployStep.start(requestTo(target, `${KEY}/1`));
      // The handle is lost.
      expect(await deployStep.cancel(requestTo(target, key))).toBe('cancelled');
      expect(
        target.effects.map(({ name, key: used, repeated }) => ({
          name,
          used,
          repeated,
        })),
      ).toEqual([
        { name: 'apply', used: `${KEY}/1`, repeated: false },
        { name: 'apply', used: `${KEY}/1`, repeated: true },
        { name: 'cancel', used: key, repeated: false },
      ]);
      expect(
        target.instances('component:default/checkout', 'production'),
      ).toEqual([]);
    },
  );
});

describe('an apply', () => {
  const BASELINE = { id: 'v0', name: '0.9.0', artifact: 'sha256:0.9.0' };
  const applyWith = async (
    more: Partial<StepRequest<{ strategy: 'rolling' }>>,
  ) => {
    const target = new TestTarget();
    const apply = jest.spyOn(target, 'apply');
    await deployStep.start({
      ...requestTo(target, `${KEY}/1`),
      baseline: BASELINE,
      ...more,
    });
    return apply.mock.calls[0][0];
  };

  it.each([
    [{ strategy: 'rolling' }, true],
    [{ strategy: 'canary', weight: 10 }, undefined],
    [{ strategy: 'blue-green' }, undefined],
  ] as const)(
    'with %j may replace the previous version in batches: %p',
    async (settings, rolling) => {
      // The helper's type only knows the strategy that most tests use.
      const request = { with: settings } as Parameters<typeof applyWith>[0];
      expect((await applyWith(request)).rolling).toBe(rolling);
    },
  );

  it('expects the baseline, and names the newest commit', async () => {
    const version = {
      id: 'v1',
      name: '1.0.0',
      artifact: 'sha256:1.0.0',
      commitId: 'a1b2c3',
    };
    expect(await applyWith({ version })).toMatchObject({
      expected: BASELINE.artifact,
      intent: 'deploy',
      version: { commit: 'a1b2c3' },
    });
  });

  it('expects the baseline still, if the attempts before sent nothing', async () => {
    expect(await applyWith({ attempt: 3, unsentAttempts: 2 })).toMatchObject({
      expected: BASELINE.artifact,
    });
  });

  it.each<[string, Partial<StepRequest<{ strategy: 'rolling' }>>]>([
    ['nothing ran before', { baseline: undefined }],
    ['an earlier attempt may have changed it', { attempt: 2 }],
    [
      'one of the earlier attempts may have changed it',
      { attempt: 3, unsentAttempts: 1 },
    ],
    ['an earlier step has started an instance', { candidate: { id: 'c' } }],
  ])('expects nothing if %s', async (_, more) => {
    expect(await applyWith(more)).not.toHaveProperty('expected');
  });

  it('of a rollback says so', async () => {
    expect(await applyWith({ kind: 'rollback' })).toMatchObject({
      intent: 'rollback',
    });
  });
});
