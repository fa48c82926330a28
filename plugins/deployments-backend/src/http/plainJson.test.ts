import { withoutControls } from './plainJson';

describe('withoutControls', () => {
  it('removes characters that a terminal would act on', () => {
    const body = {
      lines: [{ line: '\u001b[31mred\u001b[0m\nnext\tcell', level: 'error' }],
      title: 'a\u009b2Kb',
    };
    expect(withoutControls(body)).toEqual({
      lines: [{ line: 'red\nnext\tcell', level: 'error' }],
      title: 'ab',
    });
  });

  it('returns the same body if there are none', () => {
    const body = { text: 'Größe ✓\r\n', nothing: undefined };
    expect(withoutControls(body)).toBe(body);
    expect(withoutControls(undefined)).toBeUndefined();
  });
});
