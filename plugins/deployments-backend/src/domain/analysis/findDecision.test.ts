import { aLook, aMetric, anAnalysis, counted } from './__testUtils__/analyses';
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

function find(of: readonly Look[], model = anAnalysis()) {
  const work = findDecision(model, of, SHARES, () => false);
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

  it.each([301, 302, 303, 304, 305, 306])(
    'is found if look %s alone of many has it',
    number => {
      const all = looks(2_600, 2_600).map(look =>
        look.number === number
          ? aLook(number, { errors: counted([90, 100], [18, 900]) })
          : look,
      );
      const hardLimit = { atMost: 0.5, looks: 1, minimumSamples: 20 };
      const model = anAnalysis({ metrics: [aMetric({ hardLimit })] });
      const { found } = find(all, model);
      expect(found).toMatchObject({
        looks: number,
        verdict: { decision: 'rollback', reason: 'hard_limit' },
      });
    },
  );

  it('is that of the end if there is no other, and pauses on the way', () => {
    const { found, pauses } = find(looks(2_600, 2_600));
    expect(found?.looks).toBe(2_600);
    expect(pauses).toBeGreaterThanOrEqual(100);
  });

  it('is missing without looks', () => {
    expect(find([]).found).toBeUndefined();
  });
});
