import { aStep, HOUR, Life, MINUTE, SECOND } from './__testUtils__/builders';
import { predictDeadline } from './decide/predictDeadline';

const DAY = 24 * HOUR;
const REVIEW = {
  kind: 'external' as const,
  message: 'Waits for a review of the change',
  ask: ['group:default/platform'],
};
const working = {
  state: 'running' as const,
  pollAfterMs: MINUTE,
  message: 'Working',
};
const waiting = { ...working, message: REVIEW.message, blocker: REVIEW };

/** A deployment whose first step has begun to wait elsewhere after 4 of its 10 minutes. */
function waitingLife(
  step: Parameters<typeof aStep>[1] = {},
  snapshot: object = {},
): Life {
  const life = new Life({
    snapshot: {
      decideWithinMs: DAY,
      ...snapshot,
      steps: [
        aStep('deploy', {
          use: 'deploy',
          changes: 'reversible',
          timeoutMs: 10 * MINUTE,
          ...step,
        }),
        aStep('after', { needs: ['deploy'] }),
      ],
    },
  });
  life.start('deploy');
  life.wait(4 * MINUTE);
  life.report('deploy', waiting);
  return life;
}

/** Polls as often as the step asks to, for a time. */
function keepWaiting(life: Life, ms: number): void {
  const end = life.now + ms;
  while (life.now < end) {
    life.wait(Math.min(HOUR, end - life.now));
    life.report('deploy', waiting);
  }
}

describe('a step that waits for somebody elsewhere', () => {
  it('keeps running, while the deployment is waiting and says for what', () => {
    const life = waitingLife();
    expect(life.step('deploy').status).toBe('running');
    expect(life.state).toMatchObject({
      status: 'waiting',
      blockers: [{ ...REVIEW, stepId: 'deploy' }],
      decideBy: life.now + DAY,
    });
  });

  it('does not time out meanwhile', () => {
    const life = waitingLife();
    keepWaiting(life, 23 * HOUR);
    expect(life.tick()).toEqual([]);
    expect(life.work()).toEqual([]);
    life.wait(MINUTE);
    expect(life.offered()).toEqual(['pollStep deploy']);
  });

  it('has as much time left afterwards as when it began to wait', () => {
    const life = waitingLife();
    keepWaiting(life, 5 * HOUR);
    life.report('deploy', working);
    expect(life.state).toMatchObject({ status: 'running', blockers: [] });
    expect(life.state.decideBy).toBeUndefined();
    expect(life.step('deploy').timeoutAt).toBe(life.now + 6 * MINUTE);
    life.wait(MINUTE);
    life.report('deploy', { ...working, pollAfterMs: HOUR });
    life.wait(5 * MINUTE);
    expect(life.offered()).toEqual(['tick']);
    expect(life.tick()).toMatchObject([
      { type: 'stepCancelling', cause: 'timeout' },
    ]);
  });

  it('may change what it waits for, but not for how long', () => {
    const life = waitingLife();
    const { decideBy } = life.state;
    life.wait(HOUR);
    const second = { ...REVIEW, message: '1 of 2 reviews' };
    life.report('deploy', { ...waiting, blocker: second });
    expect(life.state.blockers).toEqual([{ ...second, stepId: 'deploy' }]);
    expect(life.state.decideBy).toBe(decideBy);
  });

  it('stores only when to poll next if nothing has changed', () => {
    const life = waitingLife();
    life.wait(MINUTE);
    const [event, ...others] = life.report('deploy', waiting);
    expect(others).toEqual([]);
    expect(event).toEqual({
      type: 'stepProgressed',
      stepId: 'deploy',
      attempt: 1,
      pollAt: life.now + MINUTE,
    });
  });

  it('is cancelled, and fails without another attempt, if nobody acts in time', () => {
    const life = waitingLife({
      retry: { attempts: 3, backoffMs: SECOND, maxBackoffMs: MINUTE },
    });
    expect(predictDeadline(life.state)).toBe('rollback');
    keepWaiting(life, DAY);
    expect(life.offered()).toEqual(['tick']);
    expect(life.tick()).toMatchObject([
      {
        type: 'stepCancelling',
        cause: 'deadline',
        message: `It waited elsewhere for 1 d, which is as long as it may: ${REVIEW.message}`,
      },
    ]);
    expect(life.state.blockers).toEqual([]);
    expect(life.offered()).toEqual(['cancelStep deploy']);
    life.send({
      type: 'reportCancel',
      stepId: 'deploy',
      attempt: 1,
      outcome: 'cancelled',
      random: 0,
    });
    expect(life.step('deploy')).toMatchObject({
      status: 'failed',
      error: { code: 'deadline' },
    });
    expect(life.state).toMatchObject({
      status: 'rolling_back',
      rollback: { cause: 'deadline' },
    });
  });

  it.each([
    ['fail', 'fail'],
    ['pause', 'rollback'],
  ] as const)('with onFailure: %s would %s at its deadline', (policy, end) => {
    const life = waitingLife({ onFailure: policy });
    expect(predictDeadline(life.state)).toBe(end);
  });

  it('is polled once more if the portal was down at its deadline', () => {
    const life = waitingLife();
    life.wait(2 * DAY);
    expect(life.offered()).toEqual(['pollStep deploy']);
    expect(life.tick()).toEqual([]);
    life.report('deploy', { state: 'succeeded' });
    expect(life.state.status).toBe('running');
    expect(life.offered()).toEqual(['startStep after']);
  });

  it('can be cancelled by a person', () => {
    const life = waitingLife();
    life.person({ type: 'cancel' });
    expect(life.state).toMatchObject({
      status: 'rolling_back',
      rollback: { cause: 'cancel' },
    });
    expect(life.offered()).toEqual(['startRollbackStep cancel:deploy']);
    life.passRollback('cancel:deploy');
    expect(life.step('deploy')).toMatchObject({ status: 'cancelled' });
    expect(life.step('deploy').externalWait).toBeUndefined();
  });

  it('does not begin to wait once it was asked to stop', () => {
    const life = waitingLife({ timeoutMs: 10 * MINUTE });
    life.report('deploy', working);
    life.wait(6 * MINUTE);
    life.report('deploy', { ...working, pollAfterMs: HOUR });
    life.tick();
    expect(life.step('deploy').cancelling).toBeDefined();
    life.report('deploy', waiting);
    expect(life.state.blockers).toEqual([]);
  });
});

