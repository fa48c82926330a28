import type { DecisionChoice } from '@slipway/backstage-plugin-deployments-common';
import {
  ADA,
  aCheckStep,
  aStep,
  HOUR,
  Life,
  MINUTE,
  SECOND,
} from '../__testUtils__/builders';
import { decide } from './decide';
import { reduce } from '../reduce/reduce';
import type { StepDefinition } from '../snapshot';
import { nextWork } from '../nextWork';

const APPROVAL = {
  kind: 'approval' as const,
  message: '0 of 1 approval from managers',
};

describe('waiting', () => {
  it('always says for what and until when', () => {
    const life = new Life();
    life.pass('deploy');
    life.start('watch');
    life.report('watch', {
      state: 'undecided',
      verdict: 'inconclusive',
      message: 'No traffic',
    });
    expect(life.state).toMatchObject({
      status: 'waiting',
      decision: {
        kind: 'verdict',
        stepId: 'watch',
        choices: ['retry', 'continue', 'rollback', 'fail'],
      },
      blockers: [
        {
          kind: 'decision',
          stepId: 'watch',
          message: expect.stringContaining('No traffic'),
        },
      ],
      decideBy: life.now + 24 * HOUR,
    });
    expect(nextWork(life.state, life.now)).toEqual({
      items: [],
      wakeAt: life.now + 24 * HOUR,
    });
  });

  it('lets running steps of other branches finish, and starts no new ones', () => {
    const life = new Life({
      snapshot: {
        steps: [
          aCheckStep('a'),
          aStep('b'),
          aStep('after-b', { needs: ['b'] }),
        ],
      },
    });
    life.start('a');
    life.start('b');
    life.report('a', {
      state: 'undecided',
      verdict: 'error',
      message: 'Prometheus is away',
    });
    expect(life.offered()).toEqual(['resumeStep b']);
    life.report('b', { state: 'succeeded' });
    expect(life.offered()).toEqual([]);
    life.person({ type: 'decide', choice: 'continue' });
    expect(life.offered()).toEqual(['startStep after-b']);
  });

  it('opens one decision after the other', () => {
    const life = new Life({
      snapshot: { steps: [aCheckStep('a'), aCheckStep('b')] },
    });
    for (const step of ['a', 'b']) {
      life.start(step);
    }
    for (const step of ['a', 'b']) {
      life.report(step, {
        state: 'undecided',
        verdict: 'inconclusive',
        message: 'who knows',
      });
    }
    expect(life.state.decision?.stepId).toBe('a');
    life.person({ type: 'decide', choice: 'continue' });
    expect(life.state.decision?.stepId).toBe('b');
    life.person({ type: 'decide', choice: 'continue' });
    expect(life.state).toMatchObject({
      status: 'succeeded',
      verification: 'overridden',
    });
  });
});

