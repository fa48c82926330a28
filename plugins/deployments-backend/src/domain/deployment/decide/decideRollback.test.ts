import type { RollbackStepResult } from '../commands';
import {
  aCheckStep,
  aStep,
  HOUR,
  Life,
  MINUTE,
  SECOND,
} from '../__testUtils__/builders';
import type { StepDefinition } from '../snapshot';
import { say } from '../../text/say';
import { renderPhrase, toPhrase } from '../../text/stepSentences';

/** A person rolls back while the last step is running; all others have succeeded. */
function rolling(...steps: StepDefinition[]): Life {
  const life = new Life({ snapshot: { steps } });
  const last = steps[steps.length - 1];
  for (const step of steps.slice(0, -1)) {
    life.pass(step.id);
    life.wait(SECOND);
  }
  life.start(last.id);
  life.person({ type: 'rollback' });
  return life;
}

const changing = (id: string, more: Partial<StepDefinition> = {}) =>
  aStep(id, { changes: 'reversible', undoable: true, ...more });

const again: RollbackStepResult = {
  state: 'failed',
  retryable: true,
  error: { message: 'no answer' },
};

/** A rollback that has restored the version and verifies it next. */
function restored(): Life {
  const life = new Life({
    snapshot: { steps: [changing('deploy', { undoable: false }), aStep('b')] },
  });
  life.pass('deploy');
  life.person({ type: 'rollback' });
  life.passRollback('restore');
  return life;
}

describe('the verification of a rollback', () => {
  it('is retried if it could not measure, and ends in error', () => {
    const life = restored();
    for (let attempt = 1; attempt < 3; attempt++) {
      life.startRollback('verify');
      life.reportRollback('verify', again);
      expect(life.rollbackStep('verify').status).toBe('retrying');
      life.wait(MINUTE);
    }
    life.startRollback('verify');
    life.reportRollback('verify', again);
    expect(life.state).toMatchObject({
      status: 'rolled_back',
      verification: 'error',
    });
  });

  it.each<[string, RollbackStepResult]>([
    [
      'waits for a person',
      { state: 'waiting', blocker: { kind: 'approval', message: 'm' } },
    ],
    [
      "needs a person's decision",
      { state: 'succeeded', verdict: 'overridden' },
    ],
    [
      'has no clear verdict',
      { state: 'undecided', verdict: 'inconclusive', message: 'm' },
    ],
  ])('is inconclusive if it %s', (_, result) => {
    const life = restored();
    life.startRollback('verify');
    life.reportRollback('verify', result);
    expect(life.state).toMatchObject({
      status: 'rolled_back',
      verification: 'inconclusive',
    });
  });
});

describe('the restore of a rollback', () => {
  const restoring = () => {
    const life = new Life({
      snapshot: { steps: [changing('deploy'), aStep('b')] },
    });
    life.pass('deploy');
    life.person({ type: 'rollback' });
    life.startRollback('restore');
    return life;
  };

  it.each<[string, RollbackStepResult]>([
    [
      'wait for a person',
      { state: 'waiting', blocker: { kind: 'approval', message: 'm' } },
    ],
    [
      'leave the decision to a person',
      { state: 'undecided', verdict: 'inconclusive', message: 'm' },
    ],
  ])('cannot %s', (_, result) => {
    const life = restoring();
    life.reportRollback('restore', result);
    expect(life.state.status).toBe('rollback_failed');
  });

  it('is retried after a wait, and not earlier', () => {
    const life = restoring();
    life.reportRollback('restore', again);
    const { retryAt } = life.rollbackStep('restore');
    expect(retryAt).toBe(life.now + SECOND / 2);
    expect(life.startRollback('restore')).toEqual([]);
    life.wait(SECOND / 2);
    expect(life.startRollback('restore')).toHaveLength(1);
  });
});

it('a cancel waits longer before it is retried', () => {
  const life = rolling(changing('deploy'));
  life.startRollback('cancel:deploy');
  life.reportRollback('cancel:deploy', again);
  expect(life.rollbackStep('cancel:deploy').retryAt).toBe(life.now + SECOND);
});

