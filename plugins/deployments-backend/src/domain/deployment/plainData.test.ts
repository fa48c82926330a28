import { sameData, withoutUndefined } from './plainData';

describe('plain data', () => {
  it.each<[unknown, unknown, boolean]>([
    [{ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }, true],
    [{ a: 1 }, { a: 2 }, false],
    [{ a: 1 }, { a: 1, b: 1 }, false],
    [[1, 2], [1, 2], true],
    [[1, 2], [2, 1], false],
    [{ a: [{ b: 1, c: 2 }] }, { a: [{ c: 2, b: 1 }] }, true],
    [['a'], { 0: 'a' }, false],
    [null, null, true],
    [null, {}, false],
    [undefined, undefined, true],
    [undefined, {}, false],
    ['1', 1, false],
  ])('%j and %j are equal: %s', (a, b, same) => {
    expect(sameData(a, b)).toBe(same);
  });

  it('is copied without undefined values, and the original stays unchanged', () => {
    const value = { a: 1, b: undefined, c: null, d: false };
    expect(withoutUndefined(value)).toStrictEqual({ a: 1, c: null, d: false });
    expect(value).toHaveProperty('b');
  });
});
