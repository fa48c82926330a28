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

  it('are limited in number', () => {
    const plan = (taken: number) =>
      planLooks(10, { from: 0, now: 30, taken }).length;
    expect([plan(MAX_LOOKS - 4), plan(MAX_LOOKS - 1), plan(MAX_LOOKS)]).toEqual(
      [3, 1, 0],
    );
  });
});
