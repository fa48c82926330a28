import type { ObservedInstance } from '@slipway/backstage-plugin-deployments-node';
import type { RunningVersion } from '../../../domain/model/serviceEnvironment';
import type { LiveFigures } from '../../../targets/liveFigures';
import {
  type HealthFacts,
  toHealthView,
  toRestartsView,
  toTrafficView,
} from './healthView';

const current: RunningVersion = {
  version: { id: 'v', name: '1.4.1', artifact: 'a' },
  since: 1_000,
  by: 'user:default/ana',
  deploymentId: 'd',
  verification: 'inconclusive',
};

const instance = (more: Partial<ObservedInstance>): ObservedInstance => ({
  id: 'i',
  artifact: 'a',
  versionName: '1.4.1',
  weight: 100,
  ready: true,
  since: 0,
  ...more,
});

const figures = (more: Partial<LiveFigures>): LiveFigures => ({
  requests: 446,
  successRate: 0.998,
  p95Ms: 180,
  from: 0,
  to: 300_000,
  isNew: false,
  expectations: [
    {
      figure: 'success-rate',
      passes: { atLeast: 0.99 },
      check: 'availability',
    },
    { figure: 'p95', passes: { atMost: 400 }, check: 'latency' },
  ],
  ...more,
});

const health = (
  instances: ObservedInstance[] | undefined,
  more: Partial<HealthFacts> = {},
) =>
  toHealthView({
    current,
    observation: instances && { at: 0, instances },
    ...more,
  });

const candidate = (more: Partial<ObservedInstance> = {}) =>
  instance({ id: 'c', artifact: 'b', versionName: '1.5.0', ...more });

