import { aLook, anAnalysis, counted } from './__testUtils__/analyses';
import { findDecision } from './findDecision';
import type { Look } from './look';
import { replayLooks } from './replayLooks';

const SHARES = { attempt: 1, analyses: 1 };

/** `good` looks, and then bad ones. */
const looks = (count: number, good: number): Look[] =>
  Array.from({ length: count }, (_, index) =>
    aLook(index + 1, {
      errors: counted([index < good ? 2 : 40, 100], [18, 900]),
    }),
  );

function find(of: readonly Look[], isTimeUp = (_: Look) => false) {
  const work = findDecision(anAnalysis(), of, SHARES, isTimeUp);
  for (let pauses = 0; ; pauses += 1) {
    const { done, value } = work.next();
    if (done) return { found: value, pauses };
  }
}

describe('the decision', () => {
  it.each([
    ['few looks', 400],
    ['many looks', 2_600],
  ])('among %s is found at the first look with it', (_, count) => {
    const all = looks(count, 302);
    const { found } = find(all);
    expect(found?.verdict.decision).toBe('rollback');
    const before = (length: number) =>
      replayLooks(anAnalysis(), all.slice(0, length), {
        ...SHARES,
        lastStep: false,
        timeIsUp: false,
      }).verdict.decision;
    const { looks: needed } = found!;
    expect(needed).toBeGreaterThan(302);
    expect([before(needed - 1), before(needed)]).toEqual([
      'advance',
      'rollback',
    ]);
  });

  it('is that of the end if there is no other, and pauses on the way', () => {
    const { found, pauses } = find(looks(2_600, 2_600));
    expect(found?.looks).toBe(2_600);
    expect(pauses).toBeGreaterThanOrEqual(100);
  });

  it('is missing without looks', () => {
    expect(find([]).found).toBeUndefined();
  });
});
