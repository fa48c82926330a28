import type { StepResult } from '@slipway/backstage-plugin-deployments-node';
import {
  aCheckStep,
  aStep,
  HOUR,
  Life,
  MINUTE,
} from '../__testUtils__/builders';
import type { StepDefinition } from '../snapshot';

const one = (step: StepDefinition) => new Life({ snapshot: { steps: [step] } });
const broke = (more: object = {}): StepResult => ({
  state: 'failed',
  retryable: true,
  error: { message: 'it broke' },
  ...more,
});

describe('a step that cannot be sent', () => {
  const retry = { attempts: 2, backoffMs: 0, maxBackoffMs: 0 };
  const refuse = (life: Life, attempt: number) =>
    life.send({
      type: 'refuseStep',
      stepId: 'a',
      attempt,
      error: { message: 'A header is wrong' },
      retryable: false,
      random: 0,
    });

  it('fails before it starts, and changes nothing', () => {
    const life = one(aStep('a', { changes: 'reversible', retry }));
    expect(refuse(life, 1)[0]).toMatchObject({
      type: 'stepFailed',
      stepId: 'a',
      attempt: 1,
      error: { message: 'A header is wrong' },
      notSent: true,
    });
    expect(life.state).toMatchObject({
      status: 'failed',
      mayHaveChanged: false,
    });
  });

  it('is refused only for its next attempt', () => {
    expect(refuse(one(aStep('a', { retry })), 2)).toEqual([]);
  });

  it('is started only for its next attempt', () => {
    const life = one(aStep('a', { retry }));
    for (const attempt of [0, 2]) {
      expect(life.send({ type: 'startStep', stepId: 'a', attempt })).toEqual(
        [],
      );
    }
  });

  it('reports that it was not sent only as its first result', () => {
    const life = one(aStep('a', { changes: 'reversible' }));
    life.start('a');
    expect(life.report('a', broke({ notSent: true }))[0]).toMatchObject({
      type: 'stepFailed',
      notSent: true,
    });
    const sent = one(aStep('a', { changes: 'reversible' }));
    sent.start('a');
    sent.report('a', { state: 'running', pollAfterMs: MINUTE });
    expect(sent.report('a', broke({ notSent: true }))[0]).not.toHaveProperty(
      'notSent',
    );
    const silent = one(aStep('a'));
    silent.start('a');
    expect(silent.report('a', broke())[0]).not.toHaveProperty('notSent');
  });
});

describe('the result of a step with checks', () => {
  const checked = (result: object) => {
    const life = one(aCheckStep('a', { onFailure: 'pause' }));
    life.start('a');
    life.report('a', { state: 'succeeded', ...result } as StepResult);
    return life;
  };

  it.each([
    ['error', 'error'],
    ['inconclusive', 'inconclusive'],
    // A step cannot say that a person continued without it.
    ['overridden', 'inconclusive'],
    [undefined, 'inconclusive'],
  ])('verdict %s gives %s', (verdict, counts) => {
    expect(checked({ verdict }).step('a').verdict).toBe(counts);
  });

  it.each([
    ['error', 'Its checks gave no clear verdict'],
    [undefined, 'The step ended without a verdict'],
  ])('verdict %s comes with a reason', (verdict, usually) => {
    const reason = (message?: string) =>
      checked({ verdict, ...(message ? { message } : {}) }).state.decision
        ?.message;
    expect(reason()).toContain(usually);
    expect(reason('No traffic')).toContain('No traffic');
    expect(reason('No traffic')).not.toContain(usually);
  });

  it.each([
    [undefined, 'Its checks failed'],
    ['Too slow', 'Too slow'],
  ])('failed, with or without a reason (%s)', (message, shown) => {
    const life = checked({ verdict: 'failed', message });
    expect(life.step('a')).toMatchObject({
      status: 'failed',
      error: { message: shown },
    });
  });

  it('is a decision for a person until its deadline', () => {
    const life = checked({ verdict: 'error' });
    expect(life.step('a').decideBy).toBe(life.now + 24 * HOUR);
    expect(life.step('a').blocker).toMatchObject({
      kind: 'decision',
      stepId: 'a',
      until: new Date(life.now + 24 * HOUR).toISOString(),
    });
  });
});

describe('a waiting step', () => {
  it.each([
    ['approval', { rule: 'a' }],
    ['decision', {}],
  ] as const)('for %s names a rule: %j', (kind, more) => {
    const life = one(aStep('a'));
    life.start('a');
    life.report('a', { state: 'waiting', blocker: { kind, message: 'm' } });
    expect(life.step('a').blocker).toStrictEqual({
      kind,
      message: 'm',
      stepId: 'a',
      ...more,
    });
  });

  it('is not polled again after a poll', () => {
    const life = one(aStep('a', { use: 'approve' }));
    const waiting: StepResult = {
      state: 'waiting',
      blocker: { kind: 'approval', message: 'm' },
    };
    life.start('a');
    life.report('a', waiting);
    expect(life.report('a', waiting)).toEqual([]);
    life.person({ type: 'approve', stepId: 'a', groups: [] });
    // Somebody approved, which wasn't enough. The poll must be recorded, or it would be repeated forever.
    expect(life.report('a', waiting)).toMatchObject([{ type: 'stepWaiting' }]);
    expect(life.offered()).toEqual([]);
  });
});

