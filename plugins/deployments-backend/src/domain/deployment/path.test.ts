import type { StepResult } from '@slipway/backstage-plugin-deployments-node';
import {
  aCheckStep,
  aStep,
  HOUR,
  Life,
  MINUTE,
  SECOND,
} from './__testUtils__/builders';
import { nextWork } from './nextWork';
import { isOnlyAPoll } from './progress';
import { deriveVerification } from './verification';

const broke = (retryable: boolean): StepResult => ({
  state: 'failed',
  retryable,
  error: { message: 'it broke' },
});

describe('a golden path', () => {
  it('runs step by step and succeeds with its checks', () => {
    const life = new Life();
    expect(life.offered()).toEqual(['startStep deploy']);
    life.pass('deploy', { candidate: { id: 'c1' }, trafficWeight: 10 });
    expect(life.state).toMatchObject({
      mayHaveChanged: true,
      firstChangeAt: life.now,
      trafficAt: life.now,
      trafficWeight: 10,
    });
    expect(life.offered()).toEqual(['startStep watch']);
    for (const step of ['watch', 'shift', 'verify']) life.pass(step);
    life.pass('retire', { trafficWeight: 100, baselineRetired: true });
    expect(life.state).toMatchObject({
      status: 'succeeded',
      verification: 'passed',
      baselineRetired: true,
      finishedAt: life.now,
    });
    expect(life.state.message).toBe(
      'checkout in production is running 1.5.0; its checks passed.',
    );
    expect(nextWork(life.state, life.now)).toEqual({ items: [] });
  });

  it('gives each effect a key of deployment, step and attempt', () => {
    const life = new Life({
      snapshot: {
        steps: [
          aStep('a', { retry: { attempts: 2, backoffMs: 0, maxBackoffMs: 0 } }),
        ],
      },
    });
    const key = () =>
      nextWork(life.state, life.now).items.map(item =>
        'idempotencyKey' in item ? item.idempotencyKey : '',
      );
    expect(key()).toEqual(['d1/a/1/1']);
    life.start('a');
    expect(key()).toEqual(['d1/a/1/1']);
    life.report('a', broke(true));
    expect(key()).toEqual(['d1/a/2/1']);
  });

  it('resumes a start with unknown outcome under the same key, and polls once it is known', () => {
    const life = new Life();
    life.start('deploy');
    expect(life.offered()).toEqual(['resumeStep deploy']);
    life.report('deploy', {
      state: 'running',
      pollAfterMs: SECOND,
      handle: { id: 'h' },
    });
    expect(nextWork(life.state, life.now)).toEqual({
      items: [],
      wakeAt: life.now + SECOND,
    });
    life.wait(SECOND);
    expect(life.offered()).toEqual(['pollStep deploy']);
    expect(life.step('deploy').handle).toEqual({ id: 'h' });
  });

  it('runs independent steps in parallel, and joins them', () => {
    const life = new Life({
      snapshot: {
        steps: [aStep('a'), aStep('b'), aStep('join', { needs: ['a', 'b'] })],
      },
    });
    expect(life.offered()).toEqual(['startStep a', 'startStep b']);
    life.pass('a');
    expect(life.offered()).toEqual(['startStep b']);
    expect(life.start('join')).toEqual([]);
    life.pass('b');
    expect(life.offered()).toEqual(['startStep join']);
  });

  it('counts a step that does not apply as skipped from the start', () => {
    const life = new Life({
      snapshot: {
        steps: [
          aStep('migrate', { skipped: 'no migrations' }),
          aStep('deploy', { needs: ['migrate'] }),
        ],
      },
    });
    expect(life.step('migrate')).toEqual({
      id: 'migrate',
      status: 'skipped',
      attempt: 0,
      message: 'no migrations',
    });
    expect(life.offered()).toEqual(['startStep deploy']);
  });

  it('is touched by the first step that changes something, not by a check', () => {
    const life = new Life({
      snapshot: {
        steps: [
          aCheckStep('before'),
          aStep('deploy', { changes: 'reversible', needs: ['before'] }),
        ],
      },
    });
    life.pass('before');
    expect(life.state.mayHaveChanged).toBe(false);
    expect(life.start('deploy')).toEqual([
      expect.objectContaining({ type: 'stepStarted', isFirstChange: true }),
    ]);
    expect(life.state).toMatchObject({
      mayHaveChanged: true,
      firstChangeAt: life.now,
    });
  });
});

