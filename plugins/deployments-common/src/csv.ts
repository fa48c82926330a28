/**
 * A cell of a CSV file: text, a number, a boolean, or nothing.
 *
 * @public
 */
export type CsvCell = string | number | boolean | null | undefined;

/** Line breaks of Unicode. */
const BREAKS = '\\n\\r\\v\\f\\u0085\\u2028\\u2029';

/**
 * The start of a line that a spreadsheet would run as a formula. The characters are those of OWASP (CSV injection) and
 * their full-width forms, which Excel treats alike; leading spaces make no difference. In locales with a decimal comma
 * Excel separates cells by semicolons and ignores quotes in the middle of a cell.
 */
const FORMULA = new RegExp(
  `(^|\\r\\n|[;\\t${BREAKS}])([^\\S${BREAKS}]*[=+\\-@\\t\\uff1d\\uff0b\\uff0d\\uff20])`,
  'gu',
);

/** RFC 4180 requires quotes for the first three; parsers differ on which other characters end a line. */
const NEEDS_QUOTES = /[",\p{Cc}\u2028\u2029]/u;

/**
 * Formats one cell. Adds an apostrophe to every line of a text that a spreadsheet would run as a formula, and after
 * every semicolon before a formula: a parser that splits cells there must not find a formula either.
 *
 * @public
 */
export function csvCell(value: CsvCell): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') return String(value);
  const guarded = value.replace(FORMULA, "$1'$2");
  const text = /^[\r\n]/.test(guarded) ? `'${guarded}` : guarded;
  return NEEDS_QUOTES.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/**
 * Formats one row, ending in CRLF as RFC 4180 requires.
 *
 * @public
 */
export function csvRow(cells: readonly CsvCell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}
