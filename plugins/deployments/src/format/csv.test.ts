import { csvCell, csvDocument } from './csv';

describe('csvCell', () => {
  it.each([
    ['plain text', 'fix rounding', 'fix rounding'],
    ['nothing', undefined, ''],
    ['a number, negative too', -3, '-3'],
    ['a comma', 'a, b', '"a, b"'],
    ['quotes', 'say "no"', '"say ""no"""'],
    ['lines', 'a\nb', '"a\nb"'],
    [
      'a formula',
      '=HYPERLINK("http://evil")',
      `"'=HYPERLINK(""http://evil"")"`,
    ],
    ['a plus', '+1', `'+1`],
    ['a minus', '-1', `'-1`],
    ['an at', '@SUM(A1)', `'@SUM(A1)`],
    ['a tab before a formula', '\t=1', `'\t=1`],
    ['spaces before a formula', '  =1', `'  =1`],
  ])('writes %s', (_name, value, text) => {
    expect(csvCell(value)).toBe(text);
  });
});

it('writes rows with CRLF', () => {
  expect(
    csvDocument([
      ['a', 'b'],
      [1, undefined],
    ]),
  ).toBe('a,b\r\n1,\r\n');
});
