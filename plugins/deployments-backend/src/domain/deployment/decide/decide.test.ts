import {
  ADA,
  aRequest,
  aSnapshot,
  aStep,
  HOUR,
  Life,
  T0,
  version,
} from '../__testUtils__/builders';
import { decide } from './decide';

describe('without a deployment', () => {
  it('a request creates one', () => {
    const request = aRequest();
    expect(
      decide(undefined, { type: 'request', request, now: T0 }),
    ).toStrictEqual({
      result: 'events',
      events: [{ type: 'requested', request }],
    });
  });

  it("a person's command is refused with a reason, and a system command gives no events", () => {
    expect(
      decide(undefined, { type: 'pause', by: ADA, now: T0 }),
    ).toStrictEqual({
      result: 'refused',
      message: 'There is no such deployment.',
    });
    expect(decide(undefined, { type: 'tick', now: T0 })).toStrictEqual({
      result: 'events',
      events: [],
    });
  });
});

describe('blockers of a queued deployment', () => {
  const blockers = [{ kind: 'window' as const, message: 'Weekend' }];
  const known = { blockers, planHash: 'one' };
  const blocked = () => {
    const life = new Life({ queued: true });
    life.send({ type: 'block', ...known });
    return life;
  };
  const other = { ...version('1.6.0'), flags: [] };

  it('are recorded once', () => {
    expect(blocked().send({ type: 'block', ...known })).toEqual([]);
    expect(blocked().send({ type: 'block', blockers })).toEqual([]);
    const { version: same } = blocked().state;
    expect(blocked().send({ type: 'block', ...known, version: same })).toEqual(
      [],
    );
  });

  it.each([
    ['other blockers', { ...known, blockers: [] }],
    ['another plan', { ...known, planHash: 'two' }],
    ['another version', { ...known, version: other }],
  ])('are recorded again with %s', (_, command) => {
    expect(blocked().send({ type: 'block', ...command })).toStrictEqual([
      { type: 'blocked', ...command },
    ]);
  });

  it('are not recorded after the start', () => {
    expect(new Life().send({ type: 'block', ...known })).toEqual([]);
  });

  it('the start ends the queue, and other commands for the queue give no events afterwards', () => {
    const life = new Life();
    const snapshot = aSnapshot();
    expect(
      life.send({ type: 'start', snapshot, planHash: 'x', fence: 9 }),
    ).toEqual([]);
    expect(life.send({ type: 'expire' })).toEqual([]);
    expect(life.send({ type: 'supersede', byDeployment: 'd2' })).toEqual([]);
  });
});

describe('takeover', () => {
  const takeOver = (life: Life) =>
    life.send({ type: 'takeover', byDeployment: 'd2', by: ADA });
  const changing = aStep('a', { changes: 'reversible', onFailure: 'pause' });

  it('also rolls back a lock owner that waits for a person', () => {
    const life = new Life({ snapshot: { steps: [changing] } });
    life.fail('a');
    expect(life.state.status).toBe('waiting');
    takeOver(life);
    expect(life.state).toMatchObject({
      status: 'rolling_back',
      rollback: { cause: 'takeover' },
    });
  });

  it('asks nobody if there is no version to go back to', () => {
    const life = new Life({
      snapshot: {
        steps: [changing, aStep('b', { needs: ['a'] })],
        baseline: undefined,
        rollbackTarget: undefined,
      },
    });
    life.pass('a');
    takeOver(life);
    expect(life.state.status).toBe('rolling_back');
  });

  it('does not affect a deployment that is queued, rolling back or stopping', () => {
    expect(takeOver(new Life({ queued: true }))).toEqual([]);
    const rolling = new Life({ snapshot: { steps: [changing] } });
    rolling.start('a');
    rolling.person({ type: 'rollback' });
    expect(rolling.state.status).toBe('rolling_back');
    expect(takeOver(rolling)).toEqual([]);
    const stopping = new Life({ snapshot: { steps: [aStep('a')] } });
    stopping.start('a');
    stopping.person({ type: 'cancel' });
    expect(stopping.state.stopping).toBeDefined();
    expect(takeOver(stopping)).toEqual([]);
  });
});

it('several deadlines that passed together are all applied', () => {
  const life = new Life({
    snapshot: {
      decideWithinMs: HOUR,
      steps: [
        aStep('deploy', { changes: 'reversible' }),
        aStep('ok', { use: 'approve', needs: ['deploy'] }),
      ],
      baseline: undefined,
      rollbackTarget: undefined,
    },
  });
  life.pass('deploy');
  life.start('ok');
  life.report('ok', {
    state: 'waiting',
    blocker: { kind: 'approval', message: '0 of 1' },
  });
  life.wait(HOUR);
  life.tick();
  // Nobody approved, and there is no version to go back to, so a decision is opened now.
  expect(life.state).toMatchObject({
    status: 'waiting',
    decision: { kind: 'noTarget', stepId: 'ok' },
    decideBy: life.now + HOUR,
  });
});
