import { mockServices } from '@backstage/backend-test-utils';
import type {
  EvaluateStartConditionRequest,
  StartConditionProvider,
  StartConditionResult,
} from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import { z } from 'zod';
import { createRenderer } from '../../domain/goldenPath/renderTemplates';
import type {
  EnvironmentModel,
  StartConditionModel,
} from '../../domain/model/deploymentsModel';
import { createStartConditions } from './createStartConditions';
import type { StartRequest } from './prepareStartCondition';

const SECRET = 'hunter2-hunter2';

const QUIET: StartConditionModel = {
  name: 'quiet',
  provider: 'alerts',
  with: {
    labels: { service: '{{ service.name }}', env: '{{ environment.name }}' },
    token: '{{ secrets.alerts }}',
  },
};

const schema = z.strictObject({
  labels: z.record(z.string(), z.string()),
  token: z.string().optional(),
});

function setUp(
  evaluate: (
    request: EvaluateStartConditionRequest,
  ) => StartConditionResult | Promise<StartConditionResult>,
  options: {
    conditions?: StartConditionModel[];
    findProblems?: StartConditionProvider['findProblems'];
  } = {},
) {
  const received: EvaluateStartConditionRequest[] = [];
  const provider = {
    id: 'alerts',
    schema,
    describe: ({ labels }: { labels: Record<string, string> }) =>
      `no alert of ${labels.service} is firing`,
    ...(options.findProblems ? { findProblems: options.findProblems } : {}),
    evaluate: async (request: EvaluateStartConditionRequest) => {
      received.push(request);
      return evaluate(request);
    },
  } as unknown as StartConditionProvider;
  const startConditions = createStartConditions({
    registry: { startConditionProviders: new Map([[provider.id, provider]]) },
    renderer: createRenderer(() => new Map([['alerts', SECRET]])),
    logger: mockServices.logger.mock(),
    respondWithinMs: 50,
  });
  const request: StartRequest = {
    kind: 'deploy',
    service: 'component:default/checkout',
    environment: {
      name: 'production',
      tier: 'production',
      startConditions: options.conditions ?? [QUIET],
    } as EnvironmentModel,
    settings: { cluster: 'eu' },
    version: { id: 'v2', name: '2.0.0', artifact: 'sha256:2' },
  };
  return { startConditions, received, request };
}

