import type { StepRequest } from '@slipway/backstage-plugin-deployments-node';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import { deployStep } from './deployStep';
import { trafficStep } from './trafficStep';
import { trafficShare } from './trafficShare';

const baseline = { id: 'v0', name: '1.0.0', artifact: 'sha256:1.0.0' };

describe('trafficShare', () => {
  it.each([
    ['with a previous version, the requested weight', true, 0, 20, 20],
    ['with a previous version, a weight of 0', true, 20, 0, 0],
    ['alone, all of it instead of a part', false, 0, 20, 100],
    ['alone, all of it through every later weight', false, 100, 50, 100],
    ['alone, still all of it for a weight of 0', false, 100, 0, 100],
    ['alone and without traffic, none for a weight of 0', false, 0, 0, 0],
  ])('is %s', (_, hasBaseline, trafficWeight, weight, share) => {
    expect(
      trafficShare(weight, {
        trafficWeight,
        ...(hasBaseline ? { baseline } : {}),
      }),
    ).toBe(share);
  });
});

describe('a first deployment with several weights', () => {
  const target = new TestTarget();
  let key = 0;
  let trafficWeight = 0;
  const request = <T>(settings: T): StepRequest<T> => ({
    service: 'component:default/checkout',
    environment: { name: 'production', tier: 'production' },
    settings: {},
    deploymentId: 'd1',
    idempotencyKey: `d1/${key++}/1/1`,
    fence: 1,
    deadline: Date.now() + 60_000,
    signal: new AbortController().signal,
    log: () => {},
    stepId: 'step',
    attempt: 1,
    now: Date.now(),
    startedAt: Date.now(),
    with: settings,
    kind: 'deploy',
    target,
    version: { id: 'v1', name: '1.1.0', artifact: 'sha256:1.1.0' },
    trafficWeight,
  });
  const observed = () =>
    target
      .instances('component:default/checkout', 'production')
      .map(({ weight }) => weight);

  it('sends all the traffic to the candidate at each step', async () => {
    const canary = request({ strategy: 'canary' as const, weight: 10 });
    let result = await deployStep.start(canary);
    while (result.state === 'running') {
      result = await deployStep.poll({ ...canary, handle: result.handle });
    }
    if (result.state !== 'succeeded') throw new Error(JSON.stringify(result));
    expect(result.effects).toMatchObject({ trafficWeight: 100 });
    expect(observed()).toEqual([100]);

    trafficWeight = 100;
    const { candidate } = result.effects!;
    for (const weight of [50, 0, 100]) {
      const shifted = await trafficStep.start({
        ...request({ weight }),
        candidate,
      });
      expect(shifted).toMatchObject({
        state: 'succeeded',
        effects: { trafficWeight: 100 },
      });
      expect(observed()).toEqual([100]);
    }
    expect(
      target.effects
        .filter(({ name }) => name === 'setTraffic')
        .map(({ body }) => JSON.parse(body)[0]),
    ).toEqual([100, 100, 100, 100]);
  });
});
