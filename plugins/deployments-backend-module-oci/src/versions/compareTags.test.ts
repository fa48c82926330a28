import { chooseTag, compareTags, isOrdered } from './compareTags';

describe('compareTags', () => {
  it('sorts versions newest first, and other tags behind them', () => {
    const sorted = [
      '10.0.0',
      'v9.10.0',
      '9.9.0',
      '9.9',
      '9.9.0-rc.10',
      '9.9.0-rc.2',
      '2.0.0_build7',
      'sha-4f2a91c',
      'feature-x',
    ];
    const shuffled = [3, 8, 0, 5, 2, 7, 1, 6, 4].map(index => sorted[index]!);
    expect(shuffled.sort(compareTags)).toEqual(sorted);
  });

  it.each([
    ['1.4.2', true],
    ['v2', true],
    ['20260301-1', true],
    ['4f2a91c', false],
    ['1e7a91c', false],
    ['build-7', false],
  ])('says whether %s has an order: %s', (tag, expected) => {
    expect(isOrdered(tag)).toBe(expected);
  });
});

describe('chooseTag', () => {
  it.each([
    [['1', '1.4', '1.4.2', '1.4.2-alpine'], undefined, '1.4.2'],
    [['1.4.2-rc.1', '1.4.2'], undefined, '1.4.2'],
    [['1.4.2', '1.4.2-alpine'], '1.4.2-alpine', '1.4.2-alpine'],
    [['1.4', 'v1.4.2'], '1.4.2', 'v1.4.2'],
    // The label of a base image names no tag of this repository.
    [['1.4.2'], '22.04', '1.4.2'],
    [['release', 'sha-4f2a91c'], undefined, 'sha-4f2a91c'],
    [[], '1.4.2', undefined],
  ])('of %j with the label %s chooses %s', (tags, label, expected) => {
    expect(chooseTag(tags, label)).toBe(expected);
  });
});
