/**
 * One cell. Spreadsheets run what begins with `=`, `+`, `-`, `@`, a tab or a carriage return as a formula, also inside
 * quotes; an apostrophe before it makes it text (OWASP, CSV injection).
 */
export function csvCell(value: string | number | undefined): string {
  if (value === undefined) {
    return '';
  }
  if (typeof value === 'number') {
    return String(value);
  }
  const text = /^[\s]*[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/** Rows with CRLF, as RFC 4180 writes them. */
export function csvDocument(
  rows: ReadonlyArray<ReadonlyArray<string | number | undefined>>,
): string {
  return rows.map(row => `${row.map(csvCell).join(',')}\r\n`).join('');
}
