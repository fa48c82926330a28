import { allowedCommands } from '../decide/allowedCommands';
import {
  aCheckStep,
  ADA,
  aStep,
  HEALTH,
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

/** A deployment whose check has failed. */
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

describe('the rollback strategy', () => {
  it('is the baseline while it is running', () => {
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

  it('is the last known good version once the baseline is stopped', () => {
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

  it('changes if a running step stopped the baseline after all', () => {
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

  it('fails if the version to go back to is lost meanwhile', () => {
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

describe('a rollback of a version that took the place of the previous one', () => {
  const restoring = (checks: Snapshot['checks']) => {
    const life = new Life({
      snapshot: {
        steps: [
          aStep('deploy', {
            use: 'deploy',
            changes: 'reversible',
            with: { strategy: 'rolling' },
          }),
          aStep('notify'),
        ],
        checks,
      },
    });
    life.pass('deploy');
    return life;
  };

  it('does not speak of traffic, which the target may not have', () => {
    const life = restoring({});
    const button = allowedCommands(life.state, life.now).find(
      ({ type }) => type === 'rollback',
    );
    expect(button?.consequence).toBe(
      '1.4.1 is restored in place of 1.5.0 for checkout in production. A hold keeps new deployments from starting until somebody lifts it.',
    );
    life.person({ type: 'rollback' });
    expect(life.rollbackStep('restore').title).toBe(
      'Restore 1.4.1 in place of 1.5.0',
    );
  });

  it.each([
    [
      'that no check verified it, if the golden path has none',
      {},
      'no check verified that it is healthy',
    ],
    [
      'that its checks could not tell, if it has some',
      { health: HEALTH },
      'its checks could not determine whether it is healthy',
    ],
  ])('ends with a message %s', (_, checks, verified) => {
    const life = restoring(checks);
    life.person({ type: 'rollback' });
    life.passRollback('restore');
    life.startRollback('verify');
    life.reportRollback('verify', {
      state: 'succeeded',
      verdict: 'inconclusive',
    });
    expect(life.state).toMatchObject({
      status: 'rolled_back',
      verification: 'inconclusive',
      message: `checkout in production is running 1.4.1 again; ${verified}.`,
    });
  });
});

describe('without a version to go back to', () => {
  const first = () => failing(without('baseline', 'rollbackTarget'));

  it('a person decides', () => {
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
    expect(life.state.decision?.message).toContain(
      'No version ran here before',
    );
  });

  it('the message names only choices that have a button', () => {
    const life = first();
    const buttons = allowedCommands(life.state, life.now)
      .filter(({ type, allowed }) => type === 'decide' && allowed)
      .map(({ label }) => label.charAt(0).toLowerCase() + label.slice(1));
    expect(buttons).toHaveLength(3);
    expect(life.state.decision?.message).toMatch(
      `You can ${buttons[0]}, ${buttons[1]} or ${buttons[2]}`,
    );
  });

  it('ending as failed leaves no version that did not start', () => {
    const life = new Life({ snapshot: without('baseline', 'rollbackTarget') });
    life.fail('deploy');
    const { message = '' } = life.state.decision ?? {};
    expect(message).toContain('so there is nothing to go back to. You can ');
    expect(message).not.toMatch(/keep/i);
    expect(
      allowedCommands(life.state, life.now).find(
        ({ choice }) => choice === 'fail',
      )?.consequence,
    ).toContain(
      'The deployment ends and checkout in production stays as it is now.',
    );
  });

  it('a rollback stops the candidate, and nothing runs', () => {
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

  it('ends as failed if nobody decides', () => {
    const life = first();
    life.wait(24 * HOUR);
    life.tick();
    expect(life.state).toMatchObject({
      status: 'failed',
      mayHaveChanged: true,
    });
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

  it('makes no difference if nothing was touched', () => {
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
    expect(life.state).toMatchObject({
      status: 'failed',
      mayHaveChanged: false,
    });
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

  it('cancels running steps in parallel, restores, undoes in reverse order, verifies', () => {
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

  it('counts a result that arrives before the cancel', () => {
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

  it('also undoes a failed or cancelled step', () => {
    const run = new Life({
      snapshot: {
        steps: [aStep('a', { changes: 'reversible', undoable: true })],
      },
    });
    run.fail('a');
    expect(ids(run)).toContain('undo:a');
  });

  it('never claims to undo an irreversible step, although its kind can undo others', () => {
    const run = new Life({
      snapshot: {
        steps: [aStep('a', { changes: 'irreversible', undoable: true })],
      },
    });
    run.start('a');
    run.person({ type: 'rollback' });
    expect(run.state.rollback).toBeDefined();
    expect(ids(run)).not.toContain('undo:a');
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

  it('a person decides before anything is rolled back', () => {
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
      '“migrate” cannot be undone, so 1.4.1 may no longer work',
    );
    life.person({ type: 'decide', choice: 'rollback' });
    expect(life.state).toMatchObject({
      status: 'rolling_back',
      rollback: { cause: 'decision' },
    });
  });

  it('asks a person who cancels, and lets them continue', () => {
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

  it('does not ask a person who rolls back and was warned', () => {
    const life = migrated();
    life.person({ type: 'rollback' });
    expect(life.state.status).toBe('rolling_back');
  });

  it('makes no difference if the previous version still works', () => {
    const life = migrated({ backwardCompatible: true });
    fail(life);
    expect(life.state.status).toBe('rolling_back');
  });

  it('also counts if it failed or is running, because it may have changed something', () => {
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

  it('ends as failed if nobody decides', () => {
    const life = migrated();
    fail(life);
    life.wait(24 * HOUR);
    life.tick();
    expect(life.state).toMatchObject({
      status: 'failed',
      mayHaveChanged: true,
    });
  });
});

describe('a failing rollback', () => {
  it('retries errors, and then fails', () => {
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

  it('fails immediately on an error that is not retryable', () => {
    const life = failing();
    life.startRollback('restore');
    life.reportRollback('restore', {
      state: 'failed',
      retryable: false,
      error: { message: 'gone' },
    });
    expect(life.state.status).toBe('rollback_failed');
  });

  it('fails if a step cannot be undone', () => {
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
      'failed, and not retried even if its kind could',
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
      'failed, reported as a success with a failed verdict',
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

  it('treats a failed cancel as an unknown outcome, not as a failed rollback', () => {
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

  it('keeps the environment if the outcome of the restore is unknown, and retries', () => {
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
    '%s is refused while it is running',
    type => {
      expect(failing().person({ type })).toMatchObject({
        result: 'refused',
        message: expect.stringContaining('rolled back'),
      });
    },
  );

  it('a deployment of kind rollback fails where another would be rolled back', () => {
    const life = new Life({
      request: { kind: 'rollback' },
      snapshot: { onFailure: 'rollback' },
    });
    life.pass('deploy');
    life.fail('watch');
    expect(life.state).toMatchObject({
      status: 'failed',
      mayHaveChanged: true,
    });
  });

  it('a deployment of kind rollback refuses cancel and rollback once it changed something', () => {
    const life = new Life({ request: { kind: 'rollback' } });
    life.start('deploy');
    for (const type of ['cancel', 'rollback'] as const) {
      expect(life.person({ type })).toMatchObject({
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
