import { aStep, HOUR, Life } from './__testUtils__/builders';
import { overdueAt, waitsSince } from './overdueDecision';

/** A step failed, and somebody is asked what is to follow. */
function asked(decideWithinMs: number): Life {
  const life = new Life({
    snapshot: { decideWithinMs, onFailure: 'pause', steps: [aStep('a')] },
  });
  life.fail('a');
  return life;
}

describe('since when a deployment waits', () => {
  it('is since it was requested while it is queued', () => {
    const life = new Life({ queued: true });
    life.wait(HOUR);
    expect(waitsSince(life.state)).toBe(life.state.requestedAt);
  });

  it('is since somebody was asked', () => {
    const life = asked(4 * HOUR);
    expect(waitsSince(life.state)).toBe(life.now);
  });

  it('is unknown while it waits for nobody', () => {
    expect(waitsSince(new Life().state)).toBeUndefined();
  });
});

describe('when somebody should be reminded', () => {
  it('is when half of the time to decide is over', () => {
    const life = asked(4 * HOUR);
    expect(overdueAt(life.state)).toBe(life.now + 2 * HOUR);
  });

  it('is a whole millisecond, the later of two', () => {
    const life = asked(3);
    expect(overdueAt(life.state)).toBe(life.now + 2);
  });

  it('is at once where nobody can say what an effect did', () => {
    const { state } = asked(4 * HOUR);
    const blockers = [
      { kind: 'decision' as const, message: '' },
      { kind: 'unknown_outcome' as const, message: '' },
    ];
    expect(overdueAt({ ...state, blockers })).toBe(state.at);
  });

  it('never comes where nobody is waited for', () => {
    expect(overdueAt(new Life().state)).toBeUndefined();
    const { state } = asked(4 * HOUR);
    expect(overdueAt({ ...state, status: 'failed' })).toBeUndefined();
  });

  it('takes no time to decide where none was frozen', () => {
    const { state } = asked(4 * HOUR);
    const { snapshot: _, ...without } = state;
    expect(overdueAt(without)).toBe(state.decideBy);
  });
});
