import { isOnlyAPoll, toProgress } from './progress';

const NOW = 1_000_000;
const running = (pollAfterMs: number, more: object = {}) => ({
  state: 'running' as const,
  pollAfterMs,
  ...more,
});

describe('an answer of a step that is still running', () => {
  it('changes nothing that is known', () => {
    const known = { pollAt: NOW + 5, message: 'Half', handle: { id: 1 } };
    const same = { message: 'Half', handle: { id: 1 } };
    expect(toProgress(running(5, same), known, NOW)).toBeUndefined();
    expect(toProgress(running(5), known, NOW)).toBeUndefined();
  });

  it('changes when to look again, never to before now', () => {
    expect(toProgress(running(5), { pollAt: NOW }, NOW)).toStrictEqual({
      pollAt: NOW + 5,
    });
    expect(toProgress(running(-5), {}, NOW)).toStrictEqual({ pollAt: NOW });
  });

  it.each([{ message: 'Done soon' }, { handle: { id: 2 } }, { message: '' }])(
    'tells what is new, though it is asked no other time: %j',
    news => {
      const known = { pollAt: NOW + 5, message: 'Half', handle: { id: 1 } };
      expect(toProgress(running(5, news), known, NOW)).toStrictEqual({
        ...news,
        pollAt: NOW + 5,
      });
    },
  );
});

describe('an event that is not for reading', () => {
  const progress = { attempt: 1, pollAt: NOW };

  it('only says when to look again', () => {
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
  });

  it('is no end of a step, though it says nothing', () => {
    expect(
      isOnlyAPoll({ type: 'stepSucceeded', stepId: 'a', attempt: 1 }),
    ).toBe(false);
  });
});
