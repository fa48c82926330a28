import { aStep, HOUR, Life } from './__testUtils__/builders';
import { awaitsPersonSince, overdueAt, waitsSince } from './overdueDecision';

/** A deployment with a failed step that waits for a decision. */
function asked(decideWithinMs: number): Life {
  const life = new Life({
    snapshot: { decideWithinMs, onFailure: 'pause', steps: [aStep('a')] },
  });
  life.fail('a');
  return life;
}

describe('waitsSince', () => {
  it('is the request time while queued', () => {
    const life = new Life({ queued: true });
    life.wait(HOUR);
    expect(waitsSince(life.state)).toBe(life.state.requestedAt);
  });

  it('is the time when the decision was opened', () => {
    const life = asked(4 * HOUR);
    expect(waitsSince(life.state)).toBe(life.now);
  });

  it('is undefined if the deployment does not wait', () => {
    expect(waitsSince(new Life().state)).toBeUndefined();
  });
});

describe('awaitsPersonSince', () => {
  const blocked = (kind: 'approval' | 'hold' | 'drift' | 'window' | 'slot') => {
    const { state } = new Life({ queued: true });
    return { ...state, at: state.at + HOUR, blockers: [{ kind, message: '' }] };
  };

  it.each(['approval', 'hold', 'drift'] as const)(
    'is the request time while %s keeps it queued',
    kind => {
      const state = blocked(kind);
      expect(awaitsPersonSince(state)).toBe(state.requestedAt);
    },
  );

  it.each(['window', 'slot'] as const)(
    'is undefined while only %s keeps it queued',
    kind => {
      expect(awaitsPersonSince(blocked(kind))).toBeUndefined();
    },
  );

  it('is the time when the decision was opened', () => {
    const life = asked(4 * HOUR);
    life.wait(HOUR);
    expect(awaitsPersonSince(life.state)).toBe(life.now - HOUR);
  });

  it('is undefined for a deployment that runs or has ended', () => {
    expect(awaitsPersonSince(new Life().state)).toBeUndefined();
    const { state } = asked(4 * HOUR);
    expect(awaitsPersonSince({ ...state, status: 'failed' })).toBeUndefined();
  });
});

describe('overdueAt', () => {
  it('is after half of the time to decide', () => {
    const life = asked(4 * HOUR);
    expect(overdueAt(life.state)).toBe(life.now + 2 * HOUR);
  });

  it('is rounded up to a whole millisecond', () => {
    const life = asked(3);
    expect(overdueAt(life.state)).toBe(life.now + 2);
  });

  it('is immediate if an outcome is unknown', () => {
    const { state } = asked(4 * HOUR);
    const blockers = [
      { kind: 'decision' as const, message: '' },
      { kind: 'unknown_outcome' as const, message: '' },
    ];
    expect(overdueAt({ ...state, blockers })).toBe(state.at);
  });

  it('is undefined if nobody has to decide', () => {
    expect(overdueAt(new Life().state)).toBeUndefined();
    const { state } = asked(4 * HOUR);
    expect(overdueAt({ ...state, status: 'failed' })).toBeUndefined();
  });

  it('uses no time to decide if the snapshot is missing', () => {
    const { state } = asked(4 * HOUR);
    const { snapshot: _, ...without } = state;
    expect(overdueAt(without)).toBe(state.decideBy);
  });
});
