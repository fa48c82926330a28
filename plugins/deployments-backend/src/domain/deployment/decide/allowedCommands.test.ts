import type { AllowedCommand } from '@slipway/backstage-plugin-deployments-common';
import { aCheckStep, aStep, Life } from '../__testUtils__/builders';
import { allowedCommands } from './allowedCommands';

const find = (life: Life, type: AllowedCommand['type'], choice?: string) =>
  allowedCommands(life.state, life.now).find(
    command => command.type === type && command.choice === choice,
  );

describe('allowedCommands', () => {
  it('names the version that a rollback would go back to', () => {
    const life = new Life();
    // Nothing has run yet, so there is nothing to roll back or to stop.
    expect(find(life, 'rollback')).toBeUndefined();
    expect(find(life, 'cancel')).toMatchObject({ allowed: true });
    life.pass('deploy');
    expect(find(life, 'rollback')).toEqual({
      type: 'rollback',
      allowed: true,
      label: 'Roll back to 1.4.1',
      labelSentence: { code: 'label_roll_back', params: { version: '1.4.1' } },
      sentences: [
        {
          code: 'command_rollback_traffic',
          params: { version: '1.4.1', other: '1.5.0' },
        },
        { code: 'command_hold' },
      ],
      consequence:
        'All traffic of checkout in production goes back to 1.4.1, which is still running, and 1.5.0 is stopped. A hold keeps new deployments from starting until somebody lifts it.',
      needsReason: false,
      destructive: true,
    });
    expect(find(life, 'cancel')?.consequence).toBe(
      `This does the same as “Roll back to 1.4.1”: ${
        find(life, 'rollback')?.consequence
      }`,
    );
  });

  it('warns if nothing will run, or if a step cannot be undone', () => {
    const first = new Life({
      snapshot: { baseline: undefined, rollbackTarget: undefined },
    });
    first.pass('deploy', { candidate: { id: 'c1' } });
    expect(find(first, 'rollback')).toMatchObject({
      label: 'Stop 1.5.0',
      consequence: expect.stringContaining(
        '1.5.0 is stopped. There is no version to go back to, so nothing will be running',
      ),
    });
    // A workflow of another system starts versions without Slipway's knowledge of them.
    const elsewhere = new Life({
      snapshot: {
        baseline: undefined,
        rollbackTarget: undefined,
        onFailure: 'pause',
        steps: [
          aStep('run', { use: 'run-workflow', changes: 'reversible' }),
          aCheckStep('look', { needs: ['run'] }),
        ],
      },
    });
    elsewhere.pass('run');
    elsewhere.fail('look');
    for (const choice of ['rollback', 'fail']) {
      expect(find(elsewhere, 'decide', choice)?.consequence).not.toContain(
        'did not start',
      );
    }
    const failed = new Life({
      snapshot: {
        baseline: undefined,
        rollbackTarget: undefined,
        onFailure: 'pause',
      },
    });
    failed.start('deploy');
    failed.report('deploy', {
      state: 'failed',
      retryable: false,
      error: { code: 'crashed', message: 'It crashed' },
    });
    expect(find(failed, 'decide', 'rollback')).toMatchObject({
      consequence: expect.stringContaining(
        'Whatever of 1.5.0 has started is stopped.',
      ),
      sentences: [{ code: 'command_rollback_rest' }, { code: 'command_hold' }],
    });

    const migrated = new Life({
      snapshot: {
        steps: [aStep('migrate', { changes: 'irreversible' }), aStep('next')],
      },
    });
    migrated.pass('migrate');
    expect(find(migrated, 'rollback')?.consequence).toContain(
      '“migrate” cannot be undone, so 1.4.1 may no longer work',
    );
    expect(find(migrated, 'cancel')?.consequence).toContain(
      'you are asked how to continue',
    );
  });

  it('offers each choice of an open decision', () => {
    const life = new Life();
    life.pass('deploy');
    life.start('watch');
    life.report('watch', {
      state: 'undecided',
      verdict: 'inconclusive',
      message: 'No traffic',
    });
    expect(
      allowedCommands(life.state, life.now)
        .filter(({ allowed }) => allowed)
        .map(({ type, choice, stepId, label, needsReason }) => [
          type,
          choice,
          stepId,
          label,
          needsReason,
        ]),
    ).toEqual([
      ['decide', 'retry', 'watch', 'Retry “watch”', false],
      ['decide', 'continue', 'watch', 'Continue without “watch”', true],
      ['decide', 'rollback', 'watch', 'Roll back to 1.4.1', false],
      ['decide', 'fail', 'watch', 'End as failed', false],
      ['skipStep', undefined, 'watch', 'Skip “watch”', true],
      ['retryStep', undefined, 'watch', 'Retry “watch”', false],
      ['rollback', undefined, undefined, 'Roll back to 1.4.1', false],
      ['cancel', undefined, undefined, 'Cancel the deployment', false],
    ]);
  });

  it('offers approvals to a deployment that waits for them', () => {
    const queued = new Life({ queued: true });
    queued.send({
      type: 'block',
      blockers: [
        { kind: 'approval', message: '0 of 1' },
        { kind: 'window', message: 'Weekend freeze', overridable: true },
      ],
    });
    expect(find(queued, 'approve')).toMatchObject({
      allowed: true,
      label: 'Approve 1.5.0',
    });
    expect(find(queued, 'override')?.consequence).toContain('Weekend freeze');
    const step = new Life({
      snapshot: {
        steps: [
          aStep('ok', { use: 'approve', title: 'Managers agree' }),
          aCheckStep('b'),
        ],
      },
    });
    step.start('ok');
    step.report('ok', {
      state: 'waiting',
      blocker: { kind: 'approval', message: '0 of 1' },
    });
    expect(find(step, 'approve')).toMatchObject({
      allowed: true,
      stepId: 'ok',
      label: 'Approve 1.5.0',
    });
  });

  /** All offered commands, whether allowed or not. */
  const offered = (life: Life) =>
    allowedCommands(life.state, life.now).map(({ type, stepId }) =>
      [type, stepId].filter(Boolean).join(' '),
    );

  it('leaves out fields that do not apply', () => {
    const life = new Life({ snapshot: { steps: [aStep('a')] } });
    expect(find(life, 'pause')).toStrictEqual({
      type: 'pause',
      label: expect.any(String),
      labelSentence: { code: 'label_pause' },
      sentences: [expect.any(Object)],
      consequence: expect.any(String),
      needsReason: expect.any(Boolean),
      allowed: true,
    });
    life.person({ type: 'pause' });
    expect(find(life, 'resume')).toStrictEqual({
      type: 'resume',
      label: expect.any(String),
      labelSentence: { code: 'label_resume' },
      sentences: [expect.any(Object)],
      consequence: expect.any(String),
      needsReason: expect.any(Boolean),
      allowed: true,
    });
  });

  it('offers no approval that nothing waits for', () => {
    const queued = new Life({ queued: true });
    expect(offered(queued)).toEqual(['pause', 'cancel']);
    queued.send({
      type: 'block',
      blockers: [{ kind: 'slot', message: 'Another is running' }],
    });
    expect(offered(queued)).toEqual(['pause', 'cancel']);
  });

  it('offers to skip a running step that only checks, and to retry only steps that failed', () => {
    const life = new Life({
      snapshot: {
        steps: [
          aStep('changes', { changes: 'reversible' }),
          aCheckStep('looks'),
          aCheckStep('later', { needs: ['looks'] }),
        ],
      },
    });
    life.start('changes');
    life.start('looks');
    expect(offered(life)).toEqual([
      'skipStep looks',
      'pause',
      'rollback',
      'cancel',
    ]);
  });

  it('offers to abandon a deployment with an unknown outcome', () => {
    const life = new Life({
      snapshot: {
        steps: [aStep('a', { changes: 'reversible', timeoutMs: 1_000 })],
      },
    });
    life.start('a');
    life.wait(1_000);
    life.tick();
    for (let ask = 1; ask <= 3; ask++) {
      life.send({
        type: 'reportCancel',
        stepId: 'a',
        attempt: 1,
        outcome: 'unknown',
        random: 0,
      });
      life.wait(30_000);
    }
    expect(offered(life)).toContain('abandon');
    expect(offered(new Life())).not.toContain('abandon');
  });

  it('offers nothing after the end', () => {
    const life = new Life();
    life.person({ type: 'cancel' });
    expect(allowedCommands(life.state, life.now)).toEqual([]);
  });
});
