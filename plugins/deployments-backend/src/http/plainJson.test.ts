import { toPlainJson } from './plainJson';

describe('toPlainJson', () => {
  it('removes characters that a terminal would act on', () => {
    const body = {
      lines: [{ line: '\u001b[31mred\u001b[0m\nnext\tcell', level: 'error' }],
      title: 'a\u009b2Kb',
    };
    expect(toPlainJson(body)).toBe(
      JSON.stringify({
        lines: [{ line: 'red\nnext\tcell', level: 'error' }],
        title: 'ab',
      }),
    );
  });

  it('writes everything else as JSON.stringify does', () => {
    const body = { text: 'Größe ✓\r\n', nothing: undefined };
    expect(toPlainJson(body)).toBe('{"text":"Größe ✓\\r\\n"}');
    expect(toPlainJson(undefined)).toBeUndefined();
  });
});
