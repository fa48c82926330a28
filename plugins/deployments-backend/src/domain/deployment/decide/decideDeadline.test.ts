import {
  aCheckStep,
  aStep,
  HOUR,
  Life,
  MINUTE,
  SECOND,
} from '../__testUtils__/builders';
import type { StepDefinition } from '../snapshot';

const DAY = 24 * HOUR;

/** A deployment with one successful step that changes something, and the step under test after it. */
function begun(
  step: StepDefinition,
  snapshot: ConstructorParameters<typeof Life>[0] = {},
): Life {
  const life = new Life({
    ...snapshot,
    snapshot: {
      decideWithinMs: DAY,
      ...snapshot.snapshot,
      steps: [
        aStep('deploy', { use: 'deploy', changes: 'reversible' }),
        { ...step, needs: ['deploy'] },
      ],
    },
  });
  life.pass('deploy');
  return life;
}

describe('an open decision that nobody makes', () => {
  const asked = () => {
    const life = begun(aCheckStep('watch', { onFailure: 'rollback' }));
    life.start('watch');
    life.report('watch', {
      state: 'undecided',
      verdict: 'inconclusive',
      message: 'Too little data',
    });
    expect(life.state.decision?.kind).toBe('verdict');
    return life;
  };

  it('stays open until its deadline', () => {
    const life = asked();
    life.wait(DAY - 1);
    expect(life.tick()).toEqual([]);
    expect(life.state.status).toBe('waiting');
  });

  it("is then made by the step's onFailure", () => {
    const life = asked();
    life.wait(DAY);
    expect(life.tick()[0]).toMatchObject({
      type: 'stepFailed',
      stepId: 'watch',
      verdict: 'inconclusive',
      error: {
        code: 'deadline',
        message: 'Too little data. Nobody decided in time',
      },
    });
    expect(life.state.status).toBe('rolling_back');
  });
});

describe('a pause that nobody resumes', () => {
  const paused = (life: Life) => {
    life.person({ type: 'pause' });
    return life;
  };

  it('lasts until its deadline', () => {
    const life = paused(begun(aStep('a')));
    life.wait(DAY - 1);
    expect(life.tick()).toEqual([]);
  });

  it('ends with a rollback if something changed', () => {
    const life = paused(begun(aStep('a')));
    life.wait(DAY);
    life.tick();
    expect(life.state).toMatchObject({
      status: 'rolling_back',
      rollback: {
        cause: 'deadline',
        message: 'The deployment was paused, and nobody resumed it in time',
      },
    });
  });

  it('ends as failed with onFailure: fail', () => {
    const life = paused(begun(aStep('a'), { snapshot: { onFailure: 'fail' } }));
    life.wait(DAY);
    life.tick();
    expect(life.state.status).toBe('failed');
  });

  it('ends as failed if nothing changed', () => {
    const life = paused(
      new Life({ snapshot: { decideWithinMs: DAY, steps: [aStep('a')] } }),
    );
    life.wait(DAY);
    life.tick();
    expect(life.state).toMatchObject({
      status: 'failed',
      mayHaveChanged: false,
    });
    expect(life.state.message).toContain('nobody resumed it in time');
  });

  it('does not count while a step still runs', () => {
    const life = begun(aStep('a', { timeoutMs: 3 * DAY }));
    life.start('a');
    life.report('a', { state: 'running', pollAfterMs: 3 * DAY });
    paused(life);
    life.wait(2 * DAY);
    expect(life.tick()).toEqual([]);
  });

  it('does not count while a decision is open, which has its own deadline', () => {
    const life = begun(aStep('a', { onFailure: 'pause' }));
    life.start('a');
    paused(life);
    life.wait(HOUR);
    life.report('a', {
      state: 'failed',
      retryable: false,
      error: { message: 'it broke' },
    });
    expect(life.state.decision?.kind).toBe('failure');
    life.wait(DAY - HOUR);
    expect(life.tick()).toEqual([]);
    expect(life.state).toMatchObject({ decideBy: life.now + HOUR });
  });
});

describe('an approval that nobody gives', () => {
  const waiting = () => {
    const life = begun(aStep('ok', { use: 'approve' }));
    life.start('ok');
    life.report('ok', {
      state: 'waiting',
      blocker: { kind: 'approval', message: '0 of 1' },
    });
    return life;
  };

  it('is awaited until its deadline', () => {
    const life = waiting();
    life.wait(DAY - 1);
    expect(life.tick()).toEqual([]);
  });

  it('then fails its step', () => {
    const life = waiting();
    life.wait(DAY);
    expect(life.tick()[0]).toMatchObject({
      type: 'stepFailed',
      stepId: 'ok',
      error: { code: 'deadline', message: 'Nobody approved it in time' },
    });
  });

  it('is not polled again after its deadline', () => {
    const life = waiting();
    life.person({ type: 'approve', stepId: 'ok', groups: [] });
    expect(life.offered()).toEqual(['pollStep ok']);
    life.wait(DAY);
    expect(life.offered()).toEqual(['tick']);
  });
});

describe('a cancel without a response', () => {
  const cancelling = () => {
    const life = begun(aStep('a', { timeoutMs: MINUTE, onFailure: 'pause' }));
    life.start('a');
    life.wait(MINUTE);
    life.tick();
    return life;
  };
  const key = (life: Life) => {
    const [work] = life.allWork();
    return 'idempotencyKey' in work ? work.idempotencyKey : undefined;
  };

  it('is awaited for exactly a minute, and then requested again with another key', () => {
    const life = cancelling();
    expect(key(life)).toBe('d1/a/1/cancel-1');
    life.wait(MINUTE - 1);
    expect(life.offered()).toEqual(['cancelStep a']);
    expect(life.tick()).toEqual([]);
    life.wait(1);
    expect(life.offered()).toEqual(['tick']);
    expect(life.tick()).toMatchObject([{ type: 'stepCancelling', ask: 2 }]);
    life.wait(30 * SECOND);
    expect(key(life)).toBe('d1/a/1/cancel-2');
  });

  const unknown = () => {
    const life = cancelling();
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

  it('is not requested again until the deadline to decide', () => {
    const life = unknown();
    const { decideBy = 0 } = life.step('a');
    life.wait(decideBy - 1 - life.now);
    expect(life.tick()).toEqual([]);
    life.wait(1);
    expect(life.tick()).toMatchObject([
      { type: 'stepCancelling', stepId: 'a', cause: 'timeout', ask: 1 },
    ]);
  });
});
