import { nextPollAt } from './nextPollAt';

describe('nextPollAt', () => {
  it.each<[string, number[], number, number | undefined]>([
    ['nothing is due any more', [], 5_000, undefined],
    ['one is due', [5_000], 5_000, 5_000],
    ['two are due a few milliseconds apart', [5_000, 5_020], 5_000, 5_020],
    ['they are due further apart', [5_000, 6_001], 5_000, 5_000],
    ['they have a short interval', [1_000, 1_150], 500, 1_000],
    ['a third is due after the second', [0, 900, 1_800], 5_000, 900],
  ])('if %s', (_, dueAt, everyMs, at) => {
    expect(nextPollAt(dueAt, everyMs)).toBe(at);
  });

  it('aligns checks that are observed in parallel, and keeps them aligned', () => {
    // One is due at the end of a warm-up, the other 20 ms later.
    let due = [5_000, 5_020];
    const polls: number[] = [];
    for (let poll = 0; poll < 4; poll++) {
      const now = nextPollAt(due, 5_000) ?? 0;
      polls.push(now);
      due = due.map(at => (at <= now ? now + 5_000 : at));
    }
    expect(polls).toEqual([5_020, 10_020, 15_020, 20_020]);
  });
});
