import { csvCell, csvRow } from './csv';

describe('csvCell', () => {
  it.each([
    ['plain text', 'fix rounding', 'fix rounding'],
    ['nothing', undefined, ''],
    ['null', null, ''],
    ['a number, negative too', -3, '-3'],
    ['a boolean', false, 'false'],
    ['a comma', 'a, b', '"a, b"'],
    ['quotes', 'say "no"', '"say ""no"""'],
    ['a line feed', 'a\nb', '"a\nb"'],
    ['a carriage return', 'a\rb', '"a\rb"'],
    ['a control character', 'a\u001b[31mb', '"a\u001b[31mb"'],
    ['a line separator', 'a\u2028b', '"a\u2028b"'],
  ])('formats %s, with quotes only if needed', (_, value, text) => {
    expect(csvCell(value)).toBe(text);
  });

  it.each([
    [
      'with a function',
      '=HYPERLINK("http://evil")',
      `"'=HYPERLINK(""http://evil"")"`,
    ],
    ['with a plus', '+1', `'+1`],
    ['with a minus', '-1', `'-1`],
    ['with an at', '@SUM(A1)', `'@SUM(A1)`],
    ['with a full-width equals sign', '\uff1d1+1', `'\uff1d1+1`],
    ['after a tab', '\t=1', `"'\t=1"`],
    ['after spaces', '  =1', `'  =1`],
    ['after a line feed', 'High\n=1+1 errors\n', `"High\n'=1+1 errors\n"`],
    ['after a carriage return', 'Slow\r=1', `"Slow\r'=1"`],
    ['after CRLF', "Slow\r\n=cmd|'/c calc'!A0", `"Slow\r\n'=cmd|'/c calc'!A0"`],
    ['after a line break at the start', '\n=6', `"'\n'=6"`],
    ['after several line breaks', 'a\n\n =6', `"a\n\n' =6"`],
    ['after a semicolon', 'Slow; =1+1', `Slow;' =1+1`],
    ['after a tab inside', 'Slow\t=1+1', `"Slow\t'=1+1"`],
    ['on every line', '=1\n+2', `"'=1\n'+2"`],
  ])('adds an apostrophe to a formula %s', (_, value, text) => {
    expect(csvCell(value)).toBe(text);
  });
});

it('csvRow separates cells by commas and ends in CRLF', () => {
  expect(csvRow(['a', 1, undefined])).toBe('a,1,\r\n');
});