describe('a decision about a verdict', () => {
  const undecided = () => {
    const life = new Life();
    life.pass('deploy');
    life.start('watch');
    life.report('watch', {
      state: 'undecided',
      verdict: 'inconclusive',
      message: 'No traffic',
    });
    return life;
  };

  it('continue proceeds and overrides the verdict', () => {
    const life = undecided();
    life.person({ type: 'decide', choice: 'continue' });
    expect(life.step('watch')).toMatchObject({
      status: 'succeeded',
      verdict: 'overridden',
    });
    expect(life.offered()).toEqual(['startStep shift']);
    for (const step of ['shift', 'verify', 'retire']) life.pass(step);
    expect(life.state).toMatchObject({
      status: 'succeeded',
      verification: 'overridden',
    });
  });

  it.each([
    ['empty', ''],
    ['of spaces', ' \u00a0'],
    ['of zero-width characters', '\u200b\u2060'],
    ['of invisible letters', '\u0000\u3164'],
  ])('continue needs a reason, and not one that is %s', (_, reason) => {
    expect(
      undecided().person({ type: 'decide', choice: 'continue', reason }),
    ).toMatchObject({ result: 'refused' });
  });

  it.each([
    ['decide retry', { type: 'decide', choice: 'retry' }],
    ['retryStep', { type: 'retryStep', stepId: 'watch' }],
  ] as const)('%s starts the step again', (_name, command) => {
    const life = undecided();
    life.person(command);
    expect(life.offered()).toEqual(['startStep watch']);
    life.start('watch');
    expect(life.step('watch')).toMatchObject({ status: 'running', attempt: 2 });
    expect(life.step('watch')).not.toHaveProperty('verdict');
  });

  it('rollback rolls back', () => {
    const life = undecided();
    life.person({ type: 'decide', choice: 'rollback' });
    expect(life.state).toMatchObject({
      status: 'rolling_back',
      rollback: { cause: 'decision', by: ADA },
    });
  });

  it('fail leaves everything as it is', () => {
    const life = undecided();
    life.person({ type: 'decide', choice: 'fail' });
    expect(life.state).toMatchObject({
      status: 'failed',
      mayHaveChanged: true,
    });
  });

  it('names the failure that there was to decide about', () => {
    const life = new Life({ snapshot: { onFailure: 'pause' } });
    life.fail('deploy');
    life.person({ type: 'decide', choice: 'fail' });
    expect(life.state.message).toBe(
      '“deploy” failed: it broke. Decided by ada: because. checkout in production stays as it is now.',
    );
    expect(life.state.sentences?.map(({ code }) => code)).toEqual([
      'step_failed_because',
      'stated',
      'decided_by',
      'because',
      'left_as_is',
    ]);
  });

  it('offers no rollback while nothing changed', () => {
    const life = new Life({
      snapshot: {
        steps: [
          aCheckStep('before'),
          aStep('deploy', { needs: ['before'], changes: 'reversible' }),
        ],
      },
    });
    life.start('before');
    life.report('before', {
      state: 'undecided',
      verdict: 'inconclusive',
      message: 'who knows',
    });
    expect(life.state.decision?.choices).toEqual(['retry', 'continue', 'fail']);
    life.person({ type: 'decide', choice: 'fail' });
    expect(life.state).toMatchObject({
      status: 'failed',
      mayHaveChanged: false,
    });
    expect(life.state.message).toContain('Nothing changed');
  });

  it.each([
    [
      'another choice',
      { choice: 'rollback' as DecisionChoice, stepId: 'verify' },
    ],
    [
      'an older state',
      { choice: 'rollback' as DecisionChoice, expectedSeq: 2 },
    ],
  ])('refuses %s', (_name, about) => {
    expect(undecided().person({ type: 'decide', ...about })).toMatchObject({
      result: 'refused',
    });
  });

  it('rolls back if nobody decides in time', () => {
    const life = undecided();
    life.wait(24 * HOUR);
    expect(life.work()).toEqual(['tick']);
    life.tick();
    expect(life.state).toMatchObject({
      status: 'rolling_back',
      rollback: { cause: 'deadline' },
    });
  });
});

