import type { JsonObject } from '@backstage/types';
import type { StepRequest } from '@slipway/backstage-plugin-deployments-node';
import { parseWithSchema } from '@slipway/backstage-plugin-deployments-node/config';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import { deployStep } from './deployStep';
import { trafficStep } from './trafficStep';

function parse<T>(
  schema: Parameters<typeof parseWithSchema<T>>[0],
  settings: JsonObject,
): T {
  const parsed = parseWithSchema(schema, settings);
  if (!parsed.success) throw new Error(JSON.stringify(parsed));
  return parsed.data;
}

const routing = {
  sticky: { cookie: 'version' },
  match: [{ header: 'X-Tester', value: 'yes' }],
};

describe('routing rules of steps', () => {
  const target = new TestTarget();
  const setTraffic = jest.spyOn(target, 'setTraffic');
  let key = 0;
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
    baseline: { id: 'v0', name: '1.0.0', artifact: 'sha256:1.0.0' },
    trafficWeight: 0,
  });

  it('reach the target with a candidate without traffic, and with a later weight', async () => {
    const deploy = request(
      parse(deployStep.schema, { strategy: 'blue-green', routing }),
    );
    let result = await deployStep.start(deploy);
    while (result.state === 'running') {
      result = await deployStep.poll({ ...deploy, handle: result.handle });
    }
    if (result.state !== 'succeeded') throw new Error(JSON.stringify(result));
    const { candidate } = result.effects!;
    for (const settings of [{ weight: 20, routing: {} }, { weight: 50 }]) {
      await trafficStep.start({ ...request(settings), candidate });
    }
    expect(
      setTraffic.mock.calls.map(([call]) => [
        call.weight,
        'routing' in call && call.routing,
      ]),
    ).toEqual([
      [0, routing],
      [20, {}],
      [50, false],
    ]);
  });

  it('need the capabilities of the same names', () => {
    expect(
      deployStep.requires?.(
        parse(deployStep.schema, { strategy: 'canary', weight: 10, routing }),
      ),
    ).toEqual(['side-by-side', 'weights', 'sticky', 'match']);
    expect(
      trafficStep.requires?.(
        parse(trafficStep.schema, {
          weight: 0,
          routing: { mirror: { percent: 5 } },
        }),
      ),
    ).toEqual(['side-by-side', 'mirror']);
  });

  it.each([
    [{ strategy: 'rolling', routing }],
    [{ strategy: 'blue-green', routing: { sticky: { cookie: 'a b' } } }],
    [{ strategy: 'blue-green', routing: { mirror: { percent: 101 } } }],
    [{ strategy: 'blue-green', routing: { match: [{ header: 'a' }] } }],
    [{ strategy: 'blue-green', routing: { stikcy: {} } }],
  ])('are rejected if they are wrong: %j', settings => {
    expect(parseWithSchema(deployStep.schema, settings).success).toBe(false);
  });
});
