import type {
  Promotable,
  StepResult,
} from '@slipway/backstage-plugin-deployments-node';
import { aStep, HOUR, Life, MINUTE, SECOND } from '../__testUtils__/builders';
import { listMessages } from '../../notifications/listMessages';
import { nextWork } from '../nextWork';
import { allowedCommands } from './allowedCommands';
import { predictDeadline } from './predictDeadline';

type Running = Extract<StepResult, { state: 'running' }>;

const SCORE = { kind: 'decision', message: 'The score is 80' } as const;

/** A stage of a rollout, after which the new version gets `nextWeight` percent. */
const stage = (nextWeight: number, more: Partial<Running> = {}): Running => ({
  state: 'running',
  pollAfterMs: 10 * SECOND,
  idle: true,
  promotable: { nextWeight, needsReason: false },
  ...more,
});

/** A rollout that waits at 10 %, with 25 % as its next stage. */
function rollout(report: Running = stage(25)): Life {
  const life = new Life({
    snapshot: {
      steps: [
        aStep('rollout', {
          use: 'canary',
          changes: 'reversible',
          timeoutMs: 10 * MINUTE,
          retry: { attempts: 2, backoffMs: SECOND, maxBackoffMs: MINUTE },
        }),
      ],
    },
  });
  life.start('rollout');
  life.report('rollout', {
    ...report,
    effects: { candidate: { id: 'c1' }, trafficWeight: 10 },
  });
  return life;
}

const promote = (life: Life, to: 'next' | 'full' = 'next', reason = 'ok') =>
  life.person({ type: 'promote', stepId: 'rollout', to, reason });

const offers = (life: Life) =>
  allowedCommands(life.state, life.now).filter(
    ({ type }) => type === 'promote',
  );

