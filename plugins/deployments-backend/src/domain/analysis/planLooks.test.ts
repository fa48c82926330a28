import { MAX_LOOKS } from './look';
import { planLooks } from './planLooks';

describe('due looks', () => {
  it.each<[string, number, [number, number][]]>([
    ['none before the first ends', 109, []],
    ['one at its end', 110, [[100, 110]]],
    [
      'all if the poll is late',
      135,
      [
        [100, 110],
        [110, 120],
        [120, 130],
      ],
    ],
    ['only the newest after an outage', 999, [[980, 990]]],
    ['none if the clock goes back', 50, []],
  ])('are %s', (_, now, periods) => {
    expect(
      planLooks(10, { from: 100, now, taken: 0 }).map(({ from, to }) => [
        from,
        to,
      ]),
    ).toEqual(periods);
  });

  it('are ten times as long after many at one weight, and never end', () => {
    const plan = (taken: number, now: number) =>
      planLooks(10, { from: 0, now, taken });
    expect(plan(MAX_LOOKS - 1, 10)).toEqual([{ from: 0, to: 10 }]);
    expect(plan(MAX_LOOKS, 99)).toEqual([]);
    expect(plan(MAX_LOOKS, 100)).toEqual([{ from: 0, to: 100 }]);
    expect(plan(10 * MAX_LOOKS, 200)).toHaveLength(2);
  });

  it('do not exceed the limit of short ones if the poll is late', () => {
    expect(
      planLooks(10, { from: 0, now: 30, taken: MAX_LOOKS - 1 }),
    ).toHaveLength(1);
  });
});