describe('start conditions', () => {
  it('are evaluated with templates and secrets filled in, and about the version', async () => {
    const { startConditions, received, request } = setUp(() => ({
      state: 'met',
    }));
    expect(await startConditions.evaluate(request, false)).toEqual([
      { name: 'quiet', state: 'met' },
    ]);
    expect(received).toEqual([
      {
        service: 'component:default/checkout',
        environment: { name: 'production', tier: 'production' },
        settings: { cluster: 'eu' },
        with: {
          labels: { service: 'checkout', env: 'production' },
          token: SECRET,
        },
        version: request.version,
        deadline: expect.any(Number),
        signal: expect.any(AbortSignal),
      },
    ]);
  });

  it('of a removal are evaluated without a version', async () => {
    const { startConditions, received, request } = setUp(() => ({
      state: 'met',
    }));
    await startConditions.evaluate({ ...request, kind: 'remove' }, false);
    expect(received[0]).not.toHaveProperty('version');
  });

  it('are not evaluated for a rollback', async () => {
    const { startConditions, received, request } = setUp(
      () => ({ state: 'met' }),
      {
        findProblems: () => ['never met'],
      },
    );
    const rollback: StartRequest = { ...request, kind: 'rollback' };
    expect(await startConditions.evaluate(rollback, false)).toEqual([]);
    expect(startConditions.findProblems(rollback)).toEqual([]);
    expect(received).toEqual([]);
  });

  it('are evaluated at the same time', async () => {
    let waiting = 0;
    let release = () => {};
    const all = new Promise<void>(resolve => {
      release = resolve;
    });
    const { startConditions, request } = setUp(
      async () => {
        waiting += 1;
        if (waiting === 3) release();
        await all;
        return { state: 'met' };
      },
      {
        conditions: ['a', 'b', 'c'].map(name => ({ ...QUIET, name })),
      },
    );
    expect(await startConditions.evaluate(request, false)).toEqual([
      { name: 'a', state: 'met' },
      { name: 'b', state: 'met' },
      { name: 'c', state: 'met' },
    ]);
  });

  it('that are not met say why without secrets, and link only web addresses', async () => {
    const until = Date.now() + 60_000;
    const { startConditions, request } = setUp(() => ({
      state: 'unmet',
      message: `Rejected with ${SECRET}. ${'x'.repeat(5_000)}`,
      until,
      links: [
        { title: 'Alerts', url: 'https://alerts.example.com/#/alerts' },
        { title: 'Trap', url: ['javascript', 'alert(1)'].join(':') },
        { title: 'Leak', url: `https://alerts.example.com/?token=${SECRET}` },
      ],
    }));
    const [facts] = await startConditions.evaluate(request, false);
    expect(facts).toEqual({
      name: 'quiet',
      state: 'unmet',
      message: expect.stringMatching(/^Rejected with .+\. x{100,}$/),
      until,
      links: [{ title: 'Alerts', url: 'https://alerts.example.com/#/alerts' }],
    });
    expect(JSON.stringify(facts)).not.toContain(SECRET);
    expect(JSON.stringify(facts).length).toBeLessThan(2_500);
  });

  it('ignore a time that is none', async () => {
    const { startConditions, request } = setUp(() => ({
      state: 'unmet',
      message: 'Wait.',
      until: Number.NaN,
    }));
    expect(await startConditions.evaluate(request, false)).toEqual([
      { name: 'quiet', state: 'unmet', message: 'Wait.' },
    ]);
  });

  it.each<[string, () => any, RegExp]>([
    [
      'throws',
      () => {
        throw new Error(`status 401 for Bearer ${SECRET}`);
      },
      /^status 401 for Bearer (?!hunter2)/,
    ],
    ['throws no error', () => Promise.reject('down'), /^down$/],
    ['never responds', () => new Promise(() => {}), /^no response within /],
    ['returns nothing', () => undefined, /neither met nor unmet/],
    ['returns true', () => true, /neither met nor unmet/],
    ['returns another state', () => ({ state: 'ok' }), /neither met nor unmet/],
  ])(
    'are unknown, so not met, if the provider %s',
    async (_, evaluate, message) => {
      const { startConditions, request } = setUp(evaluate);
      expect(await startConditions.evaluate(request, false)).toEqual([
        {
          name: 'quiet',
          state: 'unknown',
          description: 'no alert of checkout is firing',
          message: expect.stringMatching(message),
        },
      ]);
    },
  );

  it('tell the provider when its time is up', async () => {
    let signal: AbortSignal | undefined;
    const { startConditions, request } = setUp(given => {
      signal = given.signal;
      return new Promise(() => {});
    });
    await startConditions.evaluate(request, false);
    expect(signal?.aborted).toBe(true);
  });

  it.each<[string, StartConditionModel, string]>([
    [
      'the provider is gone',
      { ...QUIET, provider: 'gone' },
      "No installed module provides the start condition provider 'gone' any more",
    ],
    [
      'a template has no value',
      { ...QUIET, with: { labels: { commit: '{{ version.commit }}' } } },
      'There is no value for {{ version.commit }}',
    ],
    [
      'the settings are invalid once they are filled in',
      { ...QUIET, with: { labels: 'all' } as JsonObject },
      'Its settings are invalid after {{ … }} was filled in: labels',
    ],
  ])(
    'are unknown, and a problem of the plan, if %s',
    async (_, condition, message) => {
      const { startConditions, received, request } = setUp(
        () => ({ state: 'met' }),
        { conditions: [condition] },
      );
      expect(await startConditions.evaluate(request, false)).toMatchObject([
        { state: 'unknown', message },
      ]);
      expect(startConditions.findProblems(request)).toEqual([
        `Start condition "quiet": ${message}`,
      ]);
      expect(received).toEqual([]);
    },
  );

  it('with problems that the provider finds are problems of the plan, without secrets', () => {
    const { startConditions, request } = setUp(() => ({ state: 'met' }), {
      findProblems: ({ token }) => [`labels: too few for ${token}`],
    });
    const [problem] = startConditions.findProblems(request);
    expect(problem).toMatch(/^Start condition "quiet": labels: too few for /);
    expect(problem).not.toContain(SECRET);
  });

  it('are evaluated once for several pages within seconds, but again for each start', async () => {
    const { startConditions, received, request } = setUp(() => ({
      state: 'met',
    }));
    await Promise.all([
      startConditions.evaluate(request, true),
      startConditions.evaluate(request, true),
    ]);
    await startConditions.evaluate(request, true);
    expect(received).toHaveLength(1);
    await startConditions.evaluate(request, false);
    expect(received).toHaveLength(2);
    await startConditions.evaluate(request, true);
    expect(received).toHaveLength(2);
    const other = { ...request.version, id: 'v3', name: '3.0.0' };
    await startConditions.evaluate({ ...request, version: other }, true);
    await startConditions.evaluate({ ...request, service: 'x:y/z' }, true);
    expect(received).toHaveLength(4);
  });

  it('are evaluated again after some seconds', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
    try {
      const { startConditions, received, request } = setUp(() => ({
        state: 'met',
      }));
      await startConditions.evaluate(request, true);
      jest.advanceTimersByTime(4_999);
      await startConditions.evaluate(request, true);
      expect(received).toHaveLength(1);
      jest.advanceTimersByTime(1);
      await startConditions.evaluate(request, true);
      expect(received).toHaveLength(2);
    } finally {
      jest.useRealTimers();
    }
  });
});
