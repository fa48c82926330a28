import type { HttpRoute } from '../client/trafficObjects';
import { buildRules, isSameRules, readRouteShares } from './routeRules';

const BACKENDS = { stable: 'checkout', slots: ['checkout-a', 'checkout-b'] };

const buildRoute = (
  rules: NonNullable<HttpRoute['spec']>['rules'],
): HttpRoute => ({
  metadata: { name: 'shop', uid: 'uid-1' },
  spec: { rules: rules ?? [] },
});

const plain = buildRoute([
  {
    matches: [{ path: { type: 'PathPrefix', value: '/checkout' } }],
    backendRefs: [{ name: 'checkout', port: 80 }],
  },
  { backendRefs: [{ name: 'other', port: 80 }] },
]);

const header = { header: 'X-Tester', value: 'yes' };

describe('the rules of a route', () => {
  it('split between the stable Service and the candidate, and other rules stay as they are', () => {
    const rules = buildRules(plain, BACKENDS, {
      candidate: 'checkout-a',
      weight: 30,
      match: [],
    });
    expect(rules).toEqual([
      {
        matches: [{ path: { type: 'PathPrefix', value: '/checkout' } }],
        backendRefs: [
          { name: 'checkout', port: 80, weight: 70 },
          { name: 'checkout-a', port: 80, weight: 30 },
        ],
      },
      { backendRefs: [{ name: 'other', port: 80 }] },
    ]);
    expect(readRouteShares(buildRoute(rules), BACKENDS)).toEqual(
      new Map([['checkout-a', 30]]),
    );
  });

  it.each([12.5, 0.1, 33.3333, 99.99])(
    'split by %s %% with whole weights, because the Gateway API has no others',
    weight => {
      const rules = buildRules(plain, BACKENDS, {
        candidate: 'checkout-a',
        weight,
        match: [],
      });
      for (const ref of rules[0]?.backendRefs ?? []) {
        expect(Number.isInteger(ref.weight)).toBe(true);
        expect(ref.weight).toBeLessThanOrEqual(1_000_000);
      }
      expect(
        readRouteShares(buildRoute(rules), BACKENDS).get('checkout-a'),
      ).toBeCloseTo(weight, 10);
    },
  );

  it('send everything to the candidate', () => {
    const [rule] = buildRules(plain, BACKENDS, {
      candidate: 'checkout-a',
      weight: 100,
      match: [],
    });
    expect(rule?.backendRefs?.map(({ weight }) => weight)).toEqual([0, 100]);
  });

  it('send the smallest share rather than none', () => {
    const [rule] = buildRules(plain, BACKENDS, {
      candidate: 'checkout-a',
      weight: 0.000_01,
      match: [],
    });
    expect(rule?.backendRefs?.map(({ weight }) => weight)).toEqual([
      999_999, 1,
    ]);
  });

  it('send matching requests to the candidate alone, on the same path', () => {
    const [matching, rest] = buildRules(plain, BACKENDS, {
      candidate: 'checkout-a',
      weight: 0,
      match: [header, { cookie: 'v.1', value: 'yes' }],
    });
    const path = { type: 'PathPrefix', value: '/checkout' };
    expect(matching).toEqual({
      matches: [
        {
          path,
          headers: [{ type: 'Exact', name: 'X-Tester', value: 'yes' }],
        },
        {
          path,
          headers: [
            {
              type: 'RegularExpression',
              name: 'Cookie',
              value: '^(.*; *)?v\\.1=yes(;.*)?$',
            },
          ],
        },
      ],
      backendRefs: [{ name: 'checkout-a', port: 80 }],
    });
    expect(rest?.backendRefs).toEqual([{ name: 'checkout', port: 80 }]);
  });

  it('are those of the team again when the rollout ends, whatever was split before', () => {
    const split = buildRules(plain, BACKENDS, {
      candidate: 'checkout-a',
      weight: 30,
      match: [header],
    });
    const restored = buildRules(buildRoute(split), BACKENDS, {
      weight: 0,
      match: [],
    });
    expect(restored).toEqual(plain.spec?.rules);
  });

  it('are the same with the defaults that an API server adds', () => {
    expect(
      isSameRules(
        [{ backendRefs: [{ name: 'checkout', port: 80 }] }],
        [
          {
            backendRefs: [
              {
                weight: 1,
                group: '',
                kind: 'Service',
                port: 80,
                name: 'checkout',
              },
            ],
          },
        ],
      ),
    ).toBe(true);
  });

  it.each([
    ['no rule names the Service', [{ backendRefs: [{ name: 'other' }] }]],
    [
      'a rule has other backends as well',
      [{ backendRefs: [{ name: 'checkout' }, { name: 'other' }] }],
    ],
    [
      'the backend is no Service',
      [{ backendRefs: [{ kind: 'Bucket', name: 'checkout' }] }],
    ],
  ])('are refused if %s', (_, rules) => {
    expect(() =>
      buildRules(buildRoute(rules), BACKENDS, { weight: 0, match: [] }),
    ).toThrow(expect.objectContaining({ retryable: false }));
  });
});
