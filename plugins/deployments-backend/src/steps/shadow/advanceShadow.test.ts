import type {
  DeploymentTarget,
  MirrorComparison,
  StepRequest,
} from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import { parseWithSchema } from '@slipway/backstage-plugin-deployments-node/config';
import { TestTarget } from '../../application/__testUtils__/TestTarget';
import { shadowSchema, type ShadowSettings } from './shadowSettings';
import { shadowStep } from './shadowStep';

const CANDIDATE = { id: 'i2', artifact: 'sha256:2', versionName: '2' };
const NO_LATENCY = { upperBoundsMs: [], counts: [] };

const compared = (
  overrides: Partial<MirrorComparison> = {},
): MirrorComparison => ({
  compared: 5_000,
  equalStatus: 5_000,
  equalBody: 5_000,
  dropped: 0,
  latency: { baseline: NO_LATENCY, candidate: NO_LATENCY },
  differences: [],
  ...overrides,
});

describe('a shadow between two calls', () => {
  const apply = jest.fn();
  const setTraffic = jest.fn(async () => undefined);
  const compareMirrored = jest.fn();
  const target: DeploymentTarget = Object.assign(new TestTarget(), {
    apply,
    setTraffic,
    compareMirrored,
  });
  const log = jest.fn();
  beforeEach(() => jest.clearAllMocks());

  const build = (
    settings: JsonObject,
    overrides: Partial<StepRequest<ShadowSettings>> = {},
  ) => {
    const parsed = parseWithSchema(shadowSchema, settings);
    if (!parsed.success) throw new Error(JSON.stringify(parsed));
    return {
      service: 'component:default/checkout',
      environment: { name: 'production', tier: 'production' as const },
      settings: {},
      deploymentId: 'd1',
      idempotencyKey: 'd1/compare/1/1',
      fence: 1,
      deadline: 10_000,
      signal: new AbortController().signal,
      log,
      stepId: 'compare',
      attempt: 1,
      now: 0,
      startedAt: 0,
      with: parsed.data,
      kind: 'deploy' as const,
      target,
      version: { id: 'v2', name: '2', artifact: 'sha256:2' },
      baseline: { id: 'v1', name: '1', artifact: 'sha256:1' },
      candidate: CANDIDATE,
      trafficWeight: 0,
      ...overrides,
    };
  };
  /** Starts the copies, for a minute. */
  const mirror = async (settings: JsonObject = {}) => {
    const request = build({ for: '1m', ...settings });
    const started = await shadowStep.start(request);
    if (started.state !== 'running') throw new Error(JSON.stringify(started));
    return { request, handle: started.handle };
  };

  it('copies requests to a candidate that an earlier step deployed, and keeps its weight', async () => {
    const { request } = await mirror({ percent: 20, ignoredFields: ['id'] });
    expect(apply).not.toHaveBeenCalled();
    expect(setTraffic).toHaveBeenCalledWith(
      expect.objectContaining({
        idempotencyKey: 'd1/compare/1/2',
        weight: 0,
        candidate: CANDIDATE,
        routing: { mirror: { percent: 20, ignoredFields: ['id'] } },
      }),
    );
    setTraffic.mockClear();
    await shadowStep.start({ ...request, trafficWeight: 10 });
    expect(setTraffic).toHaveBeenCalledWith(
      expect.objectContaining({ weight: 10 }),
    );
  });

  it('has the outcome that it decided first, even if a crash comes before the copies have ended', async () => {
    const { request, handle } = await mirror({ minCompared: 100 });
    const difference = {
      at: 5,
      method: 'GET',
      path: '/prices?sku=',
      baselineStatus: 200,
      fields: ['items.0.price'],
    };
    compareMirrored.mockResolvedValueOnce(
      compared({ equalBody: 1_000, differences: [difference] }),
    );
    const decided = await shadowStep.poll({ ...request, now: 1_000, handle });
    expect(decided).toMatchObject({
      state: 'running',
      pollAfterMs: 0,
      problems: [
        {
          logTail: [
            'GET /prices?sku=: 200, now no response, fields items.0.price',
          ],
        },
      ],
    });
    if (decided.state !== 'running') throw new Error();
    setTraffic.mockClear();
    for (const isRepeat of [false, true]) {
      expect(
        await shadowStep.poll({
          ...request,
          isRepeat,
          handle: decided.handle,
        }),
      ).toMatchObject({ state: 'failed', verdict: 'failed' });
    }
    expect(setTraffic.mock.calls).toEqual([
      [
        expect.objectContaining({
          idempotencyKey: 'd1/compare/1/4',
          routing: {},
        }),
      ],
      [
        expect.objectContaining({
          idempotencyKey: 'd1/compare/1/4',
          routing: {},
        }),
      ],
    ]);
    expect(log).toHaveBeenCalledTimes(1);
    expect(compareMirrored).toHaveBeenCalledTimes(1);
  });

  it("continues if the comparison can't be read, and never passes by that", async () => {
    const { request, handle } = await mirror();
    compareMirrored.mockRejectedValue(new Error('the proxy is away'));
    expect(
      await shadowStep.poll({ ...request, now: 1_000, handle }),
    ).toMatchObject({
      state: 'running',
      message: "The responses can't be compared: the proxy is away",
    });
    const over = await shadowStep.poll({ ...request, now: 60_000, handle });
    if (over.state !== 'running') throw new Error();
    expect(
      await shadowStep.poll({ ...request, handle: over.handle }),
    ).toMatchObject({ state: 'undecided', verdict: 'error' });
  });

  it('passes only when its time is over, unless it says how many comparisons are enough', async () => {
    compareMirrored.mockResolvedValue(
      compared({ compared: 20_000, equalStatus: 20_000, equalBody: 20_000 }),
    );
    const patient = await mirror();
    const early = await shadowStep.poll({
      ...patient.request,
      now: 1_000,
      handle: patient.handle,
    });
    expect(early).toMatchObject({
      handle: { since: 0 },
      message:
        '20000 responses compared: another status in 0, another body in 0',
    });
    const quick = await mirror({ minCompared: 20_000 });
    expect(
      await shadowStep.poll({
        ...quick.request,
        now: 1_000,
        handle: quick.handle,
      }),
    ).toMatchObject({ handle: { outcome: { verdict: 'passed' } } });
  });

  it('ends the copies when it is cancelled', async () => {
    const { request, handle } = await mirror();
    setTraffic.mockClear();
    expect(
      await shadowStep.cancel({
        ...request,
        idempotencyKey: 'd1/compare/1/cancel',
        handle,
      }),
    ).toBe('cancelled');
    expect(setTraffic).toHaveBeenCalledWith(
      expect.objectContaining({
        idempotencyKey: 'd1/compare/1/cancel',
        routing: {},
      }),
    );
  });

  it.each(['deploy', 'rollback'] as const)(
    'tells the target that it deploys a candidate for a %s',
    async kind => {
      apply.mockResolvedValue({ id: 'h1' });
      await shadowStep.start(
        build({ for: '1m' }, { kind, candidate: undefined }),
      );
      expect(apply).toHaveBeenCalledWith(
        expect.objectContaining({ intent: kind, expected: 'sha256:1' }),
      );
    },
  );

  it('cancels a deployment whose start got no response', async () => {
    apply.mockResolvedValue({ id: 'h1' });
    const cancel = jest.spyOn(target, 'cancel').mockResolvedValue('cancelled');
    await shadowStep.cancel({
      ...build({ for: '1m' }, { candidate: undefined }),
      idempotencyKey: 'd1/compare/1/cancel',
    });
    expect(apply).toHaveBeenCalledWith(
      expect.objectContaining({
        idempotencyKey: 'd1/compare/1/1',
        expected: 'sha256:1',
        isRepeat: true,
      }),
    );
    expect(cancel).toHaveBeenCalledWith(
      expect.objectContaining({ handle: { id: 'h1' } }),
    );
  });
});
