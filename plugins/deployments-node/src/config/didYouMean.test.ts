import { didYouMean, findNearest } from './didYouMean';

describe('didYouMean', () => {
  it.each<[string, string[], string]>([
    [
      'playbok',
      ['script', 'playbook'],
      '; did you mean "playbook"? Known: script, playbook',
    ],
    ['other', ['script', 'playbook'], '; Known: script, playbook'],
    ['any', [], '; there are none'],
  ])('suggests a known word for %s among %j', (given, known, expected) => {
    expect(didYouMean(given, known)).toBe(expected);
  });

  it('lists at most 20 known words', () => {
    const known = Array.from({ length: 21 }, (_, index) => `name-${index}`);
    expect(didYouMean('x', known)).toMatch(/name-19, …$/);
  });
});

describe('findNearest', () => {
  it.each<[string, string, string | undefined]>([
    ['two neighbours that are swapped', 'tgas', 'tags'],
    ['another case', 'TAGS', 'tags'],
    ['the most similar of several', 'match', 'match'],
    ['nothing similar', 'password', undefined],
    ['a long text', 'x'.repeat(100_000), undefined],
  ])('finds the known word for %s', (_, given, expected) => {
    expect(findNearest(given, ['matches', 'match', 'tags'])).toBe(expected);
  });
});
