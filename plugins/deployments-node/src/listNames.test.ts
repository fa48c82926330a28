import { listNames } from './listNames';

describe('listNames', () => {
  it.each<[string[], string]>([
    [['a'], 'a'],
    [['a', 'b', 'c'], 'a, b, c'],
    [['a', 'b', 'c', 'd', 'e'], 'a, b, c and 2 more'],
  ])('of %j are %s', (names, expected) => {
    expect(listNames(names)).toBe(expected);
  });
});