describe('verification', () => {
  it.each([
    ['no check at all', [aStep('a')], 'inconclusive'],
    ['a check that passed', [aCheckStep('a')], 'passed'],
    [
      'a check that does not apply',
      [aCheckStep('a', { skipped: 'no' })],
      'inconclusive',
    ],
    ['two checks that passed', [aCheckStep('a'), aCheckStep('b')], 'passed'],
  ])('with %s gives the expected verdict', (_name, steps, expected) => {
    const life = new Life({ snapshot: { steps } });
    for (const step of steps.filter(({ skipped }) => !skipped))
      life.pass(step.id);
    expect(life.state).toMatchObject({
      status: 'succeeded',
      verification: expected,
    });
  });

  it('counts every check, however its step ended', () => {
    const life = new Life({
      snapshot: { steps: [aCheckStep('a'), aCheckStep('b')] },
    });
    life.pass('a');
    life.pass('b');
    const [a, b] = life.state.steps;
    const { verdict: _, ...unjudged } = b;
    expect(deriveVerification({ ...life.state, steps: [a, unjudged] })).toBe(
      'inconclusive',
    );
    expect(
      deriveVerification({
        ...life.state,
        steps: [a, { ...b, verdict: 'error' }],
      }),
    ).toBe('inconclusive');
    expect(deriveVerification({ ...life.state, steps: [a, b] })).toBe('passed');
  });

  it.each([
    ['no verdict', undefined],
    ['an inconclusive verdict', 'inconclusive'],
    ['an error verdict', 'error'],
    ['a verdict that only a person can give', 'overridden'],
  ] as const)('does not pass a successful check with %s', (_name, verdict) => {
    const life = new Life({ snapshot: { steps: [aCheckStep('a')] } });
    life.start('a');
    life.report('a', { state: 'succeeded', verdict });
    expect(life.state).toMatchObject({
      status: 'waiting',
      decision: { kind: 'verdict', stepId: 'a' },
    });
  });

  it('fails a successful check with a failed verdict', () => {
    const life = new Life({ snapshot: { steps: [aCheckStep('a')] } });
    life.start('a');
    life.report('a', { state: 'succeeded', verdict: 'failed' });
    expect(life.state).toMatchObject({
      status: 'failed',
      mayHaveChanged: false,
    });
  });
});

describe('late and repeated reports', () => {
  it.each([
    ['another attempt', 2],
    ['no attempt', 0],
  ])('of %s change nothing', (_name, attempt) => {
    const life = new Life();
    life.start('deploy');
    expect(life.report('deploy', { state: 'succeeded' }, attempt)).toEqual([]);
  });

  it('of a step that ended change nothing', () => {
    const life = new Life();
    life.pass('deploy', { trafficWeight: 10 });
    expect(
      life.report('deploy', {
        state: 'failed',
        retryable: false,
        error: { message: 'late' },
      }),
    ).toEqual([]);
    expect(
      life.send({ type: 'startStep', stepId: 'deploy', attempt: 1 }),
    ).toEqual([]);
    expect(
      life.send({ type: 'startStep', stepId: 'deploy', attempt: 2 }),
    ).toEqual([]);
  });

  it('of the same effect are recorded once', () => {
    const life = new Life();
    life.start('deploy');
    const progress: StepResult = {
      state: 'running',
      pollAfterMs: SECOND,
      effects: { trafficWeight: 10, candidate: { id: 'c' } },
    };
    expect(life.report('deploy', progress).map(({ type }) => type)).toEqual([
      'candidateReady',
      'trafficShifted',
      'stepProgressed',
    ]);
    expect(life.report('deploy', progress)).toEqual([]);
  });

  it('record only changes, or only the next poll if nothing changed', () => {
    const life = new Life();
    life.start('deploy');
    const poll = (more: Partial<StepResult> = {}) => {
      life.now += SECOND;
      const [event] = life.report('deploy', {
        state: 'running',
        pollAfterMs: 5 * SECOND,
        message: 'Watching',
        handle: { id: 'h' },
        ...more,
      } as StepResult);
      return event;
    };
    expect(poll()).toMatchObject({ message: 'Watching', handle: { id: 'h' } });
    const quiet = poll();
    expect(quiet).toMatchObject({ type: 'stepProgressed' });
    expect(quiet).not.toHaveProperty('message');
    expect(quiet).not.toHaveProperty('handle');
    expect(isOnlyAPoll(quiet)).toBe(true);
    expect(life.step('deploy')).toMatchObject({
      message: 'Watching',
      handle: { id: 'h' },
    });
    const news = poll({ message: 'It fails' });
    expect(news).toMatchObject({ message: 'It fails' });
    expect(isOnlyAPoll(news)).toBe(false);
  });
});

