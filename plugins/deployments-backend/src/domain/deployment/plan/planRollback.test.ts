import { allowedCommands } from '../decide/allowedCommands';
import {
  aCheckStep,
  ADA,
  aStep,
  HOUR,
  Life,
  MINUTE,
  SECOND,
  version,
} from '../__testUtils__/builders';
import type { Snapshot } from '../snapshot';

const ids = (life: Life) => life.state.rollback?.steps.map(({ id }) => id);

const without = (
  ...keys: ('baseline' | 'rollbackTarget')[]
): Partial<Snapshot> => Object.fromEntries(keys.map(key => [key, undefined]));

/** Deployed, and its check fails. */
function failing(snapshot: Partial<Snapshot> = {}): Life {
  const life = new Life({ snapshot });
  life.pass('deploy');
  life.start('watch');
  life.report('watch', {
    state: 'failed',
    retryable: false,
    verdict: 'failed',
    error: { message: 'Success rate is 91 %' },
  });
  return life;
}

describe('the way back', () => {
  it('is to the baseline while that lives', () => {
    const life = failing();
    expect(life.state).toMatchObject({
      status: 'rolling_back',
      cause: 'failure',
      rollback: {
        strategy: 'baseline',
        to: version('1.4.1'),
        message: expect.stringContaining('Success rate is 91 %'),
      },
    });
    expect(ids(life)).toEqual(['restore', 'verify']);
    life.passRollback('restore');
    expect(life.state).toMatchObject({
      restoredAt: life.now,
      trafficWeight: 0,
    });
    life.passRollback('verify');
    expect(life.state).toMatchObject({
      status: 'rolled_back',
      verification: 'passed',
      rollback: { verification: 'passed', finishedAt: life.now },
    });
  });

  it('is to the last known good once the baseline is retired', () => {
    const life = new Life();
    for (const step of ['deploy', 'watch', 'shift', 'verify']) life.pass(step);
    life.start('retire');
    life.report('retire', {
      state: 'running',
      pollAfterMs: SECOND,
      effects: { baselineRetired: true },
    });
    life.report('retire', {
      state: 'failed',
      retryable: false,
      error: { message: 'no' },
    });
    expect(life.state.rollback).toMatchObject({
      strategy: 'last_known_good',
      to: version('1.4.0'),
    });
  });

  it('changes when what was under way retired the baseline after all', () => {
    const life = new Life();
    for (const step of ['deploy', 'watch', 'shift', 'verify']) life.pass(step);
    life.start('retire');
    life.person({ type: 'rollback' });
    expect(ids(life)).toEqual(['cancel:retire', 'restore', 'verify']);
    life.report('retire', {
      state: 'succeeded',
      effects: { baselineRetired: true },
    });
    expect(life.state.rollback).toMatchObject({
      strategy: 'last_known_good',
      to: version('1.4.0'),
    });
    expect(life.rollbackStep('cancel:retire').status).toBe('succeeded');
    expect(life.offered()).toEqual(['startRollbackStep restore']);
  });

  it('fails loudly when it is lost meanwhile, rather than guess', () => {
    const life = new Life({ snapshot: without('rollbackTarget') });
    for (const step of ['deploy', 'watch', 'shift', 'verify']) life.pass(step);
    life.start('retire');
    life.person({ type: 'rollback' });
    life.report('retire', {
      state: 'succeeded',
      effects: { baselineRetired: true },
    });
    expect(life.state).toMatchObject({
      status: 'rollback_failed',
      message: expect.stringContaining('1.5.0 still runs'),
    });
  });
});

