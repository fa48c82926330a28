import { withoutControls } from './plainJson';

describe('a body that is answered', () => {
  it('moves nothing in the terminal of whoever reads it', () => {
    const body = {
      lines: [{ line: '\u001b[31mred\u001b[0m\nnext\tcell', level: 'error' }],
      title: 'a\u009b2Kb',
    };
    expect(withoutControls(body)).toEqual({
      lines: [{ line: 'red\nnext\tcell', level: 'error' }],
      title: 'ab',
    });
  });

  it('is itself where it holds no such thing', () => {
    const body = { text: 'Größe ✓\r\n', nothing: undefined };
    expect(withoutControls(body)).toBe(body);
    expect(withoutControls(undefined)).toBeUndefined();
  });
});