describe('promoting a rollout', () => {
  it('is recorded with the person, and passed to the step at its next poll, which is due now', () => {
    const life = rollout();
    promote(life, 'next', 'Looks good');
    expect(life.events.at(-1)).toMatchObject({
      type: 'stepPromoted',
      stepId: 'rollout',
      attempt: 1,
      to: 'next',
      weight: 25,
      by: 'user:default/ada',
      reason: 'Looks good',
    });
    expect(life.step('rollout').promotions).toEqual([
      { to: 'next', weight: 25, at: life.now },
    ]);
    expect(life.offered()).toEqual(['pollStep rollout']);
  });

  it('is offered for the next stage and for all of the traffic, each with its consequence', () => {
    expect(offers(rollout())).toEqual([
      expect.objectContaining({
        to: 'next',
        stepId: 'rollout',
        allowed: true,
        label: 'Promote to 25 %',
        needsReason: false,
        consequence:
          '1.5.0 gets 25 % of the traffic of checkout in production now, instead of 10 %.',
      }),
      expect.objectContaining({
        to: 'full',
        label: 'Promote to 100 %',
        needsReason: true,
        destructive: true,
        consequence:
          '1.5.0 gets all of the traffic of checkout in production now, instead of 10 %. The stages of “rollout” that are left are skipped.',
      }),
    ]);
  });

  it('warns that a version does not count as good if the analysis of a later stage is skipped', () => {
    const warnings = (promotable: Partial<Promotable>) =>
      offers(
        rollout(
          stage(25, {
            promotable: { nextWeight: 25, needsReason: false, ...promotable },
          }),
        ),
      ).map(({ consequence }) => consequence?.includes('last known good'));
    expect(warnings({ skipsAnalysis: true })).toEqual([false, true]);
    expect(warnings({ skipsAnalysis: false })).toEqual([false, false]);
    expect(warnings({ skipsAnalysis: true, needsReason: true })).toEqual([
      false,
      true,
    ]);
    // The analysis of this stage is the last one, so overruling it decides.
    expect(warnings({ skipsAnalysis: false, needsReason: true })).toEqual([
      true,
      true,
    ]);
  });

  it('is offered once if all of the traffic is the next stage', () => {
    expect(offers(rollout(stage(100))).map(({ to }) => to)).toEqual(['next']);
  });

  it('needs a reason to skip stages', () => {
    const life = rollout();
    expect(promote(life, 'full', ' ')).toMatchObject({
      result: 'refused',
      message: expect.stringContaining('Give a reason'),
    });
    expect(promote(life, 'full')).toMatchObject({ result: 'events' });
  });

  it('needs a reason against an analysis that has not passed, and says so', () => {
    const life = rollout(
      stage(100, { promotable: { nextWeight: 100, needsReason: true } }),
    );
    expect(promote(life, 'next', ' ')).toMatchObject({
      result: 'refused',
      message: expect.stringContaining('Give a reason'),
    });
    expect(offers(life)[0]).toMatchObject({
      needsReason: true,
      consequence: expect.stringContaining(
        "1.5.0 won't count as the last known good version",
      ),
    });
    expect(promote(life)).toMatchObject({ result: 'events' });
  });

  it.each<[string, (life: Life) => void, string]>([
    [
      'that is paused',
      life => life.person({ type: 'pause' }),
      'Resume it first',
    ],
    [
      'whose traffic is shifting',
      life => life.report('rollout', stage(25, { idle: false })),
      "can't be promoted now",
    ],
    [
      'that has been promoted and has not acted on it yet',
      life => promote(life),
      "can't be promoted now",
    ],
    [
      'that is being rolled back',
      life => life.person({ type: 'rollback' }),
      'being rolled back',
    ],
    [
      'that has failed',
      life =>
        life.report('rollout', {
          state: 'failed',
          retryable: false,
          verdict: 'failed',
          error: { message: 'Too many errors' },
        }),
      'being rolled back',
    ],
  ])('is refused for one %s', (_, happen, why) => {
    const life = rollout();
    happen(life);
    expect(promote(life)).toMatchObject({
      result: 'refused',
      message: expect.stringContaining(why),
    });
    expect(offers(life).filter(({ allowed }) => allowed)).toEqual([]);
  });

  it('is refused if the stage has changed since the person looked', () => {
    const life = rollout();
    const { seq: expectedSeq } = life.state;
    life.report('rollout', stage(50, { effects: { trafficWeight: 25 } }));
    expect(
      life.person({
        type: 'promote',
        stepId: 'rollout',
        to: 'next',
        expectedSeq,
      }),
    ).toMatchObject({
      result: 'refused',
      message: expect.stringContaining('has changed since'),
    });
  });

  it('is not lost if it arrives during a poll that knows nothing of it', () => {
    const life = rollout();
    life.wait(10 * SECOND);
    const { seq: seenSeq } = life.state;
    promote(life);
    life.send({
      type: 'reportStep',
      stepId: 'rollout',
      attempt: 1,
      result: stage(25, { pollAfterMs: HOUR }),
      seenSeq,
      random: 0,
    });
    expect(life.offered()).toEqual(['pollStep rollout']);
  });

  it('counts for the attempt: another attempt starts without it', () => {
    const life = rollout();
    promote(life);
    life.report('rollout', {
      state: 'failed',
      retryable: true,
      error: { message: 'The target is down' },
    });
    life.wait(HOUR);
    life.start('rollout');
    expect(life.step('rollout')).not.toHaveProperty('promotions');
  });

  it('lets the step call its verdict overridden, which otherwise asks a person', () => {
    const overridden = { state: 'succeeded', verdict: 'overridden' } as const;
    const promoted = rollout();
    promote(promoted);
    promoted.report('rollout', overridden);
    expect(promoted.state).toMatchObject({
      status: 'succeeded',
      verification: 'overridden',
    });
    const retried = rollout(
      stage(25, { handle: { kept: { proof: 'overruled' } } }),
    );
    retried.report('rollout', {
      state: 'failed',
      retryable: true,
      error: { message: 'The target is down' },
    });
    retried.wait(HOUR);
    retried.start('rollout');
    retried.report('rollout', overridden);
    expect(retried.state.verification).toBe('overridden');
    const alone = rollout();
    alone.report('rollout', overridden);
    expect(alone.state.decision?.kind).toBe('verdict');
  });
});