describe('nothing to go back to', () => {
  const first = () => failing(without('baseline', 'rollbackTarget'));

  it('is a decision for a person, never a guess', () => {
    const life = first();
    expect(life.state).toMatchObject({
      status: 'waiting',
      decision: {
        kind: 'noTarget',
        stepId: 'watch',
        choices: ['retry', 'rollback', 'fail'],
        cause: 'failure',
      },
    });
    expect(life.state.decision?.message).toContain('Nothing ran here before');
  });

  it('advises nothing that there is no button for', () => {
    const life = first();
    const buttons = allowedCommands(life.state, life.now)
      .filter(({ type, allowed }) => type === 'decide' && allowed)
      .map(({ label }) => label.charAt(0).toLowerCase() + label.slice(1));
    expect(buttons).toHaveLength(3);
    expect(life.state.decision?.message).toMatch(
      `You can ${buttons[0]}, ${buttons[1]} or ${buttons[2]}`,
    );
  });

  it('keeps nothing of a version that did not come up', () => {
    const life = new Life({ snapshot: without('baseline', 'rollbackTarget') });
    life.fail('deploy');
    const { message = '' } = life.state.decision ?? {};
    expect(message).toContain('so there is nothing to go back to. You can ');
    expect(message).not.toMatch(/keep/i);
    expect(
      allowedCommands(life.state, life.now).find(
        ({ choice }) => choice === 'fail',
      )?.consequence,
    ).toContain('without 1.5.0, which did not come up');
  });

  it('rollback then stops the candidate, and nothing runs', () => {
    const life = first();
    life.person({ type: 'decide', choice: 'rollback' });
    expect(life.state.rollback).toMatchObject({
      strategy: 'baseline',
      cause: 'decision',
    });
    expect(life.state.rollback).not.toHaveProperty('to');
    expect(ids(life)).toEqual(['restore']);
    life.passRollback('restore');
    expect(life.state).toMatchObject({
      status: 'rolled_back',
      verification: 'inconclusive',
    });
    expect(life.state).not.toHaveProperty('restoredAt');
  });

  it('ends as failed when nobody decides', () => {
    const life = first();
    life.wait(24 * HOUR);
    life.tick();
    expect(life.state).toMatchObject({ status: 'failed', touched: true });
  });

  it.each(['cancel', 'rollback'] as const)(
    '%s has decided it already',
    type => {
      const life = new Life({
        snapshot: without('baseline', 'rollbackTarget'),
      });
      life.pass('deploy');
      life.person({ type });
      expect(life.state).toMatchObject({
        status: 'rolling_back',
        rollback: { strategy: 'baseline' },
      });
    },
  );

  it('is no matter where nothing was touched', () => {
    const life = new Life({
      snapshot: {
        ...without('baseline', 'rollbackTarget'),
        steps: [aCheckStep('before')],
      },
    });
    life.start('before');
    life.report('before', {
      state: 'failed',
      retryable: false,
      verdict: 'failed',
      error: { message: 'no' },
    });
    expect(life.state).toMatchObject({ status: 'failed', touched: false });
  });
});

describe('the order of a rollback', () => {
  const life = () => {
    const run = new Life({
      snapshot: {
        steps: [
          aStep('register', { changes: 'reversible', undoable: true }),
          aStep('warm', {
            changes: 'reversible',
            undoable: true,
            needs: ['register'],
          }),
          aStep('look', { needs: ['register'] }),
          aStep('deploy', { changes: 'reversible', needs: ['register'] }),
          aStep('fail', { needs: ['register'] }),
        ],
      },
    });
    run.pass('register');
    for (const step of ['warm', 'look', 'deploy']) {
      run.wait(SECOND);
      run.start(step);
    }
    run.wait(SECOND);
    run.report('warm', { state: 'succeeded' });
    run.wait(SECOND);
    run.fail('fail');
    return run;
  };

  it('cancels what is under way side by side, restores, undoes in reverse, verifies', () => {
    const run = life();
    expect(ids(run)).toEqual([
      'cancel:look',
      'cancel:deploy',
      'restore',
      'undo:warm',
      'undo:register',
      'verify',
    ]);
    expect(run.offered()).toEqual([
      'startRollbackStep cancel:look',
      'startRollbackStep cancel:deploy',
    ]);
    expect(run.startRollback('restore')).toEqual([]);
    run.passRollback('cancel:look');
    expect(run.step('look').status).toBe('cancelled');
    expect(run.startRollback('restore')).toEqual([]);
    run.passRollback('cancel:deploy');
    expect(run.offered()).toEqual(['startRollbackStep restore']);
    run.passRollback('restore');
    run.startRollback('undo:warm');
    expect(run.step('warm').status).toBe('undoing');
    run.reportRollback('undo:warm', { state: 'succeeded' });
    expect(run.step('warm').status).toBe('undone');
    run.passRollback('undo:register');
    run.passRollback('verify');
    expect(run.state.status).toBe('rolled_back');
  });

  it('has keys that no step of the path shares', () => {
    const run = life();
    run.startRollback('cancel:look');
    expect(run.events.at(-1)).toMatchObject({
      type: 'rollbackStepStarted',
      attempt: 1,
    });
  });

  it('takes an answer that comes before the cancel for an answer', () => {
    const run = life();
    run.report('look', { state: 'succeeded' });
    expect(run.rollbackStep('cancel:look').status).toBe('succeeded');
    run.startRollback('cancel:deploy');
    run.report('deploy', {
      state: 'failed',
      retryable: true,
      error: { message: 'no' },
    });
    expect(run.step('deploy').status).toBe('failed');
    expect(run.offered()).toEqual(['startRollbackStep restore']);
    expect(run.reportRollback('cancel:deploy', { state: 'succeeded' })).toEqual(
      [],
    );
  });

  it('undoes a step that failed or was cancelled halfway as well', () => {
    const run = new Life({
      snapshot: {
        steps: [aStep('a', { changes: 'reversible', undoable: true })],
      },
    });
    run.fail('a');
    expect(ids(run)).toContain('undo:a');
  });
});