describe('a running step while the deployment is stopping', () => {
  const ending = (step: Partial<StepDefinition> = {}) => {
    const life = one(
      aStep('a', {
        retry: { attempts: 5, backoffMs: 0, maxBackoffMs: 0 },
        ...step,
      }),
    );
    life.start('a');
    life.person({ type: 'cancel' });
    expect(life.state.stopping).toBeDefined();
    return life;
  };

  it('is not retried if it fails', () => {
    const life = ending();
    expect(life.report('a', broke())[0]).toMatchObject({ type: 'stepFailed' });
    expect(life.state.status).toBe('cancelled');
  });

  it('asks nobody if it has no clear verdict', () => {
    const life = ending({ use: 'check', checks: ['health'] });
    const events = life.report('a', {
      state: 'undecided',
      verdict: 'error',
      message: 'No answer',
    });
    expect(events[0]).toMatchObject({
      type: 'stepFailed',
      stepId: 'a',
      attempt: 1,
      error: { message: 'No answer' },
      verdict: 'error',
    });
    expect(life.state.status).toBe('cancelled');
  });

  it('counts as stopped if it only waits', () => {
    const life = ending();
    const events = life.report('a', {
      state: 'waiting',
      blocker: { kind: 'approval', message: '0 of 1' },
    });
    expect(events[0]).toMatchObject({
      type: 'stepCancelled',
      stepId: 'a',
      outcome: 'cancelled',
    });
    expect(life.state.status).toBe('cancelled');
  });

  it('does not fail if it was cancelled', () => {
    const life = ending();
    const events = life.send({
      type: 'reportCancel',
      stepId: 'a',
      attempt: 1,
      outcome: 'cancelled',
      random: 0,
    });
    expect(events.map(({ type }) => type)).toEqual([
      'stepCancelled',
      'cancelled',
    ]);
  });

  it('is not retried during a rollback', () => {
    const life = one(
      aStep('a', {
        changes: 'reversible',
        retry: { attempts: 5, backoffMs: 0, maxBackoffMs: 0 },
      }),
    );
    life.start('a');
    life.person({ type: 'rollback' });
    expect(life.state.status).toBe('rolling_back');
    expect(life.report('a', broke())[0]).toMatchObject({ type: 'stepFailed' });
  });
});

describe('the result of a cancel', () => {
  const cancelling = () => {
    const life = one(aStep('a', { timeoutMs: MINUTE, onFailure: 'pause' }));
    life.start('a');
    life.wait(MINUTE);
    life.tick();
    return life;
  };
  const answer = (
    life: Life,
    outcome: 'cancelled' | 'unknown',
    more: { attempt?: number; message?: string } = {},
  ) =>
    life.send({
      type: 'reportCancel',
      stepId: 'a',
      attempt: 1,
      outcome,
      random: 0,
      ...more,
    });

  it('changes nothing if it is of another attempt', () => {
    expect(answer(cancelling(), 'cancelled', { attempt: 2 })).toEqual([]);
  });

  it('leads to another request after a wait if it is unknown', () => {
    const life = cancelling();
    expect(answer(life, 'unknown')).toMatchObject([
      {
        type: 'stepCancelling',
        ask: 2,
        cause: 'timeout',
        // Half of the wait is fixed.
        askAt: life.now + 1_000,
        timeoutAt: life.now + 1_000 + MINUTE,
      },
    ]);
    // The next request hasn't been sent yet, so this is the response to the previous one.
    expect(answer(life, 'cancelled')).toEqual([]);
    life.wait(1_000);
    expect(answer(life, 'cancelled')).not.toEqual([]);
  });

  it.each([
    [undefined, 'It took longer than 1 min'],
    ['It is gone', 'It is gone'],
  ])('has a message: %s', (message, shown) => {
    expect(
      answer(cancelling(), 'cancelled', message ? { message } : {})[0],
    ).toMatchObject({ type: 'stepCancelled', message: shown });
    const life = cancelling();
    for (let ask = 1; ask < 3; ask++) {
      answer(life, 'unknown');
      life.wait(MINUTE / 2);
    }
    expect(
      answer(life, 'unknown', message ? { message } : {})[0],
    ).toMatchObject({
      type: 'stepCancelled',
      outcome: 'unknown',
      message: shown,
      decideBy: life.now + 24 * HOUR,
    });
  });
});