describe('a rollout that waits as planned', () => {
  it('has no timeout, however long its stage lasts', () => {
    const life = rollout();
    life.wait(100 * HOUR);
    expect(life.offered()).toEqual(['pollStep rollout']);
    expect(life.state.status).toBe('running');
  });

  it('has its whole timeout again once it shifts traffic', () => {
    const life = rollout();
    life.wait(HOUR);
    const shifting = stage(25, { idle: false, pollAfterMs: HOUR });
    life.report('rollout', shifting);
    expect(life.step('rollout').timeoutAt).toBe(life.now + 10 * MINUTE);
    life.wait(10 * MINUTE);
    expect(life.tick()).toMatchObject([
      { type: 'stepCancelling', cause: 'timeout' },
    ]);
  });

  it('has no timeout after a hold has ended within its stage', () => {
    const life = rollout(stage(25, { blocker: SCORE }));
    life.report('rollout', stage(25));
    expect(life.step('rollout')).not.toHaveProperty('timeoutAt');
    life.report('rollout', stage(25, { idle: false }));
    expect(life.step('rollout').timeoutAt).toBe(life.now + 10 * MINUTE);
  });

  it('is polled soon after a pause and after its end', () => {
    const life = rollout();
    life.wait(SECOND);
    life.person({ type: 'pause' });
    expect(life.offered()).toEqual(['pollStep rollout']);
    life.report('rollout', stage(25));
    expect(life.offered()).toEqual([]);
    life.person({ type: 'resume' });
    expect(life.offered()).toEqual(['pollStep rollout']);
  });

  it('is rolled back if it is paused and nobody resumes it in time', () => {
    const life = rollout();
    life.person({ type: 'pause' });
    expect(life.state).toMatchObject({
      status: 'waiting',
      blockers: [{ kind: 'paused' }],
      decideBy: life.now + 24 * HOUR,
    });
    life.wait(24 * HOUR);
    life.report('rollout', stage(25));
    life.tick();
    expect(life.state).toMatchObject({
      status: 'rolling_back',
      cause: 'deadline',
    });
  });
});