describe('a step that cannot be undone', () => {
  const migrated = (
    overrides: Partial<Parameters<typeof aStep>[1]> = {},
    snapshot: Partial<Snapshot> = {},
  ) => {
    const life = new Life({
      snapshot: {
        steps: [
          aStep('migrate', { changes: 'irreversible', ...overrides }),
          aCheckStep('watch', { needs: ['migrate'] }),
        ],
        ...snapshot,
      },
    });
    life.pass('migrate');
    life.start('watch');
    return life;
  };
  const fail = (life: Life) =>
    life.report('watch', {
      state: 'failed',
      retryable: false,
      verdict: 'failed',
      error: { message: 'no' },
    });

  it('lets a person decide before anything is rolled back', () => {
    const life = migrated();
    fail(life);
    expect(life.state).toMatchObject({
      status: 'waiting',
      decision: {
        kind: 'irreversible',
        stepId: 'watch',
        choices: ['retry', 'continue', 'rollback', 'fail'],
      },
    });
    expect(life.state.decision?.message).toContain(
      '“migrate” cannot be undone, and 1.4.1 may not work after it',
    );
    life.person({ type: 'decide', choice: 'rollback' });
    expect(life.state).toMatchObject({
      status: 'rolling_back',
      rollback: { cause: 'decision' },
    });
  });

  it('asks whoever cancels, too, and they may go on after all', () => {
    const life = migrated();
    life.person({ type: 'cancel' });
    expect(life.state.decision).toMatchObject({
      kind: 'irreversible',
      choices: ['continue', 'rollback', 'fail'],
      cause: 'cancel',
    });
    expect(life.person({ type: 'cancel' })).toMatchObject({
      result: 'refused',
    });
    life.person({ type: 'decide', choice: 'continue' });
    life.report('watch', { state: 'succeeded', verdict: 'passed' });
    expect(life.state.status).toBe('succeeded');
  });

  it('does not ask whoever rolls back: they were told', () => {
    const life = migrated();
    life.person({ type: 'rollback' });
    expect(life.state.status).toBe('rolling_back');
  });

  it('does not matter where the version before still works', () => {
    const life = migrated({ backwardCompatible: true });
    fail(life);
    expect(life.state.status).toBe('rolling_back');
  });

  it('also counts when it failed or is under way: half of it may have happened', () => {
    const life = new Life({
      snapshot: { steps: [aStep('migrate', { changes: 'irreversible' })] },
    });
    life.fail('migrate');
    expect(life.state.decision?.kind).toBe('irreversible');
    const underWay = new Life({
      snapshot: { steps: [aStep('migrate', { changes: 'irreversible' })] },
    });
    underWay.start('migrate');
    underWay.send({ type: 'takeover', byDeployment: 'd2', by: ADA });
    expect(underWay.state.decision?.kind).toBe('irreversible');
  });

  it('ends as failed when nobody decides: no rule may', () => {
    const life = migrated();
    fail(life);
    life.wait(24 * HOUR);
    life.tick();
    expect(life.state).toMatchObject({ status: 'failed', touched: true });
  });
});