describe('the order of a rollback', () => {
  it('undoes the last ended step first, and skips steps that changed nothing', () => {
    const life = rolling(
      changing('first'),
      changing('second'),
      aStep('looks', { undoable: true }),
      changing('third'),
    );
    expect(life.state.rollback?.steps.map(({ id }) => id)).toEqual([
      'cancel:third',
      'restore',
      'undo:third',
      'undo:second',
      'undo:first',
      'verify',
    ]);
  });

  it('sorts steps that ended together by their start, then by their position in the path', () => {
    const life = new Life({
      snapshot: { steps: ['a', 'b', 'c'].map(id => changing(id)) },
    });
    life.start('b');
    life.wait(SECOND);
    life.start('a');
    life.start('c');
    for (const id of ['a', 'b']) life.report(id, { state: 'succeeded' });
    life.report('c', {
      state: 'failed',
      retryable: false,
      error: { message: 'no' },
    });
    expect(life.state.rollback?.steps.map(({ id }) => id)).toEqual([
      'restore',
      'undo:c',
      'undo:a',
      'undo:b',
      'verify',
    ]);
  });

  it("has the timeouts of the path's own steps", () => {
    const life = rolling(
      changing('short', { timeoutMs: MINUTE }),
      changing('long', { timeoutMs: HOUR }),
      aCheckStep('watch', { timeoutMs: 2 * HOUR }),
      aStep('last', { timeoutMs: 3 * HOUR }),
    );
    const took: Record<string, number> = {};
    for (const { id } of life.state.rollback?.steps ?? []) {
      life.startRollback(id);
      took[id] = (life.rollbackStep(id).timeoutAt ?? 0) - life.now;
      life.reportRollback(id, { state: 'succeeded', verdict: 'passed' });
    }
    expect(took).toEqual({
      'cancel:last': MINUTE,
      restore: HOUR,
      'undo:long': HOUR,
      'undo:short': MINUTE,
      verify: 2 * HOUR,
    });
  });
});

describe('what a failed deployment leaves behind', () => {
  const failed = (effects: Parameters<Life['pass']>[1]) => {
    const life = new Life({
      snapshot: {
        onFailure: 'fail',
        steps: [changing('deploy'), aStep('b', { needs: ['deploy'] })],
      },
    });
    life.pass('deploy', effects);
    life.fail('b');
    expect(life.state.status).toBe('failed');
    return life.state.message;
  };

  it.each([
    [{ trafficWeight: 10 }, '1.5.0 keeps 10 % of the traffic'],
    [{ trafficWeight: 0 }, 'stays as it is now'],
    [{ trafficWeight: 100, baselineRetired: true }, 'stays as it is now'],
  ])('after %j is part of its message', (effects, message) => {
    expect(failed(effects)).toContain(message);
  });
});

it.each([
  ['error', 'could not measure'],
  ['inconclusive', 'has no clear verdict'],
] as const)('a check that ends in %s %s', (verdict, message) => {
  const life = new Life({ snapshot: { steps: [aCheckStep('watch')] } });
  life.start('watch');
  life.report('watch', {
    state: 'undecided',
    verdict,
    ...toPhrase([
      say('check_named', { check: 'p95' }),
      say('measured_few', { count: 3, needed: 20 }),
    ]),
  });
  const { decision } = life.state;
  expect(decision?.message).toBe(
    `“watch” ${message}: p95: Only 3 of the 20 samples that the check needs. Decide how to continue`,
  );
  expect(renderPhrase(decision?.sentences ?? [])).toBe(decision?.message);
});

it('says by codes what it verified and why it need not stop a step', () => {
  const life = restored();
  life.startRollback('verify');
  const found = toPhrase([
    say('check_counts', { check: 'p95', passed: 2, failed: 0 }),
  ]);
  life.reportRollback('verify', {
    state: 'succeeded',
    verdict: 'passed',
    ...found,
  });
  expect(life.state.rollback?.steps.at(-1)).toMatchObject({
    message: 'p95: 2 passed, 0 failed',
    messageSentences: found.sentences,
  });
});
