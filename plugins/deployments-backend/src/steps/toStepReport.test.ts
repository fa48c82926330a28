import { choosePollAfter, toRunning } from './toStepReport';

describe('choosePollAfter', () => {
  it.each([
    ['half a second without a hint', undefined, 500],
    ['the hint', 5_000, 5_000],
    ['at least 250 ms', 0, 250],
    ['at least 250 ms', -1, 250],
    ['at most a minute', 3_600_000, 60_000],
    ['at most a minute', Infinity, 60_000],
    ['half a second for a hint that is no number', NaN, 500],
  ])('is %s', (_, hint, expected) => {
    expect(choosePollAfter(hint)).toBe(expected);
  });
});

describe('toRunning', () => {
  it('replaces the links and problems of the last report', () => {
    expect(toRunning({ state: 'working', message: 'Working' }, {})).toEqual({
      state: 'running',
      handle: {},
      message: 'Working',
      pollAfterMs: 500,
      links: [],
      problems: [],
    });
  });

  it('leaves out an end of the wait that is no time', () => {
    const { blocker } = toRunning(
      { state: 'waiting', message: 'Waits', until: NaN },
      {},
    );
    expect(blocker).toEqual({ kind: 'external', message: 'Waits' });
  });
});