describe('retry', () => {
  const path = (attempts: number) =>
    new Life({
      snapshot: {
        steps: [
          aStep('a', {
            retry: {
              attempts,
              backoffMs: 4 * SECOND,
              maxBackoffMs: 6 * SECOND,
            },
          }),
        ],
      },
    });

  it('retries errors with a growing wait, half of it random, while attempts are left', () => {
    const life = path(3);
    life.start('a');
    life.send({
      type: 'reportStep',
      stepId: 'a',
      attempt: 1,
      result: broke(true),
      random: 0.5,
    });
    expect(life.step('a')).toMatchObject({
      status: 'retrying',
      retryAt: life.now + 3 * SECOND,
    });
    expect(nextWork(life.state, life.now)).toEqual({
      items: [],
      wakeAt: life.now + 3 * SECOND,
    });
    expect(life.start('a')).toEqual([]);
    life.wait(3 * SECOND);
    life.start('a');
    life.send({
      type: 'reportStep',
      stepId: 'a',
      attempt: 2,
      result: broke(true),
      random: 0,
    });
    // 8 s capped at 6 s, of which half is fixed.
    expect(life.step('a').retryAt).toBe(life.now + 3 * SECOND);
    life.wait(3 * SECOND);
    life.start('a');
    life.report('a', broke(true));
    expect(life.state).toMatchObject({
      status: 'failed',
      mayHaveChanged: false,
    });
  });

  it.each([
    ['an error that is not retryable', broke(false)],
    [
      'a failed verdict',
      {
        state: 'failed',
        retryable: true,
        verdict: 'failed',
        error: { message: 'no' },
      } as const,
    ],
  ])('does not retry %s', (_name, result) => {
    const life = path(3);
    life.start('a');
    life.report('a', result);
    expect(life.step('a')).toMatchObject({ status: 'failed', attempt: 1 });
  });
});