describe('a rollout that is held', () => {
  const heldStage = (deadline?: Running['deadline']) =>
    stage(25, { blocker: SCORE, ...(deadline && { deadline }) });
  const held = (deadline?: Running['deadline']) => rollout(heldStage(deadline));

  it('waits for a decision, by the deadline that it gives', () => {
    const life = held({ afterMs: HOUR });
    const decideBy = life.now + HOUR;
    expect(life.state).toMatchObject({
      status: 'waiting',
      decideBy,
      blockers: [
        {
          ...SCORE,
          stepId: 'rollout',
          until: new Date(decideBy).toISOString(),
        },
      ],
    });
    expect(predictDeadline(life.state)).toBe('rollback');
  });

  it('tells the requester that it waits for a decision', () => {
    const life = held();
    const { events, state } = life;
    expect(
      listMessages(undefined, [events[events.length - 1]], state).filter(
        ({ kind }) => kind === 'notification',
      ),
    ).toMatchObject([
      {
        title:
          'Needs you: decide about {service} 1.5.0 in {environment}{deadline}',
        description: 'The score is 80',
        severity: 'high',
      },
    ]);
  });

  it('is rolled back at its deadline, after it was stopped', () => {
    const life = held({ afterMs: HOUR });
    life.wait(HOUR - SECOND);
    life.report('rollout', heldStage({ afterMs: HOUR }));
    life.wait(SECOND);
    life.tick();
    life.send({
      type: 'reportCancel',
      stepId: 'rollout',
      attempt: 1,
      outcome: 'cancelled',
      random: 0,
    });
    expect(life.state).toMatchObject({
      status: 'rolling_back',
      message: expect.stringContaining(
        'Nobody decided in time: The score is 80',
      ),
    });
  });

  it('is promoted at its deadline if it says so, by nobody', () => {
    const life = held({ afterMs: HOUR, otherwise: 'promote' });
    expect(predictDeadline(life.state)).toBe('promote');
    life.wait(HOUR - SECOND);
    life.report('rollout', heldStage({ afterMs: HOUR, otherwise: 'promote' }));
    life.wait(SECOND);
    life.tick();
    expect(life.events.at(-1)).toMatchObject({ type: 'stepPromoted' });
    expect(life.events.at(-1)).not.toHaveProperty('by');
    expect(life.state.status).toBe('running');
    expect(life.step('rollout').promotions).toEqual([
      { to: 'next', weight: 25, at: life.now, automatic: true },
    ]);
    expect(nextWork(life.state, life.now).items).toMatchObject([
      { type: 'pollStep' },
    ]);
  });

  it('is not promoted while it is paused, but as soon as it is resumed', () => {
    const life = held({ afterMs: HOUR, otherwise: 'promote' });
    const pausedAt = life.now;
    life.person({ type: 'pause' });
    expect(life.state).toMatchObject({
      decideBy: pausedAt + 24 * HOUR,
      blockers: [{ stepId: 'rollout' }, { kind: 'paused' }],
    });
    expect(life.state.blockers[0]).not.toHaveProperty('until');
    expect(predictDeadline(life.state)).toBe('rollback');
    life.wait(2 * HOUR);
    life.report('rollout', heldStage({ afterMs: HOUR, otherwise: 'promote' }));
    expect(life.tick()).toEqual([]);
    expect(life.offered()).toEqual([]);
    expect(nextWork(life.state, life.now).wakeAt).toBe(life.now + 10 * SECOND);
    life.person({ type: 'resume' });
    expect(life.tick()).toMatchObject([{ type: 'stepPromoted', to: 'next' }]);
    expect(life.state.status).toBe('running');
  });

  it('is rolled back if it is paused and nobody resumes it in time, even if its own deadline would promote it', () => {
    const life = held({ afterMs: HOUR, otherwise: 'promote' });
    life.person({ type: 'pause' });
    life.wait(24 * HOUR);
    life.report('rollout', heldStage({ afterMs: HOUR, otherwise: 'promote' }));
    expect(nextWork(life.state, life.now).items).toContainEqual({
      type: 'tick',
    });
    life.tick();
    expect(life.state).toMatchObject({
      status: 'rolling_back',
      cause: 'deadline',
    });
  });

  it('is answered by a promotion, and by a rollback', () => {
    const life = held();
    promote(life);
    expect(life.state).toMatchObject({ status: 'running', blockers: [] });
    const other = held();
    other.person({ type: 'rollback' });
    expect(other.state.status).toBe('rolling_back');
  });

  it('is not promoted at its deadline once the hold ended and a person must promote the stage', () => {
    const life = held({ afterMs: HOUR, otherwise: 'promote' });
    life.wait(MINUTE);
    life.report('rollout', heldStage());
    expect(life.state).toMatchObject({ decideBy: life.now + 24 * HOUR });
    expect(life.step('rollout').externalWait).not.toHaveProperty('otherwise');
  });

  it('has the deadline of the hold, even if a person had to promote the stage before', () => {
    const life = held();
    expect(life.state).toMatchObject({ decideBy: life.now + 24 * HOUR });
    life.wait(MINUTE);
    life.report('rollout', heldStage({ afterMs: HOUR }));
    expect(life.state).toMatchObject({ decideBy: life.now + HOUR });
  });

  it('offers no second promotion when a poll that did not know of the first one reports', () => {
    const life = held({ afterMs: HOUR });
    const { seq: seenSeq } = life.state;
    promote(life);
    life.send({
      type: 'reportStep',
      stepId: 'rollout',
      attempt: 1,
      result: heldStage({ afterMs: HOUR }),
      seenSeq,
      random: 0,
    });
    expect(life.step('rollout')).not.toHaveProperty('promotable');
    expect(life.step('rollout')).not.toHaveProperty('externalWait');
    expect(promote(life)).toMatchObject({ result: 'refused' });
  });
});