describe('onFailure', () => {
  const failing = (
    onFailure: 'rollback' | 'pause' | 'fail',
    ofStep?: 'rollback' | 'pause' | 'fail',
  ) => {
    const life = new Life({
      snapshot: {
        onFailure,
        steps: [
          aStep('deploy', { changes: 'reversible' }),
          aStep('next', {
            needs: ['deploy'],
            ...(ofStep ? { onFailure: ofStep } : {}),
          }),
        ],
      },
    });
    life.pass('deploy');
    life.fail('next');
    return life;
  };

  it.each([
    ['rollback', undefined, 'rolling_back'],
    ['fail', undefined, 'failed'],
    ['pause', undefined, 'waiting'],
    ['rollback', 'fail', 'failed'],
    ['fail', 'rollback', 'rolling_back'],
    ['fail', 'pause', 'waiting'],
  ] as const)(
    '%s of the path, %s of the step: %s',
    (ofPath, ofStep, status) => {
      expect(failing(ofPath, ofStep).state.status).toBe(status);
    },
  );

  it('pause asks a person, and rolls back if nobody decides', () => {
    const life = failing('pause');
    expect(life.state.decision).toMatchObject({
      kind: 'failure',
      stepId: 'next',
      choices: ['retry', 'continue', 'rollback', 'fail'],
    });
    life.wait(24 * HOUR);
    life.tick();
    expect(life.state).toMatchObject({
      status: 'rolling_back',
      rollback: { cause: 'deadline' },
    });
  });

  it('continue proceeds despite the failure, and records it', () => {
    const life = failing('pause');
    life.person({ type: 'decide', choice: 'continue' });
    expect(life.step('next')).toMatchObject({
      status: 'skipped',
      verdict: 'overridden',
      error: { message: 'it broke' },
    });
    expect(life.state).toMatchObject({
      status: 'succeeded',
      verification: 'overridden',
    });
  });

  it('ends without a rollback if nothing changed', () => {
    const life = new Life();
    life.state.snapshot!.steps[0].changes = 'none';
    life.fail('deploy');
    expect(life.state).toMatchObject({
      status: 'failed',
      mayHaveChanged: false,
    });
    expect(life.state.message).toBe(
      '“deploy” failed: it broke. Nothing changed for checkout in production.',
    );
  });

  it('rolls back immediately, even while a decision about another step is open', () => {
    const life = new Life({
      snapshot: {
        steps: [
          aStep('deploy', { changes: 'reversible' }),
          aStep('a', { onFailure: 'pause' }),
          aStep('b'),
        ],
      },
    });
    for (const step of ['deploy', 'a', 'b']) life.start(step);
    life.report('a', {
      state: 'failed',
      retryable: false,
      error: { message: 'no' },
    });
    expect(life.state.decision?.stepId).toBe('a');
    life.report('b', {
      state: 'failed',
      retryable: false,
      error: { message: 'no' },
    });
    expect(life.state.status).toBe('rolling_back');
  });

  it('fail stops running steps before the deployment ends', () => {
    const life = new Life({
      snapshot: {
        onFailure: 'fail',
        steps: [aStep('a', { changes: 'reversible' }), aStep('b')],
      },
    });
    life.start('a');
    life.start('b');
    life.report('b', {
      state: 'failed',
      retryable: false,
      error: { message: 'no' },
    });
    expect(life.state).toMatchObject({
      status: 'running',
      stopping: { as: 'failed' },
    });
    expect(life.offered()).toEqual(['cancelStep a']);
    life.send({
      type: 'reportCancel',
      stepId: 'a',
      attempt: 1,
      outcome: 'cancelled',
      random: 0,
    });
    expect(life.state).toMatchObject({
      status: 'failed',
      mayHaveChanged: true,
    });
  });
});

