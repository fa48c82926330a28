import { parseChallenges } from './parseChallenges';

describe('parseChallenges', () => {
  it.each([
    [
      'Bearer realm="https://auth.example.com/token",service="registry",scope="repository:shop/checkout:pull,push"',
      [
        {
          scheme: 'bearer',
          parameters: {
            realm: 'https://auth.example.com/token',
            service: 'registry',
            scope: 'repository:shop/checkout:pull,push',
          },
        },
      ],
    ],
    [
      'basic Realm = "a \\"quoted\\" realm" , charset=UTF-8, bearer realm="https://x"',
      [
        {
          scheme: 'basic',
          parameters: { realm: 'a "quoted" realm', charset: 'UTF-8' },
        },
        { scheme: 'bearer', parameters: { realm: 'https://x' } },
      ],
    ],
    ['Negotiate', [{ scheme: 'negotiate', parameters: {} }]],
    ['', []],
    ['="', []],
    ['Bearer realm="unfinished', [{ scheme: 'bearer', parameters: {} }]],
  ])('reads %j', (header, expected) => {
    expect(parseChallenges(header)).toEqual(expected);
  });

  it('ends soon on a long header', () => {
    expect(
      parseChallenges(`Bearer ${'a="'.repeat(100_000)}`).length,
    ).toBeLessThan(10_000);
  });
});