describe('a rollback that does not go well', () => {
  it('repeats errors, and fails loudly in the end', () => {
    const life = failing();
    for (let attempt = 1; attempt <= 5; attempt++) {
      expect(life.offered()).toEqual(['startRollbackStep restore']);
      life.startRollback('restore');
      life.reportRollback('restore', {
        state: 'failed',
        retryable: true,
        error: { message: 'busy' },
      });
      life.wait(MINUTE);
    }
    expect(life.state).toMatchObject({
      status: 'rollback_failed',
      message: expect.stringContaining('busy'),
    });
  });

  it('fails at once by an error that repeating does not help', () => {
    const life = failing();
    life.startRollback('restore');
    life.reportRollback('restore', {
      state: 'failed',
      retryable: false,
      error: { message: 'gone' },
    });
    expect(life.state.status).toBe('rollback_failed');
  });

  it('fails when a step cannot be undone after all', () => {
    const life = new Life({
      snapshot: {
        steps: [aStep('a', { changes: 'reversible', undoable: true })],
      },
    });
    life.fail('a');
    life.passRollback('restore');
    life.startRollback('undo:a');
    life.reportRollback('undo:a', {
      state: 'failed',
      retryable: false,
      error: { message: 'no' },
    });
    expect(life.state.status).toBe('rollback_failed');
    expect(life.step('a').status).toBe('undo_failed');
  });

  it.each([
    [
      'passed',
      { state: 'succeeded', verdict: 'passed' },
      'rolled_back',
      'passed',
    ],
    [
      'inconclusive',
      { state: 'undecided', verdict: 'inconclusive', message: 'no traffic' },
      'rolled_back',
      'inconclusive',
    ],
    [
      'in error',
      { state: 'undecided', verdict: 'error', message: 'away' },
      'rolled_back',
      'error',
    ],
    [
      'without a verdict',
      { state: 'succeeded' },
      'rolled_back',
      'inconclusive',
    ],
    [
      'overdue',
      { state: 'unknown', message: 'no answer' },
      'rolled_back',
      'error',
    ],
    [
      'failed',
      {
        state: 'failed',
        verdict: 'failed',
        retryable: false,
        error: { message: 'no' },
      },
      'rollback_failed',
      undefined,
    ],
    [
      'failed, though its kind would try again: a failed verdict is an answer',
      {
        state: 'failed',
        verdict: 'failed',
        retryable: true,
        error: { message: 'no' },
      },
      'rollback_failed',
      undefined,
    ],
    [
      'failed, said otherwise',
      { state: 'succeeded', verdict: 'failed' },
      'rollback_failed',
      undefined,
    ],
    [
      'not restored',
      {
        state: 'failed',
        retryable: false,
        error: { message: '1.4.1 does not take traffic' },
      },
      'rollback_failed',
      undefined,
    ],
  ] as const)(
    'its verification is %s',
    (_name, result, status, verification) => {
      const life = failing();
      life.passRollback('restore');
      life.startRollback('verify');
      life.reportRollback('verify', result);
      expect(life.state.status).toBe(status);
      expect(life.state.verification).toBe(verification);
    },
  );

  it('takes a cancel that failed for an unknown outcome, not for a failed rollback', () => {
    const life = new Life();
    life.start('deploy');
    life.person({ type: 'rollback' });
    life.startRollback('cancel:deploy');
    life.reportRollback('cancel:deploy', {
      state: 'failed',
      retryable: false,
      error: { message: 'not allowed' },
    });
    expect(life.state).toMatchObject({
      status: 'rolling_back',
      blockers: [{ kind: 'unknown_outcome', stepId: 'deploy' }],
    });
    expect(life.offered()).toEqual([]);
  });

  it('keeps the environment when nobody knows whether it restored, and asks again', () => {
    const life = failing();
    for (let attempt = 1; attempt <= 5; attempt++) {
      life.startRollback('restore');
      life.wait(HOUR);
      expect(life.work()).toEqual(['tick']);
      life.tick();
      life.wait(MINUTE);
    }
    expect(life.state).toMatchObject({
      status: 'rolling_back',
      blockers: [{ kind: 'unknown_outcome' }],
    });
    life.wait(25 * HOUR);
    life.passRollback('restore');
    expect(life.state.blockers).toEqual([]);
    life.passRollback('verify');
    expect(life.state.status).toBe('rolled_back');
  });
});

describe('a rollback is never rolled back', () => {
  it.each(['cancel', 'rollback', 'pause'] as const)(
    '%s is refused while it goes on',
    type => {
      expect(failing().person({ type })).toEqual({
        result: 'refused',
        message: expect.stringContaining('rolled back'),
      });
    },
  );

  it('a deployment of kind rollback fails, where another would roll back', () => {
    const life = new Life({
      request: { kind: 'rollback' },
      snapshot: { onFailure: 'rollback' },
    });
    life.pass('deploy');
    life.fail('watch');
    expect(life.state).toMatchObject({ status: 'failed', touched: true });
  });

  it('a deployment of kind rollback refuses cancel and rollback once it changed something', () => {
    const life = new Life({ request: { kind: 'rollback' } });
    life.start('deploy');
    for (const type of ['cancel', 'rollback'] as const) {
      expect(life.person({ type })).toEqual({
        result: 'refused',
        message: expect.stringContaining('itself a rollback'),
      });
    }
    const untouched = new Life({ request: { kind: 'rollback' } });
    expect(untouched.person({ type: 'cancel' })).toMatchObject({
      result: 'events',
    });
  });
});
