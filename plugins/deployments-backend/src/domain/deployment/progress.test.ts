import { isOnlyAPoll, toProgress } from './progress';

const NOW = 1_000_000;
const CONTEXT = {
  now: NOW,
  decideWithinMs: 10_000,
  stepId: 'a',
  mayWait: true,
};
const running = (pollAfterMs: number, more: object = {}) => ({
  state: 'running' as const,
  pollAfterMs,
  ...more,
});

describe('the report of a running step', () => {
  it('records nothing that is already known', () => {
    const known = { pollAt: NOW + 5, message: 'Half', handle: { id: 1 } };
    const same = { message: 'Half', handle: { id: 1 } };
    expect(toProgress(running(5, same), known, CONTEXT)).toBeUndefined();
    expect(toProgress(running(5), known, CONTEXT)).toBeUndefined();
  });

  it('records the next poll, never in the past', () => {
    expect(toProgress(running(5), { pollAt: NOW }, CONTEXT)).toStrictEqual({
      pollAt: NOW + 5,
    });
    expect(toProgress(running(-5), {}, CONTEXT)).toStrictEqual({ pollAt: NOW });
  });

  it.each([{ message: 'Done soon' }, { handle: { id: 2 } }, { message: '' }])(
    'records news even if the next poll stays the same: %j',
    news => {
      const known = { pollAt: NOW + 5, message: 'Half', handle: { id: 1 } };
      expect(toProgress(running(5, news), known, CONTEXT)).toStrictEqual({
        ...news,
        pollAt: NOW + 5,
      });
    },
  );
});

describe('an event that is only a poll', () => {
  const progress = { attempt: 1, pollAt: NOW };

  it('only records the next poll', () => {
    const ofStep = {
      ...progress,
      type: 'stepProgressed',
      stepId: 'a',
    } as const;
    const ofRollback = {
      ...progress,
      type: 'rollbackStepProgressed',
      id: 'a',
    } as const;
    expect([ofStep, ofRollback].map(isOnlyAPoll)).toEqual([true, true]);
    const message = 'Half';
    expect(isOnlyAPoll({ ...ofStep, message })).toBe(false);
    expect(isOnlyAPoll({ ...ofRollback, message })).toBe(false);
    expect(isOnlyAPoll({ ...ofStep, problems: [] })).toBe(false);
    expect(isOnlyAPoll({ ...ofStep, externalWait: null })).toBe(false);
  });

  it('is not the end of a step, even without a message', () => {
    expect(
      isOnlyAPoll({ type: 'stepSucceeded', stepId: 'a', attempt: 1 }),
    ).toBe(false);
  });
});