describe('an approval step', () => {
  const waiting = (overrides = {}) => {
    const life = new Life({
      snapshot: {
        steps: [
          aStep('deploy', { changes: 'reversible' }),
          aStep('ok', { use: 'approve', needs: ['deploy'] }),
          aStep('go', { needs: ['ok'] }),
        ],
        ...overrides,
      },
    });
    life.pass('deploy');
    life.start('ok');
    life.report('ok', { state: 'waiting', blocker: APPROVAL });
    return life;
  };

  it('is polled when somebody approves, without a later deadline', () => {
    const life = waiting();
    const { decideBy } = life.state;
    expect(life.state).toMatchObject({
      status: 'waiting',
      blockers: [{ kind: 'approval', stepId: 'ok' }],
    });
    expect(life.offered()).toEqual([]);
    life.wait(HOUR);
    life.person({
      type: 'approve',
      stepId: 'ok',
      groups: ['group:default/managers'],
    });
    expect(life.offered()).toEqual(['pollStep ok']);
    life.report('ok', {
      state: 'waiting',
      blocker: { ...APPROVAL, message: '1 of 2' },
    });
    expect(life.state).toMatchObject({
      decideBy,
      blockers: [{ message: '1 of 2' }],
    });
    expect(life.offered()).toEqual([]);
    life.person({ type: 'approve', stepId: 'ok', groups: [] });
    life.report('ok', { state: 'succeeded' });
    expect(life.offered()).toEqual(['startStep go']);
  });

  it('counts its approvals once more after an upgrade from the previous release', () => {
    const { state, now } = waiting();
    const before = {
      ...state,
      steps: state.steps.map(({ blocker, ...step }) => ({
        ...step,
        ...(blocker ? { blocker: { ...blocker, rule: undefined } } : {}),
      })),
    };
    expect(nextWork(state, now).items).toEqual([]);
    expect(nextWork(before, now).items).toMatchObject([
      { type: 'pollStep', stepId: 'ok' },
    ]);
    // The new blocker names the rule, whatever the step's kind returns, so the step isn't polled again.
    const answer = decide(before, {
      type: 'reportStep',
      stepId: 'ok',
      attempt: 1,
      result: { state: 'waiting', blocker: APPROVAL },
      random: 0,
      now,
    });
    expect(answer).toMatchObject({
      events: [{ type: 'stepWaiting', blocker: { rule: 'ok' } }],
    });
  });

  it('accepts an approval without a step if one step waits, and asks for the step if several do', () => {
    const life = new Life({
      snapshot: {
        steps: ['ok', 'legal'].map(id =>
          aStep(id, { use: 'approve', title: `Ask ${id}` }),
        ),
      },
    });
    const planHash = life.state.planHash;
    ['ok', 'legal'].forEach(id => {
      life.start(id);
      life.report(id, { state: 'waiting', blocker: APPROVAL });
    });
    expect(life.person({ type: 'approve', planHash, groups: [] })).toEqual({
      result: 'refused',
      message:
        "Several steps are waiting for an approval: “Ask ok” (ok) and “Ask legal” (legal). Name one of them in 'stepId'.",
    });
    life.person({ type: 'approve', planHash, stepId: 'ok', groups: [] });
    life.report('ok', { state: 'succeeded' });
    life.person({ type: 'approve', planHash, groups: [] });
    expect(life.state.approvals).toMatchObject([
      { stepId: 'ok' },
      { stepId: 'legal' },
    ]);
  });

  it('fails if rejected, and is rolled back if something changed', () => {
    const life = waiting({ onFailure: 'pause' });
    life.person({ type: 'reject', stepId: 'ok', reason: 'Too risky' });
    expect(life.state).toMatchObject({
      status: 'rolling_back',
      rollback: {
        cause: 'decision',
        message: expect.stringContaining('Too risky'),
      },
    });
  });

  it('fails if rejected, and is cancelled if nothing changed', () => {
    const life = new Life({
      snapshot: { steps: [aStep('ok', { use: 'approve' })] },
    });
    life.start('ok');
    life.report('ok', { state: 'waiting', blocker: APPROVAL });
    life.person({ type: 'reject', stepId: 'ok' });
    expect(life.state).toMatchObject({
      status: 'cancelled',
      cause: 'rejected',
    });
  });

  it('rolls back if nobody approves in time', () => {
    const life = waiting({ onFailure: 'pause' });
    life.wait(24 * HOUR);
    life.tick();
    expect(life.state).toMatchObject({
      status: 'rolling_back',
      rollback: { cause: 'deadline' },
    });
  });

  it('cannot be bypassed by skipping it or by continuing', () => {
    const life = waiting();
    expect(life.person({ type: 'skipStep', stepId: 'ok' })).toMatchObject({
      result: 'refused',
    });
    const failed = new Life({
      snapshot: {
        onFailure: 'pause',
        steps: [aStep('ok', { use: 'approve' })],
      },
    });
    failed.fail('ok');
    expect(failed.state.decision?.choices).toEqual(['retry', 'fail']);
  });

  it('needs new approvals in a new attempt', () => {
    const life = waiting();
    life.person({ type: 'approve', stepId: 'ok', groups: [] });
    life.report('ok', {
      state: 'undecided',
      verdict: 'error',
      message: 'catalog is away',
    });
    life.person({ type: 'decide', choice: 'retry' });
    life.start('ok');
    expect(life.state.approvals).toEqual([]);
  });
});

