import { aStep, HOUR, Life, MINUTE, SECOND } from './__testUtils__/builders';
import { nextWork } from './nextWork';

describe('nextWork', () => {
  it('evaluates the start gate of a queued deployment, without a time of its own', () => {
    const { state, now } = new Life({ queued: true });
    const until = new Date(now + SECOND).toISOString();
    const blockers = [{ kind: 'window' as const, message: '', until }];
    expect(nextWork({ ...state, blockers }, now)).toStrictEqual({
      items: [{ type: 'evaluateStart' }],
    });
  });

  it('is empty after the end, without a wake-up', () => {
    const life = new Life({ snapshot: { steps: [aStep('a')] } });
    life.pass('a');
    expect(nextWork(life.state, life.now)).toStrictEqual({ items: [] });
  });

  it('is a single tick, however many deadlines have passed', () => {
    const late = { timeoutMs: MINUTE };
    const life = new Life({
      snapshot: {
        steps: [aStep('new'), aStep('a', late), aStep('b', late)],
      },
    });
    life.start('a');
    life.start('b');
    life.wait(MINUTE);
    expect(life.offered()).toEqual(['startStep new', 'tick']);
  });

  it('stops a step whose next poll is after its timeout', () => {
    const life = new Life({
      snapshot: { steps: [aStep('a', { timeoutMs: MINUTE })] },
    });
    life.start('a');
    life.report('a', { state: 'running', pollAfterMs: MINUTE });
    life.wait(MINUTE);
    expect(life.offered()).toEqual(['tick']);
  });

  it('ticks when the first of two approvals is overdue', () => {
    const life = new Life({ snapshot: { steps: [aStep('a'), aStep('b')] } });
    const blocker = { kind: 'approval' as const, message: '' };
    for (const id of ['a', 'b']) {
      life.start(id);
      life.report(id, { state: 'waiting', blocker });
      life.wait(HOUR);
    }
    const first = life.step('a').decideBy;
    expect(life.state.decideBy).toBe(first);
    expect(nextWork(life.state, life.now).wakeAt).toBe(first);
  });

  it('waits if all startable steps wait for a retry', () => {
    const life = new Life({
      snapshot: {
        steps: [
          aStep('a', {
            retry: { attempts: 2, backoffMs: MINUTE, maxBackoffMs: MINUTE },
          }),
        ],
      },
    });
    life.fail('a', true);
    expect(nextWork(life.state, life.now)).toStrictEqual({
      items: [],
      wakeAt: life.step('a').retryAt,
    });
  });
});

describe('a step that is not an approval left by the previous release', () => {
  it.each([
    ['another kind that waits for an approval', 'job', 'approval'],
    ['the kind approve that waits for a decision', 'approve', 'decision'],
  ] as const)('%s: is not polled again by itself', (_, use, kind) => {
    const life = new Life({ snapshot: { steps: [aStep('a', { use })] } });
    life.start('a');
    life.report('a', { state: 'waiting', blocker: { kind, message: '' } });
    const { state } = life;
    const withoutRule = {
      ...state,
      steps: state.steps.map(step => ({
        ...step,
        blocker: { kind, message: '' },
      })),
    };
    expect(nextWork(withoutRule, life.now).items).toEqual([]);
  });
});

describe('a step of a rollback', () => {
  const rolling = () => {
    const life = new Life({
      snapshot: {
        steps: [
          aStep('deploy', { use: 'deploy', changes: 'reversible' }),
          aStep('b', { needs: ['deploy'] }),
        ],
      },
    });
    life.pass('deploy', { candidate: { id: 'c' }, trafficWeight: 10 });
    life.person({ type: 'rollback' });
    expect(life.state.status).toBe('rolling_back');
    return life;
  };

  it('is resumed with its key until it is known to run, and then polled when due', () => {
    const life = rolling();
    const [first] = life.state.rollback?.steps ?? [];
    life.startRollback(first.id);
    const keys = () =>
      life
        .allWork()
        .map(work => 'idempotencyKey' in work && work.idempotencyKey);
    expect(life.offered()).toEqual([`resumeRollbackStep ${first.id}`]);
    expect(keys()).toEqual([`d1/rollback:${first.id}/1/1`]);
    life.reportRollback(first.id, { state: 'running', pollAfterMs: SECOND });
    expect(nextWork(life.state, life.now)).toStrictEqual({
      items: [],
      wakeAt: life.now + SECOND,
    });
    life.wait(SECOND);
    expect(life.offered()).toEqual([`pollRollbackStep ${first.id}`]);
    life.reportRollback(first.id, {
      state: 'running',
      pollAfterMs: 2 * HOUR,
    });
    // It is stopped at its timeout, even if its next poll is later.
    const { timeoutAt = 0 } = life.rollbackStep(first.id);
    expect(timeoutAt).toBe(life.now - SECOND + 10 * MINUTE);
    expect(nextWork(life.state, life.now).wakeAt).toBe(timeoutAt);
    life.wait(timeoutAt - life.now);
    expect(life.offered()).toEqual(['tick']);
  });
});
