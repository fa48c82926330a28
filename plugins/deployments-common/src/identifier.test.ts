import { identifierProblem } from './identifier';

describe('identifierProblem', () => {
  it.each([
    ['a line break', '1.4.2\r\nforged', 'U+000D'],
    ['a terminal sequence', '\u001b[31m1.4.2', 'U+001B'],
    ['a bidi override', '1.4.2\u202e', 'U+202E'],
    ['an isolate', '\u2066a', 'U+2066'],
    ['a zero-width space', '1.4\u200b.2', 'U+200B'],
    ['half of a surrogate pair', 'a\ud83d', 'U+D83D'],
    ['a line separator', 'a\u2028b', 'U+2028'],
    ['nothing but space', '  ', 'blank'],
  ])('rejects %s', (_case, text, problem) => {
    expect(identifierProblem(text)).toContain(problem);
  });

  it.each(['1.4.2', '1.4.2+build.7', 'Größe ✓ 🚢', 'أهلا', 'a b'])(
    'accepts %j',
    text => {
      expect(identifierProblem(text)).toBeUndefined();
    },
  );
});
