import { maskRequestPath } from './maskRequestPath';

describe('maskRequestPath', () => {
  it.each([
    ['a plain path', '/api/v2/order-items', '/api/v2/order-items'],
    ['a file', '/assets/index.html', '/assets/index.html'],
    ['the root', '/', '/'],
    ['all requests of OPTIONS', '*', '*'],
    ['a number', '/orders/7/items', '/orders/***/items'],
    ['a prefixed id', '/customers/cus_9s8d7f', '/customers/***'],
    ['a UUID', '/o/3f2b8c1e-aaaa-4bbb-8ccc-9ddddddddddd/x', '/o/***/x'],
    ['a token', '/reset/aBcDeFgHiJkLmNoPqR', '/reset/***'],
    ['a long slug', `/posts/${'a-word-'.repeat(8)}`, '/posts/***'],
    ['a mail address', '/users/ana@example.com', '/users/***'],
    ['an encoded mail address', '/users/ana%40example.com', '/users/***'],
    ['broken encoding', '/users/%zz', '/users/***'],
    ['a path parameter', '/cart;jsessionid=abc', '/***'],
    ['values of a query', '/a?page=2&q=shoes', '/a?page=&q='],
    ['a query without names', '/a?', '/a?'],
    ['a token as a query', '/a?eyJhbGciOiJIUzI1NiJ9', '/a?***='],
    ['a second question mark', '/a?b=c?d=e', '/a?b='],
    ['a fragment', '/a#b', '/a'],
  ])('masks %s', (_name, url, masked) => {
    expect(maskRequestPath(url)).toBe(masked);
    expect(maskRequestPath(masked)).toBe(masked);
  });

  it('keeps at most 200 characters', () => {
    expect(maskRequestPath('/abc'.repeat(100))).toHaveLength(200);
  });
});