describe('links and problems of a step', () => {
  const LINK = { title: 'Deployment', url: 'https://console.example.com/' };
  const QUOTA = { code: 'quota' as const, message: 'The quota is used up' };

  it('are stored when they change, until a report no longer has them', () => {
    const life = new Life();
    life.start('deploy');
    const report = { ...working, links: [LINK], problems: [QUOTA] };
    life.report('deploy', report);
    expect(life.step('deploy')).toMatchObject({
      links: [LINK],
      problems: [QUOTA],
    });
    life.wait(MINUTE);
    const [again] = life.report('deploy', report);
    expect(again).not.toHaveProperty('problems');
    life.report('deploy', { ...working, links: [LINK], problems: [] });
    expect(life.step('deploy').problems).toBeUndefined();
    expect(life.step('deploy').links).toEqual([LINK]);
  });

  it('of a failure stay, and those of an earlier attempt do not', () => {
    const life = new Life({
      snapshot: {
        steps: [
          aStep('deploy', {
            changes: 'reversible',
            retry: { attempts: 2, backoffMs: SECOND, maxBackoffMs: MINUTE },
          }),
        ],
      },
    });
    life.start('deploy');
    const failure = {
      state: 'failed' as const,
      error: { message: 'it broke' },
      retryable: true,
    };
    life.report('deploy', { ...failure, problems: [QUOTA] });
    expect(life.step('deploy')).toMatchObject({
      status: 'retrying',
      problems: [QUOTA],
    });
    life.wait(MINUTE);
    life.start('deploy');
    expect(life.step('deploy').problems).toBeUndefined();
    life.report('deploy', { ...working, problems: [QUOTA], links: [LINK] });
    life.report('deploy', failure);
    expect(life.step('deploy')).toMatchObject({
      status: 'failed',
      links: [LINK],
      problems: [QUOTA],
    });
  });

  it('of a success are links only', () => {
    const life = new Life();
    life.start('deploy');
    life.report('deploy', { ...working, problems: [QUOTA], links: [LINK] });
    life.report('deploy', { state: 'succeeded' });
    expect(life.step('deploy').problems).toBeUndefined();
    expect(life.step('deploy').links).toEqual([LINK]);
  });
});

describe('a restore that waits for somebody elsewhere', () => {
  const restoring = () => {
    const life = waitingLife();
    life.report('deploy', {
      state: 'failed',
      retryable: false,
      error: { message: 'it broke' },
    });
    life.startRollback('restore');
    life.wait(4 * MINUTE);
    life.reportRollback('restore', waiting);
    return life;
  };

  it('does not time out meanwhile', () => {
    const life = restoring();
    expect(life.state).toMatchObject({
      status: 'rolling_back',
      blockers: [REVIEW],
      decideBy: life.now + DAY,
    });
    for (let hour = 0; hour < 23; hour++) {
      life.wait(HOUR);
      life.reportRollback('restore', waiting);
    }
    expect(life.tick()).toEqual([]);
    life.reportRollback('restore', working);
    expect(life.rollbackStep('restore').timeoutAt).toBe(life.now + 6 * MINUTE);
    life.reportRollback('restore', { state: 'succeeded' });
    expect(life.rollbackStep('restore').status).toBe('succeeded');
  });

  it('is tried again if nobody acts in time', () => {
    const life = restoring();
    expect(predictDeadline(life.state)).toBe('retry_rollback_step');
    life.wait(DAY - MINUTE);
    life.reportRollback('restore', waiting);
    life.wait(MINUTE);
    expect(life.offered()).toEqual(['tick']);
    expect(life.tick()).toMatchObject([
      { type: 'rollbackStepRetrying', id: 'restore' },
    ]);
    expect(life.state.blockers).toEqual([]);
  });
});