describe('pause', () => {
  it('lets a running step finish, and starts no new step until it is resumed', () => {
    const life = new Life();
    life.start('deploy');
    life.person({ type: 'pause', reason: 'Lunch' });
    expect(life.state).toMatchObject({ status: 'running', blockers: [] });
    expect(life.offered()).toEqual(['resumeStep deploy']);
    life.wait(10 * SECOND);
    life.report('deploy', { state: 'succeeded' });
    expect(life.state).toMatchObject({
      status: 'waiting',
      blockers: [{ kind: 'paused', message: expect.stringContaining('Lunch') }],
      // The time to decide starts when no step is running any more.
      decideBy: life.now + 24 * HOUR,
    });
    expect(life.offered()).toEqual([]);
    expect(life.start('watch')).toEqual([]);
    life.person({ type: 'resume' });
    expect(life.state.status).toBe('running');
    expect(life.offered()).toEqual(['startStep watch']);
  });

  it('also keeps a retry from starting', () => {
    const life = new Life({
      snapshot: {
        steps: [
          aStep('a', { retry: { attempts: 2, backoffMs: 0, maxBackoffMs: 0 } }),
        ],
      },
    });
    life.fail('a', true);
    life.person({ type: 'pause' });
    expect(life.offered()).toEqual([]);
  });

  it.each([
    ['rollback', 'rolling_back'],
    ['pause', 'rolling_back'],
    ['fail', 'failed'],
  ] as const)(
    'that nobody resumes in time: onFailure %s applies',
    (onFailure, status) => {
      const life = new Life({ snapshot: { onFailure } });
      life.pass('deploy');
      life.person({ type: 'pause' });
      life.wait(24 * HOUR);
      life.tick();
      expect(life.state.status).toBe(status);
    },
  );

  it('ends as failed after its deadline if nothing changed', () => {
    const life = new Life();
    life.person({ type: 'pause' });
    life.wait(24 * HOUR);
    life.tick();
    expect(life.state).toMatchObject({
      status: 'failed',
      mayHaveChanged: false,
    });
  });

  it('is refused if already paused or while a decision is open, and resume if not paused', () => {
    const life = new Life();
    expect(life.person({ type: 'resume' })).toMatchObject({
      result: 'refused',
    });
    life.person({ type: 'pause' });
    expect(life.person({ type: 'pause' })).toMatchObject({ result: 'refused' });
  });
});

describe('cancel', () => {
  it('ends immediately if nothing changed and no step is running', () => {
    const life = new Life();
    life.person({ type: 'cancel' });
    expect(life.state).toMatchObject({
      status: 'cancelled',
      cause: 'cancel',
      mayHaveChanged: false,
    });
  });

  it('stops running steps first if nothing changed', () => {
    const life = new Life({
      snapshot: {
        steps: [aCheckStep('before'), aStep('deploy', { needs: ['before'] })],
      },
    });
    life.start('before');
    life.person({ type: 'cancel' });
    expect(life.state).toMatchObject({
      status: 'running',
      stopping: { as: 'cancelled' },
    });
    expect(life.offered()).toEqual(['cancelStep before']);
    expect(life.person({ type: 'cancel' })).toMatchObject({
      result: 'refused',
    });
    life.send({
      type: 'reportCancel',
      stepId: 'before',
      attempt: 1,
      outcome: 'cancelled',
      random: 0,
    });
    expect(life.state).toMatchObject({ status: 'cancelled', cause: 'cancel' });
  });

  it('rolls back if something changed', () => {
    const life = new Life();
    life.pass('deploy');
    life.person({ type: 'cancel' });
    expect(life.state).toMatchObject({
      status: 'rolling_back',
      cause: 'cancel',
      rollback: { strategy: 'baseline' },
    });
  });
});

describe('skipStep', () => {
  it('ends a check early, overridden', () => {
    const life = new Life();
    life.pass('deploy');
    life.start('watch');
    life.person({ type: 'skipStep', stepId: 'watch' });
    expect(life.step('watch')).toMatchObject({
      status: 'skipped',
      verdict: 'overridden',
    });
    expect(
      life.report('watch', { state: 'succeeded', verdict: 'passed' }),
    ).toEqual([]);
    for (const step of ['shift', 'verify', 'retire']) life.pass(step);
    expect(life.state.verification).toBe('overridden');
  });

  it('also closes the decision about the check', () => {
    const life = new Life();
    life.pass('deploy');
    life.start('watch');
    life.report('watch', {
      state: 'undecided',
      verdict: 'error',
      message: 'away',
    });
    life.person({ type: 'skipStep', stepId: 'watch' });
    expect(life.state).not.toHaveProperty('decision');
    expect(life.offered()).toEqual(['startStep shift']);
  });

  it.each<[result: string, name: string, step: Partial<StepDefinition>]>([
    ['events', 'a wait', { use: 'wait' }],
    ['events', 'a check without checks of its own', { use: 'check' }],
    ['events', 'another kind that checks', { checks: ['health'] }],
    ['refused', 'a job that changes nothing', {}],
    [
      'refused',
      'a check that changes something',
      { use: 'check', changes: 'reversible' },
    ],
  ])('gives %s for %s', (result, _name, step) => {
    const life = new Life({ snapshot: { steps: [aStep('one', step)] } });
    life.start('one');
    expect(life.person({ type: 'skipStep', stepId: 'one' })).toMatchObject({
      result,
    });
  });

  it.each([
    ['a step that changes something', 'deploy'],
    ['a step that has not started', 'watch'],
    ['an unknown step', 'nothing'],
  ])('is refused for %s', (_name, stepId) => {
    const life = new Life();
    life.start('deploy');
    expect(life.person({ type: 'skipStep', stepId })).toMatchObject({
      result: 'refused',
    });
  });
});

