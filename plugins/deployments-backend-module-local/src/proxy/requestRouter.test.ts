import type { IncomingMessage } from 'node:http';
import type { TrafficRouting } from '@slipway/backstage-plugin-deployments-node';
import { createRequestRouter, readCookie } from './requestRouter';

const CANDIDATE = 'candidate';

function createRouter(weight: number, routing?: TrafficRouting) {
  const choose = createRequestRouter({
    routes: [
      { instance: 'baseline', weight: 100 - weight },
      { instance: CANDIDATE, weight },
    ],
    candidate: CANDIDATE,
    routing,
  });
  return (headers: Record<string, string> = {}) => {
    const { instance, setCookie, isMatched } = choose({
      headers,
    } as unknown as IncomingMessage);
    return { instance, setCookie, isMatched };
  };
}

const sticky = { cookie: 'version' };

/** Sends the first request of many users, and returns their cookies with their versions. */
function visit(weight: number, count: number) {
  const choose = createRouter(weight, { sticky });
  return Array.from({ length: count }, () => {
    const { instance, setCookie = '' } = choose();
    return { cookie: setCookie.split(';')[0]!, instance };
  });
}

describe('createRequestRouter', () => {
  it('gives new users exactly the weights, and keeps them on their version', () => {
    const users = visit(10, 500);
    expect(users.filter(({ instance }) => instance === CANDIDATE)).toHaveLength(
      50,
    );
    const choose = createRouter(10, { sticky });
    for (const { cookie, instance } of users) {
      expect(choose({ cookie })).toEqual({
        instance,
        setCookie: undefined,
        isMatched: false,
      });
    }
  });

  it('moves users only to the candidate when the weight increases, in proportion, and everybody back at 0', () => {
    const users = visit(5, 1_000);
    let before = new Set(
      users.flatMap(({ cookie, instance }) =>
        instance === CANDIDATE ? [cookie] : [],
      ),
    );
    for (const weight of [5, 6, 20, 50, 99.9, 100]) {
      const choose = createRouter(weight, { sticky });
      const now = new Set(
        users.flatMap(({ cookie }) =>
          choose({ cookie }).instance === CANDIDATE ? [cookie] : [],
        ),
      );
      expect([...before].filter(cookie => !now.has(cookie))).toEqual([]);
      // Four standard deviations of a binomial share.
      expect(Math.abs(now.size - weight * 10)).toBeLessThanOrEqual(64);
      before = now;
    }
    const atZero = createRouter(0, { sticky });
    expect(
      users.every(({ cookie }) => atZero({ cookie }).instance === 'baseline'),
    ).toBe(true);
  });

  it('moves users with a fresh baseline to the candidate as the weight increases, and none back', () => {
    const createWithFresh = (weight: number) => {
      const fresh = Math.min(weight, 100 - weight);
      const choose = createRequestRouter({
        routes: [
          { instance: 'baseline', weight: 100 - weight - fresh },
          { instance: CANDIDATE, weight },
          { instance: 'fresh', weight: fresh },
        ],
        candidate: CANDIDATE,
        freshBaseline: 'fresh',
        routing: { sticky },
      });
      return (headers: Record<string, string> = {}) =>
        choose({ headers } as unknown as IncomingMessage);
    };
    const chooseFirst = createWithFresh(10);
    const users = Array.from({ length: 1_000 }, () => {
      const { instance, setCookie = '' } = chooseFirst();
      return { cookie: setCookie.split(';')[0]!, instance };
    });
    const count = (seen: { instance?: string }[], name: string) =>
      seen.filter(({ instance }) => instance === name).length;
    expect(
      [CANDIDATE, 'fresh', 'baseline'].map(name => count(users, name)),
    ).toEqual([100, 100, 800]);
    const had = new Set(
      users.flatMap(({ cookie, instance }) =>
        instance === CANDIDATE ? [cookie] : [],
      ),
    );
    for (const weight of [10, 20, 49.9, 50, 50.1, 80, 99.9, 100]) {
      const choose = createWithFresh(weight);
      const now = users.map(({ cookie }) => choose({ cookie }));
      const have = users.flatMap(({ cookie }, user) =>
        now[user]?.instance === CANDIDATE ? [cookie] : [],
      );
      expect(now.filter(it => it.instance === undefined)).toEqual([]);
      expect([...had].filter(cookie => !have.includes(cookie))).toEqual([]);
      have.forEach(cookie => had.add(cookie));
      // Four standard deviations of a binomial share.
      const expected = Math.min(weight, 100 - weight) * 10;
      expect(Math.abs(count(now, 'fresh') - expected)).toBeLessThanOrEqual(64);
      expect(Math.abs(count(now, CANDIDATE) - weight * 10)).toBeLessThanOrEqual(
        64,
      );
    }
  });

  it('chooses other users for another candidate', () => {
    const users = visit(50, 400);
    const other = createRequestRouter({
      routes: [
        { instance: 'baseline', weight: 50 },
        { instance: 'other', weight: 50 },
      ],
      candidate: 'other',
      routing: { sticky },
    });
    const both = users.filter(
      ({ cookie, instance }) =>
        instance === CANDIDATE &&
        other({ headers: { cookie } } as unknown as IncomingMessage)
          .instance === 'other',
    );
    expect(both.length).toBeGreaterThan(50);
    expect(both.length).toBeLessThan(150);
  });

  it('sets a cookie that scripts cannot read, and that ends when the settings say so', () => {
    expect(createRouter(10, { sticky })().setCookie).toMatch(
      /^version=[\w-]{36}; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(
      createRouter(10, { sticky: { ...sticky, maxAgeSeconds: 60 } })()
        .setCookie,
    ).toMatch(/; SameSite=Lax; Max-Age=60$/);
  });

  it.each(['', 'short', 'x'.repeat(65), 'with space here', '"; DROP TABLE'])(
    'replaces the invalid cookie %j',
    value => {
      expect(
        createRouter(10, { sticky })({ cookie: `version=${value}` }).setCookie,
      ).toMatch(/^version=/);
    },
  );

  it('sends requests with a matching header or cookie to the candidate, even without weight', () => {
    const choose = createRouter(0, {
      match: [
        { header: 'X-Tester', value: 'yes' },
        { cookie: 'beta', value: '1' },
      ],
    });
    const matched = { instance: CANDIDATE, isMatched: true };
    expect(choose({ 'x-tester': 'yes' })).toMatchObject(matched);
    expect(choose({ cookie: 'a=b; beta=1' })).toMatchObject(matched);
    for (const headers of [
      {},
      { 'x-tester': 'YES' },
      { 'x-tester': 'yes, yes' },
      { cookie: 'beta=11' },
      { cookie: 'xbeta=1' },
    ]) {
      expect(choose(headers as Record<string, string>)).toMatchObject({
        instance: 'baseline',
        isMatched: false,
      });
    }
  });

  it('gives the candidate all requests when no baseline is running', () => {
    const choose = createRequestRouter({
      routes: [{ instance: CANDIDATE, weight: 100 }],
      candidate: CANDIDATE,
      routing: { sticky },
    });
    const request = { headers: {} } as unknown as IncomingMessage;
    for (let n = 0; n < 100; n++) {
      expect(choose(request).instance).toBe(CANDIDATE);
    }
  });

  it('routes nothing when there is only a candidate without traffic', () => {
    const choose = createRequestRouter({
      routes: [{ instance: CANDIDATE, weight: 0 }],
      candidate: CANDIDATE,
      routing: { sticky },
    });
    const first = choose({ headers: {} } as unknown as IncomingMessage);
    expect(first.instance).toBeUndefined();
    expect(
      choose({
        headers: { cookie: 'version=some-valid-id' },
      } as unknown as IncomingMessage).instance,
    ).toBeUndefined();
  });
});

describe('readCookie', () => {
  it.each([
    ['a=1; b=2', 'b', '2'],
    ['b=2;a=1', 'b', '2'],
    ['b=1; b=2', 'b', '1'],
    ['ab=1', 'b', undefined],
    ['b', 'b', undefined],
    ['b=c=d', 'b', 'c=d'],
    [undefined, 'b', undefined],
  ])('reads from %j the cookie %s as %j', (header, name, value) => {
    expect(readCookie(header, name)).toBe(value);
  });
});