describe('a step that takes too long', () => {
  const begin = (overrides = {}) => {
    const life = new Life({
      snapshot: {
        steps: [
          aStep('a', {
            changes: 'reversible',
            timeoutMs: MINUTE,
            onFailure: 'pause',
            ...overrides,
          }),
          aStep('b'),
        ],
      },
    });
    life.start('a');
    life.wait(MINUTE);
    return life;
  };

  it('is cancelled before any other work', () => {
    const life = begin();
    expect(life.offered()).toEqual(['tick', 'startStep b']);
    life.tick();
    expect(life.offered()).toEqual(['cancelStep a']);
    expect(life.start('b')).toEqual([]);
    expect(life.tick()).toEqual([]);
  });

  it('then fails, and is retried while attempts are left', () => {
    const life = begin({
      retry: { attempts: 2, backoffMs: 0, maxBackoffMs: 0 },
    });
    life.tick();
    life.send({
      type: 'reportCancel',
      stepId: 'a',
      attempt: 1,
      outcome: 'cancelled',
      random: 0,
    });
    expect(life.step('a')).toMatchObject({
      status: 'retrying',
      error: { code: 'timeout', message: 'It took longer than 1 min' },
    });
    life.start('a');
    life.wait(MINUTE);
    life.tick();
    life.send({
      type: 'reportCancel',
      stepId: 'a',
      attempt: 2,
      outcome: 'cancelled',
      random: 0,
    });
    expect(life.state).toMatchObject({
      status: 'waiting',
      decision: { kind: 'failure', stepId: 'a' },
    });
  });

  it('wakes the engine at the timeout, even if its next poll is later', () => {
    const life = new Life({
      snapshot: { steps: [aStep('a', { timeoutMs: MINUTE })] },
    });
    life.start('a');
    life.report('a', { state: 'running', pollAfterMs: HOUR });
    expect(nextWork(life.state, life.now)).toEqual({
      items: [],
      wakeAt: life.now + MINUTE,
    });
  });

  it('is polled once more first if the portal was down at its poll time', () => {
    const life = begin();
    life.now -= 30 * SECOND;
    life.report('a', { state: 'running', pollAfterMs: SECOND });
    life.wait(HOUR);
    expect(life.offered()).toEqual(['pollStep a', 'startStep b']);
    expect(life.tick()).toEqual([]);
    life.report('a', { state: 'running', pollAfterMs: SECOND });
    expect(life.offered()).toEqual(['tick', 'startStep b']);
  });

  it('counts a result that arrives while it is asked to stop', () => {
    const life = begin();
    life.tick();
    life.report('a', { state: 'succeeded', effects: { trafficWeight: 100 } });
    expect(life.step('a').status).toBe('succeeded');
    expect(life.state.trafficWeight).toBe(100);
    expect(life.offered()).toEqual(['startStep b']);
  });

  describe('with an unconfirmed cancel', () => {
    const unknown = () => {
      const life = begin();
      life.tick();
      for (let ask = 1; ask <= 3; ask++) {
        life.send({
          type: 'reportCancel',
          stepId: 'a',
          attempt: 1,
          outcome: 'unknown',
          random: 0,
        });
        life.wait(30 * SECOND);
      }
      return life;
    };

    it('is asked a few times, and then keeps the environment', () => {
      const life = unknown();
      expect(life.state).toMatchObject({
        status: 'waiting',
        blockers: [{ kind: 'unknown_outcome', stepId: 'a' }],
        decideBy: expect.any(Number),
      });
      expect(life.offered()).toEqual([]);
      expect(life.start('b')).toEqual([]);
    });

    it('also without any response to the cancel', () => {
      const life = begin();
      life.tick();
      for (let ask = 1; ask <= 3; ask++) {
        life.wait(2 * MINUTE);
        life.tick();
      }
      expect(life.state.blockers).toEqual([
        expect.objectContaining({ kind: 'unknown_outcome' }),
      ]);
    });

    it('is asked again after the deadline, and never released by it', () => {
      const life = unknown();
      life.wait(25 * HOUR);
      expect(life.work()).toEqual(['tick']);
      life.tick();
      expect(life.state.status).toBe('waiting');
      expect(life.offered()).toEqual(['cancelStep a']);
      life.send({
        type: 'reportCancel',
        stepId: 'a',
        attempt: 1,
        outcome: 'cancelled',
        random: 0,
      });
      expect(life.state).toMatchObject({
        decision: { kind: 'failure', stepId: 'a' },
      });
    });

    it('continues with its real result', () => {
      const life = unknown();
      life.report('a', { state: 'succeeded' });
      expect(life.step('a')).not.toHaveProperty('outcomeUnknown');
      expect(life.state.status).toBe('running');
    });

    it('is released only by abandoning, with a reason', () => {
      const life = unknown();
      expect(life.person({ type: 'abandon', reason: '' })).toMatchObject({
        result: 'refused',
      });
      life.person({ type: 'cancel' });
      expect(life.state.status).toBe('rolling_back');
      for (let ask = 1; ask <= 3; ask++) {
        expect(life.offered()).toEqual(['startRollbackStep cancel:a']);
        life.startRollback('cancel:a');
        life.reportRollback('cancel:a', {
          state: 'unknown',
          message: 'no answer',
        });
        life.wait(30 * SECOND);
      }
      expect(life.offered()).toEqual([]);
      expect(life.state).toMatchObject({
        status: 'rolling_back',
        blockers: [{ kind: 'unknown_outcome' }],
      });
      life.person({ type: 'abandon' });
      expect(life.state).toMatchObject({
        status: 'rollback_failed',
        cause: 'abandoned',
      });
    });
  });
});

describe('abandon', () => {
  it('is refused while no outcome is unknown', () => {
    const life = new Life();
    life.start('deploy');
    expect(life.person({ type: 'abandon' })).toMatchObject({
      result: 'refused',
    });
  });
});