describe('the state that a person saw', () => {
  it('is current while a step only makes progress', () => {
    const life = new Life();
    life.start('deploy');
    const expectedSeq = life.state.seq;
    life.report('deploy', { state: 'running', pollAfterMs: SECOND });
    expect(life.person({ type: 'cancel', expectedSeq })).toMatchObject({
      result: 'events',
    });
  });

  it.each(['cancel', 'rollback'] as const)(
    'is outdated after a change: %s is refused',
    type => {
      const life = new Life();
      life.start('deploy');
      const expectedSeq = life.state.seq;
      life.report('deploy', { state: 'succeeded' });
      expect(life.person({ type, expectedSeq })).toEqual({
        result: 'refused',
        message: expect.stringContaining('changed since you opened it'),
        sentences: [{ code: 'refused_outdated' }],
      });
      expect(life.person({ type: 'pause', expectedSeq })).toMatchObject({
        result: 'events',
      });
    },
  );
});

describe('takeover', () => {
  it('rolls back the lock owner', () => {
    const life = new Life();
    life.pass('deploy');
    life.send({ type: 'takeover', byDeployment: 'd2', by: ADA });
    expect(life.state).toMatchObject({
      status: 'rolling_back',
      rollback: { cause: 'takeover', by: ADA },
    });
  });

  it('does not affect a lock owner that has changed something, for an earlier requested rollback', () => {
    const life = new Life();
    life.pass('deploy');
    expect(
      life.send({
        type: 'takeover',
        byDeployment: 'd2',
        by: ADA,
        takes: 'rollback',
      }),
    ).toEqual([]);
  });

  it.each(['hotfix', 'rollback'] as const)(
    'cancels a lock owner that changed nothing, for a %s',
    takes => {
      const life = new Life();
      life.send({ type: 'takeover', byDeployment: 'd2', by: ADA, takes });
      expect(life.state).toMatchObject({
        status: 'cancelled',
        cause: 'takeover',
      });
    },
  );

  it('lets a rollback finish', () => {
    const life = new Life({ request: { kind: 'rollback' } });
    life.pass('deploy');
    expect(
      life.send({ type: 'takeover', byDeployment: 'd2', by: ADA }),
    ).toEqual([]);
  });
});

describe('a terminal status', () => {
  it('refuses all commands, and says how to go back', () => {
    const life = new Life();
    for (const step of ['deploy', 'watch', 'shift', 'verify', 'retire'])
      life.pass(step);
    life.wait(MINUTE);
    for (const type of [
      'pause',
      'resume',
      'cancel',
      'rollback',
      'override',
      'abandon',
    ] as const) {
      expect(life.person({ type })).toMatchObject({ result: 'refused' });
    }
    expect(life.person({ type: 'rollback' })).toEqual({
      result: 'refused',
      message: expect.stringContaining('kind rollback'),
      sentences: [{ code: 'refused_ended_roll_back' }],
    });
    expect(life.tick()).toEqual([]);
  });

  it('stays even if another event follows', () => {
    const life = new Life();
    life.person({ type: 'cancel' });
    const { state } = life;
    const late = reduce(state, {
      seq: state.seq + 1,
      at: life.now + 1,
      type: 'failed',
      message: 'late',
    });
    expect(late).toEqual({ ...state, seq: state.seq + 1, at: life.now + 1 });
  });
});