describe('toHealthView', () => {
  it('is never healthy while its figures are pending, but unhealthy for another reason', () => {
    const pending = { figures: 'pending' as const };
    expect(health([instance({})], pending)).toEqual({
      status: 'unknown',
      message: 'Its requests have not been measured yet',
      sentences: [{ code: 'figures_pending' }],
      at: '1970-01-01T00:00:00.000Z',
    });
    expect(health([instance({ ready: false })], pending).status).toBe(
      'unhealthy',
    );
    const passed = { ...current, verification: 'passed' as const };
    expect(toHealthView({ current: passed, ...pending }).status).toBe(
      'unknown',
    );
    expect(toHealthView(pending).status).toBe('not_deployed');
  });

  it('is unhealthy if the figures miss a threshold before the first observation', () => {
    expect(
      toHealthView({
        current: { ...current, verification: 'passed' },
        figures: figures({ successRate: 0.976, requests: 2_633 }),
      }),
    ).toMatchObject({
      status: 'unhealthy',
      message: expect.stringMatching(/^97.6 % of 2633 requests/),
      requests: 2_633,
    });
  });

  it('is never healthy if the target did not respond, whatever was observed before', () => {
    expect(health([instance({})]).status).toBe('healthy');
    for (const isChanging of [false, true]) {
      expect(
        health([instance({})], { isUnanswered: true, isChanging }),
      ).toEqual({
        status: 'unknown',
        message: 'The target did not respond when it was last called',
        sentences: [{ code: 'target_unanswered' }],
        at: '1970-01-01T00:00:00.000Z',
      });
    }
    const passed = { ...current, verification: 'passed' as const };
    expect(toHealthView({ current: passed, isUnanswered: true }).status).toBe(
      'unknown',
    );
    expect(toHealthView({ current: passed, freshSince: 500 }).status).toBe(
      'healthy',
    );
    expect(toHealthView({ current: passed, freshSince: 5_000 }).status).toBe(
      'unknown',
    );
    expect(toHealthView({ isUnanswered: true }).status).toBe('not_deployed');
  });

  it('is unhealthy in a crash loop, even if an instance responds between two crashes', () => {
    const restarts = (isCrashLoop: boolean) => ({
      count: 4,
      isCrashLoop,
      events: [
        { at: 2_000, cause: 'exited' as const, message: 'It exited with 3' },
        { at: 1_000, cause: 'unresponsive' as const, message: 'No answer' },
      ],
    });
    expect(health([instance({ restarts: restarts(true) })])).toMatchObject({
      status: 'unhealthy',
      message: '1.4.1 keeps crashing: 4 restarts. Last: It exited with 3',
    });
    const calm = [instance({ restarts: restarts(false) })];
    expect(health(calm).status).toBe('healthy');
    expect(toRestartsView({ at: 0, instances: calm })).toEqual({
      count: 4,
      crashLoop: false,
      events: [
        {
          at: '1970-01-01T00:00:02.000Z',
          versionName: '1.4.1',
          cause: 'exited',
          message: 'It exited with 3',
        },
        {
          at: '1970-01-01T00:00:01.000Z',
          versionName: '1.4.1',
          cause: 'unresponsive',
          message: 'No answer',
        },
      ],
    });
    expect(
      toRestartsView({ at: 0, instances: [instance({})] }),
    ).toBeUndefined();
  });

  it('is unhealthy only once several probes in a row have failed, and says since when', () => {
    const silent = (state: 'suspected' | 'confirmed' | 'unmeasured') =>
      health([instance({ ready: false, unready: { state, since: 60_000 } })]);
    expect(silent('suspected').status).toBe('healthy');
    expect(silent('confirmed')).toMatchObject({
      status: 'unhealthy',
      message: '1 of 1 instance does not respond',
      since: '1970-01-01T00:01:00.000Z',
    });
    // Such as a target that applies a threshold of its own.
    expect(health([instance({ ready: false })])).toMatchObject({
      status: 'unhealthy',
      since: undefined,
    });
  });

  it('is unknown if nothing can be measured, unless something is known to be wrong', () => {
    const unmeasured = instance({
      ready: false,
      unready: { state: 'unmeasured', since: 60_000 },
    });
    expect(health([unmeasured])).toMatchObject({
      status: 'unknown',
      message:
        'Nothing can be measured at the moment: no service responds to the portal in time',
      sentences: [{ code: 'target_unmeasured' }],
    });
    expect(
      health([
        unmeasured,
        instance({ ready: false, unready: { state: 'confirmed' } }),
      ]).status,
    ).toBe('unhealthy');
  });

  it('is not deployed without an observation and a version', () => {
    expect(health(undefined).status).toBe('unknown');
    expect(toHealthView({}).status).toBe('not_deployed');
  });

  it.each([
    [
      'passed',
      {
        status: 'healthy',
        message: '1.4.1 passed the checks of its deployment',
        at: '1970-01-01T00:00:02.000Z',
      },
    ],
    [
      'failed',
      {
        status: 'unhealthy',
        message: '1.4.1 failed the checks of its deployment',
        at: '1970-01-01T00:00:01.000Z',
      },
    ],
    ['inconclusive', { status: 'unknown' }],
    ['error', { status: 'unknown' }],
  ] as const)(
    'follows the verification of a deployment that has just ended as %s, until the next observation',
    (verification, expected) => {
      expect(
        toHealthView({
          current: { ...current, verification, verifiedAt: 2_000 },
        }),
      ).toMatchObject(expected);
    },
  );

  it('is unknown if the last observation is too old', () => {
    const seen = { at: 5_000, instances: [instance({})] };
    expect(
      toHealthView({ current, observation: seen, freshSince: 5_000 }).status,
    ).toBe('healthy');
    expect(
      toHealthView({ current, observation: seen, freshSince: 5_001 }),
    ).toMatchObject({ status: 'unknown', at: '1970-01-01T00:00:05.000Z' });
    // The target is not observed on schedule while a deployment runs.
    expect(
      toHealthView({
        current,
        observation: seen,
        freshSince: 5_001,
        isChanging: true,
      }).status,
    ).toBe('healthy');
  });

  it('is healthy if the serving instances respond, whatever the retired one does', () => {
    expect(
      health([instance({}), instance({ weight: 0, ready: false })]).status,
    ).toBe('healthy');
  });

  it('says how many instances with traffic do not respond', () => {
    expect(
      health([
        instance({ weight: 90 }),
        instance({ weight: 10, ready: false }),
      ]),
    ).toMatchObject({
      status: 'unhealthy',
      message: '1 of 2 instances does not respond',
    });
  });

  it('is unhealthy if part of the traffic goes to no instance', () => {
    expect(health([instance({ weight: 20 })])).toMatchObject({
      status: 'unhealthy',
      message: 'Only 20 % of the traffic goes to an instance',
    });
    expect(
      health([instance({ weight: 33.3 }), instance({ weight: 66.6 })]).status,
    ).toBe('healthy');
  });

  it('is unhealthy if the expected version is not running or gets no traffic', () => {
    expect(health([])).toMatchObject({
      status: 'unhealthy',
      message: '1.4.1 should be running, but no instance of it is',
    });
    expect(health([candidate()]).message).toBe(
      '1.4.1 should be running, but no instance of it is',
    );
    expect(health([instance({ weight: 0 })]).message).toBe(
      'No instance of 1.4.1 gets traffic',
    );
  });

  describe('from measured values', () => {
    it.each<[string, Partial<LiveFigures>, string, string]>([
      [
        'all thresholds are met',
        {},
        'healthy',
        '99.8 % of 446 requests in the last 5 min succeeded; the check availability needs ≥ 99 %; p95 of 446 requests in the last 5 min was 180 ms; the check latency needs ≤ 400 ms',
      ],
      [
        'too many requests fail',
        { successRate: 0.899 },
        'unhealthy',
        '89.9 % of 446 requests in the last 5 min succeeded; the check availability needs ≥ 99 %',
      ],
      [
        'responses are slow since it took over',
        { p95Ms: 612, from: 0, to: 40_000, isNew: true },
        'unhealthy',
        'p95 of 446 requests in the 40 s since it took over was 612 ms; the check latency needs ≤ 400 ms',
      ],
      [
        'no check sets a threshold',
        {
          successRate: 0.5,
          expectations: [{ figure: 'success-rate', passes: { atLeast: 0.99 } }],
        },
        'unhealthy',
        '50 % of 446 requests in the last 5 min succeeded; the default threshold is ≥ 99 %',
      ],
      [
        'there are too few requests',
        { successRate: 0, requests: 3 },
        'healthy',
        '3 requests in the last 5 min, too few to judge',
      ],
      [
        'there are no requests',
        { successRate: undefined, p95Ms: undefined, requests: 0 },
        'healthy',
        '0 requests in the last 5 min, too few to judge',
      ],
    ])('if %s', (_, measured, status, message) => {
      expect(
        health([instance({})], { figures: figures(measured) }),
      ).toMatchObject({ status, message, from: '1970-01-01T00:00:00.000Z' });
    });

    it('has no message if the target cannot measure', () => {
      expect(health([instance({})])).toEqual({
        status: 'healthy',
        at: '1970-01-01T00:00:00.000Z',
      });
    });

    it('by codes, with the figure and what the check needs', () => {
      expect(
        health([instance({})], { figures: figures({ successRate: 0.899 }) })
          .sentences,
      ).toEqual([
        {
          code: 'success_rate',
          params: { value: '89.9 %', count: 446, periodMs: 300_000 },
        },
        {
          code: 'check_needs',
          params: { check: 'availability', condition: '≥ 99 %' },
        },
      ]);
      expect(
        health([instance({})], {
          figures: figures({ requests: 1, isNew: true, to: 30_000 }),
        }).sentences,
      ).toEqual([
        {
          code: 'too_few_requests_since',
          params: { count: 1, periodMs: 30_000 },
        },
      ]);
    });
  });

  describe('while a deployment is running', () => {
    const isChanging = true;

    it('judges the running version, not the candidate', () => {
      expect(
        health([instance({ weight: 80 }), candidate({ ready: false })], {
          isChanging,
        }).status,
      ).toBe('healthy');
      expect(
        health([instance({ ready: false }), candidate({ weight: 0 })], {
          isChanging,
        }),
      ).toMatchObject({
        status: 'unhealthy',
        message: '1 of 1 instance does not respond',
      });
    });

    it('ignores traffic and instances that the deployment has moved', () => {
      expect(
        health([instance({ weight: 0 }), candidate()], { isChanging }).status,
      ).toBe('healthy');
      expect(health([candidate()], { isChanging }).status).toBe('healthy');
    });

    it('is not deployed before the first version has taken over', () => {
      expect(
        health([candidate()], { current: undefined, isChanging }).status,
      ).toBe('not_deployed');
    });
  });

  it('judges a version that Slipway did not deploy by its traffic only', () => {
    expect(health([candidate()], { current: undefined }).status).toBe(
      'healthy',
    );
    expect(
      health([candidate({ weight: 0 })], { current: undefined }).status,
    ).toBe('unhealthy');
  });
});

describe('toTrafficView', () => {
  it('adds up the instances of a version, largest share first', () => {
    expect(
      toTrafficView({
        at: 0,
        instances: [
          instance({ artifact: 'b', versionName: '2', weight: 10 }),
          instance({ weight: 45 }),
          instance({ weight: 45 }),
          instance({ artifact: 'c', weight: 0 }),
        ],
      }),
    ).toEqual([
      { artifact: 'a', versionName: '1.4.1', weight: 90 },
      { artifact: 'b', versionName: '2', weight: 10 },
    ]);
  });
});
