import { createShuffleBag } from './weightedShuffleBag';

function draw(times: number, routes: Parameters<typeof createShuffleBag>[0]) {
  const next = createShuffleBag(routes);
  const counts: Record<string, number> = {};
  for (let n = 0; n < times; n++) {
    const id = next() ?? 'none';
    counts[id] = (counts[id] ?? 0) + 1;
  }
  return counts;
}

describe('createShuffleBag', () => {
  it.each([
    [[{ id: 'a', weight: 100 }], { a: 100 }],
    [
      [
        { id: 'a', weight: 90 },
        { id: 'b', weight: 10 },
      ],
      { a: 90, b: 10 },
    ],
    [
      [
        { id: 'a', weight: 100 },
        { id: 'b', weight: 0 },
      ],
      { a: 100 },
    ],
    [[{ id: 'b', weight: 25 }], { b: 25, none: 75 }],
    [[], { none: 100 }],
  ])(
    'draws each route with its percentage in every 100 draws: %j',
    (routes, expected) => {
      expect(draw(100, routes)).toEqual(expected);
      expect(draw(700, routes)).toEqual(
        Object.fromEntries(
          Object.entries(expected).map(([k, v]) => [k, v * 7]),
        ),
      );
    },
  );

  it('counts fractions of a percent to a tenth, in every 1000 draws', () => {
    expect(
      draw(1_000, [
        { id: 'a', weight: 87.5 },
        { id: 'b', weight: 12.5 },
      ]),
    ).toEqual({ a: 875, b: 125 });
    expect(draw(1_000, [{ id: 'a', weight: 33.333 }])).toEqual({
      a: 333,
      none: 667,
    });
  });

  it('draws in a different order each time', () => {
    const next = createShuffleBag([
      { id: 'a', weight: 50 },
      { id: 'b', weight: 50 },
    ]);
    const hundred = () => Array.from({ length: 100 }, next).join('');
    expect(new Set([hundred(), hundred(), hundred()]).size).toBe(3);
  });
});
