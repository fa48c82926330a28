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
import { getVerification } from './verification';

const broke = (retryable: boolean): StepResult => ({
  state: 'failed',
  retryable,
  error: { message: 'it broke' },
});

describe('a golden path', () => {
  it('goes from step to step and succeeds with its checks', () => {
    const life = new Life();
    expect(life.offered()).toEqual(['startStep deploy']);
    life.pass('deploy', { candidate: { id: 'c1' }, trafficWeight: 10 });
    expect(life.state).toMatchObject({
      touched: true,
      touchedAt: life.now,
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
      '1.5.0 runs as checkout in production; its checks passed.',
    );
    expect(nextWork(life.state, life.now)).toEqual({ items: [] });
  });

  it('names each effect by deployment, step and attempt', () => {
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

  it('calls start again under the same key when its outcome is not known, and polls once it is', () => {
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

  it('runs what needs nothing of each other side by side, and joins', () => {
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

  it('counts a step that does not apply as done, marked when it starts', () => {
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

  it('is touched by the first step that changes something, not by one that looks', () => {
    const life = new Life({
      snapshot: {
        steps: [
          aCheckStep('before'),
          aStep('deploy', { changes: 'reversible', needs: ['before'] }),
        ],
      },
    });
    life.pass('before');
    expect(life.state.touched).toBe(false);
    expect(life.start('deploy')).toEqual([
      expect.objectContaining({ type: 'stepStarted', touches: true }),
    ]);
    expect(life.state).toMatchObject({ touched: true, touchedAt: life.now });
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
  ])('is, with %s, as it should', (_name, steps, expected) => {
    const life = new Life({ snapshot: { steps } });
    for (const step of steps.filter(({ skipped }) => !skipped))
      life.pass(step.id);
    expect(life.state).toMatchObject({
      status: 'succeeded',
      verification: expected,
    });
  });

  it('looks at every check that was asked, whatever let the step end', () => {
    const life = new Life({
      snapshot: { steps: [aCheckStep('a'), aCheckStep('b')] },
    });
    life.pass('a');
    life.pass('b');
    const [a, b] = life.state.steps;
    const { verdict: _, ...unjudged } = b;
    expect(getVerification({ ...life.state, steps: [a, unjudged] })).toBe(
      'inconclusive',
    );
    expect(
      getVerification({
        ...life.state,
        steps: [a, { ...b, verdict: 'error' }],
      }),
    ).toBe('inconclusive');
    expect(getVerification({ ...life.state, steps: [a, b] })).toBe('passed');
  });

  it.each([
    ['no verdict', undefined],
    ['an inconclusive one', 'inconclusive'],
    ['an error', 'error'],
    ['one that only a person can give', 'overridden'],
  ] as const)(
    'does not take the success of a check with %s for a pass',
    (_name, verdict) => {
      const life = new Life({ snapshot: { steps: [aCheckStep('a')] } });
      life.start('a');
      life.report('a', { state: 'succeeded', verdict });
      expect(life.state).toMatchObject({
        status: 'waiting',
        decision: { kind: 'verdict', stepId: 'a' },
      });
    },
  );

  it('takes a success with a failed verdict for a failure', () => {
    const life = new Life({ snapshot: { steps: [aCheckStep('a')] } });
    life.start('a');
    life.report('a', { state: 'succeeded', verdict: 'failed' });
    expect(life.state).toMatchObject({ status: 'failed', touched: false });
  });
});

describe('late and doubled reports', () => {
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

  it('of the same effect tell it once', () => {
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

  it('tell what changed, and no more than when to look again if nothing did', () => {
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

  it('repeats errors with a growing wait, half of it random, while attempts are left', () => {
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
    // 8 s, but at most 6 s, of which half is fixed.
    expect(life.step('a').retryAt).toBe(life.now + 3 * SECOND);
    life.wait(3 * SECOND);
    life.start('a');
    life.report('a', broke(true));
    expect(life.state).toMatchObject({ status: 'failed', touched: false });
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
  ])('does not repeat %s', (_name, result) => {
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

  it('is cancelled before anything else is done', () => {
    const life = begin();
    expect(life.offered()).toEqual(['tick', 'startStep b']);
    life.tick();
    expect(life.offered()).toEqual(['cancelStep a']);
    expect(life.start('b')).toEqual([]);
    expect(life.tick()).toEqual([]);
  });

  it('has then failed, and is repeated while attempts are left', () => {
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

  it('wakes the engine in time, however late it wants to be asked', () => {
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

  it('is asked once more first when nobody asked it in time: the portal was down', () => {
    const life = begin();
    life.now -= 30 * SECOND;
    life.report('a', { state: 'running', pollAfterMs: SECOND });
    life.wait(HOUR);
    expect(life.offered()).toEqual(['pollStep a', 'startStep b']);
    expect(life.tick()).toEqual([]);
    life.report('a', { state: 'running', pollAfterMs: SECOND });
    expect(life.offered()).toEqual(['tick', 'startStep b']);
  });

  it('counts as what it answers while it is asked to stop', () => {
    const life = begin();
    life.tick();
    life.report('a', { state: 'succeeded', effects: { trafficWeight: 100 } });
    expect(life.step('a').status).toBe('succeeded');
    expect(life.state.trafficWeight).toBe(100);
    expect(life.offered()).toEqual(['startStep b']);
  });

  describe('and whose cancel nobody confirms', () => {
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

    it('also when the cancel has no answer at all', () => {
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

    it('is asked again when the time to decide is over, and never freed by it', () => {
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

    it('goes on with what it really came to', () => {
      const life = unknown();
      life.report('a', { state: 'succeeded' });
      expect(life.step('a')).not.toHaveProperty('outcomeUnknown');
      expect(life.state.status).toBe('running');
    });

    it('is freed by abandoning, with a reason, and by nothing else that a person can say', () => {
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
  it('is refused while everything can still be told', () => {
    const life = new Life();
    life.start('deploy');
    expect(life.person({ type: 'abandon' })).toMatchObject({
      result: 'refused',
    });
  });
});
